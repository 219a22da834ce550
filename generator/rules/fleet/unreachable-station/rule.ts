import type { Agent } from '../../../fleet/agent.ts';
import { defineRule, pointer } from '../../kit.ts';

export const rule = defineRule('fleet', {
  code: 'fleet/unreachable-station',
  severity: 'error',
  what: 'NetworkPolicies are written, but no address of the Station or the gateway is known.',
  why: 'A NetworkPolicy matches addresses, not names: the agents would be cut off from what controls them.',
  fix: 'List the addresses under `station.cidrs` and `station.gatewayCidrs`, for the fleet or per region.',
  order: 210,
  *run(fleet) {
    const said = new Set<string>();
    for (const { name, components, station, placements } of fleet.regions) {
      if (components['policies']?.enabled === false) continue;
      const needs: [string, readonly string[], (agent: Agent) => boolean][] = [
        ['cidrs', station.cidrs, ({ mode }) => mode !== 'hooks'],
        ['gatewayCidrs', station.gatewayCidrs, ({ mode }) => mode !== 'cp'],
      ];
      for (const [key, cidrs, concerns] of needs) {
        const agent = placements.find((placement) => concerns(placement.agent))?.agent;
        if (cidrs.length > 0 || agent === undefined || said.has(key)) continue;
        said.add(key);
        yield {
          path: pointer('station'),
          key: true,
          message: `station.${key} names no address, so the NetworkPolicies of ${name} would cut agent "${agent.name}" off from ${key === 'cidrs' ? 'its Station' : 'the hooks gateway'}`,
          hint: `add "${key}: [203.0.113.10/32]" with the real addresses, or switch the component policies off`,
        };
      }
    }
  },
});
