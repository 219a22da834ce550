import { isDnsLabel, isLabelValue, isSubdomain } from '../../../model/names.ts';
import {
  text,
  number,
  items,
  filled,
  nonEmpty,
  alsoEmpty,
  both,
  oneOf,
  label,
  label35,
  subdomain,
  segment,
  qualified,
  port,
  absolute,
  cel,
  type Check,
} from '../check.ts';

const https = text((url) => /^https:\/\/[^/?#@]+(\/[^?#]*)?$/.test(url), 'address of https://host/path');

/** What stands for all stands alone. */
const alone: Check = (value) => (Array.isArray(value) && value.length > 1 && value.includes('*') ? '"*" must be the only item' : undefined);

/** The same fields of types that differ in their name alone. */
function fieldsOf(types: readonly string[], fields: Readonly<Record<string, Check>>): Record<string, Check> {
  return Object.fromEntries(types.flatMap((type) => Object.entries(fields).map(([field, check]) => [`${type}.${field}`, check])));
}

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
  'admissionregistration.v1.ServiceReference.path': absolute,
  ...fieldsOf(['admissionregistration.v1.ValidatingWebhook', 'admissionregistration.v1.MutatingWebhook'], {
    name: alsoEmpty(text((name) => isSubdomain(name) && name.split('.').length >= 3, 'name of three parts with dots between them')),
    timeoutSeconds: number(1, 30),
    sideEffects: both(filled, oneOf('None', 'NoneOnDryRun')),
    admissionReviewVersions: both(filled, items(alsoEmpty(label35))),
  }),
  ...fieldsOf(['admissionregistration.v1.RuleWithOperations', 'admissionregistration.v1.NamedRuleWithOperations'], {
    apiGroups: both(filled, alone),
    apiVersions: both(filled, alone, items(nonEmpty)),
    operations: both(filled, alone, items(alsoEmpty(oneOf('*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE')))),
    resources: both(filled, items(nonEmpty)),
  }),
  'admissionregistration.v1.MatchCondition.name': alsoEmpty(qualified),
  'admissionregistration.v1.MatchCondition.expression': both(filled, cel),
  'admissionregistration.v1.Validation.expression': both(filled, cel),
  'admissionregistration.v1.Validation.messageExpression': cel,
  'admissionregistration.v1.Variable.name': alsoEmpty(text((name) => /^[A-Za-z_]\w*$/.test(name), 'name of a variable')),
  'admissionregistration.v1.Variable.expression': both(filled, cel),
  'admissionregistration.v1.AuditAnnotation.key': alsoEmpty(text((key) => isLabelValue(key), 'key of an annotation')),
  'admissionregistration.v1.AuditAnnotation.valueExpression': both(filled, cel),
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
  'flowcontrol.v1.PriorityLevelConfigurationSpec.type': alsoEmpty(oneOf('Exempt', 'Limited')),
  'flowcontrol.v1.LimitResponse.type': alsoEmpty(oneOf('Queue', 'Reject')),
};
