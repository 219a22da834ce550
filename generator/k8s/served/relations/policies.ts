import { fields, maps, type Fields } from '../../look.ts';
import { child, pointer, type Pointer } from '../../../model/pointer.ts';
import { scopeFlaw, type Scope, type ValueType } from '../../crd/cel/scope.ts';
import { isMap } from '../../../model/data.ts';
import { has, listOf, needs, twice, type Relation, type Wrong } from '../relation.ts';

/** What the API server hands an admission policy: apiserver, pkg/admission/plugin/cel/compile.go, BuildRequestType. */
const TEXTS_OF_REQUEST = ['uid', 'name', 'namespace', 'operation', 'subResource', 'requestSubResource', 'userInfo.uid', 'userInfo.username'];
const OF_REQUESTS: readonly (readonly [string, ValueType])[] = [
  ...['object', 'oldObject', 'request', 'namespaceObject'].map((name): [string, ValueType] => [name, undefined]),
  ...TEXTS_OF_REQUEST.map((name): [string, ValueType] => [`request.${name}`, 'string']),
];

function scopeOf(...more: readonly string[]): Scope {
  return new Map([...OF_REQUESTS, ...more.map((name): [string, ValueType] => [name, undefined])]);
}

/** An expression that names what is not there. The authorizer's name is one of the language, so it is looked at by itself. */
function* expressionFlaw(
  item: Fields,
  key: string,
  below: Pointer,
  scope: Scope,
  options: { readonly variables?: Scope | undefined; readonly allowed?: readonly string[] },
): Iterable<Wrong> {
  const text = item[key];
  if (typeof text !== 'string' || text.trim() === '') return;
  const { flaw } = scopeFlaw(text, scope, options);
  if (flaw !== undefined) yield { below: child(below, key), message: `the expression does not compile: ${flaw.message}` };
}

function* conditions(item: Fields, scope: Scope): Iterable<Wrong> {
  const all = maps(item['matchConditions'], '/matchConditions');
  for (const { item: condition, at } of all) yield* expressionFlaw(condition, 'expression', at, scope, { allowed: ['bool'] });
  yield* twice(
    all.map((each) => each.item),
    'name',
    '/matchConditions',
  );
}

const PARAMS = (item: Fields): string[] => (isMap(item['paramKind']) ? ['params'] : []);

/** kubernetes, pkg/apis/admissionregistration/validation/validation.go, validateValidatingAdmissionPolicySpec. */
export const policyExpressions: Relation = function* (item) {
  const params = PARAMS(item);
  const scope = scopeOf(...params);
  yield* conditions(item, scope);
  const list = maps(item['variables'], '/variables');
  let variables: Map<string, ValueType> | undefined;
  if (list.length > 0) variables = new Map();
  for (const { item: variable, at } of list) {
    yield* expressionFlaw(variable, 'expression', at, withVariables(scope, variables), { variables });
    const { name, expression } = variable;
    if (typeof name !== 'string' || typeof expression !== 'string') continue;
    const { type } = scopeFlaw(expression, withVariables(scope, variables), { variables });
    variables?.set(name, type);
  }
  const all = withVariables(scope, variables);
  for (const { item: validation, at } of maps(item['validations'], '/validations')) {
    yield* expressionFlaw(validation, 'expression', at, all, { variables, allowed: ['bool'] });
    yield* expressionFlaw(validation, 'messageExpression', at, all, { variables, allowed: ['string'] });
    const { message, messageExpression } = validation;
    if (typeof message === 'string' && /[\n\r]/.test(message.trim())) yield { below: child(at, 'message'), message: 'must stand on one line' };
    for (const [key, text] of Object.entries({ message, messageExpression }))
      if (typeof text === 'string' && text !== '' && text.trim() === '') yield { below: child(at, key), message: 'must not be blank' };
  }
  for (const { item: annotation, at } of maps(item['auditAnnotations'], '/auditAnnotations'))
    yield* expressionFlaw(annotation, 'valueExpression', at, all, { variables, allowed: ['string', 'null'] });
  yield* twice(listOf(item['auditAnnotations']).map(fields), 'key', '/auditAnnotations');
  if (isMap(item['matchConstraints'])) yield* needs(item['matchConstraints'], 'resourceRules');
};

function withVariables(scope: Scope, variables: Scope | undefined): Scope {
  return variables === undefined ? scope : new Map([...scope, ['variables', undefined] as const]);
}

/** validateWebhook: those of a webhook know no parameters. */
export const webhookExpressions: Relation = (item) => conditions(item, scopeOf());

/** validateAdmissionReviewVersions. */
export const reviewVersions: Relation = function* (item) {
  const versions = listOf(item['admissionReviewVersions']);
  for (const [i, version] of versions.entries())
    if (versions.indexOf(version) < i) yield { below: `/admissionReviewVersions${pointer(i)}`, message: 'stands twice in its list' };
  if (versions.length > 0 && !versions.includes('v1') && !versions.includes('v1beta1'))
    yield { key: 'admissionReviewVersions', message: 'must hold v1 or v1beta1, which the API server reads' };
};

/** validateParamRef. */
export const paramRef: Relation = function* (item) {
  if (has(item, 'name') === isMap(item['selector'])) yield { message: 'needs one of name and selector' };
  yield* needs(item, 'parameterNotFoundAction');
};

/** k8s.io/dynamic-resource-allocation, cel/compile.go: a selector of devices knows the device alone. */
const OF_DEVICES: Scope = new Map<string, ValueType>([
  ['device', undefined],
  ['device.driver', 'string'],
]);

export const deviceExpression: Relation = (item) => expressionFlaw(item, 'expression', '', OF_DEVICES, { allowed: ['bool'] });
