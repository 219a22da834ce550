import type { SchemaNode } from './schemas.ts';

/** What may stand somewhere, in words; a phrase each. */
export function limitsOf(node: SchemaNode): string[] {
  const { type, minimum, maximum, minLength, maxLength, minItems, maxItems, pattern, errorMessage, examples } = node;
  const types: readonly string[] = (typeof type === 'string' ? [type] : (type ?? [])).filter((each) => each !== 'null');
  const choices = node.enum?.map((each) => JSON.stringify(each)).join(', ');
  const range = (least: number | undefined, most: number | undefined, what: string): string[] => {
    if (least === undefined && most === undefined) return [];
    if (least === undefined) return [`at most ${most}${what}`];
    return [most === undefined ? `at least ${least}${what}` : `${least} to ${most}${what}`];
  };
  return [
    ...(choices === undefined ? (types.length === 0 ? [] : [types.map((each) => WORDS[each] ?? each).join(' or ')]) : [`one of ${choices}`]),
    ...range(minimum, maximum, ''),
    ...range(minLength, maxLength, ' characters'),
    ...range(minItems, maxItems, ' items'),
    ...(pattern === undefined ? [] : [errorMessage ?? `as ${pattern} says`]),
    ...(node.enum !== undefined || examples === undefined || examples.length === 0
      ? []
      : [
          `for example ${examples
            .slice(0, 2)
            .map((each) => JSON.stringify(each))
            .join(', ')}`,
        ]),
  ];
}

const WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
};
