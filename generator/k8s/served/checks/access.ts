import { isDnsLabel, isLabelValue, isSubdomain } from '../../../model/names.ts';
import { shownValue } from '../../shown.ts';
import { servicePathFlaw, webhookUrlFlaw } from '../../webhook.ts';
import {
  text,
  number,
  items,
  filled,
  nonEmpty,
  alsoEmpty,
  both,
  oneOf,
  atMost,
  bytes,
  unrepeated,
  natural,
  label,
  label35,
  subdomain,
  segment,
  qualified,
  port,
  cel,
  type Check,
} from '../check.ts';

const https: Check = (value) => (typeof value === 'string' ? webhookUrlFlaw(value) : undefined);

const servicePath: Check = (value) => (typeof value === 'string' ? servicePathFlaw(value) : undefined);

/** What stands for all stands alone. */
const alone: Check = (value) => (Array.isArray(value) && value.length > 1 && value.includes('*') ? '"*" must be the only item' : undefined);

/** The same fields of types that differ in their name alone. */
function fieldsOf(types: readonly string[], fields: Readonly<Record<string, Check>>): Record<string, Check> {
  return Object.fromEntries(types.flatMap((type) => Object.entries(fields).map(([field, check]) => [`${type}.${field}`, check])));
}

const failurePolicy = alsoEmpty(oneOf('Fail', 'Ignore'));
const matchPolicy = alsoEmpty(oneOf('Equivalent', 'Exact'));

/** A version, and a group before it unless it is that of the core. */
function isApiVersion(name: string): boolean {
  const [version = '', group, ...more] = name.split('/').toReversed();
  return more.length === 0 && isDnsLabel(version) && /^[a-z]/.test(version) && (group === undefined || group === '' || isSubdomain(group));
}

/** kubernetes, pkg/apis/admissionregistration/validation/validation.go, validateResources. */
const resourceNames: Check = (value) => {
  if (!Array.isArray(value)) return undefined;
  const names = (value as unknown[]).filter((name): name is string => typeof name === 'string');
  if (names.length > 1 && names.includes('*/*')) return '"*/*" must be the only item';
  const [all, parts] = [new Set<string>(), new Set<string>()];
  let plain = false;
  for (const name of names) {
    const slash = name.indexOf('/');
    if (slash === -1) {
      plain = name !== '*';
      continue;
    }
    const [resource, part] = [name.slice(0, slash), name.slice(slash + 1)];
    if (all.has(resource)) return `"${resource}/*" holds ${shownValue(name)} already`;
    if (parts.has(part)) return `"*/${part}" holds ${shownValue(name)} already`;
    if (part === '*') all.add(resource);
    if (resource === '*') parts.add(part);
  }
  return plain && names.includes('*') ? '"*" holds all other resources already' : undefined;
};

export const ACCESS_CHECKS: Readonly<Record<string, Check>> = {
  'rbac.v1.Subject.name': filled,
  'rbac.v1.Subject.kind': filled,
  'rbac.v1.RoleRef.name': alsoEmpty(segment),
  'rbac.v1.RoleRef.kind': filled,
  'rbac.v1.AggregationRule.clusterRoleSelectors': filled,
  'rbac.v1.PolicyRule.verbs': filled,
  'admissionregistration.v1.WebhookClientConfig.url': https,
  'admissionregistration.v1.ServiceReference.name': filled,
  'admissionregistration.v1.ServiceReference.namespace': filled,
  'admissionregistration.v1.ServiceReference.port': port,
  'admissionregistration.v1.ServiceReference.path': servicePath,
  ...fieldsOf(['admissionregistration.v1.ValidatingWebhook', 'admissionregistration.v1.MutatingWebhook'], {
    name: alsoEmpty(text((name) => isSubdomain(name) && name.split('.').length >= 3, 'name of three parts with dots between them')),
    timeoutSeconds: number(1, 30),
    failurePolicy,
    matchPolicy,
    matchConditions: atMost(64),
    sideEffects: both(filled, oneOf('None', 'NoneOnDryRun')),
    admissionReviewVersions: both(filled, items(alsoEmpty(label35))),
  }),
  ...fieldsOf(['admissionregistration.v1.RuleWithOperations', 'admissionregistration.v1.NamedRuleWithOperations'], {
    apiGroups: both(filled, alone),
    apiVersions: both(filled, alone, items(nonEmpty)),
    operations: both(filled, alone, items(alsoEmpty(oneOf('*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE')))),
    resources: both(filled, items(nonEmpty), resourceNames),
    scope: alsoEmpty(oneOf('*', 'Cluster', 'Namespaced')),
  }),
  'admissionregistration.v1.NamedRuleWithOperations.resourceNames': both(items(segment), unrepeated),
  'admissionregistration.v1.MutatingWebhook.reinvocationPolicy': alsoEmpty(oneOf('IfNeeded', 'Never')),
  'admissionregistration.v1.MatchResources.matchPolicy': matchPolicy,
  'admissionregistration.v1.ValidatingAdmissionPolicySpec.failurePolicy': failurePolicy,
  'admissionregistration.v1.ValidatingAdmissionPolicySpec.matchConditions': atMost(64),
  'admissionregistration.v1.ValidatingAdmissionPolicySpec.auditAnnotations': atMost(20),
  'admissionregistration.v1.Validation.reason': alsoEmpty(oneOf('Forbidden', 'Invalid', 'RequestEntityTooLarge')),
  'admissionregistration.v1.ParamRef.name': segment,
  'admissionregistration.v1.ParamRef.parameterNotFoundAction': alsoEmpty(oneOf('Allow', 'Deny')),
  'admissionregistration.v1.ParamKind.apiVersion': alsoEmpty(text(isApiVersion, 'apiVersion such as example.com/v1')),
  'admissionregistration.v1.MatchCondition.name': alsoEmpty(qualified),
  'admissionregistration.v1.MatchCondition.expression': both(filled, cel),
  'admissionregistration.v1.Validation.expression': both(filled, cel),
  'admissionregistration.v1.Validation.messageExpression': cel,
  'admissionregistration.v1.Variable.name': alsoEmpty(text((name) => /^[A-Za-z_]\w*$/.test(name), 'name of a variable')),
  'admissionregistration.v1.Variable.expression': both(filled, cel),
  'admissionregistration.v1.AuditAnnotation.key': alsoEmpty(text((key) => isLabelValue(key), 'key of an annotation')),
  'admissionregistration.v1.AuditAnnotation.valueExpression': both(filled, bytes(5120), cel),
  'admissionregistration.v1.ParamKind.kind': alsoEmpty(text((kind) => isDnsLabel(kind.toLowerCase()), 'name of a kind')),
  'admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec.policyName': alsoEmpty(subdomain),
  'admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec.validationActions': both(filled, items(alsoEmpty(oneOf('Audit', 'Deny', 'Warn')))),
  'apiregistration.v1.APIServiceSpec.version': alsoEmpty(label),
  'apiregistration.v1.APIServiceSpec.group': subdomain,
  'apiregistration.v1.ServiceReference.name': filled,
  'apiregistration.v1.ServiceReference.namespace': filled,
  'apiregistration.v1.APIServiceSpec.groupPriorityMinimum': number(1, 20_000),
  'apiregistration.v1.APIServiceSpec.versionPriority': number(1, 1000),
  'apiregistration.v1.ServiceReference.port': port,
  'flowcontrol.v1.FlowSchemaSpec.matchingPrecedence': number(0, 10_000),
  'flowcontrol.v1.PriorityLevelConfigurationReference.name': alsoEmpty(subdomain),
  'flowcontrol.v1.FlowDistinguisherMethod.type': alsoEmpty(oneOf('ByNamespace', 'ByUser')),
  'flowcontrol.v1.Subject.kind': alsoEmpty(oneOf('Group', 'ServiceAccount', 'User')),
  'flowcontrol.v1.PolicyRulesWithSubjects.subjects': filled,
  'flowcontrol.v1.ServiceAccountSubject.name': alsoEmpty(text((name) => name === '*' || isSubdomain(name), 'name of a ServiceAccount')),
  'flowcontrol.v1.ServiceAccountSubject.namespace': alsoEmpty(label),
  'flowcontrol.v1.ResourcePolicyRule.verbs': both(
    filled,
    alone,
    items(alsoEmpty(oneOf('*', 'create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'proxy', 'update', 'watch'))),
  ),
  'flowcontrol.v1.ResourcePolicyRule.apiGroups': both(filled, alone),
  'flowcontrol.v1.ResourcePolicyRule.resources': both(filled, alone),
  'flowcontrol.v1.ResourcePolicyRule.namespaces': both(alone, items(alsoEmpty(text((name) => name === '*' || isDnsLabel(name), 'namespace')))),
  'flowcontrol.v1.NonResourcePolicyRule.verbs': both(
    filled,
    alone,
    items(alsoEmpty(oneOf('*', 'connect', 'delete', 'get', 'head', 'options', 'patch', 'post', 'put', 'trace'))),
  ),
  'flowcontrol.v1.NonResourcePolicyRule.nonResourceURLs': both(
    filled,
    alone,
    items(alsoEmpty(text((url) => url === '*' || /^\/([^/\s*]+\/?)*(\*)?$/.test(url), 'path such as /healthz'))),
  ),
  'flowcontrol.v1.LimitedPriorityLevelConfiguration.nominalConcurrencyShares': natural,
  'flowcontrol.v1.LimitedPriorityLevelConfiguration.lendablePercent': number(0, 100),
  'flowcontrol.v1.LimitedPriorityLevelConfiguration.borrowingLimitPercent': natural,
  'flowcontrol.v1.ExemptPriorityLevelConfiguration.nominalConcurrencyShares': natural,
  'flowcontrol.v1.ExemptPriorityLevelConfiguration.lendablePercent': number(0, 100),
  'flowcontrol.v1.QueuingConfiguration.queueLengthLimit': natural,
  'flowcontrol.v1.QueuingConfiguration.queues': number(0, 10_000_000),
  'flowcontrol.v1.QueuingConfiguration.handSize': natural,
  'flowcontrol.v1.PriorityLevelConfigurationSpec.type': alsoEmpty(oneOf('Exempt', 'Limited')),
  'flowcontrol.v1.LimitResponse.type': alsoEmpty(oneOf('Queue', 'Reject')),
};
