import { solversOf } from '../../../k8s/acme.ts';
import type { Rule } from '../../rule.ts';

/** cert-manager's webhook refuses both in one solver (internal/apis/certmanager/validation/issuer.go). */
export const rule: Rule<'object'> = {
  code: 'certificate/solver-types',
  severity: 'error',
  what: 'A solver of an ACME issuer has HTTP-01 and DNS-01 side by side, or neither.',
  why: "cert-manager's webhook refuses the issuer, so nothing is issued by it.",
  fix: 'Write one solver for each, and tell them apart by `selector`.',
  scope: 'object',
  order: 70,
  forgives: (_, { sketch }) => sketch,
  kinds: ['cert-manager.io/Issuer', 'cert-manager.io/ClusterIssuer'],
  *run(object) {
    for (const { at, http01, dns01 } of solversOf(object)) {
      if (http01 !== dns01) continue;
      yield {
        path: at,
        message: http01 ? 'has http01 and dns01: cert-manager takes one of them' : 'has neither http01 nor dns01',
        hint: http01 ? 'write two solvers, with a selector each' : 'add the one that proves the names',
      };
    }
  },
};
