import { isCollection, isMap, isPair, isScalar, parseDocument, visit, type Document, type Node, type Pair } from 'yaml';
import { equal, isMap as isData } from '../model/data.ts';
import { placeOf, rangeOf } from './edits/entries.ts';
import { quotedAlike, spliced } from './edits/splice.ts';
import { stepped, stepsBetween, type Path, type Step } from './edits/steps.ts';

import { flow } from './edits/written.ts';

export { flow };

/** A change of one value in a file: `value` is put there, `append` becomes the last of the list there, `rename` is its key, `quote` puts its text in quotes; none: what stands there goes. */
export interface Edit {
  readonly path: Path;
  readonly value?: unknown;
  readonly append?: unknown;
  readonly rename?: string;
  readonly quote?: true;
}

/**
 * The text of a file with its values changed: comments, order, quotes and all else stay as they are, also within a map or list that is put where one stands.
 * Where the text is written so that no part can be exchanged by itself, the whole is written anew, with its comments.
 * @param text of a file that could be read, without aliases
 */
export function edited(text: string, edits: readonly Edit[]): string {
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  return mark + edits.reduce(editedOnce, text.slice(mark.length));
}

function editedOnce(text: string, edit: Edit): string {
  if (edit.rename !== undefined) return renamed(text, edit.path, edit.rename);
  if (edit.quote === true) return inQuotes(text, edit.path);
  return stepsOf(parse(text).toJS(), edit).reduce(walked, text);
}

/** Another key in the place of one. What stands below it stays, and so do the keys beside it. */
function renamed(text: string, path: Path, key: string): string {
  const pair = pairAt(text, path);
  const [around, old] = [path.slice(0, -1), String(path.at(-1))];
  const above = found(parse(text).toJS(), around);
  const after = pair === undefined || Object.hasOwn(above as object, key) ? undefined : withKey(text, pair, key);
  const wanted = (): object =>
    Object.fromEntries(Object.entries(above as object).map(([each, value]) => [each === old ? key : each, value as unknown]));
  if (after === undefined || !equal(found(dataOf(after), around), wanted())) throw nowhere(path);
  return after;
}

function withKey(text: string, { key: old }: Pair<Node, Node>, key: string): string {
  const [start, end] = rangeOf(old);
  return text.slice(0, start) + (quotedAlike(old, key) ?? flow(key)) + text.slice(end);
}

/** What a scalar says, letter by letter, as text. */
function inQuotes(text: string, path: Path): string {
  const document = parse(text);
  const place = placeOf(document, { path });
  const node = place === undefined ? document.contents : valueOf(place.collection.items[place.index]);
  const source = isScalar(node) && node.type === 'PLAIN' ? node.source : undefined;
  const [start, end] = source === undefined ? [0, 0] : rangeOf(node as Node);
  const after = text.slice(0, start) + JSON.stringify(source ?? '') + text.slice(end);
  if (source === undefined || source === '' || found(dataOf(after), path) !== source) throw nowhere(path);
  return after;
}

const valueOf = (item: unknown): unknown => (isPair(item) ? item.value : item);

function pairAt(text: string, path: Path): Pair<Node, Node> | undefined {
  const place = placeOf(parse(text), { path });
  const item = place?.collection.items[place.index];
  return isPair(item) ? (item as Pair<Node, Node>) : undefined;
}

function stepsOf(data: unknown, { path, value, append }: Edit): readonly Step[] {
  const there = found(data, path);
  if (append !== undefined && Array.isArray(there)) return [{ path: [...path, there.length], value: append, isNew: true }];
  const wanted = append === undefined ? value : [append];
  const after = stepped(data, { path, value: wanted });
  if (wanted !== undefined && !equal(found(after, path), wanted)) throw nowhere(path);
  // Of items that are equal, the one that is meant goes.
  if (wanted === undefined) return equal(data, after) ? [] : [{ path }];
  return stepsBetween(data, after);
}

function found(data: unknown, path: Path): unknown {
  return path.reduce((at, step) => (isData(at) || Array.isArray(at) ? (at as Record<string, unknown>)[step] : undefined), data);
}

function nowhere(path: Path): Error {
  return new Error(`a file cannot be edited at ${path.join('.')}`);
}

function walked(text: string, step: Step): string {
  const document = parse(text);
  const wanted = stepped(document.toJS(), step);
  const isWanted = (after: string | undefined): after is string => after !== undefined && equal(dataOf(after), wanted);
  const part = spliced(text, document, step);
  if (isWanted(part)) return part;
  const whole = anew(text, step);
  const after = [text.endsWith('\n') ? whole : whole?.replace(/\r?\n$/, ''), whole].find(isWanted);
  if (after === undefined) throw nowhere(step.path);
  return after;
}

/** Where the source of a part stands is needed, and where dashes and colons are. */
function parse(text: string): Document {
  return parseDocument(text, { version: '1.2', schema: 'core', logLevel: 'error', keepSourceTokens: true, compat: 'yaml-1.1' });
}

function dataOf(text: string): unknown {
  const document = parse(text);
  return document.errors.length > 0 ? undefined : (document.toJS() as unknown);
}

/** The whole text, written by the library; undefined: nothing there can be changed by itself. */
function anew(text: string, step: Step): string | undefined {
  const document = parse(text.replaceAll('\r\n', '\n'));
  const { path, value, isNew } = step;
  const place = placeOf(document, step);
  if (place !== undefined) {
    const { collection, index } = place;
    const items = collection.items as unknown[];
    const old = items[index];
    const node: Node = document.createNode(value);
    if (isNew !== true) {
      const { comment, commentBefore } = ((isPair(old) ? old.value : old) as Node | null) ?? node;
      Object.assign(node, { comment, commentBefore });
    }
    const entry = isMap(collection) ? document.createPair(isPair(old) ? old.key : path.at(-1), node) : node;
    items.splice(index, isNew === true ? 0 : 1, ...(value === undefined ? [] : [entry]));
  } else if (path.length === 0) document.contents = document.createNode(value);
  else return undefined;
  const whole = document.toString({ lineWidth: 0, flowCollectionPadding: isPadded(text) });
  return text.includes('\r\n') ? whole.replaceAll('\n', '\r\n') : whole;
}

/** Whether more collections on one line have white space within their brackets than not. */
function isPadded(text: string): boolean {
  let balance = 0;
  visit(parse(text), {
    Collection: (_, node) => {
      if (isCollection(node) && node.flow === true && node.items.length > 0) balance += /\s/.test(text[rangeOf(node)[0] + 1] as string) ? 1 : -1;
    },
  });
  return balance >= 0;
}
