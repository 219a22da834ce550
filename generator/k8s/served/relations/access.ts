import { isMap } from '../../../model/data.ts';
import { fields, type Fields } from '../../look.ts';
import { shownValue } from '../../shown.ts';
import { has, listOf, needs, all, needing, oneOfThese, type Wrong, type Relation } from '../relation.ts';
import { paramRef, policyExpressions, reviewVersions, webhookExpressions } from './policies.ts';

const RBAC = 'rbac.authorization.k8s.io';

function* subject(item: Fields): Iterable<Wrong> {
  const { kind, apiGroup } = item;
  yield* needs(item, 'name');
  if (kind === 'ServiceAccount') {
    if (has(item, 'apiGroup')) yield { key: 'apiGroup', message: 'must be empty for a ServiceAccount' };
  } else if (kind === 'User' || kind === 'Group') {
    if (has(item, 'apiGroup') && apiGroup !== RBAC) yield { key: 'apiGroup', message: `must be ${RBAC}` };
  } else if (kind !== undefined) yield { key: 'kind', message: `must be one of Group, ServiceAccount, User, not ${shownValue(kind)}` };
}

function* policyRule(item: Fields): Iterable<Wrong> {
  yield* needs(item, 'verbs');
  const urls = listOf(item['nonResourceURLs']).length > 0;
  if (urls) {
    for (const key of ['apiGroups', 'resources', 'resourceNames'])
      if (listOf(item[key]).length > 0) yield { key, message: 'must not stand beside nonResourceURLs' };
    return;
  }
  yield* needs(item, 'apiGroups', 'resources');
}

const SUBJECTS: Readonly<Record<string, string>> = { Group: 'group', ServiceAccount: 'serviceAccount', User: 'user' };

function* flowSubject(item: Fields): Iterable<Wrong> {
  const own = SUBJECTS[String(item['kind'])];
  if (own === undefined) return;
  if (!isMap(item[own])) yield { message: `needs ${own}, since kind is ${String(item['kind'])}` };
  for (const [kind, key] of Object.entries(SUBJECTS)) if (key !== own && isMap(item[key])) yield { key, message: `is for kind ${kind} alone` };
}

/** What a hash of a request is dealt from: apiserver, pkg/util/shufflesharding, MaxHashBits and RequiredEntropyBits. */
const HASH_BITS = 60;
/** flowcontrol/v1/defaults.go. */
const USUAL = { queues: 64, handSize: 8 };

function* queuing(item: Fields): Iterable<Wrong> {
  const { queues, handSize } = { ...USUAL, ...Object.fromEntries(Object.entries(item).filter(([, value]) => value !== null && value !== 0)) };
  if (typeof queues !== 'number' || typeof handSize !== 'number' || queues < 1 || handSize < 1) return;
  if (handSize > queues) yield { key: 'handSize', message: `must not be more than queues, ${queues}` };
  else if (Math.ceil(handSize * Math.log2(queues)) > HASH_BITS) yield { key: 'handSize', message: `is too much for ${queues} queues` };
}

export const ACCESS_RELATIONS: Readonly<Record<string, Relation>> = {
  'admissionregistration.v1.RuleWithOperations': needing('operations', 'apiGroups', 'apiVersions', 'resources'),
  'admissionregistration.v1.NamedRuleWithOperations': needing('operations', 'apiGroups', 'apiVersions', 'resources'),
  'admissionregistration.v1.ParamKind': needing('apiVersion', 'kind'),
  'admissionregistration.v1.ParamRef': paramRef,
  'admissionregistration.v1.ValidatingWebhook': all(reviewVersions, webhookExpressions),
  'admissionregistration.v1.MutatingWebhook': all(reviewVersions, webhookExpressions),
  'admissionregistration.v1.ValidatingAdmissionPolicySpec': all(policyExpressions, function* (item) {
    if (listOf(item['validations']).length === 0 && listOf(item['auditAnnotations']).length === 0)
      yield { message: 'needs validations or auditAnnotations' };
    yield* needs(item, 'matchConstraints');
  }),
  'admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec': all(needing('policyName', 'validationActions'), function* (item) {
    const actions = listOf(item['validationActions']);
    if (actions.includes('Deny') && actions.includes('Warn')) yield { key: 'validationActions', message: 'Deny and Warn must not stand together' };
  }),
  'apiregistration.v1.APIService': function* (item) {
    yield* needs(item, 'spec');
    const { group, version } = fields(item['spec']);
    const name = `${String(version)}.${typeof group === 'string' ? group : ''}`;
    if (typeof version === 'string' && fields(item['metadata'])['name'] !== name)
      yield { key: 'metadata', message: `must have the name ${shownValue(name)}, of version and group` };
  },
  'apiregistration.v1.APIServiceSpec': all(needing('version', 'groupPriorityMinimum', 'versionPriority'), function* (item) {
    // kube-aggregator, pkg/apis/apiregistration/validation/validation.go, ValidateAPIService.
    const remote = isMap(item['service']);
    for (const key of ['caBundle', 'insecureSkipTLSVerify'])
      if (!remote && has(item, key) && item[key] !== false) yield { key, message: 'is for an APIService with a service' };
    if (remote && item['insecureSkipTLSVerify'] === true && has(item, 'caBundle'))
      yield { key: 'insecureSkipTLSVerify', message: 'stands beside caBundle: one of them, not both' };
  }),
  'rbac.v1.AggregationRule': needing('clusterRoleSelectors'),
  'apiregistration.v1.ServiceReference': needing('name', 'namespace'),
  'rbac.v1.Subject': subject,
  'rbac.v1.PolicyRule': policyRule,
  'rbac.v1.RoleRef': needing('kind', 'name'),
  'admissionregistration.v1.WebhookClientConfig': oneOfThese('service', 'url'),
  'flowcontrol.v1.Subject': flowSubject,
  'flowcontrol.v1.FlowSchema': all(needing('spec'), function* (item) {
    if (fields(item['spec'])['matchingPrecedence'] === 1 && fields(item['metadata'])['name'] !== 'exempt')
      yield { below: '/spec/matchingPrecedence', message: '1 is for the schema of the name exempt alone' };
  }),
  'flowcontrol.v1.FlowSchemaSpec': needing('priorityLevelConfiguration'),
  'flowcontrol.v1.ResourcePolicyRule': function* (item) {
    yield* needs(item, 'verbs', 'apiGroups', 'resources');
    if (item['clusterScope'] !== true) yield* needs(item, 'namespaces');
  },
  'flowcontrol.v1.NonResourcePolicyRule': needing('verbs', 'nonResourceURLs'),
  'flowcontrol.v1.PriorityLevelConfiguration': needing('spec'),
  'flowcontrol.v1.LimitedPriorityLevelConfiguration': needing('limitResponse'),
  'flowcontrol.v1.QueuingConfiguration': queuing,
  'flowcontrol.v1.PriorityLevelConfigurationSpec': function* (item) {
    yield* needs(item, 'type');
    if (item['type'] === 'Limited' && !isMap(item['limited'])) yield { message: 'needs limited, since type is Limited' };
    if (item['type'] === 'Limited' && isMap(item['exempt'])) yield { key: 'exempt', message: 'is for type Exempt alone' };
    if (item['type'] === 'Exempt' && isMap(item['limited'])) yield { key: 'limited', message: 'is for type Limited alone' };
  },
  'flowcontrol.v1.LimitResponse': function* (item) {
    yield* needs(item, 'type');
    if (item['type'] === 'Queue' && !isMap(item['queuing'])) yield { message: 'needs queuing, since type is Queue' };
    if (item['type'] === 'Reject' && isMap(item['queuing'])) yield { key: 'queuing', message: 'is for type Queue alone' };
  },
};
