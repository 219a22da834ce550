import { dnsSettings, managesDns } from '../dns.ts';
import { serves } from '../../../fleet/versions/serves.ts';
import { FEATURES } from '../../../fleet/versions/table.ts';
import { defineRule } from '../../kit.ts';

export const rule = defineRule('fleet', {
  code: 'fleet/discovery-version',
  severity: 'error',
  what: 'Discovery records are asked for in a region whose ExternalDNS cannot keep them up to date.',
  why: 'Before 0.22 it forgets which TXT records are its own: the version that an agent announces would never change again.',
  fix: 'Raise `versions.external-dns` of the region to 0.22, or switch `discovery` off there.',
  order: 300,
  *run(fleet, where) {
    for (const region of fleet.regions.filter(managesDns)) {
      const version = region.versions['external-dns'];
      if (dnsSettings(region).discovery !== true || serves(region.versions, 'ownsTxt')) continue;
      yield {
        path: where.region(region.name, 'versions', 'external-dns'),
        message: `ExternalDNS ${version} in ${region.name} would never change a discovery record again`,
        hint: `deploy ${FEATURES.ownsTxt.since}, or switch discovery off in ${region.name}`,
        related: [{ path: where.setting('dns', region.name, 'discovery'), note: 'asked for here' }],
      };
    }
  },
});
