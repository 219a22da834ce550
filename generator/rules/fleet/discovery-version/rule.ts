import { dnsSettings, managesDns } from '../../../components/dns/settings.ts';
import { child } from '../../../model/pointer.ts';
import { serves } from '../../../fleet/versions/serves.ts';
import { FEATURES } from '../../../fleet/versions/table.ts';
import type { FleetCheck } from '../../fleet-rule.ts';

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
