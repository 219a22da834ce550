// ConfigMaps and Secrets that a kustomization makes of files and words (internal/generators, kv).
import { field, mapNode, setField, setPlainKey, textNode, type MapNode, type Origin } from './node.ts';
import type { Generator, Word } from './kustomization.ts';
import { Resource } from './resource.ts';
import type { Resources } from './resources.ts';
import { idKey, sameId, titleOf } from './id.ts';
import { Refused, Unbuilt } from './stop.ts';

/** A key of a generated object, and the line of the kustomization that gives it. */
interface Pair {
  readonly key: string;
  readonly value: string | Uint8Array;
  readonly at: Origin;
}

/** @param load the bytes of a file that is named */
export function generated(generator: Generator, load: (path: Word) => Uint8Array): Resource {
  const { kind, name, namespace, type, options } = generator;
  const root = mapNode(name.at);
  const put = (map: MapNode, key: string, text: string, at: Origin): void => setPlainKey(map, key, textNode(text, at), at);
  put(root, 'apiVersion', 'v1', name.at);
  put(root, 'kind', kind, name.at);
  const metadata = mapNode(name.at);
  setField(root, 'metadata', metadata);
  put(metadata, 'name', name.text, name.at);
  if (namespace.text !== '') put(metadata, 'namespace', namespace.text, namespace.at);
  for (const key of ['labels', 'annotations'] as const) {
    if (options[key].size === 0) continue;
    const map = mapNode(name.at);
    for (const [own, { value, at }] of options[key]) put(map, own, value, at);
    setField(metadata, key, map);
  }
  if (kind === 'Secret') {
    put(root, 'type', type === '' ? 'Opaque' : type, name.at);
    setField(root, 'data', mapNode(name.at));
  }
  for (const { key, value, at } of pairsOf(generator, load)) {
    const text = typeof value === 'string' ? value : textIn(value);
    if (kind === 'Secret') put(mapAt(root, 'data', name.at), key, base64(value), at);
    else if (text === undefined) put(mapAt(root, 'binaryData', name.at), key, base64(value), at);
    else put(mapAt(root, 'data', name.at), key, text, at);
  }
  if (options.isImmutable) setField(root, 'immutable', { kind: 'scalar', text: 'true', tag: 'bool', isQuoted: false, at: name.at });
  const made = new Resource(root);
  made.isHashed = !options.isUnhashed;
  made.behavior = generator.behavior;
  return made;
}

function mapAt(root: MapNode, key: string, at: Origin): MapNode {
  if (field(root, key) === undefined) setField(root, key, mapNode(at));
  return field(root, key) as MapNode;
}

function pairsOf({ kind, name, envs, literals, files }: Generator, load: (path: Word) => Uint8Array): Pair[] {
  const all = [
    ...envs.flatMap((word) => linesOf(load(word), word)),
    ...literals.map(literalOf),
    ...files.map((word): Pair => {
      const { key, path } = fileOf(word);
      return { key, value: load({ text: path, at: word.at }), at: word.at };
    }),
  ];
  const seen = new Set<string>();
  for (const { key, at } of all) {
    if (seen.has(key)) throw new Refused(`${kind} ${name.text} gets the key ${key} twice`, at);
    seen.add(key);
  }
  return all;
}

function linesOf(bytes: Uint8Array, { at }: Word): Pair[] {
  const text = textIn(bytes);
  if (text === undefined) throw new Refused('a file of variables is not UTF-8', at);
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  // A reader of lines stops at such a one without a word.
  if (lines.some(({ length }) => length > 60_000)) throw new Unbuilt('a file of variables has a very long line', at);
  return lines.flatMap((raw): Pair[] => {
    const line = raw.replace(/\r$/, '').trimStart();
    if (line === '' || line.startsWith('#')) return [];
    const equals = line.indexOf('=');
    return [{ key: equals === -1 ? line : line.slice(0, equals), value: equals === -1 ? '' : line.slice(equals + 1), at }];
  });
}

function literalOf({ text, at }: Word): Pair {
  const equals = text.indexOf('=');
  if (equals <= 0) throw new Refused('a literal is key=value', at);
  const value = text.slice(equals + 1);
  const isQuoted = value.length >= 2 && /^["']/.test(value) && value.at(-1) === value[0];
  return { key: text.slice(0, equals), value: isQuoted ? value.slice(1, -1) : value, at };
}

/** `key=path`, or a path alone. */
function fileOf({ text, at }: Word): { key: string; path: string } {
  const [key, path, ...more] = text.split('=') as [string, ...string[]];
  if (path === undefined) return { key: text.replace(/\/+$/, '').split('/').at(-1) as string, path: text };
  if (more.length > 0 || key === '' || path === '') throw new Refused('a file of a generator is a path, or key=path', at);
  return { key, path };
}

function textIn(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const LINE = 70;

/** In lines, as Kustomize writes it. */
function base64(value: string | Uint8Array): string {
  const text = Buffer.from(value as Uint8Array).toString('base64');
  if (text.length < LINE) return text;
  return `${text.match(/.{1,70}/g)?.join('\n') ?? ''}\n`;
}

/** Add what a generator made, or merge it into what is there. @throws Refused */
export function absorb(resources: Resources, made: Resource, at: Origin): void {
  const id = made.id();
  const [old, ...more] = resources.withAnyId((other) => sameId(id, other));
  const isMerged = made.behavior === 'merge' || made.behavior === 'replace';
  if (more.length > 0) throw new Refused(`several of the resources are or were called ${titleOf(id)}`, at);
  if (old === undefined) {
    if (isMerged) throw new Refused(`${titleOf(id)} is not there, so that nothing can be merged into it or replaced`, at);
    resources.add(made);
    return;
  }
  if (!isMerged) throw new Refused(`${titleOf(id)} is there already`, at, 'say behavior: merge or replace, or give it another name');
  // What is new goes before what was there.
  for (const key of ['labels', 'annotations'] as const) mergeTexts(made.metadata(at), old.metadata(at), key);
  for (const key of ['name', 'namespace'] as const) {
    const was = field(field(old.root, 'metadata'), key);
    if (was === undefined) made.metadata(at).entries.delete(key);
    else setField(made.metadata(at), key, was);
  }
  if (made.behavior === 'merge') for (const key of ['data', 'binaryData'] as const) mergeTexts(made.root, old.root, key);
  Object.assign(made, { previous: old.previous, prefixes: old.prefixes, suffixes: old.suffixes, behavior: old.behavior });
  made.isHashed &&= old.isHashed;
  if (idKey(made.id()) !== idKey(old.id())) throw new Unbuilt('what is generated takes the place of another object', at);
  resources.replace(old, made);
}

function mergeTexts(into: MapNode, from: MapNode, key: string): void {
  const [own, others] = [field(into, key), field(from, key)];
  const all = new Map([...(others?.kind === 'map' ? others.entries : []), ...(own?.kind === 'map' ? own.entries : [])]);
  if (all.size === 0) into.entries.delete(key);
  else {
    const texts = [...all].map(([name, entry]): [string, typeof entry] => {
      const { value } = entry;
      return [name, { key: entry.key, value: textNode(value.kind === 'scalar' && value.tag !== 'null' ? value.text : '', value.at) }];
    });
    setField(into, key, { kind: 'map', entries: new Map(texts), at: (own ?? others ?? into).at });
  }
}
