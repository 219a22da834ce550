import type { IPersistentVolumeClaim } from 'kubernetes-models/v1/PersistentVolumeClaim';
import type { IService } from 'kubernetes-models/v1/Service';
import type { IServiceAccount } from 'kubernetes-models/v1/ServiceAccount';
import { claimOf } from '../../fleet/agent.ts';
import { workloadName } from '../../model/names.ts';
import type { AgentFacts } from '../agent-facts.ts';
import { furtherPorts } from './containers.ts';
import { agentLabels, agentSelector, stateLabels } from '../../k8s/labels.ts';
import type { KubeObject } from '../../k8s/object.ts';
import { canonicalQuantity } from '../../k8s/quantity.ts';

/** An identity without rights: agents do not talk to the Kubernetes API. */
export function serviceAccount({ fleet, agent }: AgentFacts): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: workloadName(agent.name), namespace: fleet.namespace, labels: agentLabels(fleet.name, agent) },
    automountServiceAccountToken: false,
  } satisfies IServiceAccount;
}

export function service({ fleet, agent }: AgentFacts): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: workloadName(agent.name), namespace: fleet.namespace, labels: agentLabels(fleet.name, agent) },
    spec: {
      type: 'ClusterIP',
      selector: agentSelector(fleet.name, agent),
      ports: [
        { name: 'http', port: agent.ports.http, protocol: 'TCP', targetPort: 'http', appProtocol: 'http' },
        { name: 'grpc', port: agent.ports.grpc, protocol: 'TCP', targetPort: 'grpc', appProtocol: 'kubernetes.io/h2c' },
        ...Object.entries(furtherPorts(agent)).map(([name, port]) => ({ name, port, protocol: 'TCP' as const, targetPort: name })),
      ],
    },
  } satisfies IService;
}

/** The volume of an agent with state. Argo CD never deletes it: an agent that leaves leaves its data to its owner. */
export function volumeClaim({ fleet, agent, clusterFacts }: AgentFacts): KubeObject[] {
  if (agent.storage === null) return [];
  const storageClassName = agent.storage.class ?? clusterFacts.storageClass;
  return [
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: {
        name: claimOf(agent),
        namespace: fleet.namespace,
        labels: { ...agentLabels(fleet.name, agent), ...stateLabels(agent) },
        annotations: {
          'argocd.argoproj.io/compare-options': 'IgnoreExtraneous',
          'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
        },
      },
      spec: {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: canonicalQuantity(agent.storage.size) } },
        ...(storageClassName === null ? {} : { storageClassName }),
        volumeMode: 'Filesystem',
      },
    } satisfies IPersistentVolumeClaim,
  ];
}
