// The words of templates as Go's text/template/parse reads them.
import { quoted } from '../../model/quoted.ts';
import { Refused } from '../text-flaw.ts';

/** A piece of an action, or the beginning or the end of one. */
export interface Token {
  readonly kind: 'open' | 'close' | 'space' | 'word' | 'field' | 'variable' | 'dot' | 'number' | 'string' | 'sign' | 'end';
  readonly text: string;
  readonly start: number;
}

const REAL = String.raw`[+-]?(?:0[xX][\da-fA-F_.]+(?:[pP][+-]?[\d_]+)?|0[bBoO][0-7_]+|(?:\d[\d_]*(?:\.[\d_]*)?|\.[\d_]+)(?:[eE][+-]?[\d_]+)?)`;
/** Or a character in quotes. */
const NUMBER = new RegExp(String.raw`${REAL}(?:[+-]${REAL.slice(5)}i|i)?(?![\p{L}\p{N}_])|'(?:[^'\\\n]|\\(?:[^xuU\n]|x..|u.{4}|U.{8}))'`, 'uy');

const PIECES: readonly (readonly [Token['kind'], RegExp])[] = [
  ['space', /[ \t\r\n]+/y],
  ['string', /`[^`]*`|"(?:[^"\\\n]|\\(?:[abfnrtv\\"]|[0-3][0-7]{2}|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}))*"/y],
  ['number', NUMBER],
  ['variable', /\$[\p{L}\p{N}_]*/uy],
  ['field', /\.[\p{L}_][\p{L}\p{N}_]*/uy],
  ['dot', /\./y],
  ['word', /[\p{L}_][\p{L}\p{N}_]*/uy],
  ['sign', /:=|[=|(),]/y],
];

/** What may follow a word, a field or a variable. */
const TERMINATED = /(?:[ \t\r\n.,|:()]|\}\}|$)/y;

function at(pattern: RegExp, text: string, from: number): string | undefined {
  pattern.lastIndex = from;
  return pattern.exec(text)?.[0];
}

/** Most characters a template may have: an API server takes no object that is larger than 1.5 MiB. */
const LONGEST = 2 ** 20;

/** The actions of a template, one behind the other. @throws {Refused} */
export function tokensOf(text: string): Token[] {
  if (text.length > LONGEST) throw new Refused(0, `has more than ${LONGEST} characters, which no API server takes`);
  const found: Token[] = [];
  for (let open = text.indexOf('{{'); open !== -1;) {
    const from = open + (at(/-[ \t\r\n]/y, text, open + 2)?.length ?? 0) + 2;
    const comment = at(/\/\*/y, text, from);
    const close = comment === undefined ? action(text, open, from, found) : endOfComment(text, open, from + comment.length);
    open = text.indexOf('{{', close);
  }
  found.push({ kind: 'end', text: '', start: text.length });
  return found;
}

function endOfComment(text: string, open: number, from: number): number {
  const end = text.indexOf('*/', from);
  if (end === -1) throw new Refused(open, 'leaves a comment open');
  const close = at(/(?:[ \t\r\n]-)?\}\}/y, text, end + 2);
  if (close === undefined) throw new Refused(open, 'has a comment that does not end its action');
  return end + 2 + close.length;
}

/** @returns where the action ends */
function action(text: string, open: number, from: number, found: Token[]): number {
  found.push({ kind: 'open', text: '{{', start: open });
  let depth = 0;
  for (let start = from; ;) {
    const close = at(/(?:[ \t\r\n]-)?\}\}/y, text, start);
    if (close !== undefined) {
      if (depth > 0) throw new Refused(start, 'leaves a parenthesis open');
      found.push({ kind: 'close', text: '}}', start });
      return start + close.length;
    }
    if (start >= text.length) throw new Refused(open, 'leaves an action open: {{ without }}');
    const token = pieceAt(text, start, open);
    if (token.text === '(') depth += 1;
    else if (token.text === ')' && --depth < 0) throw new Refused(start, 'closes a parenthesis that is not open');
    found.push(token);
    // What trims the text behind the action belongs to its end.
    start += token.kind === 'space' && at(/-\}\}/y, text, start + token.text.length) !== undefined ? token.text.length - 1 || 1 : token.text.length;
    if (token.kind === 'space' && at(/[ \t\r\n]-\}\}/y, text, start) !== undefined) continue;
    if (/^(?:word|field|variable)$/.test(token.kind) && at(TERMINATED, text, start) === undefined)
      throw new Refused(start, `has ${quoted(text.charAt(start))} within a word`);
  }
}

function pieceAt(text: string, start: number, open: number): Token {
  for (const [kind, pattern] of PIECES) {
    const piece = at(pattern, text, start);
    if (piece !== undefined) return { kind, text: piece, start };
  }
  const first = text.charAt(start);
  if (first === '"' || first === '`') {
    // A quote that is closed has an escape that means nothing.
    const isClosed = at(/"(?:[^"\\\n]|\\.)*"/y, text, start) !== undefined;
    throw new Refused(start, isClosed ? 'has an escape that means nothing within quotes' : 'leaves a quote open');
  }
  if (first === '{' && text.startsWith('{{', start)) throw new Refused(open, 'leaves an action open: another one begins in it');
  throw new Refused(start, `has ${quoted(String.fromCodePoint(text.codePointAt(start) as number))}, which means nothing in an action`);
}
