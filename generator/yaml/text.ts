import { memo } from '../model/memo.ts';
import { UNSEEN } from '../model/unseen.ts';
import type { Span } from '../secrets/assigned.ts';
import { LineMask } from '../secrets/lines.ts';
import { cover } from '../secrets/redact.ts';
import { LIMITS } from './limits.ts';

/** A file as read: where it lies relative to the working directory, and its bytes. */
export interface InputFile {
  /** Path for messages, with forward slashes. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** How many bytes it may have; 1 MiB if absent. */
  readonly limit?: number;
}

/** What of a text must not be shown: values of secrets, each replaced by as many asterisks, so that columns stay. */
export class Mask {
  readonly #text: string;
  readonly #spans: Span[] = [];
  readonly #values = new Set<string>();

  constructor(text: string) {
    this.#text = text;
  }

  hide(span: Span, value: string): void {
    this.#spans.push(span);
    if (value.length >= 6) this.#values.add(value);
    for (const line of value.split(/\s+/)) if (line.length >= 16) this.#values.add(line);
  }

  get values(): readonly string[] {
    return [...this.#values];
  }

  /** A part of the text as it may be shown. */
  slice(from: number, to: number): string {
    return cover(this.#text.slice(from, to), this.#spans, undefined, from);
  }
}

/** Offsets at which lines begin, so that an offset becomes a line and a column in one binary search. */
export class Lines {
  readonly #starts: number[] = [0];
  readonly #text: string;
  readonly #mask: Mask;
  #likely: LineMask | undefined;
  readonly #likelyByLine = new Map<number, readonly Span[]>();

  constructor(text: string, mask = new Mask(text)) {
    this.#text = text;
    this.#mask = mask;
    for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) this.#starts.push(i + 1);
  }

  /** Line and column, both from 1. */
  at(offset: number): { line: number; col: number } {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, col: offset - (this.#starts[low] as number) + 1 };
  }

  /** How many characters a line has, its end not counted. */
  length(number: number): number {
    const [start, end] = this.#ends(number);
    return end - start - (this.#text[end - 1] === '\r' ? 1 : 0);
  }

  /** A line as it may be shown, columns kept; nothing of one that is too long for it. */
  line(number: number): string {
    const [start, end] = this.#ends(number);
    if (end - start > LIMITS.excerpt) return '';
    const line = this.#mask.slice(start, end).replace(/\r$/, '');
    return cover(line, this.#likelyIn(number));
  }

  /** What of a line may be a secret, in words that a message may repeat. */
  covered(number: number): string[] {
    const [start] = this.#ends(number);
    return this.#likelyIn(number).flatMap((span) => {
      const text = this.#text.slice(start + span.start, start + span.end).trim();
      const bare = text.replace(/^["'&*!]|["']$/g, '');
      // Of several words the plain ones may be anybody's.
      const words = text.split(/[\s"',;{}[\]]+/).filter((word) => word.length >= 6 && !/^[a-z]+$/i.test(word));
      // A message may say what a number is read as.
      const number = /^[-+0-9][0-9._]*$/.test(bare) ? [String(Number(bare.replaceAll('_', '')))] : [];
      return [text, bare, ...words, ...number].filter(({ length }) => length >= 4);
    });
  }

  #likelyIn(number: number): readonly Span[] {
    const likely = (this.#likely ??= new LineMask(this.#text, LIMITS.excerpt));
    return memo(this.#likelyByLine, number, () => likely.of(number));
  }

  #ends(number: number): [number, number] {
    const start = this.#starts[number - 1] ?? this.#text.length;
    return [start, Math.max(start, (this.#starts[number] ?? this.#text.length + 1) - 1)];
  }
}

/** What text must not hold: control characters other than tab and line breaks, and what nobody sees as what it is. */
const REFUSED = new RegExp(String.raw`[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]|${UNSEEN}`, 'gu');
/** Most files hold nothing else, and are judged by this alone, which costs a tenth. */
const BEYOND_ASCII = /[^\t\n\r\x20-\x7e]/;
const LONE_CR = /\r(?!\n)/;

/** Where the first of them is, or -1. */
function refusedAt(text: string): number {
  const first = text.search(BEYOND_ASCII);
  if (first === -1) return -1;
  REFUSED.lastIndex = first;
  return REFUSED.exec(text)?.index ?? -1;
}

/** The first character of a text that nobody would see as what it is, such as `U+001B`; carriage returns are free here. */
export function hiddenText(text: string): string | undefined {
  const offset = refusedAt(text);
  return offset === -1 ? undefined : codePoint(text, offset);
}

function codePoint(text: string, offset: number): string {
  return `U+${(text.codePointAt(offset) as number).toString(16).toUpperCase().padStart(4, '0')}`;
}

export type Decoded = { readonly text: string } | { readonly problem: string; readonly offset: number; readonly text: string };

/** Decode strictly: a byte that is not UTF-8 is an error, never U+FFFD. A leading byte order mark is dropped. */
export function decode(bytes: Uint8Array): Decoded {
  const [a, b] = bytes;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return { problem: 'is UTF-16, not UTF-8', offset: 0, text: '' };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Streaming holds back the beginning of the bad sequence.
    const offset = new TextDecoder().decode(bytes.subarray(0, firstBadByte(bytes)), { stream: true }).length;
    return { problem: 'is not valid UTF-8 here', offset, text: new TextDecoder().decode(bytes) };
  }
  const offset = refusedAt(text);
  if (offset !== -1) return { problem: `holds the character ${codePoint(text, offset)}, which no fleet needs`, offset, text };
  const cr = text.search(LONE_CR);
  return cr === -1 ? { text } : { problem: 'holds a carriage return without a line feed', offset: cr, text };
}

/** How many bytes from the beginning are valid UTF-8. */
function firstBadByte(bytes: Uint8Array): number {
  let [good, bad] = [0, bytes.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    try {
      // Streaming, so that a sequence that is merely cut off is not taken for a bad one.
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, middle), { stream: true });
      good = middle;
    } catch {
      bad = middle;
    }
  }
  return good;
}
