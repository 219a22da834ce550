import type { Finding, Place } from '../model/finding.ts';
import type { AgentStatus, FleetStatus, PlacementStatus, RegionStatus, RolloutStatus } from './status.ts';

/** All that there is to show of a fleet, for whoever shows it: `schemas/model.schema.json`, docs/model.md. It is a status, and more. */
export interface FleetModel extends FleetStatus {
  readonly modelVersion: 1;
  /** When it was made, as RFC 3339: freezes and what a time line shows rest on it. */
  readonly at: string;
  readonly zone: string;
  readonly repository: Repository;
  readonly regions: readonly RegionModel[];
  readonly agents: readonly AgentModel[];
  readonly placements: readonly PlacementModel[];
  /** How requests come to agents, each for all regions in which it is the same but for the region's name. */
  readonly ways: readonly Way[];
  readonly rollouts?: readonly RolloutModel[];
  readonly freezes: readonly FreezeModel[];
  readonly findings: readonly Finding[];
  /** Why nobody can say what changed last; absent where it is said. */
  readonly withoutHistory?: string;
}

export interface Repository {
  readonly url: string;
  readonly branch: string;
}

/** A commit that changed something. */
export interface Commit {
  readonly id: string;
  /** RFC 3339. */
  readonly at: string;
  readonly by: string;
  readonly subject: string;
}

export interface RegionModel extends RegionStatus {
  /** Absent of a region that `config/` does not have. */
  readonly facts?: RegionFacts;
  /** What else breaks with it. */
  readonly loss: Loss;
  /** The newest commits that changed what is delivered to it, and its own file of `config/` or its lines of `fleet.yaml`. */
  readonly changed: Changed;
}

/** The newest commits that changed it. */
export interface Changed {
  readonly out?: Commit;
  readonly config?: Commit;
}

export interface RegionFacts {
  /** Name under which Argo CD knows the cluster. */
  readonly cluster: string;
  /** The Argo CD that delivers it; absent where the fleet has one. */
  readonly hub?: string;
  readonly groups: readonly string[];
  readonly ingressHost: string;
  readonly versions: Readonly<Record<string, string>>;
  /** The release of the generator on whose output it stays. */
  readonly generator?: string;
  readonly place: Place;
  /** Where it stands in rollouts that are under way. */
  readonly waves: readonly { readonly rollout: string; readonly wave: number; readonly reached: boolean }[];
  readonly components: readonly { readonly name: string; readonly objects: number }[];
  readonly capacity: readonly CapacityRow[];
}

/** Something that pods use, as `config/` has it, and as it is delivered where that is something else. */
export interface CapacityRow {
  /** `pods`, `CPU requests`, or what else a quota limits. */
  readonly what: string;
  /** At the fewest replicas that autoscalers allow, and at the most. */
  readonly now: Amount;
  readonly before?: Amount;
  /** What the quota allows; absent where none limits it. */
  readonly limit?: { readonly text: string; readonly value: number };
}

/** Amounts for people, and as numbers of one unit. */
export interface Amount {
  readonly min: { readonly text: string; readonly value: number };
  readonly max: { readonly text: string; readonly value: number };
}

export interface Loss {
  /** Agents that run nowhere else. */
  readonly alone: readonly string[];
  /** Agents that go on elsewhere. */
  readonly elsewhere: readonly { readonly agent: string; readonly regions: number }[];
  /** Agents of this region whose requests go to others of it, as their egress says. */
  readonly calls: readonly { readonly from: string; readonly to: string }[];
}

export interface AgentModel extends AgentStatus {
  /** Owner in `owner/name@version`; absent of an agent that `config/` does not have. */
  readonly owner?: string;
  /** Where its team is reached. */
  readonly contact?: string;
  readonly tier?: string;
  readonly place?: Place;
  /** What made each of its values, in the order of their paths. */
  readonly values: readonly ValueModel[];
  readonly changed: Changed;
}

/** One value of an agent and what made it. */
export interface ValueModel {
  readonly path: string;
  readonly value: unknown;
  /** Regions in which it holds; absent: all where the agent runs. */
  readonly regions?: readonly string[];
  /** Every layer that set it, weakest first: the last one won. `default` alone: nobody set it. */
  readonly layers: readonly { readonly name: string; readonly value: unknown; readonly place?: Place }[];
}

export interface PlacementModel extends PlacementStatus {
  /** Absent where `config/` does not place it. */
  readonly host?: string;
  /** Its way, as a place in `ways`. */
  readonly way?: number;
}

/** How requests come to an agent: what stands between a name and its pods. */
export interface Way {
  readonly agent: string;
  /** The region whose names it shows. */
  readonly region: string;
  /** Those in which it is the same, that one among them. */
  readonly regions: readonly string[];
  readonly hosts: readonly string[];
  readonly stops: readonly Stop[];
}

export const STEPS = ['dns', 'certificate', 'route', 'service', 'pods', 'policy'] as const;

/** An object on the way. */
export interface Stop {
  readonly step: (typeof STEPS)[number];
  /** `IngressRoute agents/research-agent-hooks` */
  readonly object: string;
  readonly says: readonly string[];
  /** Below `out/`. */
  readonly file: string;
}

export interface RolloutModel extends RolloutStatus {
  readonly place: Place;
  /** When waves were reached, as its file says. */
  readonly history: readonly { readonly wave: number; readonly at: string; readonly by?: string }[];
}

export interface FreezeModel {
  readonly name: string;
  readonly reason: string;
  readonly regions: readonly string[];
  /** RFC 3339; absent: it has begun. */
  readonly from?: string;
  /** RFC 3339; absent: it does not end. */
  readonly until?: string;
  /** Whether it holds in some hours of the week only. */
  readonly windows: boolean;
  /** Whether it holds now. */
  readonly holds: boolean;
  readonly place: Place;
}
