import type { RegionState } from '../fleet/region.ts';

/** What runs of an agent in a region, as somebody says it. */
export interface Run {
  readonly version: string;
  readonly image: string;
  /** Whether it has no pods because the fleet says so. */
  readonly suspended: boolean;
  /** Whether it takes nothing new because the fleet says so. */
  readonly draining?: true;
}

/** What a cluster has of an agent, as far as its Argo CD told. */
export interface LiveRun {
  /** `same` as `out/`, `other`, `absent` from the cluster, or `unknown`. */
  readonly state: 'same' | 'other' | 'absent' | 'unknown';
  /** What runs; absent where nobody knows. */
  readonly run?: Run;
  /** Why it is unknown. */
  readonly because?: string;
  /** `Synced`, `OutOfSync`, `Unknown`. */
  readonly sync: string;
  /** `Healthy`, `Progressing`, `Degraded`, `Suspended`, `Missing`, `Unknown`. */
  readonly health: string;
  /** Whether the health is that of the agent's Deployment, or of the whole Application where Argo CD keeps no other. */
  readonly healthOf: 'Deployment' | 'Application';
  /** Since when the health is what it is, as RFC 3339. */
  readonly since?: string;
}

/** An agent in a region, by whoever says something about it. `null`: it is not there. */
export interface PlacementStatus {
  readonly agent: string;
  readonly region: string;
  /** What `config/` says. */
  readonly config: Run | null;
  /** What `out/` delivers. */
  readonly out: Run | null;
  /** Only with evidence. */
  readonly live?: LiveRun;
}

export interface RegionStatus {
  readonly name: string;
  /** `unknown`: `out/` still has the region, and `config/` does not. */
  readonly state: RegionState | 'unknown';
  /** Why it stays as it is delivered, and the commit since which it does. */
  readonly held?: {
    readonly because: string;
    readonly since?: string;
    /** Whether `config/` says so: it stays on the output of an older generator, or a freeze holds it. */
    readonly meant?: true;
  };
  /** The freezes that hold it now, whether or not anything waits. */
  readonly frozen?: {
    readonly freezes: readonly string[];
    readonly because: string;
    /** As RFC 3339; absent: no end is in sight. */
    readonly until?: string;
  };
}

export interface AgentStatus {
  readonly name: string;
  /** The team that answers for it. */
  readonly team?: string;
}

/** An operation of Argo CD that is under way or has failed. */
export interface OperationStatus {
  /** `Running`, `Failed`, `Error`, `Terminating`. */
  readonly phase: string;
  readonly revision?: string;
  readonly retries: number;
  readonly message: string;
  /** Whether it still applies what `out/` no longer says: Argo CD begins nothing newer before it ends. */
  readonly holdsOld: boolean;
}

/** An Application that `out/argocd` has, as its Argo CD shows it. */
export interface ApplicationStatus {
  readonly name: string;
  /** Whose Argo CD it is; absent where the fleet has one. */
  readonly hub?: string;
  /** Its region leaves the hub: it shall not sync by itself. */
  readonly leaving?: boolean;
  /** Whether one that shall not still does. */
  readonly automated?: boolean;
  /** Absent of the root Application. */
  readonly region?: string;
  readonly component?: string;
  /** Whether a file of the evidence shows it. The rest is absent where none does. */
  readonly seen: boolean;
  readonly sync?: string;
  readonly health?: string;
  readonly since?: string;
  /** The commit it was compared with last. */
  readonly revision?: string;
  /** Whether that commit delivers the same as `out/`: `null` where nobody can tell. */
  readonly current?: boolean | null;
  readonly deployedAt?: string;
  readonly operation?: OperationStatus;
}

/** A change that goes through the regions in waves. */
export interface RolloutStatus {
  readonly name: string;
  /** How many waves have it, by `config/`. */
  readonly reached: number;
  /** Why no wave may follow. */
  readonly paused?: string;
  readonly waves: readonly { readonly number: number; readonly name: string; readonly regions: readonly string[] }[];
}

/** Where every agent of a fleet stands: `schemas/status.schema.json`. */
export interface FleetStatus {
  readonly statusVersion: 1;
  readonly fleet: string;
  /** Which `out/` was read: `out`, or `out at 1f2e3d4c5b6a`. */
  readonly out: string;
  readonly regions: readonly RegionStatus[];
  readonly agents: readonly AgentStatus[];
  /** By agent, then region. */
  readonly placements: readonly PlacementStatus[];
  /** Only with evidence, and only of the regions that were asked for. */
  readonly applications?: readonly ApplicationStatus[];
  /** Absent: none is under way. */
  readonly rollouts?: readonly RolloutStatus[];
  /** Applications in the evidence that are the fleet's by their labels, and that `out/` no longer has. */
  readonly leftOver?: readonly string[];
  /** How many Applications of the evidence are somebody else's. */
  readonly foreign?: number;
}
