// What the gate says of components that a fleet brings: what they make is judged as what people add, whatever file it stands in.
import { describe, expect, test } from 'vitest';
import { judged, small } from './fleet.ts';
import type { Files, Spec } from './fleet.ts';

const POD = `automountServiceAccountToken: false
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: RuntimeDefault } }
      containers:
        - name: queue
          image: registry.example.net/queue:IMAGE
          resources: { requests: { cpu: 10m, memory: 16Mi }, limits: { memory: 32Mi } }
          securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: [ALL] } }`;

/** A component with a Deployment and a ConfigMap. */
function queue({ image = '1.0.0', text = 'a', more = '', objects = '', namespaces = 'queue' } = {}): Files {
  return {
    'components/queue/component.yaml': `apiVersion: fleet.plugged.in/v1alpha1
kind: Component
name: queue
summary: A queue for the agents
namespaces: [${namespaces}]
objects: [common/queue.yaml, common/facts.yaml${objects}]
consequences: [{ on: Deployment/queue, path: /spec/template, says: the queue begins empty }]
`,
    'components/queue/common/queue.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: { name: queue, namespace: queue }
spec:
  replicas: 2
  selector: { matchLabels: { app.kubernetes.io/name: queue } }
  template:
    metadata: { labels: { app.kubernetes.io/name: queue } }
    spec:
      ${POD.replace('IMAGE', image)}
`,
    'components/queue/common/facts.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: queue-facts, namespace: queue }
data: { text: "${text}" }
${more}`,
  };
}

const runs = (spec: Spec): void => void (spec.components['queue'] = {});
const base = (): Spec => {
  const spec = small();
  spec.components['cluster'] = { images: 'tag' };
  runs(spec);
  return spec;
};
const without = (): Spec => {
  const spec = base();
  delete spec.components['queue'];
  return spec;
};

describe('passes', () => {
  test.each<[what: string, files: Files]>([
    ['another text of its own', queue({ text: 'b' })],
    ['a comment', { ...queue(), 'components/queue/common/facts.yaml': `# why\n${queue()['components/queue/common/facts.yaml'] as string}` }],
  ])('%s', (_, files) => expect(judged({ base, had: queue(), files }).because).toEqual([]));
});

describe('is asked', () => {
  test.each<[what: string, change: Parameters<typeof judged>[0], because: string]>([
    ['code that comes with a component', { base: without, had: queue(), edit: runs }, 'code runs that the fleet did not run before'],
    ['another image', { base, had: queue(), files: queue({ image: '1.0.1' }) }, 'pods restart with another image'],
    [
      'a policy that opens the agents',
      {
        base,
        had: queue({ namespaces: 'queue, agents' }),
        files: {
          ...queue({ namespaces: 'queue, agents', objects: ', common/open.yaml' }),
          'components/queue/common/open.yaml':
            'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: open, namespace: agents }\nspec: { podSelector: {}, policyTypes: [Ingress], ingress: [{}] }\n',
        },
      },
      'policies add up',
    ],
    [
      'that it leaves a region',
      { base, had: queue(), edit: (spec) => void ((spec.regions['north'] as Spec['regions'][string]).components = { queue: { enabled: false } }) },
      'all of queue leaves the region',
    ],
    [
      'that its name is left out',
      { base, had: queue(), edit: (spec) => void delete spec.components['queue'] },
      'component queue runs in north, and nothing names it there any more',
    ],
  ])('%s', (_, change, because) => {
    const outcome = judged(change);
    expect(outcome.passes).toBe(false);
    expect(outcome.because.join('\n')).toContain(because);
  });

  test('that its folder is gone', () => {
    const outcome = judged({ base, had: queue(), edit: (spec) => void delete spec.components['queue'], gone: Object.keys(queue()) });
    expect(outcome.because.join('\n')).toContain('neither config/components nor this release has one of that name');
  });
});

test('plan says what the component says of its change, once, and nothing of another', () => {
  const told = (files: Files): string[] => (judged({ base, had: queue(), files }).review?.blocks ?? []).flatMap(({ consequences }) => consequences);
  expect(told(queue({ image: '1.0.1' })).filter((text) => text === 'the queue begins empty')).toHaveLength(1);
  expect(told(queue({ text: 'b' }))).not.toContain('the queue begins empty');
});

describe('labels of our agents in what a component writes', () => {
  const LABELS = 'app.kubernetes.io/component: agent, app.kubernetes.io/name: alpha';
  /** The component with an object more, which bears the labels of the agent alpha. */
  const posing = (object: string, image = '1.0.0'): Files => {
    const files = queue({ image, namespaces: 'queue, agents', more: `---\n${object}` });
    const deployment = files['components/queue/common/queue.yaml'] as string;
    return { ...files, 'components/queue/common/queue.yaml': deployment.replace('namespace: queue }', `namespace: queue, labels: { ${LABELS} } }`) };
  };
  const NOTE = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: note, namespace: agents, labels: { ${LABELS} } }\ndata: { a: b }\n`;
  const policy = (labels: string): string =>
    `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: closed, namespace: agents, labels: { ${labels} } }
spec: { podSelector: { matchLabels: { app.kubernetes.io/name: beta } }, policyTypes: [Ingress] }
`;
  const owned = (): Spec => {
    const spec = base();
    spec.gitops['owners'] = '@acme';
    (spec.agents['alpha'] as Record<string, unknown>)['owner'] = { team: 'science' };
    return spec;
  };

  test('let no owner of the agent approve its changes', () => {
    const outcome = judged({ base: owned, had: posing(NOTE), files: posing(NOTE, '1.0.1') });
    expect(outcome.because.join('\n')).toContain('pods restart with another image');
    expect([...(outcome.review?.verdict.owners ?? [])]).toEqual([]);
  });

  test('hide nothing that goes while the agent goes', () => {
    const ends = (spec: Spec): void => {
      const agent = spec.agents['alpha'] as Record<string, unknown>;
      agent['state'] = 'terminated';
    };
    const lines = (labels: string): string[] =>
      judged({ base, had: posing(policy(labels)), files: posing(NOTE), edit: ends }).because.filter((line) => line.endsWith('agents/closed'));
    expect(lines('app: other').length).toBeGreaterThan(0);
    expect(lines(LABELS)).toEqual(lines('app: other'));
  });
});
