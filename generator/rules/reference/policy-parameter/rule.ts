import { defineRule, fields, isMap, objectTitle, text } from '../../kit.ts';

const GROUP = 'admissionregistration.k8s.io';

/** apiserver, pkg/admission/plugin/policy/generic/policy_dispatcher.go, CollectParams. */
export const rule = defineRule('cluster', {
  code: 'reference/policy-parameter',
  severity: 'warning',
  what: 'A binding and its admission policy do not agree on whether there is a parameter.',
  why: 'A policy that reads `params` fails without one, and by its failurePolicy refuses every request or lets it pass. A parameter that the policy does not ask for is passed over.',
  source: 'https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#parameter-resources',
  fix: 'Write `paramKind` in the policy and `paramRef` in each binding, or neither.',
  *run(cluster) {
    for (const kind of ['ValidatingAdmissionPolicy', 'MutatingAdmissionPolicy']) {
      for (const binding of cluster.subjects(`${GROUP}/${kind}Binding`)) {
        const spec = fields(binding['spec']);
        const policies = cluster.named(`${GROUP}/${kind}`, text(spec['policyName']) ?? '');
        const wants = policies.map((policy) => isMap(fields(policy['spec'])['paramKind']));
        const gives = isMap(spec['paramRef']);
        const [policy] = policies;
        // Of several policies of one name, as documentation has them, one that fits is enough.
        if (policy === undefined || wants.includes(gives)) continue;
        yield {
          object: binding,
          path: gives ? '/spec/paramRef' : '/spec',
          message: gives
            ? `gives a parameter to ${objectTitle(policy)}, which has no paramKind and does not read it`
            : `gives no parameter to ${objectTitle(policy)}, whose paramKind asks for one`,
          hint: gives
            ? 'write paramKind in the policy, or leave paramRef out'
            : 'write paramRef: the name of the object, and parameterNotFoundAction',
          related: [{ object: policy, path: gives ? '/spec' : '/spec/paramKind', note: 'the policy' }],
        };
      }
    }
  },
});
