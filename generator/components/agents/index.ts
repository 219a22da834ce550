import { activeAutoscale } from '../../fleet/agent.ts';
import type { Agent } from '../../fleet/agent.ts';
import type { KubeObject } from '../../k8s/object.ts';
import { workloadName } from '../../model/names.ts';
import { fleetLabels } from '../../k8s/labels.ts';
import { agentsConsequences } from './consequences.ts';
import { autoscaler, disruptionBudget } from './availability.ts';
import { deployment } from './deployment.ts';
import { service, serviceAccount, volumeClaim } from './parts.ts';
import { agentSecrets } from './secrets.ts';
import { defineComponent } from '../component.ts';
import type { FleetFacts, IgnoredField, RegionContext } from '../component.ts';
import { agentsProtection } from './protection.ts';
import type { AgentsSettings } from './settings.generated.ts';

/** The agents themselves. */
export const agents = defineComponent<AgentsSettings>({
  name: 'agents',
  summary: 'ServiceAccount, Deployment, Service, volume, autoscaler and disruption budget of each agent',
  order: 50,
  requires: ['cluster'],
  optional: true,
  protection: agentsProtection,
  namespaces: (fleet) => [fleet.namespace],
  kinds: [
    { group: '', kind: 'ConfigMap' },
    { group: '', kind: 'PersistentVolumeClaim' },
    { group: '', kind: 'Service' },
    { group: '', kind: 'ServiceAccount' },
    { group: 'apps', kind: 'Deployment' },
    { group: 'autoscaling', kind: 'HorizontalPodAutoscaler' },
    { group: 'policy', kind: 'PodDisruptionBudget' },
  ],
  causes: {
    agent: [
      ['apps/Deployment', /^\/spec\/replicas/, 'replicas'],
      ['apps/Deployment', /\/metadata\/annotations/, 'annotations'],
      ['apps/Deployment', /\/metadata\/labels/, 'labels'],
      ['apps/Deployment', /\/initContainers\//, 'initContainers'],
      ['apps/Deployment', /\/containers\/[1-9]/, 'sidecars'],
      ['apps/Deployment', /\/affinity/, 'affinity'],
      ['apps/Deployment', /\/nodeSelector/, 'nodeSelector'],
      ['apps/Deployment', /\/priorityClassName/, 'priorityClassName'],
      ['apps/Deployment', /\/tolerations/, 'tolerations'],
      ['apps/Deployment', /\/topologySpreadConstraints/, 'topologySpreadConstraints'],
      ['apps/Deployment', /\/command/, 'command'],
      ['apps/Deployment', /\/args/, 'args'],
      ['apps/Deployment', /\/image$/, 'image'],
      ['apps/Deployment', /\/resources/, 'resources'],
      ['apps/Deployment', /\/env/, 'env'],
      ['apps/Deployment', /\/ports\/[01]\//, 'ports'],
      ['apps/Deployment', /\/ports/, 'extraPorts'],
      ['apps/Deployment', /Probe/, 'probes'],
      ['apps/Deployment', /\/imagePullSecrets/, 'imagePullSecrets'],
      ['apps/Deployment', /\/projected/, 'signingKeys'],
      ['apps/Deployment', /\/terminationGracePeriodSeconds/, 'terminationGracePeriodSeconds'],
      ['apps/Deployment', /\/persistentVolumeClaim/, 'storage'],
      ['apps/Deployment', /\/volumes\/|\/volumeMounts\//, 'volumes'],
      ['autoscaling/HorizontalPodAutoscaler', /^\/spec/, 'autoscale'],
      ['policy/PodDisruptionBudget', /^\/spec/, 'replicas'],
      ['/PersistentVolumeClaim', /^\/spec/, 'storage'],
      ['/Service', /^\/spec\/ports\/[01]($|\/)/, 'ports'],
      ['/Service', /^\/spec\/ports/, 'extraPorts'],
    ],
  },
  consequences: agentsConsequences,
  agentSecrets: ({ fleet, agent }) => agentSecrets(fleet.namespace, agent),
  agent: (context) => [
    serviceAccount(context),
    deployment(context),
    service(context),
    ...volumeClaim(context),
    ...autoscaler(context),
    ...disruptionBudget(context),
  ],
  region: (context) => [regionFacts(context)],
  ignored: (fleet, placed) => placed.filter((agent) => activeAutoscale(agent)?.handover === true).map((agent) => count(fleet, agent)),
});

/** The count of a Deployment that an autoscaler takes over: Git keeps the one it had, so that nothing sets it to 1 meanwhile. */
function count({ namespace }: FleetFacts, agent: Agent): IgnoredField {
  return { group: 'apps', kind: 'Deployment', namespace, name: workloadName(agent.name), path: '/spec/replicas' };
}

/**
 * What a person or a pod in the cluster may want to know about it. It also keeps the Application from ever being empty:
 * Argo CD refuses to prune everything, so without it the last agent of a region would never leave.
 */
function regionFacts({ fleet, region, station }: RegionContext<AgentsSettings>): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: `${fleet.name}-region`, namespace: fleet.namespace, labels: fleetLabels(fleet.name) },
    data: { region, station: station.id, zone: `${region}.${fleet.zone.name}` },
  };
}
