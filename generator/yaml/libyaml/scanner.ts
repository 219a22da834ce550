// The scanner of go.yaml.in/yaml/v2 (scannerc.go), which sigs.k8s.io/yaml reads with: what it takes and refuses is taken and refused here, its
// slips included, since the API server has them.
import { isBlank, isBlankOrEnd, isBreak, isBreakOrEnd } from './characters.ts';
import { blockScalar, plainScalar, quotedScalar } from './scalars.ts';
import { anchor, directive, tag } from './tags.ts';
import type { Budget } from './budget.ts';
import { Flaw } from './flaw.ts';
import { Input } from './input.ts';
import type { SimpleKey, Token, TokenType } from './token.ts';

/** `max_flow_level` and `max_indents` are 10,000; nothing that deep is read further on. */
const MOST_KEY = 1024;
const NO_KEY: SimpleKey = { possible: false, required: false, awaited: false, number: -1, pos: 0, line: 0, column: 0 };

const alias = (scanner: Scanner): Token => anchor(scanner, 'alias');
const anchored = (scanner: Scanner): Token => anchor(scanner, 'anchor');
const single = (scanner: Scanner): Token => quotedScalar(scanner, true);
const double = (scanner: Scanner): Token => quotedScalar(scanner, false);

export class Scanner extends Input {
  indent = -1;
  /** How many flow collections are open. */
  flow = 0;
  keyAllowed = true;
  readonly #indents: number[] = [];
  readonly #keys: SimpleKey[] = [NO_KEY];
  /** Tokens from head to tail: the list is kept when it is empty, since it is so after nearly each token. */
  readonly #queue: Token[] = [];
  #head = 0;
  #tail = 0;
  #taken = 0;

  readonly #budget: Budget;

  constructor(text: string, budget: Budget) {
    super(text);
    this.#budget = budget;
    if (text.startsWith('\uFEFF')) this.pos = this.lineStart = 1;
  }

  /** The next token, once it is known whether it begins a key. */
  peek(): Token {
    for (;;) {
      const head = this.#head < this.#tail ? this.#queue[this.#head] : undefined;
      if (head !== undefined && !(head.key?.awaited === true && this.#isPossible(head.key))) return head;
      this.#fetch();
    }
  }

  /** Take the token that was looked at. */
  skip(): void {
    if (this.#budget.takeToken()) throw new Flaw(this.#budget.spent as string, (this.#queue[this.#head] as Token).start);
    this.#head += 1;
    this.#taken += 1;
    if (this.#head === this.#tail) this.#head = this.#tail = 0;
  }

  #fetch(): void {
    this.#toNextToken();
    this.#unroll(this.column);
    const code = this.code();
    if (code === 0) return this.#streamEnd();
    if (this.column === 0) {
      if (code === 0x25 /* % */) return this.#atMargin(directive(this));
      if (this.atMarker('---')) return this.#atMargin(this.#indicator('document start', 3));
      if (this.atMarker('...')) return this.#atMargin(this.#indicator('document end', 3));
    }
    const isFlow = this.flow > 0;
    switch (code) {
      case 0x5b /* [ */:
        return this.#open('flow sequence start');
      case 0x7b /* { */:
        return this.#open('flow mapping start');
      case 0x5d /* ] */:
        return this.#close('flow sequence end');
      case 0x7d /* } */:
        return this.#close('flow mapping end');
      case 0x2c /* , */:
        this.#removeKey();
        this.keyAllowed = true;
        return this.#add(this.#indicator('flow entry'));
      case 0x2d /* - */:
        if (isBlankOrEnd(this.code(1))) return this.#blockEntry();
        return this.#scalar();
      case 0x3f /* ? */:
        if (isFlow || isBlankOrEnd(this.code(1))) return this.#key();
        return this.#scalar();
      case 0x3a /* : */:
        if (isFlow || isBlankOrEnd(this.code(1))) return this.#value();
        return this.#scalar();
      case 0x2a /* * */:
        return this.#beginning(alias);
      case 0x26 /* & */:
        return this.#beginning(anchored);
      case 0x21 /* ! */:
        return this.#beginning(tag);
      case 0x27 /* ' */:
        return this.#beginning(single);
      case 0x22 /* " */:
        return this.#beginning(double);
      case 0x7c /* | */:
      case 0x3e /* > */:
        if (isFlow) break;
        this.#removeKey();
        this.keyAllowed = true;
        return this.#add(blockScalar(this, code === 0x7c));
      case 0x25 /* % */:
      case 0x40 /* @ */:
      case 0x60 /* ` */:
      case 0x09:
        break;
      default:
        return this.#scalar();
    }
    throw new Flaw(
      code === 0x09 ? 'a tab stands where spaces indent' : `no value begins with ${String.fromCharCode(code)}: put it in quotes`,
      this.pos,
    );
  }

  #toNextToken(): void {
    for (;;) {
      let code = this.code();
      while (code === 0x20 || (code === 0x09 && (this.flow > 0 || !this.keyAllowed))) {
        this.pos += 1;
        code = this.code();
      }
      if (code === 0x23 /* # */) {
        this.skipComment();
        code = this.code();
      }
      if (!isBreak(code)) return;
      this.takeBreak();
      if (this.flow === 0) this.keyAllowed = true;
    }
  }

  /** To the end of the line. */
  skipComment(): void {
    while (!isBreakOrEnd(this.code())) this.pos += 1;
  }

  /** What may follow to the end of a line: blanks and a comment. */
  restOfLine(start: number): void {
    this.skipWhile(isBlank);
    if (this.code() === 0x23 /* # */) this.skipComment();
    if (!isBreakOrEnd(this.code())) throw new Flaw('nothing but a comment may follow in this line', this.pos, Math.max(start, this.pos) + 1);
    this.takeBreak();
  }

  #add(token: Token): void {
    this.#queue[this.#tail++] = token;
  }

  /** Put a token before one that is in the queue. @param number of that one, which may be gone */
  #insert(number: number, token: Token): void {
    const at = number - this.#taken;
    if (at < 0) return this.#add(token);
    const place = Math.min(this.#head + at, this.#tail);
    for (let i = this.#tail; i > place; i--) this.#queue[i] = this.#queue[i - 1] as Token;
    this.#queue[place] = token;
    this.#tail += 1;
  }

  #indicator(type: TokenType, length = 1): Token {
    const start = this.pos;
    this.pos += length;
    return { type, start, end: this.pos, value: '' };
  }

  #mark(type: TokenType, pos = this.pos): Token {
    return { type, start: pos, end: pos, value: '' };
  }

  #isPossible(key: SimpleKey): boolean {
    if (!key.possible) return false;
    if (key.line === this.line && !this.#isTooFar(key.pos)) return true;
    if (key.required) throw new Flaw('this line is no key with a value: it needs a colon and a space', key.pos);
    key.possible = false;
    return false;
  }

  #isTooFar(pos: number): boolean {
    // Characters count, of which some are two units.
    const units = this.pos - pos;
    return units > MOST_KEY && (units > 2 * MOST_KEY || [...this.text.slice(pos, this.pos)].length > MOST_KEY);
  }

  #saveKey(): SimpleKey | undefined {
    if (!this.keyAllowed) return undefined;
    this.#removeKey();
    const key: SimpleKey = {
      possible: true,
      required: this.flow === 0 && this.indent === this.column,
      awaited: true,
      number: this.#taken + this.#tail - this.#head,
      pos: this.pos,
      line: this.line,
      column: this.column,
    };
    this.#keys[this.#keys.length - 1] = key;
    return key;
  }

  #removeKey(): void {
    const key = this.#keys.at(-1) as SimpleKey;
    if (!key.possible) return;
    if (key.required) throw new Flaw('this line is no key with a value: it needs a colon and a space', key.pos);
    key.possible = key.awaited = false;
  }

  #roll(column: number, token: Token, number?: number): void {
    if (this.flow > 0 || this.indent >= column) return;
    this.#indents.push(this.indent);
    this.indent = column;
    if (number === undefined) this.#add(token);
    else this.#insert(number, token);
  }

  #unroll(column: number): void {
    if (this.flow > 0) return;
    while (this.indent > column) {
      this.#add(this.#mark('block end'));
      this.indent = this.#indents.pop() as number;
    }
  }

  #streamEnd(): void {
    if (this.column !== 0) {
      this.line += 1;
      this.lineStart = this.pos;
    }
    this.#atMargin(this.#mark('stream end'));
  }

  /** What stands outside of all blocks. */
  #atMargin(token: Token): void {
    this.#unroll(-1);
    this.#removeKey();
    this.keyAllowed = false;
    this.#add(token);
  }

  #open(type: TokenType): void {
    const key = this.#saveKey();
    this.#keys.push({ ...NO_KEY, around: key });
    this.flow += 1;
    this.keyAllowed = true;
    this.#add({ ...this.#indicator(type), ...(key === undefined ? {} : { key }) });
  }

  #close(type: TokenType): void {
    this.#removeKey();
    if (this.flow > 0) {
      this.flow -= 1;
      const { around } = this.#keys.pop() as SimpleKey;
      // An empty collection is not held back: yaml_parser_decrease_flow_level forgets the key that stands around it.
      if (around !== undefined) around.awaited = false;
    }
    this.keyAllowed = false;
    this.#add(this.#indicator(type));
  }

  #blockEntry(): void {
    if (this.flow === 0) {
      if (!this.keyAllowed) throw new Flaw('a list does not begin here: write it in lines of its own', this.pos);
      this.#roll(this.column, this.#mark('block sequence start'));
    }
    this.#removeKey();
    this.keyAllowed = true;
    this.#add(this.#indicator('block entry'));
  }

  #key(): void {
    if (this.flow === 0) {
      if (!this.keyAllowed) throw new Flaw('a key does not begin here', this.pos);
      this.#roll(this.column, this.#mark('block mapping start'));
    }
    this.#removeKey();
    this.keyAllowed = this.flow === 0;
    this.#add(this.#indicator('key'));
  }

  #value(): void {
    const key = this.#keys.at(-1) as SimpleKey;
    if (this.#isPossible(key)) {
      this.#insert(key.number, this.#mark('key', key.pos));
      this.#roll(key.column, this.#mark('block mapping start', key.pos), key.number);
      key.possible = key.awaited = false;
      this.keyAllowed = false;
    } else {
      if (this.flow === 0) {
        if (!this.keyAllowed) throw new Flaw('a map does not begin here: a text with ": " in it needs quotes', this.pos);
        this.#roll(this.column, this.#mark('block mapping start'));
      }
      this.keyAllowed = this.flow === 0;
    }
    this.#add(this.#indicator('value'));
  }

  /** What may be the beginning of a key. */
  #beginning(scan: (scanner: Scanner) => Token): void {
    const key = this.#saveKey();
    this.keyAllowed = false;
    const token = scan(this);
    if (key !== undefined) token.key = key;
    this.#add(token);
  }

  #scalar(): void {
    this.#beginning(plainScalar);
  }
}
