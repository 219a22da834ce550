import { isAgentHost } from '../../../k8s/agent.ts';
import { defineRule, fields, text, texts } from '../../kit.ts';

/** PAP's keys are ECDSA P-256 or Ed25519 (PAP-RFC-001 §4.3); cert-manager makes RSA of 2048 bits where nothing is said. */
export const rule = defineRule('cluster', {
  code: 'pap/key-algorithm',
  severity: 'warning',
  what: 'A Certificate for agents has an RSA key.',
  why: 'PAP demands ECDSA P-256 or Ed25519; cert-manager takes RSA of 2048 bits where nothing is said.',
  source: 'PAP-RFC-001, 4.3',
  fix: 'Write `privateKey: {algorithm: ECDSA, size: 256, rotationPolicy: Always}`.',
  order: 70,
  *run(cluster) {
    for (const certificate of cluster.subjects('cert-manager.io/Certificate')) {
      const spec = fields(certificate['spec']);
      if (!texts(spec['dnsNames']).some(isAgentHost)) continue;
      const algorithm = text(fields(spec['privateKey'])['algorithm']);
      if (algorithm !== undefined && algorithm !== 'RSA') continue;
      yield {
        object: certificate,
        path: algorithm === undefined ? '/spec' : '/spec/privateKey/algorithm',
        message: `has an RSA key${algorithm === undefined ? ', for it asks for no other' : ''}, where PAP demands ECDSA P-256 or Ed25519`,
        hint: "write privateKey: {algorithm: ECDSA, size: 256, rotationPolicy: Always}; Let's Encrypt signs no Ed25519",
      };
    }
  },
});
