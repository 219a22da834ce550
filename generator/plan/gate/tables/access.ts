// https://kubernetes.io/docs/reference/access-authn-authz/rbac/  .../validating-admission-policy/  .../pod-security-admission/

import { text } from '../../../k8s/look.ts';
import { get } from '../../../model/data.ts';
import type { Weight } from '../../../components/weight.ts';
import { any, becomes, first, list, narrower, none, when, wider } from '../rule.ts';
import type { Table } from '../table.ts';
import { METADATA, eachKey } from './metadata.ts';

const RIGHTS = ['power', 'the API server allows more to those it is bound to'] as const;
const LESS = [
  'work',
  'the API server refuses what it allowed: controllers with the account stop working',
  { effect: 'stops', always: true },
] as const;
/** Every single right of rules, as text. */
function rights(rules: unknown): string[] {
  const items = Array.isArray(rules) ? (rules as unknown[]) : [];
  return items.flatMap((rule) => {
    const part = (key: string): unknown[] => {
      const found = get(rule, [key]);
      return Array.isArray(found) ? (found as unknown[]) : [null];
    };
    return part('apiGroups').flatMap((group) =>
      part('resources').flatMap((resource) =>
        part('verbs').flatMap((verb) =>
          part('resourceNames').flatMap((name) => part('nonResourceURLs').map((url) => JSON.stringify([group, resource, verb, name, url]))),
        ),
      ),
    );
  });
}

const RULES = first(
  when((before, after) => wider(rights(before), rights(after)), ...RIGHTS),
  when((before, after) => narrower(rights(before), rights(after)), ...LESS),
);

const role: Table = {
  kinds: ['rbac.authorization.k8s.io/Role'],
  fields: { ...METADATA, rules: RULES },
  gone: any(...LESS),
  brought: any('power', 'the API server gives rights by it'),
};

const clusterRole: Table = {
  ...role,
  kinds: ['rbac.authorization.k8s.io/ClusterRole'],
  fields: {
    ...METADATA,
    // A label may add the rules to a role of Kubernetes itself.
    'metadata.labels': any('power', 'aggregated roles, such as admin and view, take in the rules'),
    rules: RULES,
    aggregationRule: any('power', 'the rules of other roles are taken in'),
  },
};

const binding: Table = {
  kinds: ['rbac.authorization.k8s.io/RoleBinding', 'rbac.authorization.k8s.io/ClusterRoleBinding'],
  fields: {
    ...METADATA,
    roleRef: any('power', 'the subjects get the rights of another role'),
    subjects: list(any('power', 'more subjects get the rights of the role'), any(...LESS)),
  },
  gone: any(...LESS),
  brought: any('power', 'the API server gives rights by it'),
};

const serviceAccount: Table = {
  kinds: ['/ServiceAccount'],
  fields: {
    ...METADATA,
    automountServiceAccountToken: when((_, after) => after !== false, 'power', 'pods of the account get a token of the API server'),
    imagePullSecrets: any('identity', 'the kubelet pulls images with the credentials of others'),
    secrets: any('identity', 'pods of the account may mount Secrets of others'),
  },
  gone: any('work', 'the API server admits no pods of the account', { effect: 'stops' }),
  brought: none,
};

const ADMITS = 'the cluster admits what it refused';

const policy: Table = {
  kinds: ['admissionregistration.k8s.io/ValidatingAdmissionPolicy'],
  fields: {
    ...METADATA,
    'spec.failurePolicy': when(becomes('Ignore'), 'power', 'the cluster admits everything when an expression fails'),
    'spec.validations': any('power', 'what the cluster admits changes'),
    'spec.variables': any('power', 'what the cluster admits changes'),
    'spec.matchConstraints': any('power', 'the policy judges other objects'),
    'spec.matchConditions': any('power', 'the policy judges other objects'),
    'spec.paramKind': any('power', 'the policy is configured from elsewhere'),
    'spec.auditAnnotations': none,
  },
  gone: any('power', ADMITS),
  brought: any('power', 'what the cluster admits changes'),
};

const policyBinding: Table = {
  kinds: ['admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding'],
  fields: {
    ...METADATA,
    'spec.validationActions': when((before, after) => !Array.isArray(after) || !after.includes('Deny') || wider(after, before), 'power', ADMITS),
    'spec.matchResources': any('power', 'the policy judges other objects'),
    'spec.policyName': any('power', 'another policy is bound'),
    'spec.paramRef': any('power', 'the policy is configured from elsewhere'),
  },
  gone: any('power', ADMITS),
  brought: any('power', 'what the cluster admits changes'),
};

const webhook: Table = {
  kinds: ['admissionregistration.k8s.io/MutatingWebhookConfiguration', 'admissionregistration.k8s.io/ValidatingWebhookConfiguration'],
  fields: { ...METADATA, webhooks: any('power', 'a webhook sees, changes or refuses what is written to the API server') },
  gone: any('power', ADMITS),
  brought: any('power', 'a webhook sees, changes or refuses what is written to the API server'),
};

const LEVELS = ['privileged', 'baseline', 'restricted'];

/** What a lower level of a mode does. */
const LOWERED: Readonly<Record<string, string>> = {
  'pod-security.kubernetes.io/enforce': 'the cluster admits pods with more rights',
  'pod-security.kubernetes.io/audit': 'the cluster no longer tells of pods with more rights',
  'pod-security.kubernetes.io/warn': 'the cluster no longer tells of pods with more rights',
};

function podSecurity(key: string, before: unknown, after: unknown): Weight | undefined {
  const says = LOWERED[key];
  if (says !== undefined) {
    const [old, now] = [before ?? 'privileged', after ?? 'privileged'].map((level) => LEVELS.indexOf(text(level) ?? '')) as [number, number];
    return now < old ? { class: 'power', says } : undefined;
  }
  if (key !== 'pod-security.kubernetes.io/enforce-version') return undefined;
  const minor = (value: unknown): number =>
    value === undefined || value === 'latest' ? Infinity : Number(/^v1\.([0-9]+)$/.exec(text(value) ?? '')?.[1] ?? -1);
  return minor(after) < minor(before) ? { class: 'power', says: 'the cluster judges pods by older, weaker rules: a downgrade' } : undefined;
}

const namespace: Table = {
  kinds: ['/Namespace'],
  fields: {
    ...METADATA,
    'metadata.labels': eachKey((key, before, after) => {
      if (key.startsWith('pod-security.kubernetes.io/')) return podSecurity(key, before, after);
      if (/^app\.kubernetes\.io\/(managed-by|version|component)$/.test(key)) return undefined;
      return { class: 'power', says: 'policies and webhooks select namespaces by their labels' };
    }),
    'spec.finalizers': any('loss', 'a finalizer decides whether the namespace can be deleted'),
  },
  gone: any('loss', 'everything in the namespace goes'),
  brought: any('power', 'objects can be put where none could'),
};

export const access: readonly Table[] = [role, clusterRole, binding, serviceAccount, policy, policyBinding, webhook, namespace];
