import { get } from '../model/data.ts';
import type { AgentContext, FleetFacts, RegionContext } from './component.ts';

/** What placeholders may stand for: the name of the region, or the placeholder of it, and as much of the rest as there is. */
export type Named = { readonly fleet: FleetFacts; readonly region: string } & Partial<Omit<AgentContext & RegionContext, 'fleet' | 'region'>>;

/**
 * What a placeholder stands for; undefined where its root is none, or there is no such thing. Values that people write are put in as they are: braces in
 * them are theirs.
 */
export function placeholderValue([root = '', ...below]: readonly string[], context: Named): unknown {
  const { fleet, region } = context;
  const whole = below.length === 0;
  switch (root) {
    case 'region':
      return whole ? region : get(context, below);
    case 'zone':
      return whole ? fleet.zone.name : get(fleet.zone, below);
    case 'fleet':
      return whole ? fleet.name : get(fleet, below);
    case 'host':
      return context.host;
    case 'agent':
    case 'settings':
    case 'station':
    case 'versions':
    case 'clusterFacts':
      return get(context[root], below);
    default:
      return undefined;
  }
}
