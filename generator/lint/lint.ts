import { isDefinition } from '../k8s/crd/definition.ts';
import { NO_KINDS, type Kinds } from '../k8s/crd/kinds.ts';
import { objectTitle, type KubeObject } from '../k8s/object.ts';
import { byPlace, type Finding } from '../model/finding.ts';
import { faultsIn } from '../check/faults.ts';
import type { Manifest } from '../yaml/manifests.ts';
import type { Versions } from '../fleet/versions/serves.ts';
import { SUPPORTED } from '../fleet/versions/table.ts';
import { Cluster, type World } from '../k8s/cluster.ts';
import { each, fields } from '../k8s/look.ts';
import { isSound, minorsOf, objectOf, sayAlone } from './alone.ts';
import { withoutCopies, type Copies } from './copies.ts';
import type { ClusterFinding } from '../rules/rule.ts';
import type { Waived } from './comments.ts';
import { findingOf } from './finding.ts';
import type { BrokenPolicy } from './policies.ts';
import { Said, type Told } from './said.ts';
import { isUnknown, type Verdict } from './verdict.ts';
import type { Minors } from './versions.ts';

/** What is known of the cluster that manifests are for. */
export interface Setting extends Omit<World, 'objects'> {
  readonly versions: Versions;
  /** Minors of Kubernetes that objects are held to; absent: the one in `versions`. */
  readonly minors?: Minors;
  /** What an object breaks of the rules of a fleet's own. */
  readonly policies?: (object: KubeObject) => readonly BrokenPolicy[];
}

/** Of a cluster that nobody described: the newest systems, and whatever else it may have. */
export const anyCluster: Setting = {
  versions: Object.fromEntries(Object.entries(SUPPORTED).map(([system, { to }]) => [system, to])),
  externals: [],
  whole: false,
};

/** What was found, and what follows of each object. */
export interface Judged {
  readonly findings: readonly Finding[];
  readonly verdicts: ReadonlyMap<Manifest, Verdict>;
  /** Minors that refuse an object which others of those asked take. */
  readonly refusedAt: ReadonlyMap<Manifest, readonly string[]>;
  /** What comments in the manifests answer; an object is not refused for it. */
  readonly waived: readonly Waived[];
  /** Comments that say anything of a finding. */
  readonly answered: ReadonlySet<string>;
}

/** What others found in objects one by one; nothing of those in which nothing is wrong. */
export type Alone = () => ReadonlyMap<Manifest, Told>;

const NOTHING: Told = { findings: [], waived: [], answered: [], isTemplate: false, refusedBy: [] };

/** The findings alone. */
export function lint(manifests: readonly Manifest[], setting: Setting, kinds: Kinds = NO_KINDS): Finding[] {
  return [...judge(manifests, setting, kinds).findings];
}

/**
 * The checks of objects, one by one and together, on the manifests of one cluster.
 * @param kinds those that are defined beside what the program knows
 * @param alone where others look at each object by itself: asked as late as possible
 */
export function judge(manifests: readonly Manifest[], setting: Setting, kinds: Kinds = NO_KINDS, alone?: Alone): Judged {
  const origins = new Map<KubeObject, Manifest>();
  for (const manifest of manifests) origins.set(objectOf(manifest), manifest);
  const made = madeHere([...origins.keys()]);
  const sound = [...origins].filter(([object, manifest]) => !made.has(object) && isSound(object, manifest)).map(([object]) => object);
  const minors = minorsOf(setting);
  const said = new Said(setting.whole, minors);
  const between = betweenOf(sound, setting);
  const told = alone?.();
  const sayOf = (object: KubeObject, manifest: Manifest): void => {
    if (told === undefined) sayAlone(object, manifest, setting, kinds, said);
    else said.add(manifest, told.get(manifest) ?? NOTHING);
  };
  // What definitions define is looked at where they are read (definitions.ts); they are objects as well.
  for (const [object, manifest] of origins) if (!manifest.sketch && isDefinition(object)) sayOf(object, manifest);
  for (const object of sound) sayOf(object, origins.get(object) as Manifest);
  for (const object of setting.policies === undefined ? [] : sound) {
    const manifest = origins.get(object) as Manifest;
    for (const { rule, ...found } of setting.policies?.(object) ?? [])
      said.findings.push(findingOf(rule, objectTitle(object), { ...found, path: '', manifest }));
  }
  for (const { rule, ...found } of between.faults) {
    for (const object of [found.object, ...(between.copies.get(found.object) ?? [])])
      said.say(rule, object, origins.get(object) as Manifest, { ...found, object }, minors, origins);
  }
  const whole = new Set(sound);
  const verdict = (object: KubeObject, manifest: Manifest): Verdict => {
    if (said.refusedBy.has(manifest)) return 'refused';
    if (said.templates.has(manifest) || !(whole.has(object) || made.has(object) || isDefinition(manifest.data))) return 'template';
    return isUnknown(object, kinds) ? 'unknown kind' : 'accepted';
  };
  return {
    findings: said.findings.sort(byPlace),
    waived: said.waived,
    answered: said.answered,
    verdicts: new Map([...origins].map(([object, manifest]) => [manifest, verdict(object, manifest)])),
    refusedAt: new Map([...said.refusedBy].flatMap(([manifest, at]) => (at.size === minors.length ? [] : [[manifest, [...at]]]))),
  };
}

/** What does not fit together. Nobody else holds the cluster: what it knows of its objects takes as much room as they do. */
function betweenOf(sound: readonly KubeObject[], setting: Setting): Pick<Copies, 'copies'> & { readonly faults: readonly ClusterFinding[] } {
  const { distinct, copies } = withoutCopies(sound.filter(isPlaced));
  return { faults: faultsIn(new Cluster({ ...setting, objects: distinct })), copies };
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
      each({ item: fields(metadata), at: '/metadata' }, 'ownerReferences[]').some(
        ({ item }) => item['controller'] === true && there.has(`${String(item['kind'])} ${String(metadata.namespace)}/${String(item['name'])}`),
      ),
    ),
  );
}

const MADE = new Set(['Job', 'Pod', 'ReplicaSet']);
