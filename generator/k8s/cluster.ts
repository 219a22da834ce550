import { group, isClusterScoped } from './object.ts';
import type { KubeObject } from './object.ts';
import { fillSlot } from './region-slot.ts';
import type { ClusterFacts } from '../fleet/fleet.ts';
import { memo } from '../model/memo.ts';
import { podOf } from './pod.ts';
import type { Pod } from './pod.ts';
import { quoted, shown } from '../model/quoted.ts';

/** Something that a cluster has though none of the objects makes it. */
export interface External {
  readonly kind: string;
  readonly namespace?: string | undefined;
  readonly name: string;
  /** What a Secret or ConfigMap holds; absent: unknown. */
  readonly keys?: readonly string[] | undefined;
}

export interface World {
  readonly objects: readonly KubeObject[];
  /** What else there is. */
  readonly externals: readonly External[];
  /** Whether that is all there is: what is neither made nor declared does not exist. False for manifests somebody hands in. */
  readonly whole: boolean;
  /** The cluster's own systems, where they are known. */
  readonly facts?: ClusterFacts | undefined;
  /** Name of the region, where the objects still have slots for it. */
  readonly region?: string | undefined;
  /** Objects around these, which may be referred to and are not judged themselves. */
  readonly around?: Cluster | undefined;
}

/** Names by which a kind went before: an object of the old group is still what others refer to. */
const FORMER_GROUPS: Readonly<Record<string, string>> = { 'traefik.containo.us': 'traefik.io', extensions: 'networking.k8s.io' };

const kinds = new Map<string, Map<string, string>>();

/** `group/Kind`, the group of today. */
export function kindOf(object: KubeObject): string {
  const byKind = memo(kinds, object.apiVersion, () => new Map<string, string>());
  return memo(byKind, object.kind, () => {
    const own = group(object);
    return `${FORMER_GROUPS[own] ?? own}/${object.kind}`;
  });
}

/** Something worked out from objects, and what was asked about them on the way. */
interface WorkedOut {
  readonly value: unknown;
  readonly asked: ReadonlySet<string>;
}

/** Stand for a kind where more than one is asked about. */
const [PODS, ALL] = ['pods', 'all'];

/** The objects of one cluster, found by what they are. */
export class Cluster {
  readonly #objects: readonly KubeObject[];
  readonly whole: boolean;
  readonly facts: ClusterFacts | undefined;
  readonly #around: Cluster | undefined;
  readonly #externals = new Map<string, External[]>();
  readonly #kinds = new Map<string, KubeObject[]>();
  readonly #names = new Map<string, KubeObject[]>();
  readonly #made = new Map<string, WorkedOut>();
  /** What is being asked about, while somebody listens. */
  #asked: Set<string> | undefined;
  readonly #region: string | undefined;
  #pods: readonly Pod[] | undefined;

  constructor({ objects, externals, whole, facts, region, around }: World) {
    this.#objects = objects;
    this.whole = whole;
    this.facts = facts;
    this.#region = region;
    this.#around = around;
    for (const external of externals) memo(this.#externals, `${external.kind} ${external.name}`, () => [] as External[]).push(external);
    for (const object of objects) {
      const kind = kindOf(object);
      memo(this.#kinds, kind, () => [] as KubeObject[]).push(object);
      memo(this.#names, `${kind} ${object.metadata.name}`, () => [] as KubeObject[]).push(object);
    }
  }

  /** A text as the cluster will see it: what rules across a cluster compare and show. */
  filled(text: string): string {
    return this.#region === undefined ? text : fillSlot(text, this.#region);
  }

  /** The objects to judge. */
  get objects(): readonly KubeObject[] {
    this.#asked?.add(ALL);
    return this.#objects;
  }

  /** Objects to judge of a kind. @param kind as `group/Kind` */
  subjects(kind: string): readonly KubeObject[] {
    this.#asked?.add(kind);
    return this.#kinds.get(kind) ?? [];
  }

  /** Every object of a kind, judged here or not. */
  all(kind: string): readonly KubeObject[] {
    const around = this.#around?.all(kind) ?? [];
    return around.length === 0 ? this.subjects(kind) : [...around, ...this.subjects(kind)];
  }

  /**
   * An object by name. In manifests that leave the namespace to whoever applies them, one without a namespace may be meant
   * by a reference from any.
   */
  find(kind: string, namespace: string | undefined, name: string): KubeObject | undefined {
    return this.named(kind, name).find((object) => isClusterScoped(object) || sameNamespace(object.metadata.namespace, namespace));
  }

  /** Objects of a name, wherever they are. */
  named(kind: string, name: string): readonly KubeObject[] {
    this.#asked?.add(kind);
    const own = this.#names.get(`${kind} ${name}`) ?? [];
    const around = this.#around?.named(kind, name) ?? [];
    return around.length === 0 ? own : [...own, ...around];
  }

  /** What was declared of that name, if it was. @param kind the bare kind */
  external(kind: string, namespace: string | undefined, name: string): External | undefined {
    return (
      this.#externals.get(`${kind} ${name}`)?.find((e) => e.namespace === undefined || sameNamespace(e.namespace, namespace)) ??
      this.#around?.external(kind, namespace, name)
    );
  }

  /**
   * Whether a reference leads nowhere. Of a part of a cluster that can only be said where the part shows that it makes
   * such things: manifests that hold no Service at all refer to somebody else's.
   */
  lacks(kind: string, namespace: string | undefined, name: string): boolean {
    if (this.find(kind, namespace, name) !== undefined) return false;
    if (this.external(kind.slice(kind.indexOf('/') + 1), namespace, name) !== undefined) return false;
    return this.whole || this.all(kind).some((object) => isClusterScoped(object) || sameNamespace(object.metadata.namespace, namespace));
  }

  /** The pods that objects to judge run. */
  get pods(): readonly Pod[] {
    this.#asked?.add(PODS);
    this.#pods ??= this.#objects.flatMap((object) => podOf(object) ?? []);
    return this.#pods;
  }

  get allPods(): readonly Pod[] {
    const around = this.#around?.allPods ?? [];
    return around.length === 0 ? this.pods : [...around, ...this.pods];
  }

  /** Something derived from the objects to judge, worked out when first asked for; and what is around, worked out alike. */
  once<T>(name: string, make: (cluster: Cluster) => T): readonly T[] {
    const { value, asked } = memo(this.#made, name, () => this.heard(() => make(this)));
    if (this.#asked !== undefined) for (const each of asked) this.#asked.add(each);
    return this.#around === undefined ? [value as T] : [value as T, ...this.#around.once(name, make)];
  }

  /** What somebody finds, and what of the objects to judge was asked about to find it: see {@link differs}. */
  heard<T>(find: () => T): { readonly value: T; readonly asked: ReadonlySet<string> } {
    const before = this.#asked;
    const asked = (this.#asked = new Set<string>());
    try {
      return { value: find(), asked };
    } finally {
      this.#asked = before;
    }
  }

  /** What may be asked about and is not the same in another cluster. The same are the very same objects, in the same order. */
  differs(other: Cluster): ReadonlySet<string> {
    const kinds = [...new Set([...this.#kinds.keys(), ...other.#kinds.keys()])];
    const different = new Set(kinds.filter((kind) => !sameItems(this.#kinds.get(kind), other.#kinds.get(kind))));
    if (!sameItems(this.pods, other.pods)) different.add(PODS);
    return sameItems(this.#objects, other.#objects) ? different : different.add(ALL);
  }
}

function sameItems<T>(a: readonly T[] = [], b: readonly T[] = []): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}

export function sameNamespace(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}

/** `Service "research-agent"`, and where it would have to be. */
export function named(kind: string, namespace: string | undefined, name: string): string {
  return `${shown(kind)} ${quoted(name)}${namespace === undefined ? '' : ` in namespace ${shown(namespace)}`}`;
}
