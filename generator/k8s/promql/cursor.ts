import { quoted } from '../../model/quoted.ts';
import { Refused } from '../text-flaw.ts';
import { tokensOf, type Token } from './tokens.ts';

/** Deeper than anybody writes. */
const DEEPEST = 300;

/** Where in an expression a reader is. */
export class Cursor {
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(text: string) {
    this.#tokens = tokensOf(text);
  }

  get token(): Token {
    return this.#tokens[this.#next] as Token;
  }

  get following(): Token | undefined {
    return this.#tokens[this.#next + 1];
  }

  /** How many tokens are behind it. */
  get passed(): number {
    return this.#next;
  }

  /** The tokens from one on that are behind it. */
  since(first: number): readonly Token[] {
    return this.#tokens.slice(first, this.#next);
  }

  advance(by = 1): void {
    this.#next += by;
  }

  isAtEnd(): boolean {
    return this.#next >= this.#tokens.length - 1;
  }

  unexpected(wanted: string): Refused {
    const { kind, text, start } = this.token;
    if (kind === 'end') return new Refused(start, `ends where ${wanted} should stand`);
    if (text === ')' && wanted.startsWith('an operator')) return new Refused(start, 'closes a parenthesis that is not open');
    return new Refused(start, `has ${quoted(text)} where ${wanted} should stand`, text === '=' ? 'PromQL compares with ==' : undefined);
  }

  is(sign: string): boolean {
    const { kind, text } = this.token;
    return kind === 'sign' && text === sign;
  }

  isWord(...words: readonly string[]): boolean {
    const { kind, text } = this.token;
    return kind === 'word' && words.includes(text.toLowerCase());
  }

  take(sign: string): boolean {
    if (!this.is(sign)) return false;
    this.#next += 1;
    return true;
  }

  need(sign: string, wanted = quoted(sign)): void {
    if (!this.take(sign)) throw this.unexpected(wanted);
  }

  /** Read something that may hold another one of its kind. */
  deeper<T>(read: () => T): T {
    if (++this.#depth > DEEPEST) throw new Refused(this.token.start, `nests more than ${DEEPEST} expressions`);
    const found = read();
    this.#depth -= 1;
    return found;
  }
}
