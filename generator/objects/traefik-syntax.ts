import { shown } from '../model/quoted.ts';
// https://doc.traefik.io/traefik/reference/routing-configuration/http/routing/rules-and-priority/, v3 syntax

/** Matchers and how many texts each takes. */
const MATCHERS = {
  http: {
    Header: [2, 2],
    HeaderRegexp: [2, 2],
    Host: [1, 1],
    HostRegexp: [1, 1],
    Method: [1, 1],
    Path: [1, 1],
    PathPrefix: [1, 1],
    PathRegexp: [1, 1],
    Query: [1, 2],
    QueryRegexp: [1, 2],
    ClientIP: [1, 1],
  },
  tcp: { HostSNI: [1, 1], HostSNIRegexp: [1, 1], ClientIP: [1, 1], ALPN: [1, 1] },
} as const satisfies Record<string, Readonly<Record<string, readonly [number, number]>>>;

const TOKEN = /\s*(?:(&&|\|\||!|\(|\)|,)|([A-Za-z]+)|(`[^`]*`|"(?:[^"\\\n]|\\.)*"))/y;

type Token = { readonly sign: string } | { readonly word: string } | { readonly text: string };

class Refused extends Error {}

/** Why a rule is none that Traefik 3 reads, or undefined. */
export function ruleFlaw(rule: string, protocol: keyof typeof MATCHERS): string | undefined {
  try {
    new Parser(tokens(rule), MATCHERS[protocol]).whole();
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return error.message;
    throw error;
  }
}

function tokens(rule: string): Token[] {
  const out: Token[] = [];
  const source = rule.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(source);
    if (match === null) throw new Refused(`is broken at character ${at + 1}: texts stand in backticks, and operators are &&, || and !`);
    const [, sign, word, text] = match;
    if (sign !== undefined) out.push({ sign });
    else if (word !== undefined) out.push({ word });
    else out.push({ text: (text as string).slice(1, -1) });
  }
  return out;
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #matchers: Readonly<Record<string, readonly [number, number]>>;
  #next = 0;

  constructor(list: readonly Token[], matchers: Readonly<Record<string, readonly [number, number]>>) {
    this.#tokens = list;
    this.#matchers = matchers;
  }

  whole(): void {
    if (this.#tokens.length === 0) throw new Refused('is empty');
    this.#either();
    if (this.#next < this.#tokens.length) throw new Refused(this.#is(')') ? 'closes a parenthesis that is not open' : 'goes on after its end');
  }

  #either(): void {
    this.#both();
    while (this.#take('||')) this.#both();
  }

  #both(): void {
    this.#one();
    while (this.#take('&&')) this.#one();
  }

  #one(): void {
    if (this.#take('!')) return this.#one();
    if (this.#take('(')) {
      this.#either();
      return this.#close();
    }
    const token = this.#tokens[this.#next];
    if (token === undefined || !('word' in token)) throw new Refused('lacks a matcher where one should stand');
    this.#next += 1;
    const arity = Object.hasOwn(this.#matchers, token.word) ? this.#matchers[token.word] : undefined;
    if (arity === undefined) throw new Refused(`names the matcher ${shown(token.word)}, which is none of ${Object.keys(this.#matchers).join(', ')}`);
    if (!this.#take('(')) throw new Refused(`lacks a parenthesis after ${shown(token.word)}`);
    const texts = this.#texts(token.word);
    if (texts < arity[0] || texts > arity[1])
      throw new Refused(
        `gives ${shown(token.word)} ${texts} texts instead of ${arity[0]}${texts > 1 && arity[1] === 1 ? '; join matchers with ||' : ''}`,
      );
  }

  #texts(matcher: string): number {
    if (this.#take(')')) return 0;
    let count = 0;
    do {
      const token = this.#tokens[this.#next];
      if (token === undefined || !('text' in token)) throw new Refused(`gives ${matcher} something else than a text in backticks`);
      if (token.text === '') throw new Refused(`gives ${matcher} an empty text`);
      if (/^(Path|PathPrefix)$/.test(matcher) && !token.text.startsWith('/'))
        throw new Refused(`has a path that does not begin with a slash: ${shown(token.text)}`);
      this.#next += 1;
      count += 1;
    } while (this.#take(','));
    this.#close();
    return count;
  }

  #close(): void {
    if (!this.#take(')')) throw new Refused('leaves a parenthesis open');
  }

  #is(sign: string): boolean {
    const token = this.#tokens[this.#next];
    return token !== undefined && 'sign' in token && token.sign === sign;
  }

  #take(sign: string): boolean {
    if (!this.#is(sign)) return false;
    this.#next += 1;
    return true;
  }
}
