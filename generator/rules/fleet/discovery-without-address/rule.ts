import { dnsSettings, managesDns } from '../../../components/dns/settings.ts';
import type { FleetCheck } from '../../fleet-rule.ts';

export const discoveryWithoutAddress: FleetCheck = {
  code: 'fleet/discovery-without-address',
  *run(fleet, where) {
    for (const region of fleet.regions.filter(managesDns)) {
      if (!dnsSettings(region).discovery || region.ingressAddresses.length > 0) continue;
      yield {
        code: this.code,
        at: where.setting('dns', region.name, 'discovery'),
        message: `discovery records in ${region.name} need the addresses of its ingress`,
        hint: `list them under regions.${region.name}.ingressAddresses, or switch discovery off there`,
        related: [{ at: region.at, key: true, note: 'this region has no "ingressAddresses"' }],
      };
    }
  },
};
