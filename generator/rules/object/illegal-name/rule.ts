import { containers, podSpec } from '../../../k8s/pod.ts';
import { isDnsLabel, isSubdomain } from '../../../model/names.ts';
import { child, defineRule, each, group, shownValue, type FoundIn, type KubeObject, type Placed, type Pointer } from '../../kit.ts';

/** Kinds whose names become one label of a host name; a Service that begins with a digit is for `fleet/illegal-name`. */
const LABEL_KINDS = new Set(['Service', 'Namespace']);

/** Kinds whose names are parts of a path, such as `system:controller:x` (`ValidatePathSegmentName` of apimachinery). */
const PATH_GROUP = 'rbac.authorization.k8s.io';

function isPathSegment(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/%]/.test(name);
}

/** The 11 characters that a CronJob appends to name its Jobs. */
const CRON_JOB_MOST = 52;

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
export const rule = defineRule('object', {
  code: 'object/illegal-name',
  severity: 'error',
  what: 'An object, a container or a volume has a name that Kubernetes does not allow.',
  why: 'The API server refuses the object, and with it the sync.',
  fix: 'Use lower-case letters, digits and hyphens; the hint says how many.',
  order: 60,
  *run(object) {
    yield* own(object);
    const { namespace } = object.metadata;
    if (typeof namespace === 'string' && !isDnsLabel(namespace))
      yield { path: '/metadata/namespace', message: `${shownValue(namespace)} is no legal namespace`, hint: LABEL_HINT };
    for (const container of containers(object)) yield* label(container, 'a container');
    yield* referredTo(object);
    const pod = podSpec(object);
    if (pod === undefined) return;
    for (const volume of each(pod, 'volumes[]')) yield* label(volume, 'a volume');
    for (const [key, whose] of OF_POD) {
      const name = pod.item[key];
      // Empty is as good as absent.
      if (typeof name === 'string' && name !== '' && !isSubdomain(name))
        yield { path: child(pod.at, key), message: `${shownValue(name)} is no legal name of a ${whose}` };
    }
  },
});

/** What a pod names itself. */
const OF_POD = [
  ['serviceAccountName', 'ServiceAccount'],
  ['priorityClassName', 'PriorityClass'],
] as const;

/** Where objects name others: keys down to the maps, the key, and whose name it is. What is empty is for `object/missing-part`. */
const REFERENCES: readonly (readonly [kinds: readonly string[] | undefined, of: string, key: string, whose: string])[] = [
  [undefined, 'containers|initContainers[].env[].valueFrom.secretKeyRef', 'name', 'Secret'],
  [undefined, 'containers|initContainers[].env[].valueFrom.configMapKeyRef', 'name', 'ConfigMap'],
  [['ValidatingAdmissionPolicyBinding'], 'spec', 'policyName', 'ValidatingAdmissionPolicy'],
  [['PersistentVolumeClaim'], 'spec', 'storageClassName', 'StorageClass'],
  [['StatefulSet'], 'spec', 'serviceName', 'Service'],
  [['StatefulSet'], 'spec.volumeClaimTemplates[].spec', 'storageClassName', 'StorageClass'],
  [['ExternalSecret'], 'spec.target', 'name', 'Secret'],
  [['ExternalSecret'], 'spec.secretStoreRef', 'name', 'SecretStore'],
];

function* referredTo(object: KubeObject): Iterable<FoundIn<'object'>> {
  const pod = podSpec(object);
  for (const [kinds, of, key, whose] of REFERENCES) {
    const from = kinds === undefined ? pod : kinds.includes(object.kind) ? object : undefined;
    for (const { at, item } of from === undefined ? [] : each(from, of)) yield* subdomain(child(at, key), item[key], whose);
  }
  if (object.kind.endsWith('Binding'))
    for (const { at, item } of each(object, 'subjects[]'))
      if (item['kind'] === 'ServiceAccount') yield* subdomain(child(at, 'name'), item['name'], 'ServiceAccount');
}

function* subdomain(path: Pointer, name: unknown, whose: string): Iterable<FoundIn<'object'>> {
  if (typeof name === 'string' && name !== '' && !isSubdomain(name))
    yield { path, message: `${shownValue(name)} is no legal name of a ${whose}`, hint: 'lower-case letters, digits, hyphens and dots' };
}

const LABEL_HINT = 'lower-case letters, digits and hyphens, at most 63, a letter or digit at both ends';

function* own(object: KubeObject): Iterable<FoundIn<'object'>> {
  const { kind, metadata } = object;
  const { name } = metadata;
  if (typeof name !== 'string') return;
  const path = '/metadata/name';
  if (group(object) === PATH_GROUP) {
    if (!isPathSegment(name)) yield { path, message: `${shownValue(name)} is no legal name of a ${kind}`, hint: 'a text without / and %' };
    return;
  }
  if (LABEL_KINDS.has(kind) ? !isDnsLabel(name) : !isSubdomain(name))
    yield {
      path,
      message: `${shownValue(name)} is no legal name of a ${kind}`,
      hint: LABEL_KINDS.has(kind) ? LABEL_HINT : 'lower-case letters, digits, hyphens and dots',
    };
  else if (kind === 'CronJob' && name.length > CRON_JOB_MOST)
    yield { path, message: `the name of a CronJob may have ${CRON_JOB_MOST} characters, since its Jobs append 11`, hint: 'choose a shorter one' };
  else if (kind === 'Job' && name.length > 63) yield { path, message: 'the name of a Job becomes a label of its pods: at most 63 characters' };
}

function* label({ at, item: { name } }: Placed, what: string): Iterable<FoundIn<'object'>> {
  if (typeof name === 'string' && !isDnsLabel(name))
    yield { path: child(at, 'name'), message: `${shownValue(name)} is no legal name of ${what}`, hint: LABEL_HINT };
}
