// JSON, dashboards, ranges of versions and rules of Traefik 2 inside objects. Seen to fail: each row with the condition turned round that it is about.
import { describe, expect, test } from 'vitest';
import { faultsOf } from '../../../generator/check/faults.ts';
import { offsetIn, offsetWithin, readJson } from '../../../generator/k8s/json/read.ts';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { ruleFlaw } from '../../../generator/k8s/traefik-syntax.ts';
import { isVersionRange } from '../../../generator/k8s/version-range.ts';

describe('JSON', () => {
  test.each<[text: string, message: string, offset: number]>([
    ['', 'ends where a value should stand', 0],
    ['{', 'ends where a key in double quotes should stand', 1],
    ['{"a"}', 'has "}" where ":" should stand', 4],
    ['{"a":1 "b":2}', 'has "\\"" where "," or "}" should stand', 7],
    ['{"a":1,}', 'has a comma behind its last value', 7],
    ['[1,]', 'has a comma behind its last value', 3],
    ['[1 2]', 'has "2" where "," or "]" should stand', 3],
    ["{'a':1}", 'has a single quote, where JSON has double ones', 1],
    ['{a:1}', 'has "a" where a key in double quotes should stand', 1],
    ['[01]', 'has "0" where a value should stand', 1],
    ['[tru]', 'has "t" where a value should stand', 1],
    ['["a\\q"]', 'has an escape that means nothing in JSON', 3],
    ['["\\n\\u00e', 'has an escape that means nothing in JSON', 4],
    ['["a\nb"]', 'breaks a line within quotes', 3],
    ['["a\tb"]', 'has a control character within quotes', 3],
    ['["ab', 'leaves a quote open', 1],
    ['{} {}', 'goes on after its end', 3],
    ['['.repeat(100_000), 'nests more than 500 values', 500],
  ])('%s', (text, message, offset) => expect(readJson(text)).toEqual({ flaw: { message, offset } }));

  test('where a value stands, and a character of it', () => {
    const text = '{ "a": [1, { "b": "x\\n\\u00e9y" }], "c": true }';
    expect(text.slice(offsetIn(text, ['a', 1, 'b']))).toMatch(/^"x/);
    expect(text.slice(offsetIn(text, ['c']))).toMatch(/^true/);
    expect(text.slice(offsetIn(text, ['a', 1, 'z']))).toMatch(/^\{ "b"/);
    expect(text.slice(offsetWithin(text, offsetIn(text, ['a', 1, 'b']), 3))).toMatch(/^y"/);
  });
});

describe('a range of versions', () => {
  test.each([
    '1',
    '1.2.3',
    'v1.2',
    '1.2.x',
    '*',
    '>=1.2 <2',
    '>= 1.2, < 2.0.0 || 3.x',
    '^1.2.3-beta.1',
    '~1',
    '1.2 - 2.3.4',
    '1.2.3+build.5',
    '!=1.4',
    '=>1',
  ])('%s', (text) => expect(isVersionRange(text)).toBe(true));
  test.each(['', 'latest', 'main', '1.2.3.4', '>=', '1.2 and 2', '1..2', '~~1', '>1 <', 'stable-1.2', '1.2.3_4', '1'.repeat(300)])('not %s', (text) =>
    expect(isVersionRange(text)).toBe(false),
  );
});

// As gorilla/mux and Traefik 3.7 with the syntax of version 2 say.
describe('a rule of Traefik 2', () => {
  test.each([
    'Host(`a.example.net`, `b.example.net`) && (PathPrefix(`/a/{id:[0-9]+}`) || Path(`/b`))',
    'HostRegexp(`{sub:[a-z]{2,3}}.example.net`)',
    'Headers(`X-A`, `b`) && HeadersRegexp(`X-B`, `^c.*`)',
    'Query(`a=b`, `c`, `d`) && Method(`GET`, `POST`) && ClientIP(`10.0.0.0/8`)',
    'host(`a`) || HOSTREGEXP(`b`) || Hostheader(`c`,)',
  ])('%s', (rule) => expect(ruleFlaw(rule, 'http of version 2')).toBeUndefined());

  test.each<[rule: string, message: RegExp, offset: number]>([
    ['PathPrefix(`/a`) && HostRegexp(`{sub:[a-z}.example.net`)', /no regular expression of Go, as it leaves a bracket open/, 20],
    ['HostRegexp(`{sub`)', /leaves a brace open/, 0],
    ['HostRegexp(`sub}`)', /closes a brace that is not open/, 0],
    ['HostRegexp(`{:x}`)', /lacks a name or an expression/, 0],
    ['Headers(`X-A`)', /1 texts instead of 2/, 0],
    ['Headers(`X-A`, `b`, `c`)', /a name without a value/, 0],
    ['HeadersRegexp(`X-A`, `(`)', /no regular expression of Go/, 0],
    ['Query(`a`)', /a name without a value/, 0],
    ['ClientIP(`10.0.0.0/8`, `x`)', /neither an address nor a network/, 0],
    ['Path(`a`)', /does not begin with a slash/, 5],
    ['Host(`ä`)', /characters beyond ASCII/, 0],
    ['PathRegexp(`/a`)', /none of ClientIP, Headers/, 0],
  ])('not %s', (rule, message, offset) => {
    expect(ruleFlaw(rule, 'http of version 2')).toMatchObject({ message: expect.stringMatching(message) as string, offset });
  });

  test('of TCP', () => {
    expect(ruleFlaw('HostSNI(`*`, `a.example.net`) && ALPN(`h2`)', 'tcp of version 2')).toBeUndefined();
    expect(ruleFlaw('ALPN(`acme-tls/1`)', 'tcp of version 2')?.message).toMatch(/keeps for itself/);
    // From 3.7 on: pkg/muxer/tcp/matcher.go, hostOrIP.
    for (const rule of ['HostSNI(`*.example.net`)', 'HostSNI(`*`)']) expect(ruleFlaw(rule, 'tcp')).toBeUndefined();
    for (const rule of ['Host(`*.example.net`)', 'Host(`*`)']) expect(ruleFlaw(rule, 'http')).toBeUndefined();
    expect(ruleFlaw('Host(`a.*.example.net`)', 'http')?.message).toMatch(/neither a name/);
    expect(ruleFlaw('HostSNI(`/`)', 'tcp of version 2')?.message).toMatch(/neither a name/);
  });
});

const said = (object: Omit<KubeObject, 'metadata'> & { readonly metadata?: object }): string[] =>
  faultsOf({ ...object, metadata: { name: 'a', namespace: 'a', ...object.metadata } } as KubeObject)
    .filter(({ rule }) => rule.code.startsWith('language/'))
    .map(({ path, message }) => `${path}: ${message}`);

describe('dashboards', () => {
  const labels = { grafana_dashboard: '1' };
  const dashboard = (model: unknown): string[] =>
    said({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { labels },
      data: { 'a.json': typeof model === 'string' ? model : JSON.stringify(model) },
    });
  const panel = (target: object, source?: unknown): object => ({ title: 'A', panels: [{ title: 'P', datasource: source, targets: [target] }] });
  const WRONG = '/data/a.json: a query of the panel "P" calls "rat", which is no function';

  test.each<[what: string, model: unknown, expected: readonly string[]]>([
    ['a query for Prometheus', panel({ expr: 'rat(up)' }, { type: 'prometheus', uid: 'p' }), [WRONG]],
    ['by its own data source', panel({ expr: 'rat(up)', datasource: { type: 'prometheus' } }, { uid: '-- Mixed --' }), [WRONG]],
    ['for Loki', panel({ expr: 'rat(up)' }, { type: 'loki', uid: 'l' }), []],
    ['for nobody knows whom', panel({ expr: 'rat(up)' }), []],
    ['by a name alone', panel({ expr: 'rat(up)' }, 'main'), []],
    ['that nobody has written yet', panel({ expr: ' ' }, { type: 'prometheus' }), []],
    [
      'by a variable',
      { ...panel({ expr: 'rat(up)' }, '${source}'), templating: { list: [{ name: 'source', type: 'datasource', query: 'prometheus' }] } },
      [WRONG],
    ],
    [
      'by a variable of Loki',
      { ...panel({ expr: 'rat(up)' }, '$source'), templating: { list: [{ name: 'source', type: 'datasource', query: 'loki' }] } },
      [],
    ],
    [
      'in a row',
      { title: 'A', panels: [{ type: 'row', panels: [{ title: 'P', datasource: { type: 'prometheus' }, targets: [{ expr: 'rat(up)' }] }] }] },
      [WRONG],
    ],
    [
      'in a row as it was',
      { title: 'A', rows: [{ panels: [{ title: 'P', datasource: { type: 'prometheus' }, targets: [{ expr: 'rat(up)' }] }] }] },
      [WRONG],
    ],
    ['a list', '[]', ['/data/a.json: the dashboard is no JSON: it holds no object']],
    ['a template', '{ "title": {{ .Values.title }} }', []],
    ['the envelope of the API', { dashboard: {} }, []],
    ['the schema of Grafana 13', { apiVersion: 'dashboard.grafana.app/v2', kind: 'Dashboard', spec: {} }, []],
    ['data sources of the wrong shapes', { title: 'A', panels: [{ datasource: 3 }, { datasource: { uid: 3 } }, null], templating: { list: 3 } }, []],
    [
      'a uid that is too long',
      { title: 'A', uid: 'a'.repeat(41) },
      [`/data/a.json: the dashboard has the uid "${'a'.repeat(41)}", which is not made of at most 40 letters, digits, hyphens and underscores`],
    ],
  ])('%s', (_, model, expected) => expect(dashboard(model)).toEqual(expected));

  test('of the operator, which fills inputs in', () => {
    const json = JSON.stringify({
      title: 'A',
      __inputs: [{ name: 'DS', pluginId: 'prometheus' }],
      panels: [{ datasource: '${DS}', title: 'P', targets: [{ expr: 'rat(up)' }] }],
    });
    const spec = { instanceSelector: {}, json, datasources: [{ inputName: 'DS', datasourceName: 'main' }] };
    expect(said({ apiVersion: 'grafana.integreatly.org/v1beta1', kind: 'GrafanaDashboard', spec })).toEqual([
      '/spec/json: a query of the panel "P" calls "rat", which is no function',
    ]);
  });

  test('a file of 2 MB with many mistakes', { timeout: 10_000 }, () => {
    const panels = Array.from({ length: 4000 }, (_, id) => ({
      id,
      datasource: { type: 'prometheus' },
      targets: [{ expr: `rat(up${' '.repeat(200)})` }],
    }));
    expect(dashboard({ title: 'A', panels }).at(-1)).toBe('/data/a.json: 3980 more queries of the dashboard are no PromQL');
  });
});

describe('files of a ConfigMap that end in .json', () => {
  const file = (text: string): string[] => said({ apiVersion: 'v1', kind: 'ConfigMap', data: { 'a.json': text } });
  test.each<[what: string, text: string]>([
    ['JSON', '{"a": 1}'],
    ['nothing', '\n'],
    ['a template of Helm', '{"a": {{ .Values.a | toJson }} }'],
    ['a variable', '{"a": ${A} }'],
    ['comments', '{\n  // said\n  "a": 1 }'],
    ['lines', '{"a": 1}\n{"a": 2}\n'],
  ])('%s', (_, text) => expect(file(text)).toEqual([]));
  test.each<[what: string, text: string]>([
    ['a comma', '{"a": 1,}'],
    ['YAML', 'a: 1\nb: 2\n'],
    ['a value behind another', '{"a": 1} x'],
  ])('not %s', (_, text) => expect(file(text)).toHaveLength(1));
});

test.each<[name: string, value: string, isRight: boolean]>([
  ['kubectl.kubernetes.io/last-applied-configuration', '{"a": 1}\n', true],
  ['kubectl.kubernetes.io/last-applied-configuration', '{"a": 1', false],
  ['alb.ingress.kubernetes.io/actions.redirect', '{"Type": redirect}', false],
  ['alb.ingress.kubernetes.io/actions.redirect', '{{ .Values.redirect }}', true],
  ['k8s.v1.cni.cncf.io/networks', 'a, b', true],
  ['k8s.v1.cni.cncf.io/networks', '[{ "name": "a" }', false],
  ['post.hook.restore.velero.io/exec-timeout', '30', false],
  ['post.hook.restore.velero.io/exec-timeout', '30s', true],
  ['cert-manager.io/duration', '90d', false],
  ['external-dns.alpha.kubernetes.io/ttl', '60', true],
  ['external-dns.alpha.kubernetes.io/ttl', '1m', true],
  ['external-dns.alpha.kubernetes.io/ttl', 'a minute', false],
  ['argocd.argoproj.io/sync-wave', '-5', true],
  ['argocd.argoproj.io/sync-wave', '1.5', false],
  ['example.net/duration', '90d', true],
])('%s: %s', (name, value, isRight) => {
  expect(said({ apiVersion: 'v1', kind: 'Service', metadata: { annotations: { [name]: value } }, spec: { ports: [{ port: 80 }] } }).length).toBe(
    isRight ? 0 : 1,
  );
});

test.each<[what: string, object: Omit<KubeObject, 'metadata'>, expected: number]>([
  [
    'a relabelling',
    { apiVersion: 'monitoring.coreos.com/v1', kind: 'PodMonitor', spec: { podMetricsEndpoints: [{ relabelings: [{ regex: '(' }] }] } },
    1,
  ],
  [
    'origins',
    { apiVersion: 'traefik.io/v1alpha1', kind: 'Middleware', spec: { headers: { accessControlAllowOriginListRegex: ['^https://.*', '(?=x)'] } } },
    1,
  ],
  ['what a plugin means by it', { apiVersion: 'traefik.io/v1alpha1', kind: 'Middleware', spec: { plugin: { x: { regex: '(?=x)' } } } }, 0],
  [
    'names of secrets',
    { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret', spec: { dataFrom: [{ find: { name: { regexp: '[' } } }] } },
    1,
  ],
  [
    'how names are rewritten',
    { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret', spec: { dataFrom: [{ rewrite: [{ regexp: { source: '(', target: 'x' } }] }] } },
    1,
  ],
  [
    'a source that is none',
    { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret', spec: { dataFrom: [{ sourceRef: { source: '(' } }] } },
    0,
  ],
  [
    'branches',
    { apiVersion: 'argoproj.io/v1alpha1', kind: 'ApplicationSet', spec: { generators: [{ scmProvider: { filters: [{ branchMatch: '*' }] } }] } },
    1,
  ],
  [
    'a chart of Flux',
    {
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      spec: { chart: { spec: { version: 'newest', sourceRef: { kind: 'HelmRepository' } } } },
    },
    1,
  ],
  [
    'a chart of Flux in Git',
    {
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      spec: { chart: { spec: { version: 'newest', sourceRef: { kind: 'GitRepository' } } } },
    },
    0,
  ],
  ['tags of Flux', { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'OCIRepository', spec: { ref: { semver: '>=1' } } }, 0],
  ['a branch of Argo CD', { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', spec: { source: { path: 'a', targetRevision: 'main' } } }, 0],
  ['a zone of a workflow', { apiVersion: 'argoproj.io/v1alpha1', kind: 'CronWorkflow', spec: { timezone: 'Local' } }, 1],
  ['a zone', { apiVersion: 'batch/v1', kind: 'CronJob', spec: { timeZone: 'US/Pacific' } }, 0],
  ['what is no name of a zone', { apiVersion: 'batch/v1', kind: 'CronJob', spec: { timeZone: '../etc' } }, 1],
  [
    'an analysis',
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AnalysisTemplate',
      spec: { metrics: [{ provider: { prometheus: { query: 'rate(up{a="{{args.a}}"})' } } }] },
    },
    1,
  ],
  [
    'a trigger',
    {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledObject',
      spec: {
        triggers: [
          { type: 'prometheus', metadata: { query: 'sum(' } },
          { type: 'cron', metadata: {} },
        ],
      },
    },
    1,
  ],
  [
    'what changes an object',
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingAdmissionPolicy',
      spec: { mutations: [{ jsonPatch: { expression: '[JSONPatch{}' } }] },
    },
    0,
  ],
  [
    'a condition of a webhook',
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      webhooks: [{ matchConditions: [{ name: 'a', expression: 'a &&' }] }],
    },
    1,
  ],
])('%s', (_, object, expected) => expect(said(object).filter((each) => !each.includes('lacks')).length).toBe(expected));

test.each<[text: string, expected: number]>([
  ['{{ include "shop.name" . }} is down', 0],
  ['{{ cluster_name }} is down', 0],
  ['{{ .Values.name | trunc 63 }}', 0],
  ['{% if a %}{{ name }}{% endif %}', 0],
  ['{{ "{{" }} $labels.pod {{ "}}" }}', 0],
  ['{{ name }} is down', 1],
  ['{{ $labels.pod | trunc 63 }}', 1],
])('what is filled in before Prometheus reads it: %s', (summary, expected) => {
  const rules = [{ alert: 'A', expr: 'up', annotations: { summary } }];
  expect(said({ apiVersion: 'monitoring.coreos.com/v1', kind: 'PrometheusRule', spec: { groups: [{ name: 'a', rules }] } })).toHaveLength(expected);
});
