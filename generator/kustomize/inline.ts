import type { Place } from '../model/finding.ts';
import type { Span } from '../secrets/assigned.ts';
import type { Source, Written } from '../yaml/written.ts';
import type { Origin } from './node.ts';

/** A text that stands in a value of a file: what is found in it has its place in the file. */
export class Inline implements Source {
  readonly text: string;
  readonly #file: Written;
  readonly #at: Origin;
  /** Where each line of the text begins in it, and where in the file; none where the two do not go line by line. */
  readonly #lines: readonly { readonly from: number; readonly inFile: number }[];

  constructor(file: Written, text: string, at: Origin) {
    this.text = text;
    [this.#file, this.#at, this.#lines] = [file, at, blockLines(file.text, text, at)];
  }

  place(span: Span): Place {
    return this.#file.place(this.#inFile(span));
  }

  hide(span: Span, value: string): void {
    this.#file.hide(this.#inFile(span), value);
  }

  #inFile({ start, end }: Span): Span {
    const line = this.#lines.findLast(({ from }) => from <= start);
    if (line === undefined) return this.#at;
    const inFile = line.inFile + start - line.from;
    return { start: inFile, end: inFile + end - start };
  }

  line(number: number): string {
    return this.#file.line(number);
  }

  covered(number: number): string[] {
    return this.#file.covered(number);
  }
}

function blockLines(file: string, text: string, { start, end }: Origin): { from: number; inFile: number }[] {
  // Lines of a block that is not folded are those of the file behind its header, each with as much before it.
  if (file.charAt(start) !== '|') return [];
  const found: { from: number; inFile: number }[] = [];
  let at = file.indexOf('\n', start) + 1;
  let from = 0;
  for (const line of text.split('\n')) {
    if (at === 0 || at > end) return found;
    const next = file.indexOf('\n', at);
    const written = file.slice(at, next === -1 ? file.length : next).replace(/\r$/, '');
    if (!written.endsWith(line)) return [];
    found.push({ from, inFile: at + written.length - line.length });
    from += line.length + 1;
    at = next + 1;
  }
  return found;
}
