import { acmeIssuerOf, namesOf, solversOf, solves } from '../../../k8s/acme.ts';
import { objectTitle } from '../../../k8s/object.ts';
import { quoted } from '../../../model/quoted.ts';
import type { Rule } from '../../rule.ts';

/** An order for names of which one cannot be proven fails as a whole, and failures have limits of their own. */
export const rule: Rule<'cluster'> = {
  code: 'certificate/unsolvable-name',
  severity: 'error',
  what: 'A Certificate asks an ACME issuer for a name that none of its solvers proves.',
  why: 'The order stays pending, or fails again and again until the limits of the authority stop it. A wildcard is proven by DNS-01 alone.',
  fix: 'Add a solver whose `selector` fits the name, with `dns01` for a wildcard; or use an issuer that has one.',
  scope: 'cluster',
  order: 60,
  *run(cluster) {
    for (const certificate of cluster.subjects('cert-manager.io/Certificate')) {
      const issuer = acmeIssuerOf(cluster, certificate);
      const solvers = issuer === undefined ? [] : solversOf(issuer);
      if (issuer === undefined || solvers.length === 0) continue;
      for (const { name, at } of namesOf(certificate)) {
        const chosen = solvers.filter((solver) => solves(solver, name, certificate));
        const wildcard = name.startsWith('*.');
        if (chosen.some(({ dns01 }) => dns01 || !wildcard)) continue;
        yield {
          object: certificate,
          path: at,
          message:
            chosen.length === 0
              ? `asks for ${quoted(name)}, which no solver of ${objectTitle(issuer)} is for`
              : `asks for the wildcard ${quoted(name)}, for which ${objectTitle(issuer)} has HTTP-01 alone: authorities prove wildcards by DNS-01`,
          hint: 'add a solver with dns01 whose selector fits the name, or use another issuer',
          related: [{ object: issuer, path: '/spec/acme/solvers', note: 'its solvers' }],
        };
      }
    }
  },
};
