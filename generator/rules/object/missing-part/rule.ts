import { POD_KINDS, containers, podSpec } from '../../../k8s/pod.ts';
import { child, defineRule, each, group, type FoundIn, type KubeObject, type Placed } from '../../kit.ts';
import { KINDS_WITH_PARTS, lacking, lackingInPod } from './parts.ts';

export const rule = defineRule('object', {
  code: 'object/missing-part',
  severity: 'error',
  what: 'Something is left out or empty without which the object is refused.',
  why: 'The API server or the operator refuses the object; types alone do not say so.',
  fix: 'Add what the message names.',
  order: 160,
  kinds: [...new Set([...POD_KINDS, ...KINDS_WITH_PARTS, '/PersistentVolumeClaim', '/Service'])],
  // An example leaves out what goes without saying.
  forgives: ({ message }, { sketch }) => sketch && message.startsWith('needs '),
  *run(object) {
    const pod = podSpec(object);
    if (pod !== undefined) yield* inPod(object, pod);
    yield* lacking(object, `${group(object)}/${object.kind}`);
    if (object.kind === 'ClusterRoleBinding') yield* subjects(object);
    if (object.kind === 'Service') yield* ports(object);
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
  for (const { at, item } of containers(object)) if ((item['image'] ?? '') === '') yield { path: at, message: 'needs image' };
  yield* lackingInPod(pod);
}

/** A Service without ports is one of names alone: of a host elsewhere, or of the pods themselves. */
function* ports(object: KubeObject): Iterable<FoundIn<'object'>> {
  for (const { at, item } of each(object, 'spec')) {
    const some = Array.isArray(item['ports']) && item['ports'].length > 0;
    if (!some && item['type'] !== 'ExternalName' && item['clusterIP'] !== 'None') yield { path: at, message: 'needs ports, one at least' };
  }
}

function* claim(spec: Placed): Iterable<FoundIn<'object'>> {
  const { accessModes } = spec.item;
  if (accessModes === undefined || (Array.isArray(accessModes) && accessModes.length === 0))
    yield { path: Array.isArray(accessModes) ? child(spec.at, 'accessModes') : spec.at, message: 'needs accessModes, one at least' };
  const requests = each(spec, 'resources.requests');
  if (!requests.some(({ item }) => 'storage' in item)) yield { path: spec.at, message: 'needs resources.requests.storage' };
}

/** A RoleBinding that names none means its own. */
function* subjects(object: KubeObject): Iterable<FoundIn<'object'>> {
  for (const { at, item } of each(object, 'subjects[]'))
    if (item['kind'] === 'ServiceAccount' && (item['namespace'] ?? '') === '') yield { path: at, message: 'a ServiceAccount needs its namespace' };
}
