// Labels of pods by which Services and NetworkPolicies that stay select other pods than before, and labels that nothing selects by.
import type { Data } from '../../support/fleets.ts';
import type { Row } from './dangerous.ts';
import { small } from './fleet.ts';
import type { Change, Files, Spec } from './fleet.ts';
import { image, object, override, patch } from './write.ts';

const service = (selector: Data): Data =>
  object('v1', 'Service', 'payments', { spec: { selector, ports: [{ name: 'http', port: 80, targetPort: 'http' }] } });
const policy = (name: string, spec: Data): Data => object('networking.k8s.io/v1', 'NetworkPolicy', name, { spec });
const AGENTS = { matchLabels: { 'kubernetes.io/metadata.name': 'agents' } };
const OPERATORS = { namespaceSelector: AGENTS, podSelector: { matchLabels: { access: 'op' } } };
const BETA = { role: 'payments', access: 'op', zone: 'open' };

const deployment = (name: string, labels: Data): Data =>
  object(
    'apps/v1',
    'Deployment',
    name,
    {
      spec: {
        replicas: 2,
        selector: { matchLabels: { 'app.kubernetes.io/name': name } },
        template: {
          metadata: { labels: { 'app.kubernetes.io/name': name, ...labels } },
          spec: {
            automountServiceAccountToken: false,
            securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
            containers: [
              {
                name,
                image: 'registry.example.net/queue:1.0.0',
                ports: [{ name: 'http', containerPort: 8080 }],
                resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '32Mi' } },
                securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
              },
            ],
          },
        },
      },
    },
    'queue',
  );

/** A component of the fleet's own: pods, a Service before them, and policies in its namespace and in that of the agents. */
const QUEUE_FILES: Files = {
  'components/queue/component.yaml': `apiVersion: fleet.plugged.in/v1alpha1
kind: Component
name: queue
summary: A queue for the agents
namespaces: [queue, agents]
objects: [common/queue.yaml, common/web.yaml, common/api.yaml, common/payments.yaml, common/in.yaml, common/open.yaml, common/shut.yaml]
consequences: []
`,
  'components/queue/common/queue.yaml': deployment('queue', { role: 'api' }),
  'components/queue/common/web.yaml': deployment('web', { role: 'web' }),
  'components/queue/common/api.yaml': object(
    'v1',
    'Service',
    'api',
    { spec: { selector: { role: 'api' }, ports: [{ name: 'http', port: 80, targetPort: 'http' }] } },
    'queue',
  ),
  'components/queue/common/payments.yaml': service({ role: 'payments' }),
  'components/queue/common/in.yaml': object(
    'networking.k8s.io/v1',
    'NetworkPolicy',
    'operators',
    { spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from: [OPERATORS] }] } },
    'queue',
  ),
  'components/queue/common/open.yaml': policy('open', {
    podSelector: { matchLabels: { zone: 'open' } },
    policyTypes: ['Ingress'],
    ingress: [{ from: [{ namespaceSelector: {} }] }],
  }),
  'components/queue/common/shut.yaml': policy('shut', {
    podSelector: { matchExpressions: [{ key: 'debug', operator: 'DoesNotExist' }] },
    policyTypes: ['Ingress'],
  }),
};

const base = (): Spec => {
  const spec = small();
  spec.components['cluster'] = { images: 'tag' };
  spec.components['queue'] = {};
  override('beta', 'north', { labels: BETA })(spec);
  for (const region of ['south', 'west']) (spec.regions[region] as Spec['regions'][string]).components = { queue: { enabled: false } };
  return spec;
};
const labelled = (labels: Data, agent = 'alpha', region = 'north'): Change => ({ base, had: QUEUE_FILES, edit: override(agent, region, { labels }) });
const comes = (more: Data): Change => ({
  base,
  had: QUEUE_FILES,
  edit: (spec) =>
    void (spec.agents['delta'] = {
      ...structuredClone(spec.agents['alpha'] as object),
      ref: 'acme/delta@1.0.0',
      ...image('delta', 'v1.0.0'),
      ...more,
    }),
});
const changed = (file: string, spec: Data): Change => {
  const path = `components/queue/common/${file}`;
  const before = QUEUE_FILES[path] as Data;
  return { base, had: QUEUE_FILES, files: { [path]: { ...before, spec: { ...(before['spec'] as Data), ...spec } } } };
};
const web = (labels: Data): Files => ({ 'components/queue/common/web.yaml': deployment('web', { role: 'web', ...labels }) });

export const SELECTING: readonly Row[] = [
  ['a label by which the Service of another selects', labelled({ role: 'payments' }), 'endpoints of the Service are all pods with the label'],
  ['a label by which a policy lets pods through', labelled({ access: 'op' }), 'the policy of the queue lets pods with the label in'],
  ['a label by which a policy opens pods', labelled({ zone: 'open' }), 'policies add up: the pods are open to every namespace'],
  ['a label by which a policy no longer isolates pods', labelled({ debug: 'x' }), 'the policy is about pods without the label'],
  [
    'an agent that comes with the label of a Service',
    comes({ labels: { role: 'payments' } }),
    'endpoints of the Service are all pods with the label',
  ],
  ['an agent that comes with the label of a policy', comes({ labels: { access: 'op' } }), 'the policy of the queue lets pods with the label in'],
  ['an agent that comes without being isolated', comes({ labels: { debug: 'x' } }), 'the policy is about pods without the label'],
  [
    'a patch that writes the label of a Service',
    { base, had: QUEUE_FILES, files: patch('north/agents', 'Deployment alpha-agent', ['add', '/spec/template/metadata/labels/role', 'payments']) },
    'endpoints of the Service are all pods with the label',
  ],
  [
    'pods of a component that a policy lets through',
    {
      base,
      had: {
        ...QUEUE_FILES,
        'components/queue/common/in.yaml': object(
          'networking.k8s.io/v1',
          'NetworkPolicy',
          'operators',
          {
            spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from: [OPERATORS, { podSelector: { matchLabels: { access: 'op' } } }] }] },
          },
          'queue',
        ),
      },
      files: web({ access: 'op' }),
    },
    'a peer without a namespace is about pods of the policy’s own',
  ],
  [
    'the label of a Service of their component',
    { base, had: { ...QUEUE_FILES, 'components/queue/common/web.yaml': deployment('web', {}) }, files: web({ role: 'api' }) },
    'endpoints of the Service are all pods with the label',
  ],
  ['a Service that selects by another label', changed('payments.yaml', { selector: { access: 'op' } }), 'endpoints are the pods of another'],
  ['a policy about other pods', changed('open.yaml', { podSelector: { matchLabels: { role: 'payments' } } }), 'policies add up'],
  [
    'a policy with another peer',
    changed('in.yaml', { ingress: [{ from: [{ ...OPERATORS, podSelector: { matchLabels: { role: 'payments' } } }] }] }),
    'other pods are let in',
  ],
];

export const SELECTING_FREE: readonly (readonly [name: string, change: Change])[] = [
  ['a label that nothing selects by', labelled({ team: 'x' })],
  ['another value than the one that is selected', labelled({ role: 'search', access: 'none' })],
  ['a label beside the one by which the Service selected the pods already', labelled({ ...BETA, team: 'x' }, 'beta')],
  ['a label that nothing selects by in that region', labelled({ role: 'payments', access: 'op', debug: 'x' }, 'alpha', 'south')],
  ['an agent that comes beside a Service and policies', comes({ labels: { team: 'x' } })],
  [
    'a patch that writes a label that nothing selects by',
    { base, had: QUEUE_FILES, files: patch('north/agents', 'Deployment alpha-agent', ['add', '/spec/template/metadata/labels/team', 'x']) },
  ],
  ['a label of a component’s pods that selects nothing in their namespace', { base, had: QUEUE_FILES, files: web({ zone: 'open' }) }],
];
