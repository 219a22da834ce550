// Settings of an agent that nobody delivers without having been asked, of agents that run and of those that come.
import type { Data } from '../../support/fleets.ts';
import type { Row } from './dangerous.ts';
import { small } from './fleet.ts';
import type { Change, Files, Spec } from './fleet.ts';
import { component, image, override } from './write.ts';

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
  ['a further host', { hosts: { docs: {} } }, 'what the agent serves is open under another name'],
  ['a host outside of the region', { hosts: { 'docs.a.example.net': { paths: { '/': 'http' } } } }, 'the agent answers in the name of the fleet'],
  ['a further path', { paths: { '/admin': 'http' } }, 'clients reach what PAP does not open'],
  ['files of a Secret', { volumes: { db: { from: 'secret/shared-db', keys: ['url'], mountPath: '/etc/db' } } }, 'the pods read what is another’s'],
];

/** Only of agents that run: what comes has no pods yet that could find no node. */
const LABELS: readonly Setting[] = [
  ['a label that a controller acts on', { labels: { 'azure.workload.identity/use': 'true' } }, 'Azure gives the pods a token of its own'],
  ['an annotation that a controller acts on', { annotations: { 'dapr.io/enabled': 'true' } }, 'Dapr puts a container into the pods'],
];

/** A fleet in which an agent has them already. */
const having = (settings: Data) => (): Spec => {
  const spec = small();
  override('alpha', 'north', settings)(spec);
  return spec;
};

const HOSTS = { hosts: { docs: { paths: { '/': 'http', '/hooks': 'http' } }, 'docs.a.example.net': {} }, paths: { '/admin': 'http' } };

/** What an agent serves, and what is taken from it. */
const TAKEN: readonly Row[] = [
  [
    'a sidecar of our own registry, with a port, of an agent that runs',
    running({
      sidecars: [
        { name: 'proxy', image: 'registry.example.net/agents/proxy:v1.0.0', ports: { proxy: 15001 }, probes: { port: 'proxy', readiness: '/' } },
      ],
    }),
    'code of somebody else runs beside the agent, and others reach it',
  ],
  [
    'a host that goes',
    { base: having(HOSTS), edit: override('alpha', 'north', { ...HOSTS, hosts: { 'docs.a.example.net': {} } }) },
    'clients get nothing there',
  ],
  ['a path that goes', { base: having(HOSTS), edit: override('alpha', 'north', { ...HOSTS, paths: {} }) }, 'clients get nothing there'],
  ['all hosts and paths that go', { base: having(HOSTS), edit: override('alpha', 'north', { hosts: {}, paths: {} }) }, 'clients get nothing there'],
  [
    'a host outside of the region that goes, by null',
    { base: having(HOSTS), edit: override('alpha', 'north', { ...HOSTS, hosts: { ...HOSTS.hosts, 'docs.a.example.net': null } }) },
    'the host no longer resolves',
  ],
  [
    'a host that goes to another agent',
    {
      base: having(HOSTS),
      edit: (spec) => {
        override('alpha', 'north', { ...HOSTS, hosts: { 'docs.a.example.net': {} } })(spec);
        override('beta', 'north', { hosts: { docs: HOSTS.hosts.docs } })(spec);
      },
    },
    'clients of one agent reach another one',
  ],
  [
    'a host that goes to another region',
    {
      base: having(HOSTS),
      edit: (spec) => {
        override('alpha', 'north', { ...HOSTS, hosts: { docs: HOSTS.hosts.docs, 'docs.a.example.net': null } })(spec);
        override('alpha', 'south', { hosts: { 'docs.a.example.net': {} } })(spec);
      },
    },
    'the host does not resolve until the other region has it',
  ],
  [
    'a path that leads to another port',
    {
      base: having({ ...HOSTS, extraPorts: { admin: 9000 } }),
      edit: override('alpha', 'north', { ...HOSTS, extraPorts: { admin: 9000 }, paths: { '/admin': 'admin' } }),
    },
    'clients reach another program of the pod',
  ],
];

/** A component of the fleet's own that runs in every region. */
const QUEUE: Files = {
  'components/queue/component.yaml': {
    apiVersion: 'fleet.plugged.in/v1alpha1',
    kind: 'Component',
    name: 'queue',
    summary: 'A queue',
    namespaces: ['queue'],
    objects: ['common/facts.yaml'],
  },
  'components/queue/common/facts.yaml': {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'queue-facts', namespace: 'queue' },
    data: { size: 'small' },
  },
};

const REACHES: Row = [
  'the way to a component of the fleet’s own',
  {
    base: () => {
      const spec = small();
      component('queue', {})(spec);
      return spec;
    },
    had: QUEUE,
    edit: override('alpha', 'north', { egress: [{ component: 'queue', ports: [6379] }] }),
  },
  'whoever takes over the agent reaches the component',
];

const rows = (of: (settings: Data) => Change, when: string, settings: readonly Setting[]): Row[] =>
  settings.map(([what, data, how]) => [`${what} of an agent that ${when}`, of(data), how]);

export const AGENT_SETTINGS: readonly Row[] = [
  ...rows(running, 'runs', [...SETTINGS, ...LABELS]),
  ...rows(coming, 'comes', [...SETTINGS, ...LABELS]),
  ...TAKEN,
  REACHES,
];
