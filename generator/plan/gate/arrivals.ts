import { components } from '../../components/index.ts';
import type { Weight } from '../../components/weight.ts';
import { get } from '../../model/data.ts';
import type { Fleet } from '../../fleet/fleet.ts';
import type { Region } from '../../fleet/region.ts';
import type { Memory } from '../memory.ts';

/** A component that comes to a region with less protection than any region has that has it already. */
export interface Arrival {
  readonly region: string;
  readonly component: string;
  readonly weight: Weight;
}

/** What comes to a region with less protection than it has in every region where it is delivered. */
export function arrivals({ regions: memory }: Memory, { regions }: Fleet): Arrival[] {
  const isDelivered = ({ name }: Region, component: string): boolean => memory.get(name)?.objects[component] !== undefined;
  const others = regions.filter(({ name }) => memory.has(name));
  const found: Arrival[] = [];
  for (const region of regions) {
    if (region.state !== 'active') continue;
    for (const { name: component, protection: { guards = [] } = {} } of components) {
      if (guards.length === 0 || isDelivered(region, component) || region.components[component]?.enabled === false) continue;
      const known = others.filter((one) => isDelivered(one, component)).map((one) => one.components[component]);
      if (known.length === 0) continue;
      for (const [path, weaker, kind, says] of guards) {
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
    for (const { name: component, protection: { missed } = {} } of components) {
      if (missed === undefined) continue;
      if (region.components[component]?.enabled === false && others.length > 0 && others.every((one) => isDelivered(one, component)))
        found.push({ region: region.name, component, weight: { ...missed, says: `${missed.says}, as in no other region` } });
    }
  }
  return found;
}
