import { defineRule, fields } from '../../kit.ts';

const RULES = [
  ['ingress', 'Ingress'],
  ['egress', 'Egress'],
] as const;

/** Rules of a direction that policyTypes leaves out are passed over in silence (networking.k8s.io/v1, NetworkPolicySpec). */
export const rule = defineRule('object', {
  code: 'object/policy-types',
  severity: 'warning',
  inFleets: 'error',
  what: 'A NetworkPolicy has rules of a direction that its policyTypes leaves out.',
  why: 'The rules have no effect, and nothing says so: traffic that should be confined is not.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  fix: 'Name the direction in policyTypes, or remove the rules.',
  order: 180,
  kinds: ['networking.k8s.io/NetworkPolicy'],
  *run(object) {
    const spec = fields(object['spec']);
    const types = spec['policyTypes'];
    if (!Array.isArray(types) || types.length === 0) return;
    for (const [key, type] of RULES) {
      const list = spec[key];
      if (Array.isArray(list) && list.length > 0 && !types.includes(type))
        yield { path: `/spec/${key}`, message: `has no effect, since policyTypes leaves ${type} out`, hint: `add ${type} to policyTypes` };
    }
  },
});
