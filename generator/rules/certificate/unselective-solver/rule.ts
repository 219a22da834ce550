import { defineRule, each, fields } from '../../kit.ts';

export const rule = defineRule('cluster', {
  code: 'certificate/unselective-solver',
  severity: 'warning',
  what: 'A DNS-01 solver with a key for one zone answers for every name.',
  why: 'Orders for other zones go to it and fail until somebody reads the events of the Challenge.',
  source: 'https://cert-manager.io/docs/configuration/acme/#adding-multiple-solver-types',
  fix: 'Add `selector.dnsZones`.',
  order: 30,
  *run(cluster) {
    for (const issuer of cluster.subjects('cert-manager.io/ClusterIssuer')) {
      for (const { item, at } of each(issuer, 'spec.acme.solvers[]')) {
        if (fields(item['dns01'])['rfc2136'] === undefined || item['selector'] !== undefined) continue;
        yield {
          object: issuer,
          path: at,
          message: 'solves challenges for every name, with a key that may only write some zone',
          hint: 'add selector: {dnsZones: [the zone the key may write]}',
        };
      }
    }
  },
});
