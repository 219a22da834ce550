import { flow } from '../yaml/edit.ts';
import type { SchemaNode } from '../fleet/schema/schemas.ts';
import { redactValue } from '../secrets/redact.ts';

/** Longer values are cut: a hover is no place for a list of a thousand. */
const LONGEST = 200;

/** A value as it would be written, on one line, without what may be a secret. */
export function shownValue(value: unknown): string {
  const text = value === undefined ? 'nothing' : flow(redactValue(value)).replace(/\s+/g, ' ');
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** What may stand at a place, in a few words. */
export function shortText(node: SchemaNode): string {
  const types = typeof node.type === 'string' ? [node.type] : (node.type ?? []);
  const values = [...(node.enum ?? []), ...(node.const === undefined ? [] : [node.const])].map(String);
  const what = values.length > 0 ? values.join(' | ') : types.join(' | ');
  return node.default === undefined ? what : `${what}, default ${shownValue(node.default)}`;
}

/** Text that Markdown shows as it is. */
export function code(text: string): string {
  const fence = '`'.repeat(Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  const pad = /^`|`$/.test(text) ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}
