import { dnsSettings, managesDns } from '../dns.ts';
import { defineRule } from '../../kit.ts';

export const rule = defineRule('fleet', {
  code: 'fleet/handover-without-address',
  severity: 'error',
  what: '`handover: addresses` is set in a region whose ingress has no known address.',
  why: 'The agents would have no records of their own, and the wildcard does not answer for hosts that have SRV records below them.',
  fix: 'List the addresses under `ingressAddresses` of the region until the handover is over.',
  order: 304,
  *run(fleet, where) {
    for (const region of fleet.regions.filter(managesDns)) {
      if (dnsSettings(region).handover !== 'addresses' || region.ingressAddresses.length > 0) continue;
      yield {
        path: where.setting('dns', region.name, 'handover'),
        message: `the handover in ${region.name} needs the addresses of its ingress`,
        hint: `list them under regions.${region.name}.ingressAddresses, or write handover: alias if agents had no discovery records there`,
        related: [{ path: region.at, key: true, note: 'this region has no "ingressAddresses"' }],
      };
    }
  },
});
