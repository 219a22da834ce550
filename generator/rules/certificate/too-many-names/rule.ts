import { acmeIssuerOf, namesOf, solversOf } from '../../../k8s/acme.ts';
import { fields, text } from '../../../k8s/look.ts';
import type { Rule } from '../../rule.ts';

/** https://letsencrypt.org/docs/rate-limits/ */
const MOST = 100;

export const rule: Rule<'cluster'> = {
  code: 'certificate/too-many-names',
  severity: 'error',
  what: "A Certificate asks Let's Encrypt for more than 100 names.",
  why: 'The authority refuses the order, and the certificate is never issued.',
  fix: 'Write several Certificates, or use a wildcard, which needs a solver with `dns01`.',
  scope: 'cluster',
  order: 80,
  *run(cluster) {
    for (const certificate of cluster.subjects('cert-manager.io/Certificate')) {
      const names = new Set(namesOf(certificate).map(({ name }) => name));
      if (names.size <= MOST) continue;
      const issuer = acmeIssuerOf(cluster, certificate);
      const server = text(fields(fields(issuer?.['spec'])['acme'])['server']);
      if (issuer === undefined || server === undefined || !/\bletsencrypt\.org\b/.test(server)) continue;
      yield {
        object: certificate,
        path: '/spec/dnsNames',
        message: `asks for ${names.size} names, and Let's Encrypt puts at most ${MOST} into one certificate`,
        hint: solversOf(issuer).some(({ dns01 }) => dns01)
          ? 'use a wildcard, or several Certificates'
          : 'write several Certificates; a wildcard needs a solver with dns01',
      };
    }
  },
};
