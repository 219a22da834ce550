import { isAgents } from '../../k8s/agent.ts';
import { isDrained } from '../../k8s/draining.ts';
import { maps } from '../../k8s/look.ts';
import type { KubeObject } from '../../k8s/object.ts';
import { get } from '../../model/data.ts';
import type { Consequence, ObjectChange } from '../consequence.ts';

const NAME = 'app.kubernetes.io/name';

/** Whether clients ask an agent: one that only dials out to its Station has no route that could refuse them. */
function isAsked(object: KubeObject): boolean {
  const [container] = maps(get(object, ['spec', 'template', 'spec', 'containers']), '');
  return maps(container?.item['env'], '').every(({ item }) => item['name'] !== 'PAP_MODE' || item['value'] !== 'cp');
}

/** Whether an agent stops that has taken requests until now. */
function stopsUndrained({ before, after }: ObjectChange): boolean {
  if (before === undefined || !isAgents(before) || isDrained(before) || get(before, ['spec', 'replicas']) === 0) return false;
  return (after === undefined || get(after, ['spec', 'replicas']) === 0) && isAsked(before);
}

/** Whose a volume is, by the labels that the fleet sets. */
function changesHands({ before, after }: ObjectChange): boolean {
  const [old, now] = [before, after].map((object) => (object !== undefined && isAgents(object) ? object.metadata.labels?.[NAME] : undefined));
  return old !== undefined && now !== undefined && old !== now;
}

/** What changes of agents do beside what those of any workload do. */
export const agentsConsequences: readonly Consequence[] = [
  {
    topic: 'pods',
    kinds: ['PersistentVolumeClaim'],
    verbs: ['update'],
    when: changesHands,
    says: 'the volume stays with its data, and belongs to another agent',
  },
  {
    topic: 'interruption',
    kinds: ['Deployment'],
    verbs: ['update', 'delete'],
    when: stopsUndrained,
    says: 'requests under way are cut short: a merge with `state: draining` before this one lets them end',
  },
];
