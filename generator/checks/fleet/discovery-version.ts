import { dnsSettings, managesDns } from '../../kube/dns-settings.ts';
import { child } from '../../model/pointer.ts';
import { serves } from '../../versions/serves.ts';
import { FEATURES } from '../../versions/table.ts';
import type { FleetCheck } from '../check.ts';

export const discoveryVersion: FleetCheck = {
  code: 'fleet/discovery-version',
  *run(fleet, where) {
    for (const region of fleet.regions.filter(managesDns)) {
      const version = region.versions['external-dns'];
      if (!dnsSettings(region).discovery || serves(region.versions, 'ownsTxt')) continue;
      yield {
        code: this.code,
        at: child(child(region.at, 'versions'), 'external-dns'),
        message: `ExternalDNS ${version} in ${region.name} would never change a discovery record again`,
        hint: `deploy ${FEATURES.ownsTxt.since}, or switch discovery off in ${region.name}`,
        related: [{ at: where.setting('dns', region.name, 'discovery'), note: 'asked for here' }],
      };
    }
  },
};
