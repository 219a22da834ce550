import { fields, maps, text, textMap, texts } from './look.ts';

type Labels = Readonly<Record<string, string>>;

/**
 * Whether labels satisfy a label selector (`matchLabels` and `matchExpressions`). An empty selector takes everything, an
 * absent one is the caller's question. https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
 */
export function selects(selector: unknown, labels: Labels): boolean {
  const { matchLabels, matchExpressions } = fields(selector);
  return hasAll(textMap(matchLabels), labels) && maps(matchExpressions, '').every(({ item }) => satisfies(item, labels));
}

/** Whether labels hold all of a plain map, as a Service selects. */
export function hasAll(wanted: Labels, labels: Labels): boolean {
  return Object.keys(wanted).every((key) => labels[key] === wanted[key]);
}

function satisfies(expression: Readonly<Record<string, unknown>>, labels: Labels): boolean {
  const value = labels[text(expression['key']) ?? ''];
  const values = texts(expression['values']);
  switch (expression['operator']) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return true;
  }
}
