import { dnsSettings, managesDns } from '../dns.ts';
import { defineRule } from '../../kit.ts';

export const rule = defineRule('fleet', {
  code: 'fleet/discovery-without-address',
  severity: 'error',
  what: 'Discovery records are asked for in a region whose ingress has no known address.',
  why: 'A TXT record cannot stand beside a CNAME and an SRV record must not point to one, so the agents need address records.',
  fix: 'List the addresses under `ingressAddresses` of the region, or switch `discovery` off there.',
  order: 290,
  *run(fleet, where) {
    for (const region of fleet.regions.filter(managesDns)) {
      if (dnsSettings(region).discovery !== true || region.ingressAddresses.length > 0) continue;
      yield {
        path: where.setting('dns', region.name, 'discovery'),
        message: `discovery records in ${region.name} need the addresses of its ingress`,
        hint: `list them under regions.${region.name}.ingressAddresses, or switch discovery off there`,
        related: [{ path: region.at, key: true, note: 'this region has no "ingressAddresses"' }],
      };
    }
  },
});
