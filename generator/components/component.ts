import type { AgentSpec } from '../fleet/spec.ts';
import type { GroupKind, KubeObject } from '../k8s/object.ts';
import type { Agent } from '../fleet/agent.ts';
import type { Fleet, Placement, Settings, Station, Zone } from '../fleet/fleet.ts';
import type { ClusterFacts, RegionState, Versions } from '../fleet/region.ts';
import type { Spot } from '../model/finding.ts';
import type { Pointer } from '../model/pointer.ts';
import type { RequiredSecret } from '../model/required-secret.ts';
import type { Consequence } from './consequence.ts';
import type { MixedFile } from './mixed.ts';
import type { Protection } from './protection.ts';

/** What every object may depend on, whatever the region: nothing here names one. */
export interface FleetFacts {
  readonly name: string;
  readonly namespace: string;
  readonly zone: Zone;
  /** Minor version of Argo CD. */
  readonly argocd: string;
}

/**
 * What an object shared by regions may depend on. Regions that agree on all of it share one base; the region's own
 * name is only to be had as a placeholder.
 */
export interface SharedContext<S extends Settings = Settings> {
  readonly fleet: FleetFacts;
  readonly settings: S;
  readonly versions: Versions;
  readonly clusterFacts: ClusterFacts;
  readonly station: Station;
  /** Hosts outside of the region's part of the zone that its agents have or have had, sorted. */
  readonly names: readonly string[];
  /** Namespaces that the region's components own, sorted. */
  readonly namespaces: readonly string[];
  /** Stands for the region's name inside a string. */
  readonly region: string;
}

export interface AgentContext<S extends Settings = Settings> extends SharedContext<S> {
  readonly agent: Agent;
  /** The agent's host, with the placeholder for the region. */
  readonly host: string;
}

/** What an object about the region may depend on. */
export interface RegionContext<S extends Settings = Settings> extends SharedContext<S> {
  /** The region's name itself. */
  readonly region: string;
  readonly ingressHost: string;
  readonly ingressAddresses: readonly string[];
  readonly placements: readonly Placement[];
  /** Hosts of all agents of the fleet as they are there or would be, sorted: made when they are asked for, as few components do. */
  readonly hosts: () => readonly string[];
}

/** What a file about the whole fleet may depend on. */
export interface FleetContext<S extends Settings = Settings> {
  readonly fleet: Fleet;
  /** Regions that are not decommissioned. */
  readonly regions: readonly (RegionContext<S> & {
    /** Whether the component runs there. */
    readonly enabled: boolean;
    readonly state: RegionState;
    /** Secrets that the region's objects refer to and none of its components makes: with placeholders, sorted. */
    readonly requiredSecrets: readonly RequiredSecret[];
  })[];
}

/** A file of out/ that is no Kubernetes object. */
export interface TextFile {
  /** Below out/. */
  readonly path: string;
  readonly text: string;
}

/** Which key of the fleet a part of an object comes from: kind as `apps/Deployment`, what a JSON Pointer into the object matches, the key. */
export type Cause<K> = readonly [kind: string, path: RegExp, key: K];

/** The same for all objects of a component; the first row that fits counts. */
interface CauseTable<S extends Settings = Settings> {
  /** Objects of one agent, by keys of the agent. */
  readonly agent?: readonly Cause<keyof AgentSpec>[];
  /** All others, by settings of the component. */
  readonly settings?: readonly Cause<keyof S & string>[];
}

/** A field that a controller sets although Git says something: Argo CD shows no difference there, and applies what the cluster has. */
export interface IgnoredField extends GroupKind {
  readonly namespace: string;
  readonly name: string;
  readonly path: Pointer;
}

/** A kind that a component writes. */
export interface OwnKind<S> extends GroupKind {
  /** Whether its settings make it write the kind at all; absent: whatever they are. */
  only?(settings: S): boolean;
  /** Whether a grant of the fleet must give it: nobody else may write the kind because this component does. */
  readonly granted?: true;
}

/**
 * One system that a region runs. A component is a plain object: it says what it owns and returns objects; where they
 * are written, how they are patched and which Application delivers them is not its business.
 */
export interface Component<S extends Settings = Settings> {
  /** Key under `components` in fleet.yaml, folder in out/, part of the Application's name. */
  readonly name: string;
  /** One line for people. */
  readonly summary: string;
  /** Where people read it among the others, lowest first. Gaps leave room. */
  readonly order: number;
  /** Components whose objects this one's refer to. They have a lower order. */
  readonly requires: readonly string[];
  /** Whether fleet.yaml may switch it off. */
  readonly optional: boolean;
  /** Namespaces it puts objects into and owns; `cluster` makes them. The first is its Application's destination. */
  namespaces(fleet: FleetFacts): readonly string[];
  /** Namespaces of the cluster's own systems that it puts objects into. */
  borrowed?(facts: ClusterFacts): readonly string[];
  /** What its settings let it do that no object shows, a sentence each: what comes needs an approval. */
  rights?(settings: S, region: string): readonly string[];
  /** Every kind it may ever write: what its AppProject allows. */
  readonly kinds: readonly OwnKind<S>[];
  /** By which keys of the fleet its objects are as they are: a finding about an object shows that line. */
  readonly causes?: CauseTable<S>;
  /** What it protects; without it, that all of it leaves a region is taken for a loss of power. */
  readonly protection?: Protection;
  /** What it means to people that objects of its kinds change. */
  readonly consequences?: readonly Consequence[];
  /** Secrets its objects refer to, whichever agents run. */
  secrets?(context: SharedContext<S>): RequiredSecret[];
  /** Secrets that its objects of one agent refer to. */
  agentSecrets?(context: AgentContext<S>): RequiredSecret[];
  /** Objects that are the same in every region like this one. */
  common?(context: SharedContext<S>): KubeObject[];
  /** Objects of one agent that regions share; a few of their strings may name the region by its placeholder. */
  agent?(context: AgentContext<S>): KubeObject[];
  /** Objects of one agent that are about the region: each overlay holds them in full. */
  placement?(context: AgentContext<S>): KubeObject[];
  /** Objects that deliver one Secret; each overlay holds them in full. */
  secret?(context: SharedContext<S>, need: RequiredSecret): KubeObject[];
  /** Objects about the region, in full. */
  region?(context: RegionContext<S>): KubeObject[];
  /** Where people wrote down an object that it made, for a component that the fleet brings. */
  origin?(object: KubeObject): Spot | undefined;
  /** Fields of its objects that Argo CD leaves to a controller. */
  ignored?(fleet: FleetFacts, agents: readonly Agent[]): IgnoredField[];
  /** Files about the whole fleet. */
  files?(context: FleetContext<S>): TextFile[];
  /** Of these files, those about one region alone: their paths. */
  regionFiles?(region: string): readonly string[];
  /** Of these files, those in which several regions have a part, by path. */
  readonly mixed?: Readonly<Record<string, MixedFile>>;
}

/** Infers and checks a component's settings where it is written, and forgets them where it is listed. */
export function defineComponent<S extends Settings>(component: Component<S>): Component {
  return component as Component;
}
