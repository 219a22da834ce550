import { isLabelKey, isLabelValue } from '../model/names.ts';

/** A label selector as objects have it: every expression holds. */
export interface LabelSelector {
  readonly matchExpressions: readonly {
    readonly key: string;
    readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    readonly values?: readonly string[];
  }[];
}

/**
 * A label selector as it is typed for kubectl and in targets of Kustomize: `app=web,tier!=test`, `tier in (a, b)`, `tier notin (a)`,
 * `canary`, `!canary`. https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#api
 * @returns the first part that is none, as it stands, where there is one
 */
export function parseLabelSelector(text: string): LabelSelector | string {
  const matchExpressions: LabelSelector['matchExpressions'][number][] = [];
  // A comma within parentheses is part of a list of values.
  for (const part of text.split(/,(?![^(]*\))/)) {
    const expression = parse(part.trim());
    if (expression === undefined || !isLabelKey(expression.key) || expression.values?.every(isLabelValue) === false) return part.trim();
    matchExpressions.push(expression);
  }
  return { matchExpressions };
}

function parse(part: string): LabelSelector['matchExpressions'][number] | undefined {
  const set = /^(\S+)\s+(in|notin)\s*\(([^()]*)\)$/.exec(part);
  if (set !== null) {
    const [, key, word, list] = set as unknown as [string, string, string, string];
    return { key, operator: word === 'in' ? 'In' : 'NotIn', values: list.split(',').map((value) => value.trim()) };
  }
  const equality = /^([^\s=!]+)\s*(==|=|!=)\s*(\S*)$/.exec(part);
  if (equality !== null) {
    const [, key, sign, value] = equality as unknown as [string, string, string, string];
    return { key, operator: sign === '!=' ? 'NotIn' : 'In', values: [value] };
  }
  const existence = /^(!?)\s*([^\s=!()]+)$/.exec(part);
  return existence === null ? undefined : { key: existence[2] as string, operator: existence[1] === '!' ? 'DoesNotExist' : 'Exists' };
}
