import type { Declared } from '../fleet/declared/declared.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { FleetSpec } from '../fleet/spec.ts';
import type { Versions } from '../fleet/versions/serves.ts';
import type { System } from '../fleet/versions/table.ts';
import type { Cluster } from '../k8s/cluster.ts';
import type { Kinds } from '../k8s/crd/kinds.ts';
import type { KubeObject } from '../k8s/object.ts';
import type { Found, InObject, Spot } from '../model/finding.ts';
import type { Pointer } from '../model/pointer.ts';
import type { RuleInfo } from '../model/rule.ts';
import type { Extra } from '../render/customs.ts';

/** A field of one of the objects of a cluster: of the one that must change, as a rule the one that refers to another. */
interface OfObject {
  readonly object: KubeObject;
  /** JSON Pointer within it. */
  readonly path: Pointer;
  /** A character of the text there. */
  readonly offset?: number | undefined;
}

/** A field of an object in one cluster of the fleet. */
export interface OfCluster extends OfObject {
  readonly region: string;
}

/** What is delivered: the fleet, and what people add by hand. */
export interface Delivered {
  readonly fleet: Fleet;
  readonly extras: readonly Extra[];
}

/** Where the value of a resolved field was set: in the strongest layer that sets it. */
export interface Layers {
  agent(agent: string, region: string, ...path: string[]): Pointer;
  setting(component: string, region: string, ...path: string[]): Pointer;
  station(region: string, ...path: string[]): Pointer;
  /** Of what a region says of itself, such as `versions`. */
  region(region: string, ...path: string[]): Pointer;
}

/** What a rule about the resolved fleet may ask. */
export interface FleetContext extends Layers {
  /** Every code there is. */
  readonly codes: readonly string[];
  /** Kinds that the fleet brings. */
  readonly kinds: Kinds;
}

/** A field of an object that is wrong at the versions of its cluster. */
interface AtVersion extends InObject {
  /** The system whose version makes it wrong. */
  readonly system?: System;
}

/** What rules of each scope are given, and where in it they find something. */
interface Scopes {
  spec: { given: [spec: FleetSpec, declared: readonly Declared[]]; where: Spot };
  fleet: { given: [fleet: Fleet, context: FleetContext]; where: Spot };
  object: { given: [object: KubeObject, kinds: Kinds]; where: InObject };
  api: { given: [object: KubeObject, versions: Versions]; where: AtVersion };
  cluster: { given: [cluster: Cluster]; where: OfObject };
  clusters: { given: [clusters: ReadonlyMap<string, Cluster>]; where: OfCluster };
  delivery: { given: [delivered: Delivered, layers: Layers]; where: Spot };
}

/** Scopes whose rules are run; those of the others are found where something is read. */
export type Runnable = keyof Scopes;

/** What a rule of a scope yields. */
export type FoundIn<S extends Runnable> = Found<Scopes[S]['where']>;

/** How lint read the object that something was found in. */
export interface Seen {
  /** Shown for illustration, in documentation: what goes without saying may be left out. */
  readonly sketch: boolean;
  /** Whether the objects are all that their cluster has. */
  readonly whole: boolean;
  /** Whether it is of a kind of Kubernetes itself. */
  readonly served: boolean;
}

/**
 * A rule: what can be wrong, and the function that finds it. It never knows whether it looks at objects of ours or of
 * somebody else, of one region or of a hundred.
 */
export interface Rule<S extends Runnable> extends RuleInfo {
  readonly scope: S;
  /** Kinds of objects it looks at, as `group/Kind`, the core group being empty; absent: all. */
  readonly kinds?: readonly string[];
  /** Whether what it finds can be waived; absent: if it is about objects. */
  readonly waivable?: boolean;
  /** Not said of an object whose API the region does not serve: that is said already. */
  readonly onlyIfServed?: true;
  /** Only said where no other rule calls the same place, or what it stands in, an error. */
  readonly backstop?: true;
  /** What tools fill in elsewhere, such as `{{ … }}` and `${…}`, means something to the texts it looks at: they are not taken for templates. */
  readonly readsPlaceholders?: true;
  /** Whether what it found is no matter in manifests that somebody else wrote. */
  readonly forgives?: (found: FoundIn<S>, seen: Seen) => boolean;
  run(...given: Scopes[S]['given']): Iterable<FoundIn<S>>;
}

/** A rule of a scope. @param rule the rest of it */
export function defineRule<S extends Runnable>(scope: S, rule: Omit<Rule<S>, 'scope'>): Rule<S> {
  return { ...rule, scope };
}

/** What was found in one object, and by which rule. */
export type ObjectFinding = FoundIn<'object'> & { readonly rule: Rule<'object'> };

/** What is wrong with an object at the versions of its cluster, and by which rule. */
export type ApiFinding = FoundIn<'api'> & { readonly rule: Rule<'api'> };

/** What was found between the objects of a cluster, and by which rule. */
export type ClusterFinding = FoundIn<'cluster'> & { readonly rule: Rule<'cluster'> };
