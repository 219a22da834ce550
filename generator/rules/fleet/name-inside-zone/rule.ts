import { managesDns } from '../../../components/dns/settings.ts';
import { child, pointer } from '../../../model/pointer.ts';
import type { FleetCheck } from '../../fleet-rule.ts';

export const nameInsideZone: FleetCheck = {
  code: 'fleet/name-inside-zone',
  *run({ regions, zone }) {
    const inside = (name: string): boolean => name === zone.name || name.endsWith(`.${zone.name}`);
    const managed = regions.filter(managesDns);
    if (managed.length > 0) {
      for (const [i, server] of zone.nameservers.entries()) {
        if (!inside(server)) continue;
        yield {
          code: this.code,
          at: pointer('zone', 'nameservers', i),
          message: `name server "${server}" lies inside the zone "${zone.name}", where nothing gives it an address`,
          hint: `use a name in the parent zone, such as "ns${i + 1}.${zone.parent}"`,
        };
      }
    }
    for (const { name, ingressHost, at } of managed) {
      if (!inside(ingressHost)) continue;
      yield {
        code: this.code,
        at: child(at, 'ingressHost'),
        message: `the ingress host "${ingressHost}" of ${name} lies inside the zone "${zone.name}", where nothing gives it an address`,
        hint: `use a name in the parent zone, such as "ingress-${name}.${zone.parent}"`,
      };
    }
  },
};
