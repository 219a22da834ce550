import { X509Certificate } from 'node:crypto';
import { defineRule } from '../../kit.ts';

const BLOCK = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/** The schema has seen that there are blocks of certificates and nothing else; whether each can be read it cannot say. */
export const rule = defineRule('fleet', {
  code: 'fleet/ca-bundle',
  severity: 'error',
  what: 'A block of `caBundle` is no certificate.',
  why: 'cert-manager reads none of the bundle then, and reaches the ACME server no longer: no certificate is renewed.',
  fix: 'Copy the certificate anew, whole, with its first and last line.',
  order: 316,
  *run({ regions }, where) {
    const told = new Set<string>();
    for (const { name, components } of regions) {
      const bundle = components['certs']?.['caBundle'];
      if (typeof bundle !== 'string' || told.has(bundle)) continue;
      told.add(bundle);
      const blocks = bundle.match(BLOCK) ?? [];
      const broken = blocks.findIndex((block) => !isCertificate(block));
      if (broken === -1) continue;
      yield {
        path: where.setting('certs', name, 'caBundle'),
        message: `block ${broken + 1} of ${blocks.length} is no certificate that can be read`,
        hint: 'copy it anew, whole; openssl x509 -noout -subject reads a good one',
      };
    }
  },
});

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem);
    return true;
  } catch {
    return false; // the only way in which Node.js says so
  }
}
