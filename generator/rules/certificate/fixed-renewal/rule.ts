import { acmeServer, asksDuration } from '../../../k8s/issuers.ts';
import { defineRule, fields, shown, text } from '../../kit.ts';

export const rule = defineRule('cluster', {
  code: 'certificate/fixed-renewal',
  severity: 'warning',
  what: 'A certificate of an ACME authority is given a lifetime or a fixed time of renewal.',
  why: "Let's Encrypt chooses the lifetime and shortens it: 64 days from February 2027, 45 from February 2028.",
  source: 'https://letsencrypt.org/2025/12/02/from-90-to-45',
  fix: 'Leave `duration` out and write `renewBeforePercentage`.',
  order: 10,
  *run(cluster) {
    for (const certificate of cluster.subjects('cert-manager.io/Certificate')) {
      const spec = fields(certificate['spec']);
      const [duration, renewBefore] = [text(spec['duration']), text(spec['renewBefore'])];
      if (acmeServer(cluster, certificate) === undefined) continue;
      if (duration !== undefined && !asksDuration(cluster, certificate))
        yield {
          object: certificate,
          path: '/spec/duration',
          message: `asks for ${shown(String(duration))}, but an ACME authority chooses the lifetime itself`,
          hint: 'leave duration out',
        };
      if (renewBefore !== undefined)
        yield {
          object: certificate,
          path: '/spec/renewBefore',
          message: `renews ${shown(String(renewBefore))} before the end, however short the lifetime becomes`,
          hint: 'write renewBeforePercentage (cert-manager 1.16 or later), or leave it out',
        };
    }
  },
});
