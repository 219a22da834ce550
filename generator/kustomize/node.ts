// Values of objects while Kustomize's steps change them: each with the place where somebody wrote it, which goes along.
import type { Source } from '../yaml/written.ts';
import { resolve } from '../yaml/libyaml/resolve.ts';
import type { Pointer } from '../model/pointer.ts';
import { segments } from '../model/pointer.ts';
import { Refused, Unbuilt } from './stop.ts';

/** Where a value was written, as offsets in a file. */
export interface Origin {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

export type Tag = 'str' | 'int' | 'float' | 'bool' | 'null';

/** The text counts, as it does to Kustomize: what it is read as follows from its tag. */
export interface Scalar {
  readonly kind: 'scalar';
  text: string;
  tag: Tag;
  /** Written in quotes or as a block: whatever is written in its place is text as well. */
  isQuoted: boolean;
  /** Made for a value that is still to be put there. */
  isNew?: true | undefined;
  at: Origin;
}

/** What stands under a key of a map, and where the key stands. */
export interface Entry {
  readonly key: Origin;
  value: Node;
}

export interface MapNode {
  readonly kind: 'map';
  readonly entries: Map<string, Entry>;
  readonly at: Origin;
}

export interface ListNode {
  readonly kind: 'list';
  items: Node[];
  readonly at: Origin;
}

export type Node = Scalar | MapNode | ListNode;

export function textNode(text: string, at: Origin): Scalar {
  return { kind: 'scalar', text, tag: 'str', isQuoted: false, at };
}

export function mapNode(at: Origin): MapNode {
  return { kind: 'map', entries: new Map(), at };
}

/** `true` and `yes` are read by different rules: to the reader of Kustomize, which is one of YAML 1.2 but for octal numbers, `yes` is text. */
const BOOLEAN = /^(?:true|True|TRUE|false|False|FALSE)$/;
/** A time as Go writes it: one that is written again is the same. */
const WRITTEN_TIME = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/;
const TIMESTAMP = /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:$|[Tt \t])/;

/** What a scalar without quotes is to Kustomize. @throws Unbuilt where that is written again in another form */
export function tagOf(text: string, at: Origin): Tag {
  const { type, value } = resolve(text);
  if (type === 'str' && TIMESTAMP.test(text) && !WRITTEN_TIME.test(text))
    throw new Unbuilt(`Kustomize writes the time ${text} again in another form: put it in quotes`, at);
  if (type === 'bool') return BOOLEAN.test(text) ? 'bool' : 'str';
  if (type === 'timestamp') return 'str';
  if ((type === 'int' || type === 'float') && !(Number.isFinite(Number(value)) && Math.abs(Number(value)) <= Number.MAX_SAFE_INTEGER))
    throw new Unbuilt(`the number ${text.slice(0, 40)} is not kept exactly`, at);
  return type;
}

/** Put a text in the place of another one, as Kustomize does where it does not say what it is: quotes stay. */
export function setText(node: Scalar, text: string, at: Origin): void {
  const tag = node.isQuoted ? 'str' : tagOf(text, at);
  if (tag !== 'str' && node.tag === 'str' && tagOf(node.text, node.at) !== 'str') throw new Unbuilt('a text that looks like a number is changed', at);
  Object.assign(node, { text, tag, at });
}

/** Put a text there that is one whatever it looks like. */
export function setString(node: Scalar, text: string, at: Origin): void {
  Object.assign(node, { text, tag: 'str', at });
}

export function field(node: Node | undefined, key: string): Node | undefined {
  return node?.kind === 'map' ? node.entries.get(key)?.value : undefined;
}

/**
 * Write under a key, which stays where it stands if it is there. What is there becomes the other value: one that Kustomize wrote into several fields
 * at once is one to it, and changes in all of them.
 */
export function setField(map: MapNode, key: string, value: Node, at: Origin = value.at): void {
  const entry = map.entries.get(key);
  if (entry === undefined) map.entries.set(key, { key: at, value });
  else if (entry.value !== value) Object.assign(entry.value, value);
}

/** Write under a key that Kustomize writes without quotes. @throws Refused where it would be read as something else than text */
export function setPlainKey(map: MapNode, key: string, value: Node, at: Origin): void {
  if (!map.entries.has(key) && tagOf(key, at) !== 'str')
    throw new Refused(`the key ${key} is read as no text, and Kustomize writes it without quotes`, at);
  setField(map, key, value, at);
}

/** Absent, or null. */
export function isMissing(node: Node | undefined): node is undefined {
  return node === undefined || (node.kind === 'scalar' && node.tag === 'null');
}

export function isEmpty(node: Node | undefined): boolean {
  if (isMissing(node)) return true;
  const there = node;
  return there.kind === 'map' ? there.entries.size === 0 : there.kind === 'list' && there.items.length === 0;
}

/** The text of a scalar; that of a map or a list is empty. */
export function textOf(node: Node | undefined): string {
  return node?.kind === 'scalar' ? node.text : '';
}

export function copyOf<T extends Node>(node: T): T {
  if (node.kind === 'scalar') return { ...node };
  if (node.kind === 'list') return { ...node, items: node.items.map(copyOf) };
  return { ...node, entries: new Map([...node.entries].map(([key, entry]) => [key, { key: entry.key, value: copyOf(entry.value) }])) };
}

/** The data that a cluster is given. */
export function dataOf(node: Node): unknown {
  if (node.kind === 'list') return node.items.map(dataOf);
  if (node.kind === 'map') {
    const data: Record<string, unknown> = {};
    for (const [key, { value }] of node.entries)
      Object.defineProperty(data, key, { value: dataOf(value), enumerable: true, configurable: true, writable: true });
    return data;
  }
  if (node.tag === 'null') return null;
  if (node.tag === 'str') return node.text;
  const { value } = resolve(node.text);
  return node.tag === 'bool' ? /^t/i.test(node.text) : Number(value);
}

/** Where a value was written, or its key; of what is not there, the nearest around it. */
export function originOf(root: Node, path: Pointer, wantKey = false): Origin & { readonly value?: string } {
  let node = root;
  let key: Origin | undefined;
  let isComplete = true;
  for (const step of segments(path)) {
    const entry = node.kind === 'map' ? node.entries.get(step) : undefined;
    const next = node.kind === 'list' ? node.items[Number(step)] : entry?.value;
    if (next === undefined) {
      isComplete = false;
      break;
    }
    [key, node] = [entry?.key, next];
  }
  const isCollection = node.kind !== 'scalar';
  if (key !== undefined && (wantKey || !isComplete || isCollection || node.at.start === node.at.end)) return key;
  if (node.kind !== 'scalar') return { ...node.at, end: node.at.start + 1 };
  return isComplete ? { ...node.at, value: node.text } : node.at;
}
