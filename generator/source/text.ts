/** A file as read: where it lies relative to the working directory, and its bytes. */
export interface InputFile {
  /** Path for messages, with forward slashes. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Offsets at which lines begin, so that an offset becomes a line and a column in one binary search. */
export class Lines {
  readonly #starts: number[] = [0];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
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

  line(number: number): string {
    const start = this.#starts[number - 1] ?? this.#text.length;
    const end = this.#starts[number] ?? this.#text.length + 1;
    return this.#text.slice(start, end - 1).replace(/\r$/, '');
  }
}

/** What text must not hold: control characters other than tab and line breaks, and private-use characters. */
// eslint-disable-next-line no-control-regex -- refusing control characters is the point
const REFUSED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ue000-\uf8ff\ufffe\uffff]/;

export type Decoded = { readonly text: string } | { readonly problem: string; readonly offset: number; readonly text: string };

/** Decode strictly: a byte that is not UTF-8 is an error, never U+FFFD. A leading byte order mark is dropped. */
export function decode(bytes: Uint8Array): Decoded {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Streaming holds back the beginning of the bad sequence.
    const offset = new TextDecoder().decode(bytes.subarray(0, firstBadByte(bytes)), { stream: true }).length;
    return { problem: 'is not valid UTF-8 here', offset, text: new TextDecoder().decode(bytes) };
  }
  const offset = text.search(REFUSED);
  if (offset === -1) return { text };
  const code = (text.codePointAt(offset) as number).toString(16).toUpperCase().padStart(4, '0');
  return { problem: `holds the character U+${code}, which no fleet needs`, offset, text };
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
