import { celFlaw } from '../../../k8s/crd/cel/syntax.ts';
import { having } from '../../../k8s/having.ts';
import { child, defineRule } from '../../kit.ts';

/** https://kubernetes.io/docs/reference/using-api/cel/ */
export const rule = defineRule('object', {
  code: 'language/cel',
  severity: 'error',
  what: 'An expression of an admission policy, a webhook or a selector of devices is no CEL.',
  why: 'The API server refuses the object.',
  fix: 'Correct the expression where the finding points.',
  order: 65,
  kinds: [
    'admissionregistration.k8s.io/MutatingAdmissionPolicy',
    'admissionregistration.k8s.io/MutatingWebhookConfiguration',
    'admissionregistration.k8s.io/ValidatingAdmissionPolicy',
    'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
    'resource.k8s.io/DeviceClass',
    'resource.k8s.io/ResourceClaim',
    'resource.k8s.io/ResourceClaimTemplate',
  ],
  *run(object) {
    for (const key of ['expression', 'messageExpression', 'valueExpression']) {
      for (const { at, item } of having(object, key)) {
        const text = item[key];
        // What changes an object has a syntax of its own; what is absent is said elsewhere.
        if (typeof text !== 'string' || text === '' || at.startsWith('/spec/mutations')) continue;
        const flaw = celFlaw(text);
        if (flaw !== undefined) yield { path: child(at, key), offset: flaw.offset, message: `the expression does not compile: ${flaw.message}` };
      }
    }
  },
});
