import type { AgentSeen } from '../agent.ts';
import type { Told, View } from '../brought.ts';

/** What the settings of a component are read from. */
export interface Context {
  readonly view: View;
  readonly agents: readonly AgentSeen[];
  /** Namespace of the agents. */
  readonly namespace: string;
  readonly zone: string;
  readonly told: Told;
}
