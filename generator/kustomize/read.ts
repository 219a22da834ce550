// Texts that a kustomization names, as values with their places.
import { Flaw } from '../yaml/libyaml/flaw.ts';
import type { Node as YamlNode, ScalarNode } from '../yaml/libyaml/node.ts';
import { resolveScalar } from '../yaml/libyaml/resolve.ts';
import { kubernetesDocuments, type KubernetesDocument } from '../yaml/kubernetes.ts';
import type { Source } from '../yaml/written.ts';
import { tagOf, type Entry, type MapNode, type Node, type Origin, type Scalar, type Tag } from './node.ts';
import { Refused, Unbuilt } from './stop.ts';

/** Values of one build: of aliases and bases that are used often there may be any number. */
const MOST_VALUES = 2_000_000;

/** By which rules a scalar without quotes is read: objects are read by those of Kustomize, operations of patches as Kubernetes reads YAML. */
export type Rules = 'kustomize' | 'kubernetes';

const STR = 'tag:yaml.org,2002:str';

/** What is left of what one build may read. */
export class Reader {
  #left = MOST_VALUES;

  /** Every document of a text that says something. @param see what is to look at each as it is @throws Refused where one cannot be read */
  documents(text: string, source: Source, rules: Rules, see: (document: KubernetesDocument) => void): Node[] {
    const found: Node[] = [];
    for (const document of kubernetesDocuments(text)) {
      const { base, data, root, flaw } = document;
      see(document);
      if (flaw !== undefined) throw new Refused(flaw.message, { source, start: base + flaw.start, end: base + Math.max(flaw.end, flaw.start + 1) });
      if (data !== null && root !== undefined) found.push(this.#node(root, { base, source, rules }, 0));
    }
    return found;
  }

  #node(node: YamlNode, reading: Reading, depth: number): Node {
    const at = originIn(reading, node);
    if (--this.#left < 0) throw new Unbuilt(`it makes more than ${MOST_VALUES} values`, at);
    if (depth > 200) throw new Unbuilt('maps and lists lie too deep within each other', at);
    switch (node.kind) {
      case 'scalar':
        return scalarOf(node, at, reading.rules);
      case 'alias':
        return this.#node(node.target, reading, depth + 1);
      case 'list':
        return { kind: 'list', items: node.items.map((item) => this.#node(item, reading, depth + 1)), at };
      case 'map': {
        const map: MapNode = { kind: 'map', entries: new Map(), at };
        const own = new Map<string, Entry>();
        for (let i = 0; i + 1 < node.items.length; i += 2) {
          const [key, value] = [node.items[i] as YamlNode, node.items[i + 1] as YamlNode];
          const keyAt = originIn(reading, key);
          if (key.kind !== 'scalar') throw new Unbuilt('a key is no text', keyAt);
          if (key.value === '<<' && key.isImplicit) {
            this.#merge(map, value, reading, depth);
            continue;
          }
          if (own.has(key.value)) throw new Unbuilt(`the key ${key.value.slice(0, 80)} stands twice in one map`, keyAt);
          if (depth > 0 && key.isImplicit && tagOf(key.value, keyAt) !== 'str')
            throw new Refused(
              `the key ${key.value.slice(0, 80)} is read as no text`,
              keyAt,
              'put it in quotes: Kustomize refuses the folder otherwise',
            );
          own.set(key.value, { key: keyAt, value: this.#node(value, reading, depth + 1) });
        }
        // What a map has itself stands before what is merged into it.
        for (const [key, entry] of own) map.entries.set(key, entry);
        return map;
      }
    }
  }

  #merge(map: MapNode, value: YamlNode, reading: Reading, depth: number): void {
    const sources = value.kind === 'list' ? [...value.items].reverse() : [value];
    for (const source of sources) {
      const target = source.kind === 'alias' ? source.target : source;
      if (target.kind !== 'map') throw new Refused('only a map is merged', originIn(reading, source));
      const merged = this.#node(target, reading, depth + 1) as MapNode;
      for (const [key, entry] of merged.entries) map.entries.set(key, entry);
    }
  }
}

interface Reading {
  readonly base: number;
  readonly source: Source;
  readonly rules: Rules;
}

function originIn({ base, source }: Reading, { start, end }: { readonly start: number; readonly end: number }): Origin {
  return { source, start: base + start, end: base + end };
}

function scalarOf(node: ScalarNode, at: Origin, rules: Rules): Scalar {
  const { value: text, tag, isImplicit } = node;
  if (tag === '' && !isImplicit) return { kind: 'scalar', text, tag: 'str', isQuoted: true, at };
  if (tag === STR || tag === '!') return { kind: 'scalar', text, tag: 'str', isQuoted: false, at };
  if (tag !== '') throw new Unbuilt(`the tag ${tag.slice(0, 80)} is not understood`, at);
  if (rules === 'kustomize') return { kind: 'scalar', text, tag: tagOf(text, at), isQuoted: false, at };
  return resolved(node, at);
}

function resolved(node: ScalarNode, at: Origin): Scalar {
  try {
    const { type, value } = resolveScalar(node);
    if (type === 'timestamp' || type === 'str') return { kind: 'scalar', text: node.value, tag: 'str', isQuoted: true, at };
    if (type === 'int' || type === 'float') tagOf(node.value, at);
    return { kind: 'scalar', text: type === 'null' ? 'null' : String(value), tag: type satisfies Tag, isQuoted: false, at };
  } catch (error) {
    if (error instanceof Flaw) throw new Refused(error.message, at);
    throw error;
  }
}
