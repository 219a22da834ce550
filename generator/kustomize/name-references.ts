// Fields that name other objects follow when those are renamed (filters/nameref).
import { byCodeUnit } from '../model/order.ts';
import { memo } from '../model/memo.ts';
import { visitField } from './fields.ts';
import { NO_NAMESPACE, effectiveNamespace, isSelected, sameNamespace, titleOf, type Id } from './id.ts';
import { field, isMissing, setField, setText, textNode, textOf, type MapNode, type Node, type Scalar } from './node.ts';
import type { Resource } from './resource.ts';
import type { Resources } from './resources.ts';
import { Refused } from './stop.ts';
import { tables, type KindPattern, type NameReference } from './tables.ts';
import type { Work } from './work.ts';

/** Kinds that others name first. */
const FIRST = (
  'Namespace ResourceQuota StorageClass CustomResourceDefinition ServiceAccount PodSecurityPolicy Role ClusterRole RoleBinding ClusterRoleBinding ' +
  'ConfigMap Secret Endpoints Service LimitRange PriorityClass PersistentVolume PersistentVolumeClaim Deployment StatefulSet CronJob PodDisruptionBudget'
).split(' ');

function rank({ kind = '' }: KindPattern): number {
  const at = FIRST.indexOf(kind);
  return at === -1 ? FIRST.length : at;
}

function textKey({ group = '', version = '', kind = '' }: KindPattern): string {
  return `${group === '' ? '~G' : group}_${version === '' ? '~V' : version}_${kind}`;
}

/** The references, in the order in which Kustomize follows them. */
function references(): readonly NameReference[] {
  return [...tables().fields.nameReference].sort((a, b) => rank(a) - rank(b) || byCodeUnit(textKey(a), textKey(b)));
}

export function followNames(resources: Resources): void {
  const all = resources.all();
  const renamed = new Map<string, Set<Resource>>();
  for (const each of all) for (const { name } of each.previous) memo(renamed, name, () => new Set()).add(each);
  if (renamed.size === 0) return;
  const ofKind = new Map<string, Resource[]>();
  for (const each of all) memo(ofKind, each.originalId().kind, () => []).push(each);
  const ofNamespace = new Map<string, Resource[]>();
  for (const each of all) memo(ofNamespace, effectiveNamespace(each.originalId()), () => []).push(each);
  for (const target of references())
    for (const spec of target.fieldSpecs)
      for (const referrer of spec.kind === undefined ? all : (ofKind.get(spec.kind) ?? []))
        if (isSelected(referrer.originalId(), spec))
          new Reference(referrer, target, spec.path, { ofNamespace, renamed, work: resources.work }).follow();
}

interface Around {
  /** By the namespace that they had first. */
  readonly ofNamespace: ReadonlyMap<string, readonly Resource[]>;
  readonly work: Work;
  /** By every name that they had. */
  readonly renamed: ReadonlyMap<string, ReadonlySet<Resource>>;
}

class Reference {
  readonly #referrer: Resource;
  readonly #id: Id;
  readonly #target: KindPattern;
  readonly #path: string;
  readonly #around: Around;

  constructor(referrer: Resource, target: KindPattern, path: string, around: Around) {
    [this.#referrer, this.#id, this.#target, this.#path, this.#around] = [referrer, referrer.id(), target, path, around];
  }

  follow(): void {
    visitField(this.#referrer.root, { path: this.#path }, { at: this.#referrer.root.at }, (node) => {
      if (isMissing(node)) return;
      for (const each of node.kind === 'list' ? node.items : [node]) {
        if (isMissing(each)) continue;
        if (each.kind === 'scalar') this.#scalar(each);
        else if (each.kind === 'map') this.#map(each);
        else throw new Refused(`${this.#path} is a list of lists`, each.at);
      }
    });
  }

  #scalar(node: Scalar): void {
    const found = this.#found(node.text, undefined, (a, b) => a.name === b.name);
    if (found !== undefined && found.name !== node.text) setText(node, found.name, node.at);
  }

  #map(node: MapNode): void {
    const name = field(node, 'name');
    if (name === undefined) throw new Refused(`an item of ${this.#path} has no name`, node.at);
    const found = this.#found(textOf(name), field(node, 'namespace'), (a, b) => a.name === b.name && a.namespace === b.namespace);
    if (found === undefined || (found.name === textOf(name) && found.namespace === '')) return;
    put(node, 'name', found.name);
    if (found.namespace !== '') put(node, 'namespace', found.namespace);
  }

  /** What is meant by a name, if it is one of these objects. @param same whether it does not matter which of two */
  #found(name: string, namespace: Node | undefined, same: (a: Resource, b: Resource) => boolean): Resource | undefined {
    const renamed = [...(this.#around.renamed.get(name) ?? [])];
    this.#around.work.look(renamed.length, this.#referrer.root.at);
    let candidates = renamed.filter((each) => this.#isInReach(each));
    if (namespace !== undefined) candidates = this.#inNamespace(candidates, textOf(namespace));
    const role = this.#role();
    candidates = candidates.filter(
      (each) =>
        each.previousIds().some((id) => isSelected(id, this.#target)) &&
        (role === undefined || each.previousIds().some((id) => isSelected(id, role))) &&
        this.#isNear(each),
    );
    if (candidates.length <= 1) return candidates[0];
    candidates = candidates.filter((each) => sameAffixes(each, this.#referrer, true));
    if (candidates.length > 1) candidates = candidates.filter((each) => sameAffixes(each, this.#referrer, false));
    const [first] = candidates;
    if (first === undefined || candidates.every((each) => same(first, each))) return first;
    throw new Refused(`${titleOf(this.#id)} names ${name}, and more than one of the resources was called so`, this.#referrer.root.at);
  }

  /** What may be named at all: what is in the same namespace, or in none, or in one that a binding names. */
  #isInReach(each: Resource): boolean {
    const id = each.id();
    if (this.#id.isCluster || id.isCluster || sameNamespace(id, this.#id)) return true;
    return this.#id.kind === 'RoleBinding' && subjectNamespaces(this.#referrer.root).has(each.namespace);
  }

  #isNear(each: Resource): boolean {
    return this.#id.isCluster || each.id().isCluster || each.kind === 'ServiceAccount' || sameNamespace(this.#id, each.id());
  }

  /** If anything in reach was in that namespace first, what was there is meant; otherwise what is there now. */
  #inNamespace(candidates: readonly Resource[], namespace: string): Resource[] {
    const wasThere = (each: Resource): boolean => effectiveNamespace(each.originalId()) === namespace;
    const isThere = (each: Resource): boolean => effectiveNamespace(each.id()) === namespace;
    const were = this.#around.ofNamespace.get(namespace) ?? [];
    this.#around.work.look(were.length, this.#referrer.root.at);
    const isFirst = were.some((each) => this.#isInReach(each));
    return namespace === NO_NAMESPACE ? [] : candidates.filter(isFirst ? wasThere : isThere);
  }

  /** The kind that a binding says its role is of. */
  #role(): KindPattern | undefined {
    if (!this.#path.endsWith('roleRef/name')) return undefined;
    const ref = field(this.#referrer.root, 'roleRef');
    const [group, kind] = [field(ref, 'apiGroup'), field(ref, 'kind')];
    return group === undefined || kind === undefined ? undefined : { group: textOf(group), kind: textOf(kind) };
  }
}

function put(map: MapNode, key: string, text: string): void {
  const there = field(map, key);
  if (there?.kind === 'scalar') setText(there, text, there.at);
  else setField(map, key, textNode(text, map.at));
}

function subjectNamespaces(root: Node): Set<string> {
  const subjects = field(root, 'subjects');
  const items = subjects?.kind === 'list' ? subjects.items : [];
  return new Set(items.filter((item) => textOf(field(item, 'kind')) === 'ServiceAccount').map((item) => textOf(field(item, 'namespace'))));
}

function sameAffixes(a: Resource, b: Resource, orNone: boolean): boolean {
  return (['prefixes', 'suffixes'] as const).every((side) => (orNone && (a[side].length === 0 || b[side].length === 0)) || sameEnd(a[side], b[side]));
}

function sameEnd(a: readonly string[], b: readonly string[]): boolean {
  const [short, long] = a.length > b.length ? [b, a] : [a, b];
  if (short.length === 0) return long.length === 0;
  return short.every((text, i) => text === long[i + long.length - short.length]);
}
