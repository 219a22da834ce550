import { acmeIssuerOf } from '../../../k8s/acme.ts';
import { objectTitle } from '../../../k8s/object.ts';
import { fields, text, texts } from '../../../k8s/look.ts';
import type { Rule } from '../../rule.ts';

/** Public authorities certify servers: browsers' root programs end client authentication in their certificates in 2026. */
const PUBLIC = /\b(?:letsencrypt\.org|zerossl\.com|pki\.goog|buypass\.(?:com|no)|ssl\.com|sectigo\.com|digicert\.com)\b/;

export const rule: Rule<'cluster'> = {
  code: 'certificate/client-auth',
  severity: 'warning',
  inFleets: 'error',
  what: 'A Certificate asks a public ACME authority for client authentication.',
  why: 'Such authorities issue certificates for servers only: what they issue is refused where a client proves itself by it, and cert-manager never says why.',
  source: 'https://letsencrypt.org/2025/05/14/ending-tls-client-authentication',
  fix: 'Leave `client auth` out of `usages`, or use an issuer with a private CA.',
  scope: 'cluster',
  order: 90,
  *run(cluster) {
    for (const certificate of cluster.subjects('cert-manager.io/Certificate')) {
      const usages = texts(fields(certificate['spec'])['usages']);
      const index = usages.indexOf('client auth');
      const issuer = index === -1 ? undefined : acmeIssuerOf(cluster, certificate);
      if (issuer === undefined || !PUBLIC.test(text(fields(fields(issuer['spec'])['acme'])['server']) ?? '')) continue;
      yield {
        object: certificate,
        path: `/spec/usages/${index}`,
        message: `asks for client authentication, which the authority of ${objectTitle(issuer)} does not give`,
        hint: 'leave it out, or use an issuer with a private CA',
        related: [{ object: issuer, path: '/spec/acme/server', note: 'the authority' }],
      };
    }
  },
};
