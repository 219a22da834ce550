import type { FleetSpec } from '../spec.ts';
import { groupsOf } from './groups.ts';

/** Whether an agent has been taken away, everywhere or in one region. */
export function isTerminated(spec: FleetSpec, agent: string, region: string): boolean {
  return (ofAgent(spec, agent, region, 'state') ?? spec.agents?.[agent]?.['state']) === 'terminated';
}

/** What a region or one of its groups says of one agent: fields that only stand where one agent is meant. */
export function ofAgent(spec: FleetSpec, agent: string, region: string, key: 'host' | 'state'): string | undefined {
  return (
    spec.agents?.[agent]?.overrides?.[region]?.[key] ??
    groupsOf(spec, region).find(({ spec: group }) => group.agents?.[agent]?.[key] !== undefined)?.spec.agents?.[agent]?.[key]
  );
}
