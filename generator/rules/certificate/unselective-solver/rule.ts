import { fields, maps } from '../../../k8s/look.ts';
import type { WorldRule } from '../../cluster-rule.ts';

/** A solver that holds a DNS key and no selector answers for every name that anybody in the cluster asks for. */
export const unselectiveSolver: WorldRule = {
  code: 'certificate/unselective-solver',
  *run(cluster) {
    for (const issuer of cluster.subjects('cert-manager.io/ClusterIssuer')) {
      for (const { item, at } of maps(fields(fields(issuer['spec'])['acme'])['solvers'], '/spec/acme/solvers')) {
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
};
