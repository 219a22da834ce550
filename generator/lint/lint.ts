import { objectTitle } from '../k8s/object.ts';
import type { KubeObject } from '../k8s/object.ts';
import type { Code } from '../model/codes.ts';
import { byPlace } from '../model/finding.ts';
import type { Finding } from '../model/finding.ts';
import type { Pointer } from '../model/pointer.ts';
import { faultsIn, faultsOf } from '../check/faults.ts';
import type { CodedFault } from '../rules/object-rule.ts';
import type { Manifest } from '../yaml/manifests.ts';
import { apiProblem } from '../fleet/versions/serves.ts';
import { SUPPORTED } from '../fleet/versions/table.ts';
import type { System } from '../fleet/versions/table.ts';
import { Cluster } from '../k8s/cluster.ts';
import type { World } from '../k8s/cluster.ts';
import { fields, maps } from '../k8s/look.ts';
import { findingOf } from './finding.ts';
import type { Words } from './finding.ts';

/** What is known of the cluster that manifests are for. */
export interface Setting extends Omit<World, 'objects'> {
  readonly versions: Readonly<Partial<Record<System, string>>>;
}

/** Of a cluster that nobody described: the newest systems, and whatever else it may have. */
export const anyCluster: Setting = {
  versions: Object.fromEntries(Object.entries(SUPPORTED).map(([system, { to }]) => [system, to])),
  externals: [],
  whole: false,
};

/** What the generator is held to and other manifests are not, and what documentation leaves out. */
function isForgiven({ code, path, message }: CodedFault, sketch: boolean): boolean {
  // Tools that print objects leave `creationTimestamp: null` behind; no cluster minds.
  if (code === 'object/unknown-kind' || path.endsWith('/creationTimestamp')) return true;
  // So do `status` and what the API server says about an object; and to it null is as good as absent.
  if (
    code === 'object/wrong-shape' &&
    (/^\/(?:status|metadata\/(?:uid|resourceVersion|generation|managedFields|selfLink))$/.test(path) || message.endsWith('not null'))
  )
    return true;
  return sketch && (code === 'object/destination' || (code === 'object/wrong-shape' && message.startsWith('lacks ')));
}

/** The checks of objects, one by one and together, on the manifests of one cluster. */
export function lint(manifests: readonly Manifest[], setting: Setting): Finding[] {
  const origins = new Map<KubeObject, Manifest>();
  for (const manifest of manifests) origins.set(namedObject(withoutNulls(manifest.data) as unknown as KubeObject), manifest);
  const made = madeHere([...origins.keys()]);
  const sound = [...origins.keys()].filter(
    (object) => isMeant(object) && !made.has(object) && !(origins.get(object)?.sketch === true && hasGaps(object)),
  );
  const findings: Finding[] = [];
  const say = (code: Code, object: KubeObject, path: Pointer, fault: Said): void => {
    const related = fault.related?.map((other) => ({ ...other, manifest: origins.get(other.object) as Manifest }));
    findings.push(findingOf(code, origins.get(object) as Manifest, objectTitle(object), path, { ...fault, related }));
  };
  for (const object of sound) {
    const problem = apiProblem(object, setting.versions);
    if (problem !== undefined) {
      const code = problem.severity === 'unserved' ? 'object/unserved-api' : 'object/deprecated-api';
      const hint = problem.instead === undefined ? undefined : `use ${problem.instead}`;
      say(code, object, '/apiVersion', { message: problem.message, hint });
    }
    const sketch = origins.get(object)?.sketch === true;
    for (const fault of faultsOf(object)) if (!isForgiven(fault, sketch)) say(fault.code, object, fault.path, fault);
  }
  for (const fault of faultsIn(new Cluster({ ...setting, objects: sound.filter(isPlaced) }))) {
    // Documentation names things that it does not show; one that is shown elsewhere is another matter.
    const unshown = fault.code === 'reference/missing-object' && fault.related === undefined && !setting.whole;
    if (!(unshown && origins.get(fault.object)?.sketch === true)) say(fault.code, fault.object, fault.path, fault);
  }
  return findings.sort(byPlace);
}

/** Maps of texts, where null is an empty one. */
const TEXTS = new Set(['annotations', 'data', 'labels', 'stringData']);

/** To the API server null is as good as absent: templates leave it behind. In lists it counts. */
function withoutNulls<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value.some(holdsNull) ? value.map(withoutNulls) : value) as T;
  if (!holdsNull(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]: [string, unknown]) => (item === null ? [] : [[key, TEXTS.has(key) ? item : withoutNulls(item)]])),
  ) as T;
}

function holdsNull(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.values(value).some((item) => item === null || holdsNull(item));
}

/** What Kubernetes leaves of a name that it goes on with. */
const MOST_GENERATED = 58;

/** An object that lets the cluster find its name has one as it will be: Kubernetes appends five characters. */
function namedObject(object: KubeObject): KubeObject {
  const { generateName, ...metadata } = object.metadata as KubeObject['metadata'] & { readonly generateName?: unknown };
  if (typeof generateName !== 'string' || typeof metadata.name === 'string') return object;
  return { ...object, metadata: { ...metadata, name: `${generateName.slice(0, MOST_GENERATED)}xxxxx` } };
}

/**
 * Whether an object is one to apply: not one with a placeholder for a name, and not the definition of a kind, whose schema
 * has fields that only look like those of objects.
 */
function isMeant({ kind, metadata: { name } }: KubeObject): boolean {
  return typeof name === 'string' && !/[<>{}$]/.test(name) && kind !== 'CustomResourceDefinition';
}

/** Whether it is somewhere: what is in no namespace by a mistake has been said to be wrong, and is near nothing. */
function isPlaced({ metadata: { namespace } }: KubeObject): boolean {
  return namespace === undefined || typeof namespace === 'string';
}

/** What printed clusters hold twice: the ReplicaSets, Jobs and pods that controllers made of other objects here. */
function madeHere(objects: readonly KubeObject[]): ReadonlySet<KubeObject> {
  const owned = objects.filter(({ kind, metadata }) => MADE.has(kind) && 'ownerReferences' in metadata);
  if (owned.length === 0) return new Set();
  const there = new Set(objects.map(({ kind, metadata }) => `${kind} ${String(metadata.namespace)}/${metadata.name}`));
  return new Set(
    owned.filter(({ metadata }) =>
      maps(fields(metadata)['ownerReferences'], '').some(
        ({ item }) => item['controller'] === true && there.has(`${String(item['kind'])} ${String(metadata.namespace)}/${String(item['name'])}`),
      ),
    ),
  );
}

const MADE = new Set(['Job', 'Pod', 'ReplicaSet']);

/** Whether documentation left something for the reader to fill in: `...`, `<name>`, `{{ value }}`. */
function hasGaps(object: KubeObject): boolean {
  return /"\.{3,}"|"<[^"<>]+>"|\.<[a-z-]+>|\{\{/.test(JSON.stringify(object));
}

interface Said extends Omit<Words, 'related'> {
  readonly related?: readonly { readonly object: KubeObject; readonly path: Pointer; readonly note: string }[] | undefined;
}
