import { containers, podSpec } from '../../../k8s/pod.ts';
import { child, defineRule, each, shownValue, type FoundIn, type Placed } from '../../kit.ts';

/** Lists whose items the API server tells apart by a key (`x-kubernetes-list-map-keys`) refuse the same key twice. */
export const rule = defineRule('object', {
  code: 'object/duplicate-item',
  severity: 'error',
  what: 'A list holds two items with the same key: containers, volumes, ports, variables, mounts.',
  why: 'The API server refuses the object, or one item wins in silence.',
  fix: 'Remove or rename one of them.',
  order: 130,
  *run(object) {
    const pod = podSpec(object);
    if (pod !== undefined) yield* twice(each(pod, 'volumes[]'), 'name');
    yield* twice(containers(object), 'name');
    for (const container of containers(object)) {
      yield* twice(each(container, 'env[]'), 'name');
      yield* twice(each(container, 'volumeMounts[]'), 'mountPath');
      yield* twice(each(container, 'ports[]'), 'name');
      yield* twice(each(container, 'ports[]'), 'containerPort', 'protocol');
    }
    if (object.kind === 'Service') {
      yield* twice(each(object, 'spec.ports[]'), 'name');
      yield* twice(each(object, 'spec.ports[]'), 'port', 'protocol');
    }
    if (object.kind === 'PrometheusRule') yield* twice(each(object, 'spec.groups[]'), 'name');
  },
});

/** @param optional part of the key that is `TCP` where it is absent */
function* twice(items: readonly Placed[], key: string, optional?: 'protocol'): Iterable<FoundIn<'object'>> {
  const seen = new Set<string>();
  for (const { at, item } of items) {
    const field = item[key];
    if (typeof field !== 'string' && typeof field !== 'number') continue;
    const id = optional === undefined ? String(field) : `${field} ${shownValue(item[optional] ?? 'TCP')}`;
    if (seen.has(id)) yield { path: child(at, key), message: `${shownValue(field)} stands twice in its list`, hint: 'remove or rename one of them' };
    seen.add(id);
  }
}
