import { POD_KINDS, containers, podSpec } from '../../../k8s/pod.ts';
import { child, defineRule, each, shownValue } from '../../kit.ts';

/** The API server holds what containers mount against the volumes of the pod; a StatefulSet makes volumes of its claims as well. */
export const rule = defineRule('object', {
  code: 'object/unknown-volume',
  severity: 'error',
  what: 'A container mounts a volume that its pod does not have.',
  why: 'The API server refuses the workload.',
  fix: 'Correct the name, or add the volume.',
  order: 170,
  kinds: POD_KINDS,
  *run(object) {
    const pod = podSpec(object);
    if (pod === undefined) return;
    const names = new Set(each(pod, 'volumes[]').map(({ item }) => item['name']));
    if (object.kind === 'StatefulSet') for (const { item } of each(object, 'spec.volumeClaimTemplates[].metadata')) names.add(item['name']);
    for (const container of containers(object)) {
      for (const { at, item } of each(container, 'volumeMounts|volumeDevices[]')) {
        const { name } = item;
        if (typeof name === 'string' && !names.has(name))
          yield {
            path: child(at, 'name'),
            message: `${shownValue(name)} is no volume of the pod`,
            hint: names.size === 0 ? 'the pod has none' : `there is: ${[...names].slice(0, 5).map(shownValue).join(', ')}`,
          };
      }
    }
  },
});
