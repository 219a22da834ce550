import { POD_KINDS, containers, podSpec } from '../../../k8s/pod.ts';
import { child, defineRule, each, type FoundIn, type KubeObject, type Placed } from '../../kit.ts';

const BINDINGS = ['rbac.authorization.k8s.io/ClusterRoleBinding', 'rbac.authorization.k8s.io/RoleBinding'];

export const rule = defineRule('object', {
  code: 'object/missing-part',
  severity: 'error',
  what: 'Something is left out or empty without which the object is refused.',
  why: 'The API server or the operator refuses the object; types alone do not say so.',
  fix: 'Add what the message names.',
  order: 160,
  kinds: [...POD_KINDS, ...BINDINGS, '/PersistentVolumeClaim', 'monitoring.coreos.com/PrometheusRule'],
  *run(object) {
    const pod = podSpec(object);
    if (pod !== undefined) yield* inPod(object, pod);
    if (object.kind.endsWith('Binding')) yield* subjects(object);
    if (object.kind === 'PersistentVolumeClaim') for (const spec of each(object, 'spec')) yield* claim(spec);
    if (object.kind === 'StatefulSet') for (const template of each(object, 'spec.volumeClaimTemplates[].spec')) yield* claim(template);
    if (object.kind === 'PrometheusRule')
      for (const rule of each(object, 'spec.groups[].rules[]'))
        if (typeof rule.item['expr'] === 'string' && rule.item['expr'].trim() === '')
          yield { path: child(rule.at, 'expr'), message: 'must not be empty' };
  },
});

function* inPod(object: KubeObject, pod: Placed): Iterable<FoundIn<'object'>> {
  const list = pod.item['containers'];
  if (Array.isArray(list) && list.length === 0) yield { path: child(pod.at, 'containers'), message: 'must not be empty' };
  for (const variable of containers(object).flatMap((container) => each(container, 'env[]')))
    if (variable.item['name'] === '') yield { path: child(variable.at, 'name'), message: 'must not be empty' };
}

function* claim(spec: Placed): Iterable<FoundIn<'object'>> {
  const { accessModes } = spec.item;
  if (accessModes === undefined || (Array.isArray(accessModes) && accessModes.length === 0))
    yield { path: Array.isArray(accessModes) ? child(spec.at, 'accessModes') : spec.at, message: 'needs accessModes, one at least' };
  const requests = each(spec, 'resources.requests');
  if (!requests.some(({ item }) => 'storage' in item)) yield { path: spec.at, message: 'needs resources.requests.storage' };
}

function* subjects(object: KubeObject): Iterable<FoundIn<'object'>> {
  for (const { at, item } of each(object, 'subjects[]'))
    if (item['kind'] === 'ServiceAccount' && (item['namespace'] ?? '') === '') yield { path: at, message: 'a ServiceAccount needs its namespace' };
}
