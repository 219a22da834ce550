import { isMap, isScalar, isSeq, type Node, type Range, type Scalar, type YAMLMap } from 'yaml';
import type { Fix } from '../model/fix.ts';
import { child, type Pointer } from '../model/pointer.ts';
import { quoted } from '../model/quoted.ts';
import { findSecrets } from '../secrets/find.ts';
import { optionIn } from '../secrets/keys.ts';
import type { Span } from '../secrets/assigned.ts';
import type { RuleInfo } from '../model/rule.ts';
import { hiddenText } from './text.ts';
import type { Written } from './within.ts';
import { lookalike } from './lookalike.ts';
import { ambiguous, duplicateKey, encoding, unsupported } from './rules.ts';

export type { Span };

export interface Reader {
  report(rule: RuleInfo, span: Span, message: string, hint?: string, at?: Pointer, fix?: Fix): void;
  secret(span: Span, kind: string, value: string, at: Pointer): void;
  /** Keys that others may read as something else than text, and that are part of a format which nobody else reads. */
  readonly keys?: ReadonlySet<string>;
}

const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype', '<<']);

export function spanOf(node: Node): Span {
  const [start, end] = node.range as Range; // whatever was read has one
  return { start, end };
}

const STYLES: Readonly<Record<string, Written['style']>> = {
  QUOTE_DOUBLE: 'double',
  QUOTE_SINGLE: 'single',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};

/** How a scalar is written. */
export function writtenAs(node: Scalar): Written {
  return { ...spanOf(node), style: STYLES[node.type as string] ?? 'plain', value: String(node.value) };
}

/** Data of a YAML document: null-prototype objects, arrays, strings, numbers, booleans and null. What has no single meaning is reported. */
export function toData(node: Node | null, reader: Reader, at: Pointer = '', context: readonly string[] = []): unknown {
  if (isMap(node)) return mapToData(node, reader, at, context);
  if (isSeq(node))
    return node.items.map((item, i) => toData(item as Node | null, reader, child(at, i), behindOption(node.items[i - 1], item, context)));
  if (!isScalar(node)) return null; // nothing, as in `{key}`; aliases were refused before
  const { value } = node;
  if (typeof value === 'string') checkText(node, value, reader, at, context);
  checkPlain(node, reader, at, { retype: true });
  return value;
}

function mapToData(map: YAMLMap, reader: Reader, at: Pointer, context: readonly string[]): Record<string, unknown> {
  const data = Object.create(null) as Record<string, unknown>;
  const seen = new Set<string>();
  const named = nameIn(map);
  for (const item of map.items) {
    const key = item.key as Node;
    if (!isScalar(key) || typeof key.value !== 'string') {
      reader.report(unsupported, spanOf(key), 'keys must be text', 'put the key in quotes', at);
      continue;
    }
    const name = key.value;
    checkText(key, name, reader, at, []);
    if (reader.keys?.has(name) !== true) checkPlain(key, reader, at);
    if (FORBIDDEN_KEYS.has(name)) {
      reader.report(unsupported, spanOf(key), `the key "${name}" is not part of the fleet format`, undefined, at);
      continue;
    }
    if (seen.has(name)) {
      reader.report(duplicateKey, spanOf(key), `the key ${quoted(name)} stands twice in this map`, 'merge the two entries or remove one', at);
      continue;
    }
    seen.add(name);
    // In `{name: API_TOKEN, value: x}` and `{path: /data/token, value: x}` the name is that of the value.
    const inner = name === 'value' && named !== undefined ? [...context, named] : [...context, name];
    data[name] = toData(item.value as Node | null, reader, child(at, name), inner);
  }
  return data;
}

/** What an item of a list is called: behind an option it is the value of that. */
function behindOption(before: unknown, item: unknown, context: readonly string[]): readonly string[] {
  const option = isScalar(before) ? optionIn(before.value) : undefined;
  // Another option follows one that has no value.
  return option === undefined || (isScalar(item) && /^-/.test(String(item.value))) ? context : [...context, option];
}

function nameIn(map: YAMLMap): string | undefined {
  for (const { key, value } of map.items) {
    if (!isScalar(key) || !isScalar(value) || typeof value.value !== 'string') continue;
    if (key.value === 'name') return value.value;
    if (key.value === 'path') return value.value.split('/').at(-1)?.replaceAll('~1', '/').replaceAll('~0', '~');
  }
  return undefined;
}

function checkText(node: Scalar, text: string, reader: Reader, at: Pointer, context: readonly string[]): void {
  // Only escapes can bring in what the text of the file does not hold.
  const hidden = node.type === 'QUOTE_DOUBLE' ? hiddenText(text) : undefined;
  if (hidden !== undefined) {
    const hint = 'write what can be seen; line breaks and tabs are fine';
    reader.report(encoding, spanOf(node), `this text holds the character ${hidden}, which no fleet needs`, hint, at);
  }
  for (const { kind, value } of findSecrets(text, context)) reader.secret(spanOf(node), kind, value, at);
}

function checkPlain(node: Scalar, reader: Reader, at: Pointer, fix?: Fix): void {
  if (node.type !== 'PLAIN' || node.source === undefined) return;
  const why = lookalike(node.source, node.value);
  if (why === undefined) return;
  const shown = quoted(node.source);
  const number = typeof node.value === 'number' && Number.isSafeInteger(node.value) ? `, or ${String(node.value)} if it is a number` : '';
  reader.report(ambiguous, spanOf(node), `${shown} is not the same to everybody: ${why}`, `quote it: write ${shown} if it is text${number}`, at, fix);
}
