import type { Hold } from './holds/hold.ts';
import type { Rollout } from './rollouts/rollout.ts';
import type {
  AgentSpec as AgentAsWritten,
  FleetSpec as FleetAsWritten,
  GroupSpec as GroupAsWritten,
  HubSpec as HubAsWritten,
  RegionSelectionSpec,
} from './spec.generated.ts';

export type { ApprovalSpec, FreezeSpec, RegionSelectionSpec, RegionSpec } from './spec.generated.ts';
export type { FleetSpec as FleetAsWritten } from './spec.generated.ts';

/** What has regions, once they are known by name: sorted, without those that do not exist unless people name them. */
type Placed = {
  readonly regions?: readonly string[];
  /** By what the regions are chosen; absent where people list them. */
  readonly chosenBy?: Exclude<RegionSelectionSpec, readonly string[]>;
};

export type AgentSpec = Omit<AgentAsWritten, 'regions'> & Placed;
export type GroupSpec = Omit<GroupAsWritten, 'regions'> & Placed;
export type HubSpec = Omit<HubAsWritten, 'regions'> & Placed;

/** A fleet as people write it, but for the regions of agents, groups and hubs: those are lists of names. */
export type FleetSpec = Omit<FleetAsWritten, 'agents' | 'groups' | 'gitops'> & {
  readonly gitops: Omit<FleetAsWritten['gitops'], 'hubs'> & { readonly hubs?: { readonly [name: string]: HubSpec } };
  readonly agents?: { readonly [name: string]: AgentSpec };
  readonly groups?: { readonly [name: string]: GroupSpec };
  /** Changes that go through the regions in waves: of `config/rollouts`, sorted by name. */
  readonly rollouts?: readonly Rollout[];
  /** Values that are to stay as they are: of `config/holds`, sorted by name. */
  readonly holds?: readonly Hold[];
};

/** A map as people write it in some layer; the schema has accepted it. */
export type Fields = Readonly<Record<string, unknown>>;
