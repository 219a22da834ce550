import { fill } from '../../../../generator/fleet/schema/defaults.ts';
import type { AgentMonitorFacts } from '../../../../generator/components/monitoring/monitor-facts.ts';
import type { MonitoringSettings } from '../../../../generator/components/monitoring/settings.generated.ts';
import type { Agent } from '../../../../generator/fleet/agent.ts';
import schema from '../../../../schemas/components/monitoring.schema.json' with { type: 'json' };

export { schema };

export const DEFAULTS = fill(schema, {}) as MonitoringSettings;

const AGENT: Agent = {
  name: 'research',
  ref: 'lab/research@1.0.0',
  owner: 'lab',
  answerable: null,
  version: '1.0.0',
  state: 'active',
  image: 'registry.example.net/research:v1.0.0',
  host: 'research',
  paths: {},
  hosts: {},
  formerHost: null,
  tier: 'standard',
  mode: 'dual',
  heartbeat: 'IDLE',
  stateless: true,
  replicas: 1,
  autoscale: null,
  resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '1', memory: '1Gi' } },
  env: {},
  storage: null,
  egress: [],
  ports: { http: 8080, grpc: 50051 },
  probes: { liveness: '/live', readiness: '/ready', startupSeconds: 120 },
  terminationGracePeriodSeconds: 30,
  runAsUser: 10001,
  imagePullSecrets: [],
  nodeSelector: {},
  tolerations: [],
  affinity: null,
  topologySpreadConstraints: null,
  priorityClassName: null,
  labels: {},
  annotations: {},
  volumes: {},
  initContainers: [],
  sidecars: [],
  extraPorts: {},
  command: [],
  args: [],
  signingKeys: [1],
};

export function facts(agent: Partial<Agent> = {}, settings: Partial<MonitoringSettings> = {}): AgentMonitorFacts {
  return {
    fleet: { name: 'lab', namespace: 'satellites' },
    settings: { ...DEFAULTS, ...settings },
    region: 'asia',
    namespaces: ['external-dns', 'satellites'],
    agent: { ...AGENT, ...agent },
  };
}
