/** The fleet as people write it, once the schema has accepted it. Only what resolution and checks read is spelt out. */
export interface FleetSpec {
  readonly name: string;
  readonly namespace?: string;
  readonly station?: Fields;
  readonly components?: ComponentsSpec;
  readonly agentDefaults?: Fields;
  readonly tiers?: Readonly<Record<string, Fields>>;
  readonly regions: Readonly<Record<string, RegionSpec>>;
  readonly agents?: Readonly<Record<string, AgentSpec>>;
}

export interface RegionSpec extends Fields {
  readonly station?: Fields;
  readonly components?: ComponentsSpec;
  readonly agentOverrides?: Fields;
}

export interface AgentSpec extends Fields {
  readonly regions?: readonly string[];
  readonly overrides?: Readonly<Record<string, Fields>>;
}

export type ComponentsSpec = Readonly<Record<string, Fields>>;
export type Fields = Readonly<Record<string, unknown>>;
