import { having } from '../../../k8s/having.ts';
import { isLabelKey, isLabelValue } from '../../../model/names.ts';
import { child, defineRule, fields, isMap, shownValue, type FoundIn, type Pointer } from '../../kit.ts';

/** Maps below which `labels` are those of Kubernetes; elsewhere they may be Prometheus' or a provider's. */
const OWNERS = /(^|\/)(metadata|managedNamespaceMetadata|secretTemplate)$/;

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
export const rule = defineRule('object', {
  code: 'object/illegal-label',
  severity: 'error',
  what: 'A label or a selector holds a key or a value that Kubernetes does not allow.',
  why: 'The API server refuses the object; a selector that cannot match is found by nobody.',
  fix: 'Shorten it, or move the text to an annotation.',
  order: 70,
  *run(object) {
    for (const field of ['labels', 'matchLabels', 'nodeSelector']) {
      for (const { at, item } of having(object, field)) {
        if (field !== 'labels' || OWNERS.test(at)) yield* labels(child(at, field), item[field]);
      }
    }
    if (object.kind === 'Service') yield* labels('/spec/selector', fields(object['spec'])['selector']);
    for (const { at, item } of having(object, 'matchExpressions')) {
      if (!Array.isArray(item['matchExpressions'])) continue;
      yield* expressions(child(at, 'matchExpressions'), item['matchExpressions']);
      // Elsewhere the schema of the kind knows the operators, and values may be no labels.
      if (object.apiVersion.startsWith('admissionregistration.k8s.io/')) yield* choices(child(at, 'matchExpressions'), item['matchExpressions']);
    }
  },
});

/** Labels repeat from object to object; a bound keeps hostile ones from holding memory. */
const legal = new Set<string>();

function isLegal(key: string, value: string): boolean {
  const both = `${key}=${value}`;
  if (legal.has(both)) return true;
  const is = isLabelKey(key) && isLabelValue(value);
  if (is && legal.size < 10_000) legal.add(both);
  return is;
}

function* labels(path: Pointer, map: unknown): Iterable<FoundIn<'object'>> {
  if (!isMap(map)) return;
  for (const [key, value] of Object.entries(map)) {
    if (typeof value !== 'string') continue; // a nodeSelector of another meaning, or a wrong type, which the schema finds
    if (isLegal(key, value)) continue;
    if (!isLabelKey(key))
      yield {
        path: child(path, key),
        key: true,
        message: `${shownValue(key)} is no legal key of a label`,
        hint: 'prefix.example/name, at most 63 characters after the slash',
      };
    if (!isLabelValue(value))
      yield {
        path: child(path, key),
        message: `${shownValue(value)} is no legal value of a label`,
        hint: 'at most 63 letters, digits, hyphens, underscores and dots; other texts fit into an annotation',
      };
  }
}

const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

/** kubernetes, apimachinery, pkg/apis/meta/v1/validation, ValidateLabelSelectorRequirement */
function* choices(path: Pointer, list: readonly unknown[]): Iterable<FoundIn<'object'>> {
  for (const [i, expression] of list.entries()) {
    const { operator, values } = fields(expression);
    if (typeof operator === 'string' && !OPERATORS.includes(operator))
      yield {
        path: `${path}/${i}/operator`,
        message: `${shownValue(operator)} is no operator of a selector`,
        hint: `there is: ${OPERATORS.join(', ')}`,
      };
    for (const [n, value] of (Array.isArray(values) ? (values as unknown[]) : []).entries()) {
      if (typeof value === 'string' && !isLabelValue(value))
        yield {
          path: `${path}/${i}/values/${n}`,
          message: `${shownValue(value)} is no legal value of a label`,
          hint: 'at most 63 letters, digits, hyphens, underscores and dots; other texts fit into an annotation',
        };
    }
  }
}

function* expressions(path: Pointer, list: readonly unknown[]): Iterable<FoundIn<'object'>> {
  for (const [i, expression] of list.entries()) {
    if (!isMap(expression)) continue;
    const { key, operator, values } = expression;
    const count = Array.isArray(values) ? values.length : 0;
    if (typeof key === 'string' && !isLabelKey(key)) yield { path: `${path}/${i}/key`, message: `${shownValue(key)} is no legal key of a label` };
    if ((operator === 'In' || operator === 'NotIn') && count === 0) yield { path: `${path}/${i}`, message: `${operator} needs values` };
    if ((operator === 'Exists' || operator === 'DoesNotExist') && count > 0)
      yield { path: `${path}/${i}/values`, message: `${operator} takes no values` };
  }
}
