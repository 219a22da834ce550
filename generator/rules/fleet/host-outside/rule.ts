import { furtherHosts } from '../../../fleet/hosts.ts';
import type { Fleet } from '../../../fleet/fleet.ts';
import { isWithin } from '../../../k8s/hosts.ts';
import { defineRule, quoted, type Pointer } from '../../kit.ts';

export const rule = defineRule('fleet', {
  code: 'fleet/host-outside',
  severity: 'error',
  what: 'A further host of an agent is none that the fleet can give it.',
  why: 'Nobody would publish it, or prove to an authority whose it is: the keys of a region write names of the zone alone, and what lies in the part of a region is that region’s.',
  fix: 'Write one label, for a host below each region of the agent, or a name within the zone that lies below no region.',
  order: 111,
  *run(fleet, where) {
    const said = new Set<Pointer>();
    for (const { name: region, placements } of fleet.regions) {
      for (const { agent } of placements) {
        for (const { name, key, full } of furtherHosts(agent, region, fleet.zone.name)) {
          const problem = full ? problemOf(name, fleet) : undefined;
          const at = where.agent(agent.name, region, 'hosts', key);
          if (problem === undefined || said.has(at)) continue;
          said.add(at);
          yield {
            path: at,
            message: `host ${quoted(name)} of agent "${agent.name}" ${problem}`,
            hint: `write one label, as in "docs" for docs.${region}.${fleet.zone.name}, or a name as docs.${fleet.zone.name}`,
          };
        }
      }
    }
  },
});

function problemOf(name: string, { zone, regions }: Fleet): string | undefined {
  if (name === zone.name) return 'is the zone itself, at which no alias can stand';
  if (!isWithin(name, zone.name)) return `does not lie in the zone "${zone.name}"`;
  const region = regions.find((each) => isWithin(name, `${each.name}.${zone.name}`));
  return region === undefined ? undefined : `lies in the part of the zone that the region "${region.name}" has`;
}
