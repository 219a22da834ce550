import { isBlank, isBlankOrEnd, isBreak, isBreakOrEnd, isDigit } from './characters.ts';
import { Flaw } from './flaw.ts';
import type { Scanner } from './scanner.ts';
import type { Token } from './token.ts';

/** Several lines of a plain or quoted scalar become one: a break is a space, and empty lines are breaks. */
function folded(first: string, more: string): string {
  if (first !== '\n') return first + more;
  return more === '' ? ' ' : more;
}

function isFlowIndicator(code: number): boolean {
  return code === 0x2c || code === 0x3f || code === 0x5b || code === 0x5d || code === 0x7b || code === 0x7d;
}

/** A scalar without quotes: it ends before a colon with a blank, a comment, or a line that is indented less. */
export function plainScalar(scanner: Scanner): Token {
  const { text, indent } = scanner;
  const start = scanner.pos;
  const isFlow = scanner.flow > 0;
  let value = '';
  let from = start;
  let end = start;
  let first = '';
  let more = '';
  let isBroken = false;
  for (;;) {
    if (scanner.atMarker('---') || scanner.atMarker('...') || scanner.code() === 0x23 /* # */) break;
    let at = scanner.pos;
    let code = text.charCodeAt(at);
    while (!isBlankOrEnd(code) && !(code === 0x3a && isBlankOrEnd(text.charCodeAt(at + 1))) && !(isFlow && isFlowIndicator(code)))
      code = text.charCodeAt((at += 1));
    if (at > scanner.pos) {
      if (isBroken) {
        value += text.slice(from, end) + folded(first, more);
        from = scanner.pos;
        first = more = '';
        isBroken = false;
      }
      end = at;
      scanner.pos = at;
    }
    if (!isBlank(code) && !isBreak(code)) break;
    for (; isBlank(code) || isBreak(code); code = scanner.code()) {
      if (isBlank(code)) {
        if (code === 0x09 && isBroken && scanner.column < indent + 1) throw new Flaw('a tab stands where spaces indent', scanner.pos);
        scanner.pos += 1;
      } else if (isBroken) more += scanner.takeBreak();
      else {
        first = scanner.takeBreak();
        isBroken = true;
      }
    }
    if (!isFlow && scanner.column < indent + 1) break;
  }
  if (isBroken) scanner.keyAllowed = true;
  return { type: 'scalar', start, end, value: value + text.slice(from, end), style: 'plain', key: undefined };
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['0', '\0'],
  ['a', '\x07'],
  ['b', '\b'],
  ['t', '\t'],
  ['\t', '\t'],
  ['n', '\n'],
  ['v', '\v'],
  ['f', '\f'],
  ['r', '\r'],
  ['e', '\x1b'],
  [' ', ' '],
  ['"', '"'],
  ["'", "'"],
  ['\\', '\\'],
  ['N', '\x85'],
  ['_', '\xa0'],
  ['L', '\u2028'],
  ['P', '\u2029'],
]);
const DIGITS: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);

/** A scalar in quotes. */
export function quotedScalar(scanner: Scanner, isSingle: boolean): Token {
  const { text } = scanner;
  const start = scanner.pos;
  const quote = isSingle ? 0x27 : 0x22;
  scanner.pos += 1;
  let value = '';
  for (;;) {
    if (scanner.atMarker('---') || scanner.atMarker('...')) throw new Flaw('a quote is not closed before the document ends', start);
    if (scanner.code() === 0) throw new Flaw('a quote is not closed', start);
    let isBroken = false;
    let from = scanner.pos;
    for (let code = scanner.code(); !isBlankOrEnd(code); code = scanner.code()) {
      if (isSingle && code === quote && scanner.code(1) === quote) {
        value += text.slice(from, scanner.pos + 1);
        from = scanner.pos += 2;
      } else if (code === quote) break;
      else if (!isSingle && code === 0x5c /* \ */) {
        value += text.slice(from, scanner.pos);
        scanner.pos += 1;
        isBroken = isBreak(scanner.code());
        if (isBroken) scanner.takeBreak();
        else value += escaped(scanner);
        from = scanner.pos;
        if (isBroken) break;
      } else scanner.pos += 1;
    }
    value += text.slice(from, scanner.pos);
    if (scanner.code() === quote) break;
    value += gap(scanner, isBroken);
  }
  scanner.pos += 1;
  return { type: 'scalar', start, end: scanner.pos, value, style: isSingle ? 'single' : 'double' };
}

/** What blanks and breaks within quotes stand for. @param isBroken whether an escaped break stands before them */
function gap(scanner: Scanner, isBroken: boolean): string {
  let [blanks, first, more] = ['', '', ''];
  let isFolded = isBroken;
  for (let code = scanner.code(); isBlank(code) || isBreak(code); code = scanner.code()) {
    if (isBlank(code)) {
      if (!isFolded) blanks += String.fromCharCode(code);
      scanner.pos += 1;
    } else if (isFolded) more += scanner.takeBreak();
    else {
      first = scanner.takeBreak();
      isFolded = true;
    }
  }
  return isFolded ? folded(first, more) : blanks;
}

/** What an escape stands for, whose backslash is passed. */
function escaped(scanner: Scanner): string {
  const start = scanner.pos - 1;
  const letter = scanner.text.charAt(scanner.pos);
  scanner.pos += 1;
  const one = ESCAPES.get(letter);
  if (one !== undefined) return one;
  const length = DIGITS.get(letter);
  if (length === undefined) throw new Flaw('there is no such escape: a backslash in double quotes is written twice', start, start + 2);
  const digits = scanner.text.slice(scanner.pos, scanner.pos + length);
  const value = digits.length === length && /^[0-9a-fA-F]+$/.test(digits) ? parseInt(digits, 16) : NaN;
  if (!(value <= 0x10ffff) || (value >= 0xd800 && value <= 0xdfff)) throw new Flaw('this escape is no character', start, start + 2 + length);
  scanner.pos += length;
  return String.fromCodePoint(value);
}

/** A scalar of lines that are indented. */
export function blockScalar(scanner: Scanner, isLiteral: boolean): Token {
  const start = scanner.pos;
  scanner.pos += 1;
  const { chomping, increment } = header(scanner);
  scanner.restOfLine(start);
  let end = scanner.pos;
  const outer = scanner.indent;
  let indent = increment > 0 ? Math.max(outer, 0) + increment : 0;
  let more = '';
  const breaks = (): void => {
    const taken = blockBreaks(scanner, indent, outer);
    more += taken.breaks;
    ({ indent, end } = taken);
  };
  breaks();
  let [value, first] = ['', ''];
  let wasBlank = false;
  while (scanner.column === indent && scanner.code() !== 0) {
    const isIndented = isBlank(scanner.code());
    if (!isLiteral && !wasBlank && !isIndented && first === '\n') value += more === '' ? ' ' : more;
    else value += first + more;
    more = '';
    wasBlank = isIndented;
    const from = scanner.pos;
    while (!isBreakOrEnd(scanner.code())) scanner.pos += 1;
    value += scanner.text.slice(from, scanner.pos);
    first = scanner.takeBreak();
    breaks();
  }
  if (chomping !== '-') value += first;
  if (chomping === '+') value += more;
  return { type: 'scalar', start, end, value, style: isLiteral ? 'literal' : 'folded' };
}

/** The signs behind `|` or `>`, in either order. */
function header(scanner: Scanner): { chomping: string; increment: number } {
  let chomping = '';
  let increment = 0;
  for (let i = 0; i < 2; i += 1) {
    const code = scanner.code();
    if (chomping === '' && (code === 0x2b || code === 0x2d)) chomping = String.fromCharCode(code);
    else if (increment === 0 && isDigit(code)) {
      increment = code - 0x30;
      if (increment === 0) throw new Flaw('an indentation of 0 is none', scanner.pos);
    } else break;
    scanner.pos += 1;
  }
  return { chomping, increment };
}

/** Empty lines, and how far the first line with something in it is indented, unless that is known. */
function blockBreaks(scanner: Scanner, known: number, outer: number): { breaks: string; indent: number; end: number } {
  let [breaks, end, most] = ['', scanner.pos, 0];
  for (;;) {
    while ((known === 0 || scanner.column < known) && scanner.code() === 0x20) scanner.pos += 1;
    most = Math.max(most, scanner.column);
    if ((known === 0 || scanner.column < known) && scanner.code() === 0x09) throw new Flaw('a tab stands where spaces indent', scanner.pos);
    if (!isBreak(scanner.code())) break;
    breaks += scanner.takeBreak();
    end = scanner.pos;
  }
  return { breaks, indent: known === 0 ? Math.max(most, outer + 1, 1) : known, end };
}
