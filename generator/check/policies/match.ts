import { kindName, type KubeObject } from '../../k8s/object.ts';
import type { Policy } from '../../fleet/policies/policy.ts';

/** Whether a policy is about an object that a component delivers to a region; of what belongs to none the name is empty. */
export function matches({ match, regions }: Policy, object: KubeObject, component: string, region: string): boolean {
  const { kinds, namespaces, components, labels = {} } = match;
  const { namespace = '', labels: own = {} } = object.metadata;
  return (
    (kinds === undefined || kinds.includes(kindName(object))) &&
    (regions === undefined || regions.includes(region)) &&
    (namespaces === undefined || namespaces.includes(namespace)) &&
    (components === undefined || components.includes(component)) &&
    Object.entries(labels).every(([key, wanted]) => Object.hasOwn(own, key) && [wanted].flat().includes(own[key] as string))
  );
}
