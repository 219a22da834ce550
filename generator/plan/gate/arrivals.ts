import { get } from '../../model/data.ts';
import type { Fleet, Region } from '../../fleet/fleet.ts';
import type { Memory } from '../memory.ts';
import type { Weight } from './danger.ts';
import { GUARDS, PROTECTING } from './tables/arrivals.ts';

/** A component that comes to a region with less protection than any region has that has it already. */
export interface Arrival {
  readonly region: string;
  readonly component: string;
  readonly weight: Weight;
}

const GUARDED: readonly string[] = [...new Set(GUARDS.map(([component]) => component))];

/** What comes to a region with less protection than it has in every region where it is delivered. */
export function arrivals({ regions: memory }: Memory, { regions }: Fleet): Arrival[] {
  const isDelivered = ({ name }: Region, component: string): boolean => memory.get(name)?.objects[component] !== undefined;
  const others = regions.filter(({ name }) => memory.has(name));
  const found: Arrival[] = [];
  for (const region of regions) {
    if (region.state !== 'active') continue;
    for (const component of GUARDED) {
      if (isDelivered(region, component) || region.components[component]?.enabled === false) continue;
      const known = others.filter((one) => isDelivered(one, component)).map((one) => one.components[component]);
      if (known.length === 0) continue;
      for (const [name, path, weaker, kind, says] of GUARDS) {
        if (name !== component) continue;
        const values = known.map((settings) => get(settings, path)).filter((value) => path.length === 1 || value !== undefined);
        const now = get(region.components[component], path);
        if ((path.length === 1 || now !== undefined) && weaker(now, values))
          found.push({
            region: region.name,
            component,
            weight: { class: kind, says: `${says}: no region has that yet (${component}.${path.join('.')})` },
          });
      }
    }
    if (memory.has(region.name)) continue;
    for (const [component, weight] of Object.entries(PROTECTING)) {
      if (region.components[component]?.enabled === false && others.length > 0 && others.every((one) => isDelivered(one, component)))
        found.push({ region: region.name, component, weight: { ...weight, says: `${weight.says}, as in no other region` } });
    }
  }
  return found;
}
