// https://kubernetes.io/docs/concepts/scheduling-eviction/
import type { IPodSpec } from 'kubernetes-models/v1/PodSpec';
import { maxReplicas } from '../../fleet/agent.ts';
import type { Agent, SpreadConstraint, Toleration } from '../../fleet/agent.ts';
import { agentSelector } from '../../k8s/labels.ts';

type Scheduling = Pick<IPodSpec, 'affinity' | 'nodeSelector' | 'priorityClassName' | 'tolerations' | 'topologySpreadConstraints'>;

/** Where the pods of an agent may run, and who makes room for them. */
export function scheduling(fleet: string, agent: Agent): Scheduling {
  const spread = agent.topologySpreadConstraints ?? (maxReplicas(agent) > 1 ? EVENLY : []);
  return {
    ...(agent.affinity === null || Object.keys(agent.affinity).length === 0 ? {} : { affinity: agent.affinity }),
    ...(Object.keys(agent.nodeSelector).length === 0 ? {} : { nodeSelector: { ...agent.nodeSelector } }),
    ...(agent.priorityClassName === null ? {} : { priorityClassName: agent.priorityClassName }),
    ...(agent.tolerations.length === 0 ? {} : { tolerations: agent.tolerations.map(toleration) }),
    ...(spread.length === 0 ? {} : { topologySpreadConstraints: spread.map((each) => constraint(fleet, agent, each)) }),
  };
}

/** A small region must still run the agent. */
const EVENLY: readonly SpreadConstraint[] = ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
  topologyKey,
  maxSkew: 1,
  whenUnsatisfiable: 'ScheduleAnyway',
}));

function constraint(fleet: string, agent: Agent, { topologyKey, maxSkew, whenUnsatisfiable }: SpreadConstraint) {
  return { labelSelector: { matchLabels: agentSelector(fleet, agent) }, maxSkew, topologyKey, whenUnsatisfiable };
}

/** The operator is always written: whoever reads it need not know what Kubernetes takes for one that is absent. */
function toleration({ key, operator, value, effect, tolerationSeconds }: Toleration) {
  return {
    ...(effect === null ? {} : { effect }),
    ...(key === null ? {} : { key }),
    operator: operator ?? (value === null ? ('Exists' as const) : ('Equal' as const)),
    ...(tolerationSeconds === null ? {} : { tolerationSeconds }),
    ...(value === null ? {} : { value }),
  };
}
