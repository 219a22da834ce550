import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import type { IPodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { activeAutoscale, minReplicas } from '../../fleet/agent.ts';
import { workloadName } from '../../model/names.ts';
import type { AgentFacts } from '../agent-facts.ts';
import { HANDOVER_ANNOTATION, agentLabels, agentSelector } from '../../k8s/labels.ts';
import type { KubeObject } from '../../k8s/object.ts';

export function autoscaler({ fleet, agent }: AgentFacts): KubeObject[] {
  const autoscale = activeAutoscale(agent);
  if (autoscale === null) return [];
  const { min, max, cpu, memory, handover } = autoscale;
  const metric = (name: string, averageUtilization: number) => ({
    type: 'Resource' as const,
    resource: { name, target: { type: 'Utilization' as const, averageUtilization } },
  });
  return [
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: {
        name: workloadName(agent.name),
        namespace: fleet.namespace,
        labels: agentLabels(fleet.name, agent),
        ...(handover ? { annotations: { [HANDOVER_ANNOTATION]: 'true' } } : {}),
      },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: workloadName(agent.name) },
        minReplicas: min,
        maxReplicas: max,
        // The API server hands memory back before cpu (kubernetes #74099); any other order stays OutOfSync.
        metrics: [...(memory === null ? [] : [metric('memory', memory)]), metric('cpu', cpu)],
        behavior: {
          // Slowly down: an agent that just served a peak is likely to be asked again.
          scaleDown: {
            policies: [{ type: 'Percent', value: 25, periodSeconds: 60 }],
            selectPolicy: 'Max',
            stabilizationWindowSeconds: 300,
          },
        },
      },
    } satisfies IHorizontalPodAutoscaler,
  ];
}

/** One pod at a time may go. An agent with one replica has no budget: any would block node drains for ever. One that is suspended has no pods. */
export function disruptionBudget({ fleet, agent }: AgentFacts): KubeObject[] {
  if (agent.state === 'suspended' || minReplicas(agent) < 2) return [];
  return [
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: workloadName(agent.name), namespace: fleet.namespace, labels: agentLabels(fleet.name, agent) },
      spec: {
        maxUnavailable: 1,
        selector: { matchLabels: agentSelector(fleet.name, agent) },
        unhealthyPodEvictionPolicy: 'AlwaysAllow',
      },
    } satisfies IPodDisruptionBudget,
  ];
}
