// Everyday changes: they pass without an approval.
import type { Change } from './fleet.ts';
import { drained, large, small } from './fleet.ts';
import { SELECTING_FREE } from './selections.ts';
import { agent, board, component, extra, image, object, override, patch, region, regional } from './write.ts';

/** Name, and the change. */
export type Row = readonly [name: string, change: Change];

const newAgent = (more: object = {}): Change => ({
  edit: (spec) =>
    void (spec.agents['delta'] = {
      ...structuredClone(spec.agents['alpha'] as object),
      ref: 'acme/delta@1.0.0',
      ...image('delta', 'v1.0.0'),
      ...more,
    }),
});
const newRegion: Required<Change>['edit'] = (spec) =>
  void (spec.regions['east'] = {
    ...structuredClone(spec.regions['west'] as (typeof spec.regions)[string]),
    ingressHost: 'ingress-4.example.net',
    ingressAddresses: ['198.51.100.4'],
  });
const notes = { data: { text: 'x' } };

const OWNER = { team: 'search', contact: 'search@example.net' };

export const FREE: Readonly<Record<string, readonly Row[]>> = {
  'one agent in one region': [
    ['a new version', { edit: override('alpha', 'north', { ref: 'acme/alpha@1.3.0', ...image('alpha', 'v1.3.0') }) }],
    ['a new image', { edit: override('alpha', 'north', image('alpha', 'v1.2.1')) }],
    ['a new image by digest', { edit: override('alpha', 'north', { image: `registry.example.net/agents/alpha:v1.2.0@sha256:${'ab'.repeat(32)}` }) }],
    ['the version of before', { edit: override('alpha', 'north', { ref: 'acme/alpha@1.1.0', ...image('alpha', 'v1.1.0') }) }],
    [
      'a further host that it has in another region',
      {
        base: () => {
          const spec = small();
          override('alpha', 'south', { hosts: { docs: { paths: { '/': 'http' } } }, paths: { '/admin': 'http' } })(spec);
          return spec;
        },
        edit: override('alpha', 'north', { hosts: { docs: { paths: { '/': 'http' } } }, paths: { '/admin': 'http' } }),
      },
    ],
    ['a variable', { edit: override('alpha', 'north', { env: { LOG_LEVEL: 'debug' } }) }],
    ['a tier', { edit: override('alpha', 'north', { tier: 'standard' }) }],
    ['a longer time to stop', { edit: override('alpha', 'north', { terminationGracePeriodSeconds: 60 }) }],
    ['another heartbeat', { edit: override('alpha', 'north', { heartbeat: 'EMERGENCY' }) }],
    ['it stops', { edit: override('alpha', 'north', { state: 'suspended' }) }],
    ['it drains', { edit: override('alpha', 'north', { state: 'draining' }) }],
    ['it serves again', { base: drained, edit: override('alpha', 'north', { state: 'active' }) }],
    ['it stops once it has drained', { base: drained, edit: override('alpha', 'north', { state: 'suspended' }) }],
    ['it starts again', { base: () => stopped(), edit: override('alpha', 'north', { state: 'active' }) }],
    [
      'labels and annotations of its team',
      { edit: override('alpha', 'north', { labels: { team: 'x' }, annotations: { 'example.net/runbook': 'x' } }) },
    ],
    ['the nodes it runs on', { edit: override('alpha', 'north', { nodeSelector: { 'kubernetes.io/arch': 'arm64' } }) }],
    ['how it is spread', { edit: override('alpha', 'north', { topologySpreadConstraints: [{ topologyKey: 'kubernetes.io/hostname' }] }) }],
    ['a slower start is allowed', { edit: override('alpha', 'north', { probes: { startupSeconds: 240 } }) }],
    ['another path of readiness', { edit: override('alpha', 'north', { probes: { readiness: '/readyz' } }) }],
  ],
  'labels of pods': SELECTING_FREE,
  'more of what there is': [
    ['more replicas of one agent', { edit: agent('alpha', { replicas: 4 }) }],
    [
      'more replicas of all agents',
      {
        base: large,
        edit: (spec) =>
          Object.keys(spec.agents)
            .slice(0, 10)
            .forEach((name) => {
              agent(name, { replicas: 3 })(spec);
            }),
      },
    ],
    ['the autoscaler may go higher', { edit: agent('gamma', { autoscale: { min: 2, max: 12, cpu: 70 } }) }],
    ['the autoscaler begins higher', { edit: agent('gamma', { autoscale: { min: 3, max: 6, cpu: 70 } }) }],
    ['the autoscaler acts sooner', { edit: agent('gamma', { autoscale: { min: 2, max: 6, cpu: 60 } }) }],
    ['a larger volume', { edit: agent('store', { storage: { size: '20Gi', mountPath: '/data' } }) }],
    ['a larger quota', { edit: component('cluster', { quota: { pods: 300, cpu: '80' } }) }],
    ['larger containers', { edit: component('cluster', { limits: { max: { cpu: '16', memory: '32Gi' } } }) }],
    ['backups are kept longer', { edit: component('backup', { ttl: '1440h' }) }],
    ['backups at another hour', { edit: component('backup', { schedule: '17 4 * * *' }) }],
    ['backups every six hours', { edit: component('backup', { schedule: '17 */6 * * *' }) }],
  ],
  'new agents': [
    ['in every region', newAgent()],
    ['in one region', newAgent({ regions: ['north'] })],
    ['with a volume', newAgent({ stateless: false, replicas: 1, storage: { size: '5Gi', mountPath: '/data' }, regions: ['north'] })],
    ['with an autoscaler', newAgent({ replicas: undefined, autoscale: { min: 2, max: 4, cpu: 60 } })],
    ['with variables', newAgent({ env: { LOG_LEVEL: 'debug' } })],
    ['with labels and nodes of its own', newAgent({ labels: { team: 'x' }, nodeSelector: { 'kubernetes.io/arch': 'arm64' } })],
    ['with hooks alone', newAgent({ mode: 'hooks' })],
    ['with the control plane alone', newAgent({ mode: 'cp' })],
    ['that sleeps', newAgent({ heartbeat: 'SLEEP' })],
    [
      'in a file of its own',
      {
        files: {
          'agents/delta.yaml': { ref: 'acme/delta@1.0.0', ...image('delta', 'v1.0.0'), stateless: true, replicas: 2, regions: ['north', 'south'] },
        },
      },
    ],
    ['an agent of a region comes to another', { base: () => alone(), edit: agent('alpha', { regions: ['north', 'south'] }) }],
    ['with a record of its own', { base: () => perAgent({ records: 'per-agent' }), ...newAgent() }],
    ['with discovery', { base: () => perAgent({ discovery: true }), ...newAgent() }],
  ],
  'new regions': [
    ['with nothing', { edit: newRegion }],
    [
      'with one agent',
      {
        edit: (spec) => {
          newRegion(spec);
          (spec.agents['alpha'] as { regions: string[] }).regions.push('east');
        },
      },
    ],
    [
      'with every agent',
      {
        edit: (spec) => {
          newRegion(spec);
          for (const own of Object.values(spec.agents)) (own as unknown as { regions: string[] }).regions.push('east');
        },
      },
    ],
    [
      'that begins with certificates of staging',
      {
        edit: (spec) => {
          newRegion(spec);
          regional('east', 'certs', { environment: 'staging' })(spec);
        },
      },
    ],
    ['one of two that drains says that it goes', { base: () => draining(), edit: region('north', { state: 'decommissioning' }) }],
    ['one that said that it goes stays after all', { base: () => going(), edit: region('north', { state: 'active' }) }],
    ['that is smaller', { edit: inEast('cluster', { quota: { pods: 20, cpu: '10' } }) }],
    ['whose Pod Security is as strict as by default', { edit: inEast('cluster', { podSecurity: 'restricted' }) }],
    ['whose limit of requests is lower', { edit: inEast('ingress', { rateLimit: { average: 50, burst: 100, period: '1m' } }) }],
    ['whose backups are kept longer', { edit: inEast('backup', { ttl: '1440h' }) }],
    ['whose patch is that of all regions', { had: surge(), edit: newRegion, files: surge() }],
    ['with a file of its own', { files: { 'regions/east.yaml': { ingressHost: 'ingress-4.example.net', ingressAddresses: ['198.51.100.4'] } } }],
  ],
  'the same in other words': [
    ['nothing', {}],
    [
      'an agent moves into a file of its own',
      { edit: (spec) => void delete spec.agents['alpha'], files: { 'agents/alpha.yaml': small().agents['alpha'] } },
    ],
    ['an override says what holds anyway', { edit: override('alpha', 'north', { replicas: 2 }) }],
    ['a region says what holds anyway', { edit: regional('north', 'backup', { ttl: '720h' }) }],
  ],
  'beside what there is': [
    ['a ConfigMap', { files: extra('north/agents', object('v1', 'ConfigMap', 'notes', notes)) }],
    ['a ConfigMap in every region', { files: extra('all/agents', object('v1', 'ConfigMap', 'notes', notes)) }],
    [
      'another text in a ConfigMap',
      {
        had: extra('all/agents', object('v1', 'ConfigMap', 'notes', notes)),
        files: extra('all/agents', object('v1', 'ConfigMap', 'notes', { data: { text: 'y' } })),
      },
    ],
    [
      'a dashboard',
      {
        files: extra('north/monitoring', {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'board', namespace: 'agents', labels: { team: 'x' } },
          data: { 'a.txt': 'x' },
        }),
      },
    ],
    [
      'an alert',
      {
        files: extra('north/monitoring', {
          apiVersion: 'monitoring.coreos.com/v1',
          kind: 'PrometheusRule',
          metadata: { name: 'more', namespace: 'agents', labels: { release: 'kube-prometheus-stack' } },
          spec: { groups: [{ name: 'more', rules: [{ alert: 'More', expr: 'up == 0', for: '5m', labels: { severity: 'warning' } }] }] },
        }),
      },
    ],
    [
      'an annotation of a team',
      { files: patch('north/agents', 'Deployment alpha-agent', ['add', '/metadata/annotations/example.net~1owner', 'team-x']) },
    ],
    [
      'a label of a team on a Service',
      { files: patch('all/agents', 'Service alpha-agent', ['add', '/metadata/labels/example.net~1owner', 'team-x']) },
    ],
    ['a smaller surge', { files: patch('all/agents', 'Deployment alpha-agent', ['replace', '/spec/strategy/rollingUpdate/maxSurge', 2]) }],
  ],
  'keys and variables of a team': [
    [
      'an annotation of a team on an account',
      { files: patch('north/agents', 'ServiceAccount alpha-agent', ['add', '/metadata/annotations', { 'example.net/owner': 'team-x' }]) },
    ],
    [
      'an annotation of a team on a Namespace',
      { files: patch('north/cluster', 'Namespace agents', ['add', '/metadata/annotations/teams.example.net~1owner', 'team-x']) },
    ],
    ['a label of a team on pods', { files: patch('north/agents', 'Deployment alpha-agent', ['add', '/spec/template/metadata/labels/team', 'x']) }],
    ['a variable that is a number', { edit: override('alpha', 'north', { env: { MAX_TOKENS: '2000' } }) }],
    ['a variable of Python that is harmless', { edit: override('alpha', 'north', { env: { PYTHONUNBUFFERED: '1' } }) }],
    ['settings in a ConfigMap that a pod reads', { had: settings('info'), files: settings('debug') }],
    ['a dashboard for Grafana', { files: board('Team X', { 'x.json': '{"title":"x","uid":"x"}' }) }],
    ['a metric that is computed', { files: computed() }],
    ['alerts of certificates come earlier', { edit: component('monitoring', { certificateDays: 21 }) }],
    ['another folder of dashboards', { edit: component('monitoring', { dashboardFolder: 'Agents' }) }],
    ['Secrets are read more often', { edit: component('secrets', { refreshInterval: '15m' }) }],
    ['another mail address of the zone', { edit: (spec) => void (spec.zone['hostmaster'] = 'dns@example.net') }],
  ],
  'a stricter fleet': [
    ['a lower limit of deletions', { edit: (spec) => void (spec['gate'] = { maxDeletePercent: 5 }) }],
    ['a lower limit of work', { edit: (spec) => void (spec['gate'] = { maxWorkPercent: 5 }) }],
    ['a warning that is an error', { edit: (spec) => void (spec['treatAsErrors'] = ['network/egress-blocked']) }],
    ['a lower rate limit', { edit: component('ingress', { rateLimit: { average: 50, burst: 100, period: '1m' } }) }],
    ['a rate limit that is a little higher', { edit: component('ingress', { rateLimit: { average: 150, burst: 300, period: '1m' } }) }],
    [
      'a waiver that is no longer needed',
      {
        base: () => waived(),
        had: odd(),
        edit: (spec) => void delete spec['waivers'],
        files: patch('north/agents', 'Service alpha-agent', ['add', '/metadata/labels/example.net~1a', 'x']),
      },
    ],
  ],
  controllers: [
    [
      'from a record per agent to a handover beside the wildcard',
      { base: () => perAgent({ records: 'per-agent' }), edit: component('dns', { records: 'wildcard', handover: 'alias' }) },
    ],
    ['an agent gets an owner', { edit: agent('alpha', { owner: OWNER }) }],
    ['an agent gets another owner', { base: () => owned(), edit: agent('alpha', { owner: { team: 'chat', contact: 'https://chat.example.net/' } }) }],
    ['an agent with a volume loses its owner', { base: () => owned(), edit: (spec) => void delete spec.agents['store']?.['owner'] }],
    ['an organisation owns agents', { base: () => owned(), edit: (spec) => void (spec.gitops['owners'] = '@acme') }],
    ['ExternalDNS looks more often', { edit: component('dns', { interval: '30s' }), base: one }],
    [
      'a newer ExternalDNS in one region',
      {
        base: () => older(),
        edit: region('north', { versions: { kubernetes: '1.35', traefik: '3.7', 'cert-manager': '1.21', 'external-dns': '0.22' } }),
      },
    ],
    ['a shorter TTL of records', { edit: (spec) => void (spec.zone['ttl'] = 120), base: one }],
    ['another address for notices of certificates', { edit: component('certs', { email: 'team@example.net' }) }],
    ['more history of Deployments', { edit: component('agents', { revisionHistoryLimit: 5 }) }],
  ],
  'a share of a large fleet': [
    [
      'one agent of twenty in all of five regions',
      { base: large, edit: agent('agent-a', { ref: 'acme/agent-a@1.3.0', ...image('agent-a', 'v1.3.0') }) },
    ],
    [
      'four agents of twenty in all of five regions',
      {
        base: large,
        edit: (spec) =>
          ['agent-a', 'agent-b', 'agent-c', 'agent-d'].forEach((name) => {
            agent(name, image(name, 'v1.3.0'))(spec);
          }),
      },
    ],
    ['all agents of one region of five', { base: large, edit: region('r1', { agentOverrides: { env: { LOG_LEVEL: 'debug' } } }) }],
    [
      'an agent ends in two regions of five',
      {
        base: large,
        edit: (spec) => {
          override('agent-a', 'r1', { state: 'terminated' })(spec);
          override('agent-a', 'r2', { state: 'terminated' })(spec);
        },
      },
    ],
  ],
};

function inEast(name: string, settings: object): Required<Change>['edit'] {
  return (spec) => {
    newRegion(spec);
    for (const own of Object.values(spec.agents)) (own as unknown as { regions: string[] }).regions.push('east');
    regional('east', name, { ...settings })(spec);
  };
}

function surge(): Record<string, unknown> {
  return patch('all/agents', 'Deployment alpha-agent', ['replace', '/spec/strategy/rollingUpdate/maxSurge', 2]);
}

function settings(level: string): Record<string, unknown> {
  return {
    ...extra('north/agents', object('v1', 'ConfigMap', 'settings', { data: { LOG_LEVEL: level, 'app.yaml': `level: ${level}` } })),
    ...patch('north/agents', 'Deployment alpha-agent', ['add', '/spec/template/spec/containers/0/envFrom', [{ configMapRef: { name: 'settings' } }]]),
  };
}

function computed(): Record<string, unknown> {
  return extra('north/monitoring', {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: 'more', namespace: 'agents', labels: { release: 'kube-prometheus-stack' } },
    spec: { groups: [{ name: 'more', rules: [{ record: 'agents:requests:rate5m', expr: 'sum(rate(pap_hooks_requests_total[5m]))' }] }] },
  });
}

function one(): ReturnType<typeof small> {
  const spec = small();
  spec.regions = { north: spec.regions['north'] as (typeof spec.regions)[string] };
  for (const own of Object.values(spec.agents)) Object.assign(own, { regions: ['north'] });
  return spec;
}

function alone(): ReturnType<typeof small> {
  const spec = small();
  agent('alpha', { regions: ['north'] })(spec);
  return spec;
}

function stopped(): ReturnType<typeof small> {
  const spec = small();
  override('alpha', 'north', { state: 'suspended' })(spec);
  return spec;
}

function perAgent(settings: Record<string, unknown>): ReturnType<typeof small> {
  const spec = small();
  component('dns', settings)(spec);
  return spec;
}

function owned(): ReturnType<typeof small> {
  const spec = small();
  for (const own of Object.values(spec.agents)) Object.assign(own, { owner: OWNER });
  return spec;
}

function going(): ReturnType<typeof small> {
  const spec = small();
  region('north', { state: 'decommissioning' })(spec);
  return spec;
}

function draining(): ReturnType<typeof small> {
  const spec = small();
  region('north', { state: 'draining' })(spec);
  return spec;
}

function older(): ReturnType<typeof small> {
  const spec = small();
  region('north', { versions: { kubernetes: '1.35', traefik: '3.7', 'cert-manager': '1.21', 'external-dns': '0.21' } })(spec);
  return spec;
}

function odd(): Record<string, unknown> {
  return patch('north/agents', 'Service alpha-agent', ['add', '/metadata/labels/example.net~1a', 'x']);
}

function waived(): ReturnType<typeof small> {
  const spec = small();
  spec['waivers'] = [{ code: 'network/egress-blocked', object: 'Deployment agents/alpha-agent', reason: 'it is known', until: '2027-01-01' }];
  return spec;
}
