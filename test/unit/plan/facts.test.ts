// What a reader is shown of an object that comes.
import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { changesBetween } from '../../../generator/plan/change.ts';
import { fold } from '../../../generator/plan/fold.ts';
import { fullMarkdown } from '../../../generator/report/plan-markdown.ts';
import { planJson } from '../../../generator/report/plan-json.ts';
import { planText } from '../../../generator/report/plan-text.ts';
import { style } from '../../../generator/report/style.ts';
import { TODAY, fleet, reviewOf } from './support.ts';

const made = (kind: string, more: object, apiVersion = 'v1', metadata: object = {}): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name: 'x', namespace: 'n', ...metadata },
  ...more,
});
const shown = (...objects: KubeObject[]): string[] =>
  fold(
    changesBetween('north', 'mine', [made('ConfigMap', {}, 'v1', { name: 'there' })], [made('ConfigMap', {}, 'v1', { name: 'there' }), ...objects]),
  ).flatMap(({ fields }) => fields.map(({ path, after }) => `${path}: ${after}`));

describe('of a created object is shown', () => {
  test.each<[string, KubeObject, string[]]>([
    [
      'what a role may do',
      made('ClusterRole', { rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list'] }] }),
      ['rules[secrets]: {"apiGroups":[""],"resources":["secrets"],"verbs":["get","list"]}'],
    ],
    [
      'whom a binding gives what',
      made('ClusterRoleBinding', {
        roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
        subjects: [{ kind: 'Group', name: 'system:anonymous' }],
      }),
      ['roleRef: {"kind":"ClusterRole","name":"cluster-admin"}', 'subjects: [{"kind":"Group","name":"system:anonymous"}]'],
    ],
    [
      'to whom pods may speak',
      made('NetworkPolicy', { spec: { podSelector: {}, egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }] } }),
      ['spec.egress: [{"to":[{"ipBlock":{"cidr":"0.0.0.0/0"}}]}]', 'spec.podSelector: {}'],
    ],
    [
      'where records lead',
      made('DNSEndpoint', { spec: { endpoints: [{ dnsName: 'a.example', recordType: 'A', recordTTL: 300, targets: ['192.0.2.66'] }] } }),
      ['spec.endpoints[a.example A]: {"dnsName":"a.example","recordType":"A","recordTTL":300,"targets":["192.0.2.66"]}'],
    ],
    [
      'which hosts it answers for',
      made('Ingress', { spec: { rules: [{ host: 'a.example' }] } }, 'networking.k8s.io/v1', {
        annotations: { 'nginx.ingress.kubernetes.io/auth-url': 'https://x' },
      }),
      ['spec.rules: [{"host":"a.example"}]', 'metadata.annotations["nginx.ingress.kubernetes.io/auth-url"]: https://x'],
    ],
    [
      'whom a store asks',
      made('ClusterSecretStore', { spec: { provider: { vault: { server: 'https://vault.evil' } } } }),
      ['spec.provider: {"vault":{"server":"https://vault.evil"}}'],
    ],
    [
      'what a Namespace admits',
      made('Namespace', {}, 'v1', { labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } }),
      ['metadata.labels["pod-security.kubernetes.io/enforce"]: privileged'],
    ],
    [
      'whom a webhook asks',
      made('ValidatingWebhookConfiguration', { webhooks: [{ name: 'w', clientConfig: { url: 'https://x' }, rules: [] }] }),
      ['webhooks[w]: {"name":"w","clientConfig":{"url":"https://x"},"rules":[]}'],
    ],
    ['each file of a ConfigMap', made('ConfigMap', { data: { a: '1', b: 'x\ny\n' } }), ['data.a: 1', 'data.b: (2 lines)', ': x', ': y']],
    [
      'of a Secret which keys it has',
      made('Secret', { data: { user: 'YWRh' }, stringData: { x: 'plain' }, type: 'Opaque' }),
      ['data.user: (hidden)', 'stringData: {"x":"(hidden)"}', 'type: Opaque'],
    ],
    ['all of a kind nobody knows', made('Gadget', { spec: { a: { b: 1 } }, more: [1, 2] }, 'example.net/v1'), ['spec.a: {"b":1}', 'more: [1,2]']],
  ])('%s', (_, object, lines) => expect(shown(object)).toEqual(lines));

  test('of a workload its image, command, mounts and privileges', () => {
    const spec = {
      replicas: 2,
      selector: { matchLabels: { a: 'b' } },
      template: {
        metadata: { labels: { a: 'b' } },
        spec: {
          hostNetwork: true,
          serviceAccountName: 'admin',
          automountServiceAccountToken: false,
          initContainers: [{ name: 'first', image: 'evil:1', command: ['sh', '-c', 'x'] }],
          containers: [
            {
              name: 'agent',
              image: 'good:1',
              args: ['--token', 'hunter2', '--insecure'],
              env: [
                { name: 'PLAIN', value: 'x' },
                { name: 'KEY', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
              ],
              securityContext: { privileged: true },
              livenessProbe: {},
            },
          ],
          volumes: [
            { name: 'root', hostPath: { path: '/' } },
            { name: 'tls', secret: { secretName: 'other' } },
            { name: 'state', persistentVolumeClaim: { claimName: 'state' } },
            { name: 'tmp', emptyDir: {} },
          ],
        },
      },
    };
    expect(shown(made('Deployment', { spec }, 'apps/v1'))).toEqual([
      'spec.template.spec.hostNetwork: true',
      'spec.template.spec.containers[agent].securityContext: {"privileged":true}',
      'spec.template.spec.volumes[root]: {"name":"root","hostPath":{"path":"/"}}',
      'spec.template.spec.initContainers[first].image: evil:1',
      'spec.template.spec.containers[agent].image: good:1',
      'spec.template.spec.initContainers[first].command: ["sh","-c","x"]',
      'spec.template.spec.containers[agent].args: ["--token","(hidden)","--insecure"]',
      'spec.template.spec.serviceAccountName: admin',
      'spec.replicas: 2',
      'spec.template.spec.containers[agent].env[KEY].valueFrom: {"secretKeyRef":{"name":"s","key":"k"}}',
      'spec.template.spec.volumes[tls]: {"name":"tls","secret":{"secretName":"other"}}',
      'spec.template.spec.volumes[state]: {"name":"state","persistentVolumeClaim":{"claimName":"state"}}',
    ]);
  });
});

describe('of all of a component that comes', () => {
  const objects = [
    made('ServiceAccount', { automountServiceAccountToken: true }),
    made('ClusterRoleBinding', { roleRef: { kind: 'ClusterRole', name: 'cluster-admin' }, subjects: [] }, 'rbac.authorization.k8s.io/v1', {
      name: 'b',
      namespace: undefined,
    }),
  ];
  const blocks = fold(changesBetween('north', 'mine', [], objects));
  const seen = { ...reviewOf(fleet(), fleet()), blocks, total: { create: 2, update: 0, delete: 0, replace: 0 } };
  test('rights come first, each with its object', () =>
    expect(planText(seen, TODAY, style(false))).toContain('    ClusterRoleBinding b roleRef: + {"kind":"ClusterRole","name":"cluster-admin"}\n'));
  test('and machines get the objects whole', () => {
    const { blocks: told } = planJson(seen) as { blocks: { objects: { object: KubeObject }[] }[] };
    expect(told[0]?.objects.map(({ object }) => object)).toMatchObject([{ kind: 'ClusterRoleBinding', subjects: [] }, { kind: 'ServiceAccount' }]);
  });
  test('and so does the full report', () =>
    expect(fullMarkdown(seen, TODAY)).toContain(
      'kind: ServiceAccount\nmetadata:\n  name: x\n  namespace: "n"\nautomountServiceAccountToken: true\n',
    ));
});

test('nothing is cut for machines and in the full report', () => {
  const url = (mode: string): string => `postgres://agent@${'very-'.repeat(40)}long.example.net/agents?sslmode=${mode}&${'x=1&'.repeat(40)}y=2`;
  const config = (mode: string): KubeObject =>
    made('ConfigMap', { data: { url: url(mode), file: `${'line\n'.repeat(3)}${Array.from({ length: 40 }, (_, i) => `${mode} ${i}`).join('\n')}` } });
  const blocks = fold(changesBetween('north', 'mine', [config('verify-full')], [config('disable')]));
  const seen = { ...reviewOf(fleet(), fleet()), blocks, total: { create: 0, update: 1, delete: 0, replace: 0 } };
  for (const whole of [fullMarkdown(seen, TODAY), JSON.stringify(planJson(seen))])
    for (const part of [url('verify-full'), url('disable'), 'verify-full 39', 'disable 39']) expect(whole).toContain(part);
  const short = planText(seen, TODAY, style(false));
  expect(short).toMatch(/sslmode=verify-full&.* → .*sslmode=disable&/);
  expect(short).toContain('Where "…" stands, something is left out; --full FILE writes all of it, and --json has it.');
  expect(short).toContain('… 32 more lines go');
  expect(planText(reviewOf(fleet(), fleet()), TODAY, style(false))).not.toContain('left out');
});
