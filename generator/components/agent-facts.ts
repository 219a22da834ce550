import type { Agent } from '../fleet/agent.ts';
import type { Station } from '../fleet/fleet.ts';
import type { ClusterFacts, Versions } from '../fleet/region.ts';

/** What the builders of one agent's objects read: facts about the region only as placeholders. */
export interface AgentFacts {
  readonly fleet: { readonly name: string; readonly namespace: string };
  readonly agent: Agent;
  /** Stands for the region's name inside a string. */
  readonly region: string;
  /** The agent's host, with the placeholder for the region. */
  readonly host: string;
  readonly station: Station;
  readonly versions: Versions;
  readonly clusterFacts: ClusterFacts;
  readonly settings: { readonly revisionHistoryLimit: number };
}

/** Whether the agent speaks PAP-CP to its Station. */
export function speaksControlPlane(agent: Pick<Agent, 'mode'>): boolean {
  return agent.mode !== 'hooks';
}

/** Whether the agent serves PAP-Hooks. */
export function speaksHooks(agent: Pick<Agent, 'mode'>): boolean {
  return agent.mode !== 'cp';
}
