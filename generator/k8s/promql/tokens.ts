// The words of PromQL as prometheus/prometheus, promql/parser/lex.go, reads them.
import { quoted } from '../../model/quoted.ts';
import { Refused } from '../text-flaw.ts';

/** A piece of an expression. */
export interface Token {
  readonly kind: 'word' | 'number' | 'duration' | 'string' | 'sign' | 'end';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const SPACE = /(?:[ \t\r\n]+|#[^\r\n]*)+/y;
const WORD = /[A-Za-z_:][A-Za-z0-9_:]*/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
/** A number may have a sign before its exponent. */
const DIGITS = /(?:(?!0[xX])[0-9._]+[eE][+-][A-Za-z0-9_.]*)|[0-9.][A-Za-z0-9_.]*/y;
const NUMBER =
  /^(?:0[xX]_?[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*|(?:[0-9]+(?:_[0-9]+)*\.?(?:[0-9]+(?:_[0-9]+)*)?|\.[0-9]+(?:_[0-9]+)*)(?:[eE][+-]?[0-9]+(?:_[0-9]+)*)?)$/;
const DURATION = /^(?:[0-9]+y)?(?:[0-9]+w)?(?:[0-9]+d)?(?:[0-9]+h)?(?:[0-9]+m)?(?:[0-9]+s)?(?:[0-9]+ms)?$/;
const SIGN = /==|!=|=~|!~|<=|>=|<\/|>\/|[-+*/%^=<>(){}[\],@:]/y;

/** Most signs an expression may have: an API server takes no object that is larger than 1.5 MiB. */
const LONGEST = 2 ** 20;

function at(pattern: RegExp, text: string, from: number): string | undefined {
  pattern.lastIndex = from;
  return pattern.exec(text)?.[0];
}

/** @throws {Refused} */
export function tokensOf(text: string): Token[] {
  if (text.length > LONGEST) throw new Refused(0, `has more than ${LONGEST} characters, which no API server takes`);
  const found: Token[] = [];
  let isBraced = false;
  let isBracketed = false;
  for (let from = 0; ;) {
    from += at(SPACE, text, from)?.length ?? 0;
    if (from === text.length) break;
    const token = tokenAt(text, from, isBraced, isBracketed);
    found.push(token);
    from = token.end;
    if (token.kind !== 'sign') continue;
    if (token.text === '{') {
      if (isBraced) throw new Refused(token.start, 'opens a brace within braces');
      isBraced = true;
    } else if (token.text === '}') isBraced = false;
    else if (token.text === '[') {
      if (isBracketed) throw new Refused(token.start, 'opens a bracket within brackets');
      isBracketed = true;
    } else if (token.text === ']') isBracketed = false;
  }
  found.push({ kind: 'end', text: '', start: text.length, end: text.length });
  return found;
}

function tokenAt(text: string, start: number, isBraced: boolean, isBracketed: boolean): Token {
  const token = (kind: Token['kind'], part: string): Token => ({ kind, text: part, start, end: start + part.length });
  const first = text.charAt(start);
  if (first === '"' || first === "'" || first === '`') return token('string', stringAt(text, start));
  if (/[0-9]/.test(first) || (first === '.' && /[0-9]/.test(text.charAt(start + 1)))) return measure(token, at(DIGITS, text, start) as string, start);
  const word = at(isBraced || isBracketed ? NAME : WORD, text, start);
  if (word !== undefined) return token('word', word);
  const sign = at(SIGN, text, start);
  if (sign === undefined)
    throw new Refused(
      start,
      `has ${quoted(String.fromCodePoint(text.codePointAt(start) as number))}, which means nothing in PromQL`,
      wayOut(text, start),
    );
  return token('sign', sign);
}

function wayOut(text: string, at: number): string | undefined {
  if (text.startsWith('&&', at)) return 'PromQL says and, or, unless';
  if (text.startsWith('||', at)) return 'PromQL says and, or, unless';
  return undefined;
}

function measure(token: (kind: Token['kind'], part: string) => Token, part: string, start: number): Token {
  if (NUMBER.test(part) && !Number.isFinite(Number(part.replaceAll('_', '')))) throw new Refused(start, 'has a number that is too large');
  if (NUMBER.test(part)) return token('number', part);
  if (DURATION.test(part)) return token('duration', part);
  const hint = /^[0-9]+[.][0-9]+[a-z]+$/.test(part) ? 'a duration has whole numbers: 1m30s' : 'such as 0.5, 30s or 1d12h, the largest unit first';
  throw new Refused(start, `has ${quoted(part)}, which is neither a number nor a duration`, hint);
}

/** From quote to quote. */
function stringAt(text: string, start: number): string {
  const quote = text.charAt(start);
  for (let end = start + 1; end < text.length; end += 1) {
    const each = text.charAt(end);
    if (each === quote) return text.slice(start, end + 1);
    if (quote === '`') continue;
    if (each === '\n') break;
    if (each === '\\') end += 1;
  }
  throw new Refused(start, quote === '`' ? 'leaves a backtick open' : 'leaves a quote open');
}

const ESCAPE = /\\(?:[abfnrtv\\]|[0-3][0-7]{2}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U(?:000[0-9a-fA-F]|0010)[0-9a-fA-F]{4})/y;
const SIMPLE: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\' };

/** What a string means. @throws {Refused} where it has an escape that means nothing */
export function valueOf({ text, start }: Token): string {
  const quote = text.charAt(0);
  const inner = text.slice(1, -1);
  if (quote === '`' || !inner.includes('\\')) return inner;
  let value = '';
  for (let i = 0; i < inner.length;) {
    const each = inner.charAt(i);
    if (each !== '\\') {
      value += each;
      i += 1;
      continue;
    }
    if (inner.charAt(i + 1) === quote) {
      value += quote;
      i += 2;
      continue;
    }
    const escape = at(ESCAPE, inner, i);
    if (escape === undefined || /^\\(?:u|U0000)[dD][89a-fA-F]/.test(escape)) {
      const escaped = inner.slice(i, i + 2);
      throw new Refused(
        start + 1 + i,
        `has the escape ${quoted(escaped)}, which means nothing within quotes`,
        `write the backslash twice, or put the text in backticks`,
      );
    }
    const digits = /^\\[xuU]/.test(escape) ? Number.parseInt(escape.slice(2), 16) : Number.parseInt(escape.slice(1), 8);
    value += SIMPLE[escape.charAt(1)] ?? String.fromCodePoint(digits);
    i += escape.length;
  }
  return value;
}
