// What the server gives back, beside what it was sent.
import type { KubeObject } from '../../generator/k8s/object.ts';
import { settled } from '../support/settled.ts';

type Map = Record<string, unknown>;

/** Of every object: who it is, when it was made and who wrote it. */
const RECORDS = ['creationTimestamp', 'generation', 'managedFields', 'resourceVersion', 'uid'];

/** What is not a default: the server gives it out, or notes it. `group/Kind` is not needed: no two kinds here share a name. */
const GIVEN: Readonly<Record<string, (object: Map) => void>> = {
  // pkg/registry/core/service/storage/alloc.go
  Service: ({ spec }) => without(spec, 'clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy'),
  // plugin NamespaceDefaultLabelName of the registry: pkg/apis/core/v1/defaults.go, SetDefaults_Namespace
  Namespace: ({ metadata }) => without((metadata as Map)['labels'], 'kubernetes.io/metadata.name'),
  // plugin/pkg/admission/storage/storageobjectinuseprotection
  PersistentVolumeClaim: ({ metadata }) => without(metadata, 'finalizers'),
};

function without(map: unknown, ...keys: readonly string[]): void {
  for (const key of keys) Reflect.deleteProperty(map as object, key);
}

/** The object alone: without what the server notes of it, and without its status. */
export function plain(object: KubeObject): KubeObject {
  const made = structuredClone(object) as unknown as Map;
  without(made, 'status');
  without(made['metadata'], ...RECORDS);
  GIVEN[object.kind]?.(made);
  return made as unknown as KubeObject;
}

/** What the table of law 7 has and no API server writes: the controller does (velero, pkg/controller/schedule_controller.go). */
const BY_CONTROLLERS: Readonly<Record<string, (object: Map) => void>> = {
  Schedule: ({ spec }) => without(spec, 'skipImmediately'),
};

/** What an API server gives back of an object, by the table. */
export function expected(object: KubeObject): KubeObject {
  const made = settled(object);
  BY_CONTROLLERS[object.kind]?.(made);
  return made;
}

/** Paths at which two values are not the same, with both. */
export function unlike(expected: unknown, found: unknown, path = ''): string[] {
  if (
    typeof expected !== 'object' ||
    typeof found !== 'object' ||
    expected === null ||
    found === null ||
    Array.isArray(expected) !== Array.isArray(found)
  )
    return Object.is(expected, found) ? [] : [`${path}: ${JSON.stringify(expected)} expected, the server has ${JSON.stringify(found)}`];
  const keys = [...new Set([...Object.keys(expected), ...Object.keys(found)])];
  return keys.flatMap((key) => unlike((expected as Map)[key], (found as Map)[key], `${path}/${key}`));
}
