import { shown } from '../model/quoted.ts';
import { regexpFlaw } from '../model/regexp.ts';
import { isAddress, network } from './ip.ts';
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

/** A piece of a rule. */
export type Token = { readonly sign: string } | { readonly word: string } | { readonly text: string };

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

/** The pieces of a rule, or undefined where it is none. */
export function ruleTokens(rule: string): readonly Token[] | undefined {
  try {
    return tokens(rule);
  } catch {
    return undefined;
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
    else out.push({ text: unquoted(text as string) });
  }
  return out;
}

/** Backslashes mean something in double quotes only, and there what they mean in JSON. */
function unquoted(text: string): string {
  try {
    if (text.startsWith('"')) return JSON.parse(text) as string;
  } catch {
    // Go knows escapes that JSON does not.
  }
  return text.slice(1, -1);
}

/** What Traefik takes as a host (pkg/muxer/tcp): of routers with TLS it asks the same of Host as of HostSNI. */
const HOST = /^[A-Za-z0-9_.:-]+$/;

/** What a matcher wants of its last text (pkg/muxer); of the others it wants nothing. */
function argumentFlaw(matcher: string, texts: readonly string[]): string | undefined {
  const last = texts.at(-1) as string;
  if (matcher.endsWith('Regexp')) {
    const flaw = matcher === 'QueryRegexp' && texts.length === 1 ? undefined : regexpFlaw(last);
    return flaw === undefined ? undefined : `gives ${matcher} no regular expression of Go: ${shown(last)} ${flaw}`;
  }
  switch (matcher) {
    case 'Host':
      return HOST.test(last) ? undefined : `gives Host what is no name of a host: ${shown(last)}`;
    case 'HostSNI':
      return last === '*' || HOST.test(last) ? undefined : `gives HostSNI what is neither a name of a host nor *: ${shown(last)}`;
    case 'ClientIP':
      return isAddress(last) || network(last) !== undefined ? undefined : `gives ClientIP what is neither an address nor a network: ${shown(last)}`;
    // Traefik compares in upper case, and takes any word: people make their own (RFC 9110 §16.1).
    case 'Method':
      return /^[!#$%&'*+.^`|~\w-]+$/.test(last) ? undefined : `gives Method what is no method: ${shown(last)}`;
    default:
      return undefined;
  }
}

/** Deeper than anybody writes. */
const DEEPEST = 100;

class Parser {
  readonly #tokens: readonly Token[];
  readonly #matchers: Readonly<Record<string, readonly [number, number]>>;
  #next = 0;
  #depth = 0;

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
    while (this.#take('!'));
    if (this.#take('(')) {
      if (++this.#depth > DEEPEST) throw new Refused(`nests more than ${DEEPEST} parentheses`);
      this.#either();
      this.#depth -= 1;
      return this.#close();
    }
    const token = this.#tokens[this.#next];
    if (token === undefined || !('word' in token)) throw new Refused('lacks a matcher where one should stand');
    this.#next += 1;
    const arity = Object.hasOwn(this.#matchers, token.word) ? this.#matchers[token.word] : undefined;
    if (arity === undefined) throw new Refused(`names the matcher ${shown(token.word)}, which is none of ${Object.keys(this.#matchers).join(', ')}`);
    if (!this.#take('(')) throw new Refused(`lacks a parenthesis after ${shown(token.word)}`);
    const texts = this.#texts(token.word);
    const count = texts.length;
    if (count < arity[0] || count > arity[1])
      throw new Refused(
        `gives ${shown(token.word)} ${count} texts instead of ${arity[0]}${count > 1 && arity[1] === 1 ? '; join matchers with ||' : ''}`,
      );
    const flaw = argumentFlaw(token.word, texts);
    if (flaw !== undefined) throw new Refused(flaw);
  }

  #texts(matcher: string): string[] {
    if (this.#take(')')) return [];
    const texts: string[] = [];
    do {
      const token = this.#tokens[this.#next];
      if (token === undefined || !('text' in token)) throw new Refused(`gives ${matcher} something else than a text in backticks`);
      if (token.text === '') throw new Refused(`gives ${matcher} an empty text`);
      if (/^(Path|PathPrefix)$/.test(matcher) && !token.text.startsWith('/'))
        throw new Refused(`has a path that does not begin with a slash: ${shown(token.text)}`);
      this.#next += 1;
      texts.push(token.text);
    } while (this.#take(','));
    this.#close();
    return texts;
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
