import { shown } from '../model/quoted.ts';
import { remembered } from '../model/memo.ts';
import { regexpFlaw } from '../model/regexp.ts';
import { isAddress, network } from './ip.ts';
import { flawIn, Refused, type TextFlaw } from './text-flaw.ts';
// https://doc.traefik.io/traefik/reference/routing-configuration/http/routing/rules-and-priority/; traefik, pkg/muxer

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
  'http of version 2': {
    ClientIP: [1, Infinity],
    Headers: [2, Infinity],
    HeadersRegexp: [2, Infinity],
    Host: [1, Infinity],
    HostHeader: [1, Infinity],
    HostRegexp: [1, Infinity],
    Method: [1, Infinity],
    Path: [1, Infinity],
    PathPrefix: [1, Infinity],
    Query: [1, Infinity],
  },
  'tcp of version 2': { HostSNI: [1, Infinity], HostSNIRegexp: [1, Infinity], ClientIP: [1, Infinity], ALPN: [1, Infinity] },
} as const satisfies Record<string, Readonly<Record<string, readonly [number, number]>>>;

type Language = keyof typeof MATCHERS;

/** Each by its name, and as Traefik takes it in other letter case. */
const arities = remembered(
  (matchers: (typeof MATCHERS)[Language]): ReadonlyMap<string, { readonly name: string; readonly arity: readonly [number, number] }> =>
    new Map(
      Object.entries(matchers).flatMap(([name, arity]) =>
        [name, name.toLowerCase(), name.toUpperCase(), name.charAt(0) + name.slice(1).toLowerCase()].map((written) => [written, { name, arity }]),
      ),
    ),
);

const TOKEN = /\s*(?:(&&|\|\||!|\(|\)|,)|([A-Za-z]+)|(`[^`]*`|"(?:[^"\\\n]|\\.)*"))/y;

/** A piece of a rule. */
export type Token = ({ readonly sign: string } | { readonly word: string } | { readonly text: string }) & { readonly start: number };

/** Why a rule is none that Traefik reads, in the syntax of version 3 if nothing else is said, or undefined. */
export function ruleFlaw(rule: string, language: Language): TextFlaw | undefined {
  try {
    new Parser(tokens(rule), language, rule.length).whole();
    return undefined;
  } catch (error) {
    return flawIn(error);
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
    if (match === null) throw new Refused(at, `is broken at character ${at + 1}: texts stand in backticks, and operators are &&, || and !`);
    const [whole, sign, word, text] = match;
    const start = at + whole.length - whole.trimStart().length;
    if (sign !== undefined) out.push({ sign, start });
    else if (word !== undefined) out.push({ word, start });
    else out.push({ text: unquoted(text as string), start });
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

/** What Traefik takes as a host (pkg/muxer/tcp): of routers with TLS it asks the same of Host as of HostSNI. A star for the first label it takes from 3.7 on. */
const HOST = /^(\*\.)?[A-Za-z0-9_.:-]+$/;

/** What no version takes. */
function foreignFlaw(matcher: string, text: string): string | undefined {
  if (matcher.startsWith('Host') && /[^\0-\x7f]/.test(text)) return `gives ${matcher} characters beyond ASCII: ${shown(text)}`;
  return matcher === 'ALPN' && text === 'acme-tls/1' ? 'gives ALPN the protocol acme-tls/1, which Traefik keeps for itself' : undefined;
}

/** What a matcher wants of its last text (pkg/muxer); of the others it wants nothing. */
function argumentFlaw(matcher: string, texts: readonly string[]): string | undefined {
  const last = texts.at(-1) as string;
  const foreign = foreignFlaw(matcher, last);
  if (foreign !== undefined) return foreign;
  if (matcher.endsWith('Regexp')) {
    const flaw = matcher === 'QueryRegexp' && texts.length === 1 ? undefined : regexpFlaw(last);
    return flaw === undefined ? undefined : `gives ${matcher} no regular expression of Go: ${shown(last)} ${flaw}`;
  }
  switch (matcher) {
    case 'Host':
      return last === '*' || HOST.test(last) ? undefined : `gives Host what is neither a name of a host nor *: ${shown(last)}`;
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

/** What a matcher of version 2 wants of its texts: there most hold `{name:expression}`, as gorilla/mux reads it. */
function olderFlaw(matcher: string, texts: readonly string[]): string | undefined {
  if (/^Headers/.test(matcher) && texts.length % 2 > 0) return `gives ${matcher} a name without a value`;
  // Each text is a name, or a name and its value.
  if (matcher === 'Query' && texts.flatMap((text) => text.split(/=(.*)/s).slice(0, 2)).length % 2 > 0) return 'gives Query a name without a value';
  for (const [i, text] of texts.entries()) {
    const flaw = matcher === 'HeadersRegexp' && i % 2 > 0 ? regexpFlaw(text) : undefined;
    if (flaw !== undefined) return `gives ${matcher} no regular expression of Go: ${shown(text)} ${flaw}`;
    if (matcher === 'ClientIP' && !isAddress(text) && network(text) === undefined)
      return `gives ClientIP what is neither an address nor a network: ${shown(text)}`;
    if (matcher === 'HostSNI' && text !== '*' && !HOST.test(text)) return `gives HostSNI what is neither a name of a host nor *: ${shown(text)}`;
    const foreign = matcher === 'HostSNIRegexp' ? undefined : foreignFlaw(matcher, text);
    if (foreign !== undefined) return foreign;
    const broken = /^(?:HostRegexp|HostSNIRegexp|Path|PathPrefix|Query)$/.test(matcher) ? templateFlaw(text) : undefined;
    if (broken !== undefined) return `gives ${matcher} a text that ${broken}: ${shown(text)}`;
  }
  return undefined;
}

/** Why a text is no template of gorilla/mux. */
function templateFlaw(text: string): string | undefined {
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i += 1) {
    if (text[i] === '{' && ++depth === 1) start = i + 1;
    else if (text[i] === '}' && --depth < 0) return 'closes a brace that is not open';
    else if (text[i] === '}' && depth === 0) {
      const [, name, , pattern] = /^([^:]*)(:([^]*))?$/.exec(text.slice(start, i)) as unknown as [string, string, string?, string?];
      if (name === '' || pattern === '') return 'lacks a name or an expression within braces';
      const flaw = pattern === undefined ? undefined : regexpFlaw(pattern);
      if (flaw !== undefined) return `holds no regular expression of Go, as it ${flaw}`;
    }
  }
  return depth > 0 ? 'leaves a brace open' : undefined;
}

/** Deeper than anybody writes. */
const DEEPEST = 100;

class Parser {
  readonly #tokens: readonly Token[];
  readonly #language: Language;
  readonly #end: number;
  #next = 0;
  #depth = 0;

  constructor(list: readonly Token[], language: Language, end: number) {
    this.#tokens = list;
    this.#language = language;
    this.#end = end;
  }

  get #here(): number {
    return this.#tokens[this.#next]?.start ?? this.#end;
  }

  whole(): void {
    if (this.#tokens.length === 0) throw new Refused(0, 'is empty');
    this.#either();
    if (this.#next < this.#tokens.length)
      throw new Refused(this.#here, this.#is(')') ? 'closes a parenthesis that is not open' : 'goes on after its end');
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
      if (++this.#depth > DEEPEST) throw new Refused(this.#here, `nests more than ${DEEPEST} parentheses`);
      this.#either();
      this.#depth -= 1;
      return this.#close();
    }
    const token = this.#tokens[this.#next];
    if (token === undefined || !('word' in token)) throw new Refused(this.#here, 'lacks a matcher where one should stand');
    this.#next += 1;
    const all = MATCHERS[this.#language];
    const known = arities(all).get(token.word);
    const refuse = (message: string): never => {
      throw new Refused(token.start, message);
    };
    if (known === undefined) return refuse(`names the matcher ${shown(token.word)}, which is none of ${Object.keys(all).join(', ')}`);
    if (!this.#take('(')) return refuse(`lacks a parenthesis after ${shown(token.word)}`);
    const { name, arity } = known;
    const texts = this.#texts(name);
    const count = texts.length;
    if (count < arity[0] || count > arity[1])
      refuse(`gives ${shown(name)} ${count} texts instead of ${arity[0]}${count > 1 && arity[1] === 1 ? '; join matchers with ||' : ''}`);
    const flaw = (this.#language.endsWith('2') ? olderFlaw : argumentFlaw)(name, texts);
    if (flaw !== undefined) refuse(flaw);
  }

  #texts(matcher: string): string[] {
    if (this.#take(')')) return [];
    const texts: string[] = [];
    do {
      const token = this.#tokens[this.#next];
      if (token === undefined || !('text' in token)) throw new Refused(this.#here, `gives ${matcher} something else than a text in backticks`);
      if (token.text === '') throw new Refused(token.start, `gives ${matcher} an empty text`);
      if (/^(Path|PathPrefix)$/.test(matcher) && !token.text.startsWith('/'))
        throw new Refused(token.start, `has a path that does not begin with a slash: ${shown(token.text)}`);
      this.#next += 1;
      texts.push(token.text);
      // Go lets a list end with a comma.
    } while (this.#take(',') && !this.#is(')'));
    this.#close();
    return texts;
  }

  #close(): void {
    if (!this.#take(')')) throw new Refused(this.#here, 'leaves a parenthesis open');
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
