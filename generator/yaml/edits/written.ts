import { Document, stringify, visit } from 'yaml';
import { isMap } from '../../model/data.ts';

/** Quoted is what YAML 1.1 would misread; no text goes over several lines between quotes. */
const STYLE = { lineWidth: 0, compat: 'yaml-1.1', doubleQuotedMinMultiLineLength: Infinity } as const;

/** What may be taken for a time, with or without its seconds. */
const DATE = /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}/;

/** A value on one line. */
export function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (isMap(value) && Object.keys(value).length > 0) {
    const pairs = Object.entries(value).map(([key, inner]) => `${flow(key)}: ${flow(inner)}`);
    return `{ ${pairs.join(', ')} }`;
  }
  // Within brackets, so that what has a meaning there is quoted. A plain text with breaks would go over several lines.
  const defaultStringType = typeof value === 'string' && (/[\t\n\r]/.test(value) || DATE.test(value)) ? 'QUOTE_DOUBLE' : 'PLAIN';
  return stringify([value], { ...STYLE, collectionStyle: 'flow', flowCollectionPadding: false, defaultStringType })
    .trimEnd()
    .slice(1, -1);
}

/** A value over several lines. */
export function block(value: unknown): string[] {
  const document = new Document(value, STYLE);
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'string' && DATE.test(node.value)) node.type = 'QUOTE_DOUBLE';
    },
  });
  return document.toString(STYLE).replace(/\n$/, '').split('\n');
}

/** Whether a value is too long for a line: a map, or a list of more than scalars. */
export function isLong(value: unknown): boolean {
  if (Array.isArray(value)) return value.some((item) => typeof item === 'object' && item !== null);
  return isMap(value) && Object.keys(value).length > 0;
}
