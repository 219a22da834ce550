import { effectiveNamespace, groupAndVersion, type Id } from './id.ts';
import { field, isEmpty, mapNode, setField, setText, textNode, textOf, type MapNode, type Node, type Origin, type Scalar } from './node.ts';
import { Refused } from './stop.ts';
import { hasNoNamespace } from './tables.ts';

/** An object while it is built, and what it was called before. */
export class Resource {
  root: MapNode;
  /** Empty once a patch has deleted it. */
  isGone = false;
  previous: readonly { readonly name: string; readonly namespace: string; readonly kind: string }[] = [];
  prefixes: readonly string[] = [];
  suffixes: readonly string[] = [];
  /** Of what a generator made: whether its name ends in a hash of what it holds. */
  isHashed = false;
  behavior = '';

  constructor(root: MapNode) {
    this.root = root;
  }

  get apiVersion(): string {
    return textOf(field(this.root, 'apiVersion'));
  }

  get kind(): string {
    return textOf(field(this.root, 'kind'));
  }

  get name(): string {
    return this.#meta('name');
  }

  get namespace(): string {
    return this.#meta('namespace');
  }

  #meta(key: string): string {
    const value = field(field(this.root, 'metadata'), key);
    return isEmpty(value) ? '' : textOf(value);
  }

  id(): Id {
    const { apiVersion, kind, name, namespace } = this;
    return { ...groupAndVersion(apiVersion), kind, name, namespace, isCluster: hasNoNamespace(apiVersion, kind) };
  }

  previousIds(): Id[] {
    const ofVersion = groupAndVersion(this.apiVersion);
    return this.previous.map((before) => ({ ...ofVersion, ...before, isCluster: false }));
  }

  originalId(): Id {
    const [first] = this.previous;
    return first === undefined ? this.id() : { ...groupAndVersion(this.apiVersion), ...first, isCluster: false };
  }

  anyId(matches: (id: Id) => boolean): boolean {
    return matches(this.id()) || this.previousIds().some(matches);
  }

  storeId(): void {
    const id = this.id();
    const [now, last] = [{ name: id.name, namespace: effectiveNamespace(id), kind: id.kind }, this.previous.at(-1)];
    // Any number of patches leave it as it was.
    if (last?.name === now.name && last.namespace === now.namespace && last.kind === now.kind) return;
    this.previous = [...this.previous, now];
  }

  /** A map of metadata as texts. */
  texts(key: 'labels' | 'annotations'): ReadonlyMap<string, string> {
    const found = field(field(this.root, 'metadata'), key);
    if (found?.kind !== 'map') return new Map();
    return new Map([...found.entries].map(([name, { value }]) => [name, textOf(value)]));
  }

  /** Every value of a map of metadata becomes a text, as Kustomize leaves it behind; an empty map goes. */
  asTexts(key: 'labels' | 'annotations'): void {
    const metadata = field(this.root, 'metadata');
    const found = field(metadata, key);
    if (metadata?.kind !== 'map' || found === undefined) return;
    if (found.kind !== 'map' || found.entries.size === 0) {
      metadata.entries.delete(key);
      return;
    }
    for (const entry of found.entries.values()) entry.value = textNode(textOf(entry.value), entry.value.at);
  }

  setMeta(key: 'name' | 'namespace', text: string, at: Origin): void {
    const metadata = this.metadata(at);
    const there = metadata.entries.get(key)?.value;
    if (there?.kind === 'scalar') setText(there, text, at);
    else setField(metadata, key, textNode(text, at));
  }

  metadata(at: Origin): MapNode {
    const found = field(this.root, 'metadata');
    if (found?.kind === 'map') return found;
    const made = mapNode(at);
    setField(this.root, 'metadata', made);
    return made;
  }
}

/** What every document must be that is to be an object. @throws Refused */
export function checkedObject(node: Node): MapNode {
  const kind = field(node, 'kind');
  if (node.kind !== 'map' || isEmpty(kind)) throw new Refused('this is no object: it has no kind', node.at);
  if (textOf(kind).endsWith('List')) return node;
  if (isEmpty(field(field(node, 'metadata'), 'name'))) throw new Refused(`a ${textOf(kind)} has no metadata.name`, (kind as Scalar).at);
  return node;
}
