// Settings of an agent that nobody delivers without having been asked, of agents that run and of those that come.
import type { Data } from '../../support/fleets.ts';
import type { Row } from './dangerous.ts';
import type { Change } from './fleet.ts';
import { image, override } from './write.ts';

const running = (settings: Data): Change => ({ edit: override('alpha', 'north', settings) });

const coming = (settings: Data): Change => ({
  edit: (spec) =>
    void (spec.agents['delta'] = {
      ref: 'acme/delta@1.0.0',
      ...image('delta', 'v1.0.0'),
      stateless: true,
      replicas: 2,
      regions: ['north'],
      ...settings,
    }),
});

type Setting = readonly [what: string, settings: Data, how: string];

const SETTINGS: readonly Setting[] = [
  ['a command', { command: ['/bin/sh', '-c', 'id'] }, 'the container runs what the setting says, with the Secrets of the agent'],
  ['an argument', { args: ['--require=/tmp/x.js'] }, 'an argument may have the program load other code'],
  ['a toleration', { tolerations: [{ key: 'node-role.kubernetes.io/control-plane' }] }, 'the pods run on nodes that are kept for others'],
  ['a priority', { priorityClassName: 'system-cluster-critical' }, 'the scheduler evicts other pods for these'],
  ['a variable from a Secret', { env: { DATABASE_URL: { from: 'secret/shared-db/url' } } }, 'the pods read what is another’s'],
  [
    'a sidecar from elsewhere',
    { sidecars: [{ name: 'proxy', image: 'evil.example.com/proxy:1.0.0' }] },
    'code of somebody else runs beside the agent',
  ],
  [
    'an init container from elsewhere',
    { initContainers: [{ name: 'first', image: 'evil.example.com/first:1.0.0' }] },
    'code of somebody else runs before the agent',
  ],
  ['the way to another agent', { egress: [{ agent: 'beta', ports: [8080] }] }, 'whoever takes over the agent reaches the other one'],
  ['files of a Secret', { volumes: { db: { from: 'secret/shared-db', keys: ['url'], mountPath: '/etc/db' } } }, 'the pods read what is another’s'],
];

/** Only of agents that run: what comes has no pods yet that could find no node. */
const LABELS: readonly Setting[] = [
  ['a label that a controller acts on', { labels: { 'azure.workload.identity/use': 'true' } }, 'Azure gives the pods a token of its own'],
  ['an annotation that a controller acts on', { annotations: { 'dapr.io/enabled': 'true' } }, 'Dapr puts a container into the pods'],
];

const rows = (of: (settings: Data) => Change, when: string, settings: readonly Setting[]): Row[] =>
  settings.map(([what, data, how]) => [`${what} of an agent that ${when}`, of(data), how]);

export const AGENT_SETTINGS: readonly Row[] = [
  ...rows(running, 'runs', [...SETTINGS, ...LABELS]),
  ...rows(coming, 'comes', [...SETTINGS, ...LABELS]),
];
