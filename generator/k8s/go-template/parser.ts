// Templates as Go's text/template reads them: what is wrong before they are given any data.
import { suggest } from '../../fleet/schema/suggest.ts';
import { quoted } from '../../model/quoted.ts';
import { flawIn, Refused, type TextFlaw } from '../text-flaw.ts';
import { tokensOf, type Token } from './tokens.ts';

/** https://pkg.go.dev/text/template#hdr-Functions */
const BUILT_IN = 'and call eq ge gt html index js le len lt ne not or print printf println slice urlquery'.split(' ');

/** What a program gives its templates beside what Go has. */
export interface Environment {
  readonly functions: readonly string[];
  /** With their `$`. */
  readonly variables: readonly string[];
}

/** Deeper than anybody writes. */
const DEEPEST = 200;

/** Why a text is no template, or undefined. */
export function templateFlaw(text: string, environment: Environment): TextFlaw | undefined {
  if (!text.includes('{{')) return undefined;
  try {
    new Parser(text, environment).whole();
    return undefined;
  } catch (error) {
    return flawIn(error);
  }
}

/** What an action opens and `end` closes. */
interface Block {
  readonly word: string;
  readonly start: number;
  /** How many variables there were before. */
  readonly variables: number;
  hasElse: boolean;
}

/** Values that cannot be called in a later stage of a pipeline. */
const FIXED = new Set<Token['kind']>(['dot', 'number', 'string']);

class Parser {
  readonly #tokens: readonly Token[];
  readonly #functions: ReadonlySet<string>;
  readonly #open: Block[] = [];
  #variables: string[];
  #outside: string[] = [];
  #next = 0;
  #depth = 0;

  constructor(text: string, { functions, variables }: Environment) {
    this.#tokens = tokensOf(text);
    this.#functions = new Set([...BUILT_IN, ...functions]);
    this.#variables = ['$', ...variables];
  }

  whole(): void {
    while (this.#token.kind === 'open') {
      this.#next += 1;
      this.#action();
    }
    const open = this.#open.at(-1);
    if (open !== undefined) throw new Refused(open.start, `leaves ${quoted(open.word)} open: {{ end }} lacks`);
  }

  get #token(): Token {
    return this.#tokens[this.#next] as Token;
  }

  #space(): void {
    while (this.#token.kind === 'space') this.#next += 1;
  }

  #take(text: string): boolean {
    this.#space();
    const { kind } = this.#token;
    if (kind === 'string' || this.#token.text !== text) return false;
    this.#next += 1;
    return true;
  }

  #unexpected(where: string): Refused {
    const { kind, text, start } = this.#token;
    return new Refused(start, kind === 'close' ? `ends ${where} too early` : `has ${quoted(text)} in ${where}`);
  }

  #close(where: string): void {
    this.#space();
    if (this.#token.kind !== 'close') throw this.#unexpected(where);
    this.#next += 1;
  }

  #action(): void {
    this.#space();
    const { kind, text, start } = this.#token;
    if (kind !== 'word') return this.#value('an action');
    switch (text) {
      case 'if':
      case 'with':
      case 'range':
      case 'block':
      case 'define':
        this.#next += 1;
        return this.#begin(text, start);
      case 'else':
        this.#next += 1;
        return this.#else(start);
      case 'end':
        this.#next += 1;
        return this.#end(start);
      case 'break':
      case 'continue':
        this.#next += 1;
        this.#close(text);
        if (!this.#open.some(({ word, hasElse }) => word === 'range' && !hasElse)) throw new Refused(start, `has ${quoted(text)} outside of a range`);
        return;
      case 'template':
        this.#next += 1;
        this.#name(text);
        this.#space();
        if (this.#token.kind === 'close') this.#next += 1;
        else this.#value(text);
        return;
      default:
        return this.#value('an action');
    }
  }

  #name(where: string): void {
    this.#space();
    if (this.#token.kind !== 'string') throw this.#unexpected(where);
    this.#next += 1;
  }

  #begin(word: string, start: number): void {
    if (this.#open.length === DEEPEST) throw new Refused(start, `nests more than ${DEEPEST} actions`);
    if (word === 'define' && this.#open.length > 0) throw new Refused(start, 'has "define" within an action');
    const variables = this.#variables.length;
    if (word === 'block' || word === 'define') this.#name(word);
    if (word === 'define') {
      this.#outside = this.#variables;
      this.#variables = ['$'];
      this.#close(word);
    } else this.#value(word);
    if (word === 'block') {
      this.#outside = this.#variables;
      this.#variables = ['$'];
    }
    this.#open.push({ word, start, variables, hasElse: false });
  }

  #else(start: number): void {
    const block = this.#open.at(-1);
    if (block === undefined || block.hasElse || !/^(?:if|with|range)$/.test(block.word))
      throw new Refused(start, 'has "else" where nothing is open that has one');
    this.#space();
    const { kind, text } = this.#token;
    if (kind === 'close') {
      this.#next += 1;
      block.hasElse = true;
      return;
    }
    // `else if` goes on with the block of its `if`.
    if (kind !== 'word' || text !== block.word || text === 'range') throw this.#unexpected('"else"');
    this.#next += 1;
    this.#value(text);
  }

  #end(start: number): void {
    this.#close('"end"');
    const block = this.#open.pop();
    if (block === undefined) throw new Refused(start, 'has "end" where nothing is open');
    if (block.word === 'define' || block.word === 'block') this.#variables = this.#outside;
    else this.#variables.length = block.variables;
  }

  /** A pipeline, to the end of its action. */
  #value(where: string): void {
    this.#pipeline(where);
    this.#close(where);
  }

  #pipeline(where: string): void {
    this.#declaration(where);
    for (let stage = 0; ; stage += 1) {
      const { first, count } = this.#command(where);
      if (stage > 0 && (FIXED.has(first.kind) || /^(?:true|false|nil)$/.test(first.text)) && count > 0)
        throw new Refused(first.start, `passes a value on to ${quoted(first.text)}, which is no function`);
      if (!this.#take('|')) return;
      this.#space();
      // Go lets a pipeline end so.
      if (this.#token.kind === 'close' || this.#token.text === ')') return;
    }
  }

  /** `$x :=`, `$x =`, and in a range `$i, $x :=`. */
  #declaration(where: string): void {
    this.#space();
    const from = this.#next;
    const names: Token[] = [];
    while (this.#token.kind === 'variable') {
      names.push(this.#token);
      this.#next += 1;
      this.#space();
      if (!this.#take(',')) break;
      this.#space();
      if (where !== 'range' || names.length > 1) throw new Refused(this.#token.start, 'declares too many variables');
    }
    this.#space();
    const { text, kind } = this.#token;
    if (names.length === 0 || kind !== 'sign' || (text !== ':=' && text !== '=')) {
      this.#next = from;
      return;
    }
    this.#next += 1;
    // Go takes what is assigned to for declared.
    this.#variables.push(...names.map((name) => name.text));
  }

  #known({ text, start }: Token): void {
    if (this.#variables.includes(text)) return;
    throw new Refused(start, `names the variable ${quoted(text)}, which nothing declares`, nearest(text, this.#variables));
  }

  #command(where: string): { readonly first: Token; readonly count: number } {
    this.#space();
    const first = this.#token;
    let count = 0;
    for (;;) {
      this.#space();
      if (!this.#operand()) break;
      count += 1;
      const { kind, text } = this.#token;
      if (kind === 'space') continue;
      if (kind === 'close' || (kind === 'sign' && (text === '|' || text === ')'))) break;
      throw this.#unexpected('an operand');
    }
    if (count === 0)
      throw this.#token.kind === 'close' || this.#token.text === ')' || this.#token.text === '|'
        ? new Refused(this.#token.start, `lacks a value in ${where}`)
        : this.#unexpected(where);
    return { first, count };
  }

  #operand(): boolean {
    const token = this.#token;
    if (!this.#term()) return false;
    const isChain = this.#token.kind === 'field';
    if (isChain && (token.kind === 'dot' || token.kind === 'number' || token.kind === 'string' || /^(?:true|false|nil)$/.test(token.text)))
      throw this.#unexpected(`what follows ${quoted(token.text)}`);
    while (this.#token.kind === 'field') this.#next += 1;
    return true;
  }

  #term(): boolean {
    const token = this.#token;
    const { kind, text, start } = token;
    if (kind === 'word' && !/^(?:true|false|nil)$/.test(text) && !this.#functions.has(text)) {
      if (KEYWORD.test(text)) throw this.#unexpected('an operand');
      throw new Refused(start, `calls ${quoted(text)}, which is no function`, nearest(text, [...this.#functions]));
    }
    if (kind === 'variable') this.#known(token);
    if (kind === 'sign' && text === '(') {
      if (++this.#depth > DEEPEST) throw new Refused(start, `nests more than ${DEEPEST} parentheses`);
      this.#next += 1;
      this.#pipeline('parentheses');
      if (!this.#take(')')) throw this.#unexpected('parentheses');
      this.#depth -= 1;
      return true;
    }
    if (kind === 'open' || kind === 'close' || kind === 'space' || kind === 'sign' || kind === 'end') return false;
    this.#next += 1;
    return true;
  }
}

const KEYWORD = /^(?:block|break|continue|define|else|end|if|range|template|with)$/;

function nearest(name: string, names: readonly string[]): string | undefined {
  const near = names.find((each) => each !== '$' && each.startsWith(name)) ?? suggest(name, names);
  return near === undefined ? undefined : `did you mean "${near}"?`;
}
