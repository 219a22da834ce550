import { isBlank, isBlankOrEnd, isDigit, isWord } from './characters.ts';
import { Flaw } from './flaw.ts';
import type { Scanner } from './scanner.ts';
import type { Token } from './token.ts';

/** What may follow the name of an anchor. */
const AFTER_ANCHOR: ReadonlySet<number> = new Set([...'?:,]}%@`'].map((each) => each.charCodeAt(0)));
const URI: ReadonlySet<number> = new Set([...";/?:@&=+$,.!~*'()[]"].map((each) => each.charCodeAt(0)));

export function anchor(scanner: Scanner, type: 'anchor' | 'alias'): Token {
  const start = scanner.pos;
  scanner.pos += 1;
  const value = scanner.takeWhile(isWord);
  const code = scanner.code();
  if (value === '' || !(isBlankOrEnd(code) || AFTER_ANCHOR.has(code)))
    throw new Flaw(
      type === 'alias' ? 'what begins with * is an alias: a text needs quotes' : 'what begins with & is an anchor: a text needs quotes',
      start,
    );
  return { type, start, end: scanner.pos, value };
}

export function tag(scanner: Scanner): Token {
  const start = scanner.pos;
  const found = scanner.code(1) === 0x3c /* < */ ? verbatim(scanner) : shorthand(scanner, start);
  if (!isBlankOrEnd(scanner.code())) throw notATag(start);
  return { type: 'tag', start, end: scanner.pos, ...found };
}

function verbatim(scanner: Scanner): { value: string; suffix: string } {
  const start = scanner.pos;
  scanner.pos += 2;
  const suffix = uri(scanner, '', start);
  if (scanner.code() !== 0x3e /* > */) throw notATag(start);
  scanner.pos += 1;
  return { value: '', suffix };
}

function shorthand(scanner: Scanner, start: number): { value: string; suffix: string } {
  const handle = handleOf(scanner);
  if (handle.length > 1 && handle.endsWith('!')) return { value: handle, suffix: uri(scanner, '', start) };
  const suffix = uri(scanner, handle, start);
  return suffix === '' ? { value: '', suffix: '!' } : { value: '!', suffix };
}

/** `!`, `!word` or `!word!`. */
function handleOf(scanner: Scanner): string {
  const from = scanner.pos;
  scanner.pos += 1;
  scanner.skipWhile(isWord);
  if (scanner.code() === 0x21 /* ! */) scanner.pos += 1;
  return scanner.text.slice(from, scanner.pos);
}

/** @param head what was read before, whose first character is not part of it */
function uri(scanner: Scanner, head: string, start: number): string {
  let found = head.slice(1);
  const from = scanner.pos;
  for (let code = scanner.code(); ; code = scanner.code()) {
    if (code === 0x25 /* % */) found += octets(scanner, start);
    else if (isWord(code) || URI.has(code)) {
      found += String.fromCharCode(code);
      scanner.pos += 1;
    } else break;
  }
  if (head === '' && scanner.pos === from) throw notATag(start);
  return found;
}

/** A character as the octets of its UTF-8; what is not ASCII stays as it is written, since no tag that means something has it. */
function octets(scanner: Scanner, start: number): string {
  const from = scanner.pos;
  const octet = (): number => {
    const [, digits] = /^%([0-9a-fA-F]{2})/.exec(scanner.text.slice(scanner.pos, scanner.pos + 3)) ?? [];
    if (digits === undefined) throw notATag(start);
    scanner.pos += 3;
    return parseInt(digits, 16);
  };
  const first = octet();
  if (first < 0x80) return String.fromCharCode(first);
  if (first < 0xc0 || first >= 0xf8) throw notATag(start);
  for (let left = first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3; left > 0; left -= 1) if ((octet() & 0xc0) !== 0x80) throw notATag(start);
  return scanner.text.slice(from, scanner.pos);
}

function notATag(start: number): Flaw {
  return new Flaw('what begins with ! is a tag: a text needs quotes', start);
}

/** `%YAML 1.1` or `%TAG !handle! prefix`. */
export function directive(scanner: Scanner): Token {
  const start = scanner.pos;
  scanner.pos += 1;
  const name = scanner.takeWhile(isWord);
  const refuse = (): Flaw => new Flaw('what begins with % is a directive, of which there are %YAML 1.1 and %TAG', start);
  if (!isBlankOrEnd(scanner.code())) throw refuse();
  scanner.skipWhile(isBlank);
  if (name === 'YAML') {
    const value = scanner.takeWhile((code) => isDigit(code) || code === 0x2e);
    const [, major, minor] = /^(\d{1,2})\.(\d{1,2})$/.exec(value) ?? [];
    if (minor === undefined) throw refuse();
    const end = scanner.pos;
    scanner.restOfLine(start);
    return { type: 'version', start, end, value: `${Number(major)}.${Number(minor)}` };
  }
  if (name !== 'TAG' || scanner.code() !== 0x21 /* ! */) throw refuse();
  const value = handleOf(scanner);
  if ((value !== '!' && !value.endsWith('!')) || !isBlank(scanner.code())) throw refuse();
  scanner.skipWhile(isBlank);
  const suffix = uri(scanner, '', start);
  if (!isBlankOrEnd(scanner.code())) throw refuse();
  const end = scanner.pos;
  scanner.restOfLine(start);
  return { type: 'tag directive', start, end, value, suffix };
}
