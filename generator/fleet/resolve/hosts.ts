import { byCodeUnit } from '../../model/order.ts';
import { isFull } from '../hosts.ts';
import { movesOf } from '../moved.ts';
import type { Fields, FleetSpec } from '../spec.ts';
import { groupsOf } from './groups.ts';
import { rolloutLayers } from './layers.ts';
import { ofAgent } from './of-agent.ts';

/** First labels of the hosts of all agents, as far as they are placed in a region or would be: sorted, each once. */
export function hostsIn(spec: FleetSpec, region: string): string[] {
  const hosts = Object.entries(spec.agents ?? {}).flatMap(([name, own]) => [
    ofAgent(spec, name, region, 'host') ?? own.host ?? name,
    ...hostKeys(spec, name, region).filter((key) => !isFull(key)),
  ]);
  // Below an old host something may be left as well.
  return [...new Set([...hosts, ...movesOf(spec).map(({ from }) => from)])].sort(byCodeUnit);
}

/** Keys of the further hosts of an agent in a region, also of those that a layer takes away. */
function hostKeys(spec: FleetSpec, agent: string, region: string): string[] {
  const own = spec.agents?.[agent];
  const layers: (Fields | undefined)[] = [
    own,
    ...rolloutLayers(spec, region, `agents.${agent}`).map(({ value }) => value),
    own?.overrides?.[region],
    ...groupsOf(spec, region).map(({ spec: group }) => group.agents?.[agent]),
  ];
  return layers.flatMap((layer) => Object.keys(layer?.['hosts'] ?? {}));
}

/** Hosts outside of a region's part of the zone that the config names for it, also of what has been taken away: its records have to be deleted. */
export function namesIn(spec: FleetSpec, region: string, named: readonly string[]): string[] {
  const here = named.filter((agent) => spec.agents?.[agent]?.regions?.includes(region) === true);
  return [...new Set(here.flatMap((agent) => hostKeys(spec, agent, region)).filter(isFull))].sort(byCodeUnit);
}

/** Agents of which any layer of any region names such a host: most fleets have none, and looking all agents through for every region grows with the square. */
export function agentsWithFullHosts({ agents = {}, groups = {}, rollouts = [] }: FleetSpec): string[] {
  return Object.keys(agents).filter((agent) => {
    const layers: (Fields | undefined)[] = [
      agents[agent],
      ...Object.values(agents[agent]?.overrides ?? {}),
      ...Object.values(groups).map((group) => group.agents?.[agent]),
      ...rollouts.map(({ set }) => set[`agents.${agent}`]),
    ];
    return layers.some((layer) => Object.keys(layer?.['hosts'] ?? {}).some(isFull));
  });
}
