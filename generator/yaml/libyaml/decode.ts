// The decoder of go.yaml.in/yaml/v2 (decode.go), and what sigs.k8s.io/yaml makes of its values.
import { keyOf } from './key.ts';
import { Flaw } from './flaw.ts';
import type { AliasNode, MapNode, Node, ScalarNode } from './node.ts';
import { resolveScalar } from './resolve.ts';

/** Under it stands what has a key that JSON cannot have. */
const NO_KEY = Symbol('a key that is no text');
/** Up to so many values, 99 of 100 may come from aliases; from ten times as many on, 10 of 100. */
const FEW_VALUES = 400_000;
const MANY_VALUES = 4_000_000;
const DEPTH = 500;

type Data = Record<string | symbol, unknown>;

/**
 * The data of a document.
 * @param isExact whether integers that JavaScript cannot keep are refused, and not rounded
 * @throws Flaw
 */
export function decode(root: Node, isExact: boolean): unknown {
  const decoder = new Decoder(isExact);
  const value = decoder.of(root, 0);
  // What is overwritten later does no harm.
  if (decoder.doubt !== undefined && !isJson(value)) throw decoder.doubt;
  return value;
}

class Decoder {
  readonly #isExact: boolean;
  readonly #open = new Set<AliasNode>();
  /** The document itself is the first. */
  #values = 1;
  #aliased = 0;
  /** What no JSON has, if it is still there at the end. */
  doubt: Flaw | undefined;

  constructor(isExact: boolean) {
    this.#isExact = isExact;
  }

  of(node: Node, depth: number): unknown {
    this.#count(node);
    switch (node.kind) {
      case 'scalar':
        return this.#scalar(node);
      case 'list':
        return node.items.map((item) => this.of(item, depth + 1));
      case 'map': {
        const map: Data = {};
        this.#fill(map, node, depth);
        return map;
      }
      case 'alias':
        return this.#through(node, depth, (target) => this.of(target, depth + 1));
    }
  }

  #count(node: Node): void {
    this.#values += 1;
    if (this.#open.size > 0) this.#aliased += 1;
    const over = Math.max(0, Math.min(1, (this.#values - FEW_VALUES) / (MANY_VALUES - FEW_VALUES)));
    if (this.#aliased > 100 && this.#values > 1000 && this.#aliased / this.#values > 0.99 - 0.89 * over)
      throw new Flaw('aliases stand for too much', node.start, node.end);
  }

  #through<T>(alias: AliasNode, depth: number, read: (target: Node) => T): T {
    if (this.#open.has(alias)) throw new Flaw('an anchor stands within itself', alias.start, alias.end);
    // Aliases of aliases can lie deeper than what is written.
    if (depth > DEPTH) throw new Flaw('maps and lists lie too deep within each other', alias.start, alias.end);
    this.#open.add(alias);
    const found = read(alias.target);
    this.#open.delete(alias);
    return found;
  }

  #fill(map: Data, { items }: MapNode, depth: number): void {
    for (let i = 0; i < items.length; i += 2) {
      const key = items[i] as Node;
      const value = items[i + 1] as Node;
      if (isMerge(key)) this.#merge(map, value, depth);
      else put(map, this.#key(key, depth), this.of(value, depth + 1));
    }
  }

  /** What is merged is written into the map where it stands: it may overwrite what stands above it. */
  #merge(map: Data, node: Node, depth: number): void {
    const one = (each: Node): void => {
      const target = each.kind === 'alias' ? each.target : each;
      if (target.kind !== 'map') throw new Flaw('only a map is merged', each.start, each.end);
      this.#count(each);
      if (each.kind !== 'alias') return this.#fill(map, target, depth + 1);
      this.#through(each, depth, () => {
        this.#count(target);
        this.#fill(map, target, depth + 1);
      });
    };
    // The first of several wins, so it comes last.
    if (node.kind === 'list') [...node.items].reverse().forEach(one);
    else one(node);
  }

  #key(node: Node, depth: number): string | symbol {
    if (node.kind === 'scalar') {
      this.#count(node);
      if (node.tag === '' && !node.isImplicit) return node.value;
      const key = keyOf(resolveScalar(node));
      if (key !== undefined) return key;
      this.doubt ??= new Flaw('a key is text: put it in quotes', node.start, node.end);
      return NO_KEY;
    }
    if (node.kind === 'alias') return this.#aliasedKey(node, depth);
    throw new Flaw('a key is text, and no map or list', node.start, node.end);
  }

  #aliasedKey(node: AliasNode, depth: number): string | symbol {
    this.#count(node);
    return this.#through(node, depth, (target) => this.#key(target, depth + 1));
  }

  #scalar(node: ScalarNode): unknown {
    if (node.tag === '' && !node.isImplicit) return node.value;
    const { type, value } = resolveScalar(node);
    if (type !== 'int' && type !== 'float') return value;
    const number = Number(value);
    if (!Number.isFinite(number)) this.doubt ??= new Flaw('JSON has no such number, and Kubernetes reads YAML as JSON', node.start, node.end);
    else if (this.#isExact && Number.isInteger(number) && !Number.isSafeInteger(number))
      throw new Flaw(`the number ${node.value.slice(0, 40)} is too large to be kept exactly`, node.start, node.end);
    return number;
  }
}

function isMerge(node: Node): boolean {
  return node.kind === 'scalar' && node.value === '<<' && (node.isImplicit || node.tag === 'tag:yaml.org,2002:merge');
}

function put(map: Data, key: string | symbol, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
  else map[key] = value;
}

function isJson(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  return !Object.hasOwn(value, NO_KEY) && Object.values(value).every(isJson);
}
