import { isCollection, isMap, isScalar, type Document, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Step } from './steps.ts';

export type Collection = YAMLMap | YAMLSeq;

/** Where a pair of a map or an item of a list stands in the text. */
export interface Entry {
  /** Where its key begins, or its dash, or what it says. */
  readonly begin: number;
  /** Behind its colon or dash; without one, behind the key. */
  readonly holder: number;
  /** What has to stand between the holder and a value, where none stands yet. */
  readonly lead: string;
  /** Where what it says begins; undefined where it says nothing. */
  readonly start: number | undefined;
  readonly end: number;
  readonly value: Node | null;
}

/** An entry that is, or is to be, in a collection of a document. */
export interface Place {
  readonly collection: Collection;
  /** Where it is in the collection; of a key that is not there, the number of entries. */
  readonly index: number;
  /** Where the collection is itself; undefined: it is the document. */
  readonly parent: Place | undefined;
}

/** Undefined: the step is for the document itself, or leads to what has no place of its own, such as a part of an alias. */
export function placeOf(document: Document, { path, isNew }: Step): Place | undefined {
  let [node, parent]: [unknown, Place | undefined] = [document.contents, undefined];
  for (const step of path) {
    if (!isCollection(node)) return undefined;
    const collection = node;
    if (isMap(collection)) {
      const found = collection.items.findIndex(({ key }) => isScalar(key) && String(key.value) === String(step));
      parent = { collection, index: found === -1 ? collection.items.length : found, parent };
      node = collection.items[found]?.value;
    } else {
      parent = { collection, index: Number(step), parent };
      node = collection.items[parent.index];
    }
  }
  return parent !== undefined && (isNew === true || parent.index < parent.collection.items.length) ? parent : undefined;
}

export function entriesOf(text: string, collection: Collection): Entry[] {
  if (isMap(collection)) return (collection.items as Pair<Node, Node>[]).map((pair) => pairEntry(text, pair));
  const tokens = (collection.srcToken as { items: readonly { start: readonly Token[] }[] }).items;
  return (collection.items as Node[]).map((node, i) => {
    const begin = collection.flow === true ? rangeOf(node)[0] : offsetOf(tokens[i]?.start, 'seq-item-ind');
    return entry(text, { begin: begin as number, holder: (begin as number) + (collection.flow === true ? 0 : 1), lead: ' ' }, node);
  });
}

function pairEntry(text: string, pair: Pair<Node, Node>): Entry {
  const [begin, keyEnd] = rangeOf(pair.key);
  const colon = offsetOf(pair.srcToken?.sep, 'map-value-ind');
  return entry(text, { begin, holder: colon === undefined ? keyEnd : colon + 1, lead: colon === undefined ? ': ' : ' ' }, pair.value);
}

function entry(text: string, head: Pick<Entry, 'begin' | 'holder' | 'lead'>, value: Node | null): Entry {
  if (value === null) return { ...head, start: undefined, end: head.holder, value };
  const [start, end] = rangeOf(value);
  return start === end ? { ...head, start: undefined, end: head.holder, value } : { ...head, start, end: endOf(text, value), value };
}

interface Token {
  readonly type: string;
  readonly offset: number;
}

function offsetOf(tokens: readonly Token[] | undefined, type: string): number | undefined {
  return tokens?.find((token) => token.type === type)?.offset;
}

/** Of a node that was read from a text. */
export function rangeOf(node: Node): readonly [start: number, end: number, ...rest: number[]] {
  return node.range as [number, number, number];
}

/** Where what a node says ends, without the white space and comments behind it. */
function endOf(text: string, node: Node): number {
  if (isCollection(node) && node.flow !== true) return (entriesOf(text, node).at(-1) as Entry).end;
  const [start, end] = rangeOf(node);
  const said = text.slice(start, end);
  return start + said.replace(isBlockScalar(node) && /^.[^\n#]*\+/.test(said) ? /\r?\n$/ : /[ \t\r\n]+$/, '').length;
}

export function isBlockScalar(node: Node | null): boolean {
  return isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED');
}
