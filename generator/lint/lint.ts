import { isDefinition } from '../k8s/crd/definition.ts';
import { NO_KINDS, type Kinds } from '../k8s/crd/kinds.ts';
import { objectTitle, type KubeObject } from '../k8s/object.ts';
import { byPlace, type Finding } from '../model/finding.ts';
import { memo } from '../model/memo.ts';
import { faultsIn, faultsOf } from '../check/faults.ts';
import type { FoundIn, ObjectFinding, Rule } from '../rules/rule.ts';
import type { Manifest } from '../yaml/manifests.ts';
import type { Versions } from '../fleet/versions/serves.ts';
import { SUPPORTED } from '../fleet/versions/table.ts';
import { withoutNullsTaken } from '../k8s/schema/limits.ts';
import { servedKind } from '../k8s/served/types.ts';
import { Cluster, type World } from '../k8s/cluster.ts';
import { each, fields } from '../k8s/look.ts';
import { withoutCopies } from './copies.ts';
import { answerTo, WRITTEN, type Waived } from './comments.ts';
import { findingOf } from './finding.ts';
import type { BrokenPolicy } from './policies.ts';
import { isPlaceholder, isUnknown, type Verdict } from './verdict.ts';
import { minorWords, versionFaults, type Minors } from './versions.ts';
import { blocks } from '../model/severity.ts';

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

/** The findings alone. */
export function lint(manifests: readonly Manifest[], setting: Setting, kinds: Kinds = NO_KINDS): Finding[] {
  return [...judge(manifests, setting, kinds).findings];
}

/**
 * The checks of objects, one by one and together, on the manifests of one cluster.
 * @param kinds those that are defined beside what the program knows
 */
export function judge(manifests: readonly Manifest[], setting: Setting, kinds: Kinds = NO_KINDS): Judged {
  const origins = new Map<KubeObject, Manifest>();
  for (const manifest of manifests) origins.set(namedObject(plain(manifest.data as unknown as KubeObject)), manifest);
  const made = madeHere([...origins.keys()]);
  const sound = [...origins.keys()].filter(
    (object) => isMeant(object) && !made.has(object) && !(origins.get(object)?.sketch === true && hasGaps(object)),
  );
  const findings: Finding[] = [];
  const refused = new Set<Manifest>();
  const templates = new Set<Manifest>();
  const waived: Waived[] = [];
  const answered = new Set<string>();
  const minors: Minors = setting.minors ?? [setting.versions.kubernetes ?? SUPPORTED.kubernetes.to];
  const refusedAt = new Map<Manifest, Set<string>>();
  const forgiven = <S extends 'api' | 'object' | 'cluster'>(rule: Rule<S>, object: KubeObject, found: FoundIn<S>): boolean => {
    const { sketch } = origins.get(object) as Manifest;
    return rule.forgives?.(found, { sketch, whole: setting.whole, served: servedKind(object) !== undefined }) === true;
  };
  const say = <S extends 'api' | 'object' | 'cluster'>(
    rule: Rule<S>,
    object: KubeObject,
    found: FoundIn<S>,
    at: readonly string[] = minors,
  ): void => {
    const manifest = origins.get(object) as Manifest;
    if (forgiven(rule, object, found)) return;
    if (rule.readsPlaceholders !== true && isPlaceholder(object, found.path)) {
      templates.add(manifest);
      return;
    }
    const related = found.related?.map((other) => ({ ...other, manifest: ('object' in other ? origins.get(other.object) : manifest) as Manifest }));
    const finding = findingOf(rule, objectTitle(object), { ...found, manifest, related });
    const { file, line } = finding.place;
    const answer = rule.waivable === false ? undefined : answerTo({ code: rule.code, file, line }, manifest);
    if (answer !== undefined) answered.add(answer.note);
    const reason = answer?.reason;
    if (reason !== undefined && reason !== '') {
      waived.push({ code: rule.code, file, line, reason });
      return;
    }
    if (blocks(rule)) {
      refused.add(manifest);
      const all = memo(refusedAt, manifest, () => new Set());
      for (const minor of at) all.add(minor);
    }
    findings.push(reason === '' ? { ...finding, hint: `a waiver needs its reason: ${WRITTEN}` } : finding);
  };
  const sayOf = (object: KubeObject): void => {
    const heard = ({ rule, ...found }: ObjectFinding): boolean => !forgiven(rule, object, found);
    for (const { rule, ...found } of faultsOf(object, kinds, heard)) say(rule, object, found);
  };
  // What definitions define is looked at where they are read (definitions.ts); they are objects as well.
  for (const [object, { sketch }] of origins) if (!sketch && isDefinition({ ...object })) sayOf(object);
  for (const object of sound) {
    for (const { fault, minors: at } of versionFaults(object, setting.versions, minors, kinds)) {
      const { rule, ...found } = fault;
      say(rule, object, { ...found, message: `${found.message}${minorWords(at, minors)}` }, at);
    }
    sayOf(object);
  }
  for (const object of setting.policies === undefined ? [] : sound) {
    const manifest = origins.get(object) as Manifest;
    for (const { rule, ...found } of setting.policies?.(object) ?? [])
      findings.push(findingOf(rule, objectTitle(object), { ...found, path: '', manifest }));
  }
  const { distinct, copies } = withoutCopies(sound.filter(isPlaced));
  for (const { rule, ...found } of faultsIn(new Cluster({ ...setting, objects: distinct }))) {
    for (const object of [found.object, ...(copies.get(found.object) ?? [])]) say(rule, object, { ...found, object });
  }
  const whole = new Set(sound);
  const verdict = (object: KubeObject, manifest: Manifest): Verdict => {
    if (refused.has(manifest)) return 'refused';
    if (templates.has(manifest) || !(whole.has(object) || made.has(object) || isDefinition(manifest.data))) return 'template';
    return isUnknown(object, kinds) ? 'unknown kind' : 'accepted';
  };
  return {
    findings: findings.sort(byPlace),
    waived,
    answered,
    verdicts: new Map([...origins].map(([object, manifest]) => [manifest, verdict(object, manifest)])),
    refusedAt: new Map([...refusedAt].flatMap(([manifest, at]) => (at.size === minors.length ? [] : [[manifest, [...at]]]))),
  };
}

/** Maps of texts, where null is an empty one. */
const TEXTS = new Set(['annotations', 'data', 'encryptedData', 'labels', 'parameters', 'stringData']);

/**
 * To the API server null is as good as absent in a kind of its own: templates leave it behind. In lists it counts. Of a kind that a definition
 * makes, only in metadata, and where the definition says so.
 */
function plain(object: KubeObject): KubeObject {
  if (servedKind(object) !== undefined) return withoutNulls(object);
  const { metadata, status, ...rest } = object as KubeObject & { readonly status?: unknown };
  const printed = status === undefined || status === null ? {} : { status };
  return holdsNull(object) ? withoutNullsTaken({ ...rest, ...printed, metadata: withoutNulls(metadata) }) : object;
}

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
      each({ item: fields(metadata), at: '/metadata' }, 'ownerReferences[]').some(
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
