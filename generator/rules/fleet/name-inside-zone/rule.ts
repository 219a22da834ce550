import { isWithin } from '../../../k8s/hosts.ts';
import { managesDns } from '../dns.ts';
import { child, defineRule, pointer } from '../../kit.ts';

export const rule = defineRule('fleet', {
  code: 'fleet/name-inside-zone',
  severity: 'error',
  what: 'A name server or the host of an ingress lies inside the zone of the agents.',
  why: 'Nothing there would give it an address; below a wildcard it would even be an alias of itself.',
  fix: 'Use a name in the parent zone, such as `ingress-us-east.plugged.in`.',
  order: 280,
  *run({ regions, zone }) {
    const inside = (name: string): boolean => isWithin(name, zone.name);
    const managed = regions.filter(managesDns);
    if (managed.length > 0) {
      for (const [i, server] of zone.nameservers.entries()) {
        if (!inside(server)) continue;
        yield {
          path: pointer('zone', 'nameservers', i),
          message: `name server "${server}" lies inside the zone "${zone.name}", where nothing gives it an address`,
          hint: `use a name in the parent zone, such as "ns${i + 1}.${zone.parent}"`,
        };
      }
    }
    for (const { name, ingressHost, at } of managed) {
      if (!inside(ingressHost)) continue;
      yield {
        path: child(at, 'ingressHost'),
        message: `the ingress host "${ingressHost}" of ${name} lies inside the zone "${zone.name}", where nothing gives it an address`,
        hint: `use a name in the parent zone, such as "ingress-${name}.${zone.parent}"`,
      };
    }
  },
});
