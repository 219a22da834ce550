import { group, isClusterKind, knownByKind, type KubeObject } from './object.ts';
import { REGION_PLACEHOLDER, fillPlaceholder } from './region-placeholder.ts';
import type { ClusterFacts } from '../fleet/region.ts';
import type { Versions } from '../fleet/versions/serves.ts';
import { memo } from '../model/memo.ts';
import { podOf, type Pod } from './pod.ts';
import { quoted, shown } from '../model/quoted.ts';

/** Something that a cluster has though none of the objects makes it. */
export interface External {
  readonly kind: string;
  readonly namespace?: string | undefined;
  readonly name: string;
  /** What a Secret or ConfigMap holds; absent: unknown. */
  readonly keys?: readonly string[] | undefined;
}

/** What is known of a cluster besides its objects. */
export interface Surroundings {
  /** What else there is. */
  readonly externals: readonly External[];
  /** Whether that is all there is: what is neither made nor declared does not exist. False for manifests somebody hands in. */
  readonly whole: boolean;
  /** The cluster's own systems, where they are known. */
  readonly facts?: ClusterFacts | undefined;
  /** Of its systems, where they are known. */
  readonly versions?: Versions | undefined;
  /** Name of the region, where the objects still hold the placeholder for it. */
  readonly region?: string | undefined;
}

export interface World extends Surroundings {
  readonly objects: readonly KubeObject[];
}

/** Names by which a kind went before: an object of the old group is still what others refer to. */
const FORMER_GROUPS: Readonly<Record<string, string>> = { 'traefik.containo.us': 'traefik.io', extensions: 'networking.k8s.io' };

/** `group/Kind`, the group of today. */
export const kindOf: (object: KubeObject) => string = knownByKind((apiVersion, kind) => {
  const own = group({ apiVersion });
  return `${FORMER_GROUPS[own] ?? own}/${kind}`;
});

/** A way to find objects, or something in them, by a key: what one object has under which keys. It sees one object at a time. */
export type Index<T> = (object: KubeObject) => Iterable<readonly [key: string, value: T]>;

const byKind: Index<KubeObject> = (object) => [[kindOf(object), object]];
const byName: Index<KubeObject> = (object) => [[`${kindOf(object)} ${object.metadata.name}`, object]];
const everything: Index<KubeObject> = (object) => [['', object]];
const podsOf: Index<Pod> = (object) => {
  const pod = podOf(object);
  return pod === undefined ? [] : [['', pod]];
};

/** What an index holds under a key, in the order of the objects. */
export interface Found<T> {
  readonly values: readonly T[];
  /** The objects that the values are from. */
  readonly objects: readonly KubeObject[];
}

const NOTHING: Found<never> = { values: [], objects: [] };

/** Whoever answers what is asked about a cluster. */
export interface Answers extends Omit<Surroundings, 'externals'> {
  lookup<T>(index: Index<T>, key: string): readonly T[];
  /** What was declared. @param key `Kind name` */
  externals(key: string): readonly External[];
  /** Something worked out of the whole cluster, once. @param about what it is worked out for, if not for the cluster */
  derive<T>(name: string, about: KubeObject | Pod | string, make: (all: Cluster) => T): T;
}

interface Indexed {
  readonly found: ReadonlyMap<string, Found<unknown>>;
  /** Keys that hold the placeholder. */
  readonly templated: readonly string[];
}

const lists = new WeakMap<readonly KubeObject[], Map<Index<unknown>, Indexed>>();

/** What an index holds of a list of objects, worked out once: clusters share most of their lists. */
export function indexed(objects: readonly KubeObject[], index: Index<unknown>): Indexed {
  // Asked a quarter of a million times for a hundred regions: `memo` would make two functions each time.
  let known = lists.get(objects);
  if (known === undefined) lists.set(objects, (known = new Map<Index<unknown>, Indexed>()));
  let held = known.get(index);
  if (held === undefined) known.set(index, (held = indexedAnew(objects, index)));
  return held;
}

function indexedAnew(objects: readonly KubeObject[], index: Index<unknown>): Indexed {
  const found = new Map<string, { values: unknown[]; objects: KubeObject[] }>();
  for (const object of objects) {
    for (const [key, value] of index(object)) {
      // Most keys are the name of one object: a list that is begun empty makes room for sixteen more.
      const here = found.get(key);
      if (here === undefined) found.set(key, { values: [value], objects: [object] });
      else {
        here.values.push(value);
        here.objects.push(object);
      }
    }
  }
  const templated: string[] = [];
  for (const key of found.keys()) if (key.includes(REGION_PLACEHOLDER)) templated.push(key);
  return { found, templated };
}

/** Of several, one after the other. */
export function joined(all: readonly Found<unknown>[]): Found<unknown> {
  const [first = NOTHING] = all;
  return all.length < 2 ? first : { values: all.flatMap(({ values }) => values), objects: all.flatMap(({ objects }) => objects) };
}

/** To look for so many keys through all lists costs less than to know of each key where it is. */
const FEW_KEYS = 8;

/** Objects of one cluster, in lists that other clusters may hold as well. */
export class Holdings implements Answers {
  readonly #lists: readonly (readonly KubeObject[])[];
  readonly #found = new Map<Index<never>, Map<string, Found<unknown>>>();
  readonly #all = new Cluster(this);
  readonly #byKey = new Map<Index<never>, Map<string, readonly Found<unknown>[]>>();
  readonly #externals = new Map<string, External[]>();
  readonly #derived = new Map<string, Map<unknown, unknown>>();
  readonly whole: boolean;
  readonly facts: ClusterFacts | undefined;
  readonly versions: Versions | undefined;
  readonly region: string | undefined;

  constructor(lists: readonly (readonly KubeObject[])[], { externals, whole, facts, versions, region }: Surroundings) {
    this.#lists = lists;
    this.whole = whole;
    this.facts = facts;
    this.versions = versions;
    this.region = region;
    for (const external of externals) memo(this.#externals, this.#filled(`${external.kind} ${external.name}`), () => []).push(external);
  }

  lookup<T>(index: Index<T>, key: string): readonly T[] {
    return this.find(index, key).values;
  }

  find<T>(index: Index<T>, key: string): Found<T> {
    if (this.#lists.length === 1) {
      const { found, templated } = indexed(this.#lists[0] as readonly KubeObject[], index);
      // What it found is not held once more: there may be as many keys as objects.
      if (templated.length === 0) return (found.get(this.#filled(key)) ?? NOTHING) as Found<T>;
    }
    const found = memo(this.#found, index, () => new Map<string, Found<unknown>>());
    return memo(found, key, () => this.#find(index, this.#filled(key), found.size)) as Found<T>;
  }

  #find(index: Index<unknown>, filled: string, asked: number): Found<unknown> {
    if (asked >= FEW_KEYS && this.#lists.length > 1) return joined(memo(this.#byKey, index, () => this.#keysOf(index)).get(filled) ?? []);
    const all: Found<unknown>[] = [];
    for (const list of this.#lists) {
      const { found, templated } = indexed(list, index);
      const here = found.get(filled);
      if (here !== undefined) all.push(here);
      if (templated.length > 0) for (const key of templated) if (this.#filled(key) === filled) all.push(found.get(key) as Found<unknown>);
    }
    return joined(all);
  }

  /** In one walk over the lists: one for each key grows with the square of the agents. */
  #keysOf(index: Index<unknown>): Map<string, readonly Found<unknown>[]> {
    const all = new Map<string, Found<unknown>[]>();
    const add = (key: string, found: Found<unknown>): void => {
      const known = all.get(key);
      if (known === undefined) all.set(key, [found]);
      else known.push(found);
    };
    for (const list of this.#lists) {
      const { found, templated } = indexed(list, index);
      for (const [key, here] of found) if (templated.length === 0 || !templated.includes(key)) add(key, here);
      for (const key of templated) add(this.#filled(key), found.get(key) as Found<unknown>);
    }
    return all;
  }

  externals(key: string): readonly External[] {
    return this.#externals.get(this.#filled(key)) ?? NOTHING.values;
  }

  derive<T>(name: string, about: unknown, make: (all: Cluster) => T): T {
    const known = memo(this.#derived, name, () => new Map<unknown, unknown>());
    if (!known.has(about)) known.set(about, make(this.#all));
    return known.get(about) as T;
  }

  /** A key as the cluster will see it. */
  #filled(key: string): string {
    return this.region === undefined || !key.includes(REGION_PLACEHOLDER) ? key : fillPlaceholder(key, this.region);
  }
}

/** A cluster as rules see it: objects to judge, and all objects, found by what they are. It holds nothing; it asks. */
export class Cluster {
  readonly #all: Answers;
  readonly #own: Pick<Answers, 'lookup'>;

  /** @param own who answers for the objects to judge, where that is not all of them */
  constructor(cluster: Answers | World, own?: Pick<Answers, 'lookup'>) {
    this.#all = 'lookup' in cluster ? cluster : new Holdings([cluster.objects], cluster);
    this.#own = own ?? this.#all;
  }

  get whole(): boolean {
    return this.#all.whole;
  }

  get facts(): ClusterFacts | undefined {
    return this.#all.facts;
  }

  /** Of the cluster's systems; what is not here is unknown. */
  get versions(): Versions {
    return this.#all.versions ?? {};
  }

  /** A text as the cluster will see it, for rules that look at its letters: to ask for the name of the region. */
  filled(text: string): string {
    if (!text.includes(REGION_PLACEHOLDER)) return text;
    const { region } = this.#all;
    return region === undefined ? text : fillPlaceholder(text, region);
  }

  /** The objects to judge. */
  get objects(): readonly KubeObject[] {
    return this.judged(everything);
  }

  /** Objects to judge of some kinds. @param kinds as `group/Kind` */
  subjects(...kinds: readonly string[]): readonly KubeObject[] {
    return kinds.length === 1 ? this.#own.lookup(byKind, kinds[0] as string) : kinds.flatMap((kind) => this.#own.lookup(byKind, kind));
  }

  /** The pods that objects to judge run. */
  get pods(): readonly Pod[] {
    return this.judged(podsOf);
  }

  /** What an index holds of the objects to judge. */
  judged<T>(index: Index<T>): readonly T[] {
    return this.#own.lookup(index, '');
  }

  /** Every object of a kind, judged here or not. */
  all(kind: string): readonly KubeObject[] {
    return this.#all.lookup(byKind, kind);
  }

  get allPods(): readonly Pod[] {
    return this.#all.lookup(podsOf, '');
  }

  /** What an index holds of every object. */
  lookup<T>(index: Index<T>, key: string): readonly T[] {
    return this.#all.lookup(index, key);
  }

  /** Something worked out of the whole cluster, where all objects are to judge. @param about what it is worked out for, if not for the cluster */
  derive<T>(name: string, about: KubeObject | Pod | string, make: (all: Cluster) => T): T {
    return this.#all.derive(name, about, make);
  }

  /**
   * An object by name. In manifests that leave the namespace to whoever applies them, one without a namespace may be meant
   * by a reference from any.
   */
  find(kind: string, namespace: string | undefined, name: string): KubeObject | undefined {
    return this.named(kind, name).find((object) => isClusterKind(object) || sameNamespace(object.metadata.namespace, namespace));
  }

  /** Objects of a name, wherever they are. */
  named(kind: string, name: string): readonly KubeObject[] {
    return this.#all.lookup(byName, `${kind} ${name}`);
  }

  /** What was declared of that name, if it was. @param kind the bare kind */
  external(kind: string, namespace: string | undefined, name: string): External | undefined {
    return this.#all.externals(`${kind} ${name}`).find((each) => each.namespace === undefined || sameNamespace(each.namespace, namespace));
  }

  /**
   * Whether a reference leads nowhere. Of a part of a cluster that can only be said where the part shows that it makes
   * such things: manifests that hold no Service at all refer to somebody else's.
   */
  lacks(kind: string, namespace: string | undefined, name: string): boolean {
    if (this.find(kind, namespace, name) !== undefined) return false;
    if (this.external(kind.slice(kind.indexOf('/') + 1), namespace, name) !== undefined) return false;
    return this.whole || this.all(kind).some((object) => isClusterKind(object) || sameNamespace(object.metadata.namespace, namespace));
  }
}

export function sameNamespace(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

/** `Service "research-agent"`, and where it would have to be. */
export function named(kind: string, namespace: string | undefined, name: string): string {
  return `${shown(kind)} ${quoted(name)}${namespace === undefined ? '' : ` in namespace ${shown(namespace)}`}`;
}
