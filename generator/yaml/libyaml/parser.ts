// The parser of go.yaml.in/yaml/v2 (parserc.go), and of its nodes (decode.go): its states are functions here.
import { refusedAt } from './characters.ts';
import type { Budget } from './budget.ts';
import { Flaw } from './flaw.ts';
import type { ListNode, MapNode, Node, ScalarNode } from './node.ts';
import { Scanner } from './scanner.ts';
import type { Token, TokenType } from './token.ts';

/** Maps and lists within each other: JavaScript follows about that many. */
const DEPTH = 500;

const types = (...all: TokenType[]): ReadonlySet<TokenType> => new Set(all);
const AFTER_ENTRY = types('block entry', 'block end');
const AFTER_INDENTLESS = types('block entry', 'key', 'value', 'block end');
const AFTER_KEY = types('key', 'value', 'block end');
const NO_FLOW_KEY = types('value', 'flow entry', 'flow sequence end');
const AFTER_FLOW_ENTRY = types('flow entry', 'flow sequence end');
const NO_MAP_KEY = types('value', 'flow entry', 'flow mapping end');
const AFTER_MAP_VALUE = types('flow entry', 'flow mapping end');
const NOTHING = types('version', 'tag directive', 'document start', 'document end', 'stream end');

const NO_PROPERTIES: { readonly name: string | undefined; readonly tag: string } = { name: undefined, tag: '' };

/** One document: what stands behind it is not looked at. */
export class Parser {
  readonly #scanner: Scanner;
  readonly #text: string;
  readonly #anchors = new Map<string, Node>();
  readonly #handles = new Map<string, string>();
  #depth = 0;
  /** What was read, or of it what could be read. */
  root: Node | undefined;

  constructor(text: string, budget: Budget) {
    this.#text = text;
    this.#scanner = new Scanner(text, budget);
  }

  /** @returns nothing where there is none @throws Flaw */
  document(): Node | undefined {
    const refused = refusedAt(this.#text.startsWith('\uFEFF') ? ` ${this.#text.slice(1)}` : this.#text);
    if (refused !== -1) throw new Flaw('a control character stands here', refused);
    const isExplicit = this.#directives();
    const { type, start } = this.#scanner.peek();
    if (type === 'document start') {
      this.#scanner.skip();
      const first = this.#scanner.peek();
      this.root = NOTHING.has(first.type) ? empty(first.start) : this.#node(true, false);
    } else if (isExplicit) throw new Flaw('a line --- must follow a directive', start);
    else if (type === 'stream end') return undefined;
    else this.root = this.#node(true, false);
    this.#scanner.peek();
    return this.root;
  }

  #directives(): boolean {
    let hasVersion = false;
    let token = this.#scanner.peek();
    const isThere = token.type === 'version' || token.type === 'tag directive';
    for (; token.type === 'version' || token.type === 'tag directive'; token = this.#scanner.peek()) {
      if (token.type === 'version') {
        if (hasVersion) throw new Flaw('a second directive %YAML', token.start, token.end);
        if (token.value !== '1.1') throw new Flaw('Kubernetes reads YAML 1.1 alone: take the directive out', token.start, token.end);
        hasVersion = true;
      } else {
        if (this.#handles.has(token.value)) throw new Flaw('a second directive %TAG for the same handle', token.start, token.end);
        this.#handles.set(token.value, token.suffix as string);
      }
      this.#scanner.skip();
    }
    if (!this.#handles.has('!')) this.#handles.set('!', '!');
    if (!this.#handles.has('!!')) this.#handles.set('!!', 'tag:yaml.org,2002:');
    return isThere;
  }

  #node(isBlock: boolean, mayBeIndentless: boolean): Node {
    const first = this.#scanner.peek();
    if (first.type === 'alias') {
      const target = this.#anchors.get(first.value);
      if (target === undefined) throw new Flaw(`the alias *${first.value} stands for nothing`, first.start, first.end);
      this.#scanner.skip();
      return { kind: 'alias', start: first.start, end: first.end, tag: '', target };
    }
    const { name, tag } = first.type === 'anchor' || first.type === 'tag' ? this.#properties(first) : NO_PROPERTIES;
    const token = name === undefined && tag === '' ? first : this.#scanner.peek();
    if (token.type === 'scalar') {
      this.#scanner.skip();
      const { start, end, value, style = 'plain' } = token;
      return this.#named(name, { kind: 'scalar', start, end, tag, value, style, isImplicit: tag === '!' || (tag === '' && style === 'plain') });
    }
    const { type, start } = token;
    if (
      (type === 'block entry' && mayBeIndentless) ||
      type === 'flow sequence start' ||
      type === 'flow mapping start' ||
      (isBlock && (type === 'block sequence start' || type === 'block mapping start'))
    ) {
      const kind = type === 'flow mapping start' || type === 'block mapping start' ? 'map' : 'list';
      return this.#within(this.#named(name, { kind, start, end: start, tag, items: [] }), type);
    }
    if (name !== undefined || tag !== '') return this.#named(name, { ...empty(start), tag, isImplicit: tag === '' });
    throw new Flaw(
      token.type === 'stream end' ? 'a value is missing at the end' : 'a value is missing before this',
      token.start,
      Math.max(token.end, token.start + 1),
    );
  }

  /** An anchor and a tag, in either order. @param first one of them */
  #properties(first: Token): { name: string | undefined; tag: string } {
    let name: string | undefined;
    let tag = '';
    const take = (token: Token, type: TokenType): Token => {
      if (token.type !== type) return token;
      if (type === 'anchor') name = token.value;
      else tag = this.#tag(token);
      this.#scanner.skip();
      return this.#scanner.peek();
    };
    if (first.type === 'anchor') take(take(first, 'anchor'), 'tag');
    else take(take(first, 'tag'), 'anchor');
    return { name, tag };
  }

  #tag({ value, suffix = '', start, end }: Token): string {
    if (value === '') return suffix;
    const prefix = this.#handles.get(value);
    if (prefix === undefined) throw new Flaw(`the tag begins with ${value}, which no directive %TAG explains`, start, end);
    return prefix + suffix;
  }

  #named<T extends Node>(name: string | undefined, node: T): T {
    if (name !== undefined) this.#anchors.set(name, node);
    this.root ??= node;
    return node;
  }

  #within(node: ListNode | MapNode, type: TokenType): Node {
    this.#depth += 1;
    if (this.#depth > DEPTH) throw new Flaw('maps and lists lie too deep within each other', node.start);
    node.end = this.#fill(type, node.items);
    this.#depth -= 1;
    return node;
  }

  /** Read what stands in a collection. @param type what it begins with @returns where it ends */
  #fill(type: TokenType, items: Node[]): number {
    switch (type) {
      case 'flow sequence start':
        return this.#flowSequence(items);
      case 'flow mapping start':
        return this.#flowMapping(items);
      case 'block sequence start':
        return this.#blockSequence(items);
      case 'block mapping start':
        return this.#blockMapping(items);
      default:
        return this.#indentless(items);
    }
  }

  /** Take the last token of a collection. */
  #end({ end }: Token): number {
    this.#scanner.skip();
    return end;
  }

  #blockSequence(items: Node[]): number {
    this.#scanner.skip();
    for (;;) {
      const token = this.#scanner.peek();
      if (token.type === 'block end') return this.#end(token);
      if (token.type !== 'block entry') throw new Flaw('an item of the list is expected here, which begins with a dash', token.start, token.end + 1);
      items.push(this.#after(token, AFTER_ENTRY, false));
    }
  }

  /** Items that stand no further right than the key of their list. */
  #indentless(items: Node[]): number {
    for (;;) {
      const token = this.#scanner.peek();
      if (token.type !== 'block entry') return token.start;
      items.push(this.#after(token, AFTER_INDENTLESS, false));
    }
  }

  #blockMapping(items: Node[]): number {
    this.#scanner.skip();
    for (;;) {
      const token = this.#scanner.peek();
      if (token.type === 'block end') return this.#end(token);
      if (token.type !== 'key') throw new Flaw('a key is expected here, as far right as the others of its map', token.start, token.end + 1);
      items.push(this.#after(token, AFTER_KEY, true));
      const value = this.#scanner.peek();
      items.push(value.type === 'value' ? this.#after(value, AFTER_KEY, true) : empty(value.start));
    }
  }

  /** What follows an indicator of a block, unless something else begins. */
  #after(indicator: Token, others: ReadonlySet<TokenType>, mayBeIndentless: boolean): Node {
    this.#scanner.skip();
    return others.has(this.#scanner.peek().type) ? empty(indicator.end) : this.#node(true, mayBeIndentless);
  }

  #flowSequence(items: Node[]): number {
    this.#scanner.skip();
    for (let isFirst = true; ; isFirst = false) {
      const token = this.#entry('flow sequence end', isFirst);
      if (token.type === 'flow sequence end') return this.#end(token);
      if (token.type === 'key') items.push(this.#pair(token));
      else items.push(this.#node(false, false));
    }
  }

  /** A map of one pair in a list, without braces. */
  #pair({ start }: Token): Node {
    this.#scanner.skip();
    const first = this.#scanner.peek();
    const hasKey = !NO_FLOW_KEY.has(first.type);
    // Without a key, the token is passed over, whatever it is: yaml_parser_parse_flow_sequence_entry_mapping_key.
    if (!hasKey) this.#scanner.skip();
    const key = hasKey ? this.#node(false, false) : empty(first.end);
    const value = this.#flowValue(AFTER_FLOW_ENTRY);
    return { kind: 'map', start, end: value.end, tag: '', items: [key, value] };
  }

  #flowMapping(items: Node[]): number {
    this.#scanner.skip();
    for (let isFirst = true; ; isFirst = false) {
      const token = this.#entry('flow mapping end', isFirst);
      if (token.type === 'flow mapping end') return this.#end(token);
      if (token.type !== 'key') {
        const key = this.#node(false, false);
        items.push(key, empty(key.end));
        continue;
      }
      this.#scanner.skip();
      const { type, start } = this.#scanner.peek();
      items.push(NO_MAP_KEY.has(type) ? empty(start) : this.#node(false, false));
      items.push(this.#flowValue(AFTER_MAP_VALUE));
    }
  }

  /** The token that an entry begins with, or the end. */
  #entry(end: TokenType, isFirst: boolean): Token {
    const token = this.#scanner.peek();
    if (isFirst || token.type === end) return token;
    if (token.type !== 'flow entry')
      throw new Flaw(`a comma or ${end === 'flow mapping end' ? '}' : ']'} is expected here`, token.start, Math.max(token.end, token.start + 1));
    this.#scanner.skip();
    return this.#scanner.peek();
  }

  #flowValue(others: ReadonlySet<TokenType>): Node {
    const token = this.#scanner.peek();
    if (token.type !== 'value') return empty(token.start);
    this.#scanner.skip();
    const first = this.#scanner.peek();
    return others.has(first.type) ? empty(first.start) : this.#node(false, false);
  }
}

/** A value that is not there. */
export function empty(at: number): ScalarNode {
  return { kind: 'scalar', start: at, end: at, tag: '', value: '', isImplicit: true, style: 'plain' };
}
