export type { AgentSpec, ApprovalSpec, FleetSpec, RegionSpec } from './spec.generated.ts';

/** A map as people write it in some layer; the schema has accepted it. */
export type Fields = Readonly<Record<string, unknown>>;
