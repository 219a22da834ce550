import { isMap, isScalar, isSeq, parseDocument, stringify, type Document, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml';
import { equal, isMap as isData } from '../model/data.ts';

/** A change of one value in a file: `value` is put there, `append` becomes the last of the list there; neither: what stands there goes. */
export interface Edit {
  readonly path: readonly (string | number)[];
  readonly value?: unknown;
  readonly append?: unknown;
}

/**
 * The text of a file with its values changed: comments, order, quotes and all else stay as they are. Where the text is written so that no part can be
 * exchanged by itself, the whole is written anew, with its comments.
 * @param text of a file that could be read, without aliases
 */
export function edited(text: string, edits: readonly Edit[]): string {
  return edits.reduce(editedOnce, text);
}

function editedOnce(text: string, edit: Edit): string {
  const document = parse(text);
  const wanted = changed(document.toJS() as unknown, edit);
  const spliced = splice(text, document, edit);
  if (spliced !== undefined && equal(dataOf(spliced), wanted)) return spliced;
  const node = document.createNode(edit.append === undefined ? edit.value : [edit.append]);
  if (edit.append !== undefined) {
    if (isSeq(document.getIn(edit.path))) document.addIn(edit.path, edit.append);
    else document.setIn(edit.path, node);
  } else if (edit.value === undefined) document.deleteIn(edit.path);
  else document.setIn(edit.path, node);
  const whole = document.toString({ lineWidth: 0 });
  if (!equal(dataOf(whole), wanted)) throw new Error(`a file cannot be edited at ${edit.path.join('.')}`);
  return whole;
}

function parse(text: string): Document {
  return parseDocument(text, { version: '1.2', schema: 'core', logLevel: 'error' });
}

function dataOf(text: string): unknown {
  const document = parse(text);
  return document.errors.length > 0 ? undefined : (document.toJS() as unknown);
}

/** What the data is to be. */
function changed(data: unknown, edit: Edit, depth = 0): unknown {
  const step = edit.path[depth];
  if (step === undefined) return edit.append === undefined ? edit.value : [...(Array.isArray(data) ? (data as unknown[]) : []), edit.append];
  if (Array.isArray(data)) return data.map((item: unknown, i) => (i === step ? changed(item, edit, depth + 1) : item));
  const map = isData(data) ? { ...data } : {};
  const inner = changed(map[step], edit, depth + 1);
  if (inner === undefined) delete map[step];
  else map[step] = inner;
  return map;
}

/** The text with the one part exchanged; undefined where it has no such part. */
function splice(text: string, document: Document, edit: Edit): string | undefined {
  const { path, value, append } = edit;
  const found = nearest(document, path);
  if (found === undefined) return undefined;
  const { map, pair, rest } = found;
  if (append !== undefined) {
    const list = rest.length === 0 ? pair?.value : undefined;
    if (isSeq(list) && list.items.length > 0) return appended(text, list, append);
    return splice(text, document, { path, value: [append] });
  }
  if (value === undefined) return pair === undefined || rest.length > 0 ? text : removed(text, map, pair);
  const nested = rest.reduceRight<unknown>((inner, step) => ({ [step]: inner }), value);
  if (pair !== undefined) return replaced(text, map, pair, nested);
  const [key, ...below] = rest as [string | number, ...(string | number)[]];
  return inserted(
    text,
    map,
    String(key),
    below.reduceRight<unknown>((inner, step) => ({ [step]: inner }), value),
  );
}

interface Nearest {
  /** The map that holds, or is to hold, what is edited. */
  readonly map: YAMLMap;
  /** Its pair that stands nearest to the end of the path. */
  readonly pair?: Pair;
  /** The steps that lead on from the pair, or without one from the map. */
  readonly rest: readonly (string | number)[];
}

function nearest(document: Document, path: readonly (string | number)[]): Nearest | undefined {
  let node: unknown = document.contents;
  let found: Nearest | undefined;
  for (const [i, step] of path.entries()) {
    if (isSeq(node) && typeof step === 'number') {
      node = node.items[step];
      if (node === undefined) return undefined;
      continue;
    }
    if (!isMap(node)) return isScalar(node) && node.value === null ? found : undefined;
    const pair: Pair | undefined = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
    if (pair === undefined) return { map: node, rest: path.slice(i) };
    found = { map: node, pair, rest: path.slice(i + 1) };
    node = pair.value;
  }
  return found;
}

function startOf(node: unknown): number | undefined {
  return (node as { range?: readonly number[] | null } | null)?.range?.[0];
}

/** Where what a node says ends, without the white space behind it. */
function endOf(text: string, node: unknown): number | undefined {
  let end = (node as { range?: readonly number[] | null } | null)?.range?.[1];
  while (end !== undefined && end > 0 && /\s/.test(text[end - 1] as string)) end -= 1;
  return end;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  if (end === -1) return text.length;
  return text[end - 1] === '\r' ? end - 1 : end;
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

const breakIn = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');

/** A value on one line. */
export function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (isData(value) && Object.keys(value).length > 0) {
    const pairs = Object.entries(value).map(([key, inner]) => `${flow(key)}: ${flow(inner)}`);
    return `{ ${pairs.join(', ')} }`;
  }
  // Within brackets, so that what has a meaning there is quoted.
  return stringify([value], { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: false, compat: 'yaml-1.1' }).trimEnd().slice(1, -1);
}

/** `key: value`, below each other where the map is written so. */
function pairText(text: string, map: YAMLMap, keyText: string, value: unknown, indent: string): string {
  const isLong = Array.isArray(value) ? value.some((item) => typeof item === 'object' && item !== null) : isData(value);
  const isEmpty = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  if (map.flow === true || !isLong || isEmpty) return `${keyText}: ${flow(value)}`;
  const nl = breakIn(text);
  const lines = stringify(value, { lineWidth: 0, compat: 'yaml-1.1' }).trimEnd().split('\n');
  return `${keyText}:${nl}${lines.map((line) => (line === '' ? '' : `${indent}  ${line}`)).join(nl)}`;
}

function indentOf(text: string, map: YAMLMap): string | undefined {
  const start = startOf(map.items[0]?.key);
  if (start === undefined) return undefined;
  return ' '.repeat(start - lineStart(text, start));
}

function replaced(text: string, map: YAMLMap, { key, value: old }: Pair, value: unknown): string | undefined {
  const [from, keyEnd] = [startOf(key), endOf(text, key)];
  const indent = indentOf(text, map);
  if (from === undefined || keyEnd === undefined || indent === undefined) return undefined;
  const to = old === null ? undefined : endOf(text, old);
  const quote = isScalar(old) && typeof value === 'string' ? quoteOf(old) : undefined;
  if (quote !== undefined && to !== undefined && isPlainIn(quote, value as string))
    return `${text.slice(0, startOf(old))}${quote}${value as string}${quote}${text.slice(to)}`;
  return `${text.slice(0, from)}${pairText(text, map, text.slice(from, keyEnd), value, indent)}${text.slice(Math.max(to ?? keyEnd, text.indexOf(':', keyEnd) + 1))}`;
}

function quoteOf({ type }: Scalar): string | undefined {
  return type === 'QUOTE_DOUBLE' ? '"' : type === 'QUOTE_SINGLE' ? "'" : undefined;
}

/** Whether a text may stand between these quotes as it is. */
function isPlainIn(quote: string, value: string): boolean {
  return !value.includes(quote) && !/[\\\n\r]/.test(value);
}

function inserted(text: string, map: YAMLMap, key: string, value: unknown): string | undefined {
  const keyText = flow(key);
  if (map.flow === true) return insertedInFlow(text, map, pairText(text, map, keyText, value, ''));
  const last = map.items.at(-1);
  const indent = indentOf(text, map);
  const end = endOf(text, last?.value) ?? endOf(text, last?.key);
  if (indent === undefined || end === undefined) return undefined;
  const at = lineEnd(text, end);
  return `${text.slice(0, at)}${breakIn(text)}${indent}${pairText(text, map, keyText, value, indent)}${text.slice(at)}`;
}

/** What is added before the bracket that ends a collection. */
function insertedInFlow(text: string, node: YAMLMap | YAMLSeq, added: string): string | undefined {
  const end = node.range?.[1];
  if (end === undefined) return undefined;
  const body = text.slice(0, end - 1).trimEnd();
  const before = /[[{]$/.test(body) ? ' ' : body.endsWith(',') ? ' ' : ', ';
  const space = text.slice(body.length, end - 1);
  return `${body}${before}${added}${space === '' && node.items.length === 0 ? ' ' : space}${text.slice(end - 1)}`;
}

function appended(text: string, list: YAMLSeq, item: unknown): string | undefined {
  if (list.flow === true) return insertedInFlow(text, list, flow(item));
  const first = startOf(list.items[0]);
  const end = endOf(text, list.items.at(-1));
  if (first === undefined || end === undefined) return undefined;
  const dash = text.slice(lineStart(text, first), first);
  if (!/^ *- *$/.test(dash)) return undefined;
  const at = lineEnd(text, end);
  return `${text.slice(0, at)}${breakIn(text)}${dash}${flow(item)}${text.slice(at)}`;
}

function removed(text: string, map: YAMLMap, pair: Pair): string | undefined {
  const from = startOf(pair.key);
  const to = endOf(text, pair.value) ?? endOf(text, pair.key);
  if (from === undefined || to === undefined || map.items.length === 1) return undefined;
  if (map.flow === true) {
    const next = map.items[map.items.indexOf(pair) + 1];
    const following = startOf(next?.key);
    if (following !== undefined) return text.slice(0, from) + text.slice(following);
    const body = text.slice(0, from).trimEnd().replace(/,$/, '');
    return body + text.slice(to);
  }
  const begin = lineStart(text, from);
  if (text.slice(begin, from).trim() !== '') return undefined;
  const end = lineEnd(text, to);
  return text.slice(0, begin) + text.slice(text.startsWith('\r\n', end) ? end + 2 : end + 1);
}
