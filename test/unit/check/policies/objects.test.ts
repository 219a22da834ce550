// What policies say of objects: wherever they come from, and where the finding stands.
import { expect, test } from 'vitest';
import { PolicyBudget, compilePolicies } from '../../../../generator/check/policies/compiled.ts';
import { Evaluator } from '../../../../generator/check/policies/evaluator.ts';
import { Views, agentIn } from '../../../../generator/check/policies/views.ts';
import type { Compiled } from '../../../../generator/compile.ts';
import type { Policy } from '../../../../generator/fleet/policies/policy.ts';
import { REGION_LABEL } from '../../../../generator/k8s/labels.ts';
import { fillPlaceholders } from '../../../../generator/k8s/region-placeholder.ts';
import { compiled } from '../../../support/compiled.ts';

const FLEET = `apiVersion: fleet.plugged.in/v1alpha1
kind: Fleet
name: pap
gitops: { repoURL: https://git.example.net/fleet.git }
zone: { name: a.example.net, nameservers: [ns1.example.net] }
station: { cidrs: [203.0.113.10/32], gatewayCidrs: [203.0.113.20/32] }
components: { cluster: { images: tag } }
groups:
  europe: { regions: { match: { continent: eu } } }
regions:
  eu-west: { labels: { tier: prod, continent: eu } }
  us-east: { labels: { tier: prod, continent: us } }
  us-test: { labels: { tier: test, continent: us } }
agents:
  research:
    ref: acme/research@1.2.0
    image: registry.example.net/research:v1.2.0
    owner: { team: science }
    tier: heavy
    regions: all
    overrides: { us-test: { replicas: 2, stateless: true } }
  focus:
    ref: acme/focus@0.9.1
    image: registry.example.net/focus:v0.9.1
    stateless: true
    replicas: 3
    regions: [eu-west, us-east]
`;
const policy = (require: string, change: Readonly<Record<string, string>> = {}): string => {
  const keys = {
    code: 'ours/x',
    severity: 'error',
    about: 'It is so',
    match: '{ kinds: [apps/Deployment], components: [agents] }',
    message: 'mend it',
    ...change,
  };
  return `apiVersion: fleet.plugged.in/v1alpha1\nkind: Policy\n${Object.entries(keys)
    .map(([key, value]) => `${key}: ${value}\n`)
    .join('')}require: |\n  ${require}\n`;
};
const made = (text: string, more: Readonly<Record<string, string>> = {}, fleet = FLEET): Compiled =>
  compiled({ 'fleet.yaml': fleet, 'policies/p.yaml': text, ...more });
const found = (one: Compiled): string[] =>
  one.findings.map(
    ({ code, severity, place: { file, line }, message, hint = '' }) =>
      `${severity} ${code} ${file.replace('config/', '')}:${line} ${message} (${hint})`,
  );

const BROKEN = 'does not hold (mend it)';

test.each<[string, string, readonly string[]]>([
  ['what holds', policy('object.spec.replicas >= 1'), []],
  ['an agent', policy('agent.tier != "heavy"'), [`error ours/x fleet.yaml:15 Deployment agents/research-agent: "It is so" ${BROKEN}`]],
  ['a team', policy('agent.team != ""'), [`error ours/x fleet.yaml:22 Deployment agents/focus-agent: "It is so" ${BROKEN}`]],
  [
    'a region',
    policy('region.labels.tier == "prod" || agent.replicas == 1'),
    [`error ours/x fleet.yaml:15 Deployment agents/research-agent: "It is so" ${BROKEN}`],
  ],
  [
    'a group',
    policy('!("europe" in region.groups) || agent.name != "focus"'),
    [`error ours/x fleet.yaml:22 Deployment agents/focus-agent: "It is so" ${BROKEN}`],
  ],
  [
    'a version',
    policy('region.versions["cert-manager"] == "0.1"', { match: '{ kinds: [v1] }'.replace('v1', 'Service'), severity: 'warning' }),
    [expect.stringContaining('warning ours/x') as string, expect.stringContaining('') as string],
  ],
  ['components', policy('"agents" in region.components && !("nothing" in region.components)'), []],
  ['the label of the region', policy(`object.metadata.labels["${REGION_LABEL}"] == region.name`), []],
  [
    'a text that names the region',
    policy('object.spec.template.spec.containers[0].env.exists(e, has(e.value) && e.value.contains("us-east"))'),
    [expect.stringContaining('Deployment agents/research-agent') as string, expect.stringContaining('Deployment agents/focus-agent') as string],
  ],
  [
    'a region by name',
    policy('agent.name != "focus"', { match: '{ kinds: [apps/Deployment], components: [agents], regions: [us-test] }', severity: 'warning' }),
    [],
  ],
  [
    'regions by label and group',
    policy('false', {
      match:
        '{ kinds: [apps/Deployment], components: [agents], regions: { match: { tier: prod } }, groups: [europe], labels: { app.kubernetes.io/name: [focus, other] } }',
    }),
    [`error ours/x fleet.yaml:22 Deployment agents/focus-agent: "It is so" ${BROKEN}`],
  ],
  [
    'a namespace',
    policy('false', { match: '{ kinds: [apps/Deployment], namespaces: [elsewhere] }', severity: 'warning' }),
    [expect.stringContaining('policy/no-match') as string],
  ],
  [
    'what is no agent’s',
    policy('agent.name == "" && agent.replicas == 0 && !agent.stateless && size(agent.labels) == 0', { match: '{ components: [cluster] }' }),
    [],
  ],
])('%s', (_, text, expected) => expect(found(made(text))).toEqual(expected));

test('a field that is not there counts as broken, and is named', () => {
  expect(found(made(policy('object.spec.paused == false')))).toEqual([
    'error ours/x fleet.yaml:15 Deployment agents/research-agent: whether "It is so" holds cannot be told: it cannot be evaluated: no such key: paused (ask first whether there is such a field, as with has(object.spec.replicas) && …; mend it)',
    expect.stringContaining('focus-agent') as string,
  ]);
  expect(found(made(policy('object.metadata.name', { severity: 'warning' })))[0]).toContain('it gives "research-agent", and must give true or false');
});

test.each([
  ['object.spec.nothing == 1', 'no such key: nothing (ask first whether there is such a field, as with has('],
  ['object.metadata.labels["x/y"] == "a"', 'no such key: x/y (ask first whether there is such a field, as with has('],
  ['object.spec.template.spec.containers[9].name == "a"', 'index 9 >= size 1 (ask first how long it is, as with '],
  ['object.metadata.name.charAt(99) == "a"', 'index out of range: 99 (ask first how long it is, as with '],
  ['object.spec.replicas < "2"', 'dyn<int> < string (ask first what it is, as with type(object.spec.replicas) == int && …'],
  ['object.metadata.name && true', '(ask first what it is, as with type('],
  ['object.spec.replicas.size() > 1', '(ask first what it is, as with type('],
  [
    '10 / (object.spec.replicas - object.spec.replicas) == 1',
    'division by zero (ask first whether it is zero, as with object.spec.replicas != 0 && …',
  ],
  ['10 % (object.spec.replicas - object.spec.replicas) == 1', 'modulo by zero (ask first whether it is zero, as with '],
  ['object.spec.replicas + 9223372036854775807 > 0', '(count in double(…), or compare without'],
  ['object.metadata.name.matches(object.metadata.name + "(")', '(write a pattern of RE2, which looks neither ahead nor back: '],
  ['quantity(object.metadata.name).isGreaterThan(quantity("1"))', '(ask first whether the text is one, as with isQuantity(…)'],
  ['ip(object.metadata.name).family() == 4', '(ask first whether the text is one, as with isQuantity(…), isIP(…)'],
  ['int(object.metadata.name) == 4', '(ask first whether the text is one, as with '],
  ['object.?spec.nothing.value() == 4', '(say what holds where there is none, as with .orValue(0)'],
  ['object.metadata.name', 'and must give true or false (compare it with something, as with … == "a"'],
])('of %s the hint says what to ask first', (require, words) => {
  const [first] = found(made(policy(require)));
  expect(first).toContain(words);
  expect(first).toMatch(/; mend it\)$/);
});

test('what people bring is judged, at the line where they bring it', () => {
  const policies = policy('!object.metadata.name.startsWith("bad") && object.spec.revisionHistoryLimit != 7', {
    match: '{ kinds: [apps/Deployment] }',
  });
  expect(
    found(
      made(policies, {
        'patches/all/agents/p.yaml':
          '- target: { kind: Deployment, name: focus-agent }\n  patch: [{ op: replace, path: /spec/revisionHistoryLimit, value: 7 }]\n',
      }),
    ),
  ).toEqual([expect.stringMatching(/^error ours\/x patches\/all\/agents\/p.yaml:1 Deployment agents\/focus-agent/) as string]);
  const config = (name: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: agents }\ndata: { a: b }\n`;
  const maps = policy('object.metadata.name != "bad"', { match: '{ kinds: [ConfigMap] }' });
  expect(found(made(maps, { 'extra/all/agents/bad.yaml': config('bad') }))).toEqual([
    expect.stringMatching(/^error ours\/x extra\/all\/agents\/bad.yaml:1 ConfigMap agents\/bad/) as string,
  ]);
  const component =
    'apiVersion: fleet.plugged.in/v1alpha1\nkind: Component\nname: own\nsummary: of the fleet\nnamespaces: [own]\nobjects: [common/a.yaml]\n';
  expect(
    found(
      made(
        maps,
        { 'components/own/component.yaml': component, 'components/own/common/a.yaml': config('bad').replace('agents', 'own') },
        FLEET.replace('{ images: tag } }', '{ images: tag }, own: {} }'),
      ),
    ),
  ).toEqual([expect.stringMatching(/^error ours\/x components\/own\/common\/a.yaml:1 ConfigMap own\/bad/) as string]);
});

test('a waiver lets one object break a policy, and treatAsErrors makes a warning an error', () => {
  const broken = policy('agent.tier != "heavy"');
  const waiver = (code: string): string =>
    `waivers: [{ code: ${code}, object: Deployment agents/research-agent, reason: it is known, until: "2026-12-31" }]\n`;
  expect(found(made(broken, {}, FLEET + waiver('ours/x')))).toEqual([]);
  expect(found(made(policy('true'), {}, FLEET + waiver('ours/x')))).toEqual([expect.stringContaining('waiver/unused') as string]);
  expect(found(made(policy('true'), {}, FLEET + waiver('ours/y')))[0]).toContain('"ours/y" is no code (did you mean "ours/x"?)');
  for (const change of [{ severity: 'approval' }, { on: 'change' }])
    expect(found(made(policy('true', change), {}, FLEET + waiver('ours/x')))[0]).toContain('ours/x can be waived by nobody');
  const strict = 'treatAsErrors: [ours/x]\n';
  for (const severity of ['warning', 'approval'])
    expect(found(made(policy('agent.tier != "heavy"', { severity }), {}, FLEET + strict))[0]).toMatch(/^error ours\/x/);
  expect(found(made(policy('true'), {}, `${FLEET}treatAsErrors: [ours/y]\n`))[0]).toContain('fleet/unknown-code');
});

test('what waits for an approval is no finding', () => expect(found(made(policy('false', { severity: 'approval' })))).toEqual([]));

test('policies change no file but the lock, and that by no word of theirs', () => {
  const files = (text: string): Map<string, string> => new Map(made(text).files);
  const [none, one] = [new Map(compiled({ 'fleet.yaml': FLEET }).files), files(policy('true'))];
  expect([...one.keys()].filter((path) => one.get(path) !== none.get(path))).toEqual(['fleet.lock.json']);
  expect(files(policy('true', { message: 'other words', about: 'In other words' }))).toEqual(one);
  const keys = policy('true', { match: '{ labels: { a: b, c: d }, kinds: [apps/Deployment] }' });
  expect(files(keys.replace('{ a: b, c: d }, kinds: [apps/Deployment]', '{ c: d, a: b }, kinds: [apps/Deployment]'))).toEqual(files(keys));
  expect(files(policy('1 == 1')).get('fleet.lock.json')).not.toBe(one.get('fleet.lock.json'));
});

const EXPRESSIONS = [
  'object.metadata.name.size() > 3',
  'object.metadata.name == "research-agent"',
  'string(object).size() > 0',
  'object.metadata.labels.all(k, object.metadata.labels[k] != "us-east")',
  `"${REGION_LABEL}" in object.metadata.labels`,
  `object.metadata.labels["${REGION_LABEL}"].startsWith("us")`,
  'has(object.spec) && has(object.spec.template) && object.spec.template.spec.containers.all(c, has(c.env) && c.env.exists(e, has(e.value) && e.value.contains("eu-west")))',
  'has(object.spec) && has(object.spec.routes) && object.spec.routes[0].match.contains("us-")',
  'has(object.spec) && has(object.spec.dnsNames) && object.spec.dnsNames.exists(n, n.contains("us-east"))',
  'has(object.spec) && has(object.spec.dnsNames) && "x" in object.spec.dnsNames',
  'has(object.spec) && has(object.spec.dnsNames) && size(object.spec.dnsNames) == 1',
  'has(object.data) && object.data.exists(k, object.data[k].contains("eu-west"))',
  'object.metadata == object.metadata',
  'object == {"kind": "a"}',
  '!(object.metadata in [{"name": "eu-west"}])',
  'agent.replicas == 1 || object.kind != "Deployment"',
  'dyn(object).transformList(k, v, k).size() > 3',
  'dyn(object.metadata.labels).exists(k, v, v == "us-test")',
];

test.each(EXPRESSIONS)('what regions share is judged as each by itself: %s', (require) => {
  const { fleet, spec, overlays } = compiled({ 'fleet.yaml': FLEET }) as Required<Compiled>;
  const policyOf = {
    code: 'ours/x',
    severity: 'error',
    about: '',
    on: 'object',
    match: {},
    require,
    message: '',
    spot: { file: '', path: '' },
  } as Policy;
  const [each] = compilePolicies([policyOf]).compiled;
  if (each === undefined) throw new Error(JSON.stringify(compilePolicies([policyOf]).reports));
  const views = new Views(fleet, spec);
  const judge = new Evaluator(new PolicyBudget(), views);
  for (const overlay of overlays)
    for (const part of [...overlay.units, ...overlay.own])
      for (const object of part.objects) {
        const agent = agentIn(overlay.region, object, undefined);
        const whole = fillPlaceholders(object, overlay.region.name);
        const labelled = { ...whole, metadata: { ...whole.metadata, labels: { ...whole.metadata.labels, [REGION_LABEL]: overlay.region.name } } };
        expect([object.metadata.name, overlay.region.name, judge.outcome(each, object, overlay, agent)]).toEqual([
          object.metadata.name,
          overlay.region.name,
          judge.plain(each, labelled, overlay.region, agent),
        ]);
      }
});
