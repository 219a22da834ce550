import type { Place } from '../model/finding.ts';
import { findSecrets } from '../secrets/find.ts';
import type { Span } from '../secrets/assigned.ts';
import type { Style } from './libyaml/token.ts';
import { within } from './within.ts';
import { Lines, Mask, decode, type Decoded, type InputFile } from './text.ts';

/** A file that values come from, as it may be shown. */
export interface Source {
  /** @param of a text that stands there, and the character of it that is meant */
  place(span: Span, of?: { readonly value: string; readonly offset: number }): Place;
  line(number: number): string;
  covered(number: number): string[];
}

/** What a value that is not plain begins with. */
const STYLES: Readonly<Record<string, Style>> = { '"': 'double', "'": 'single', '|': 'literal', '>': 'folded' };

/** A file that somebody wrote: its text, its lines, and what of it is hidden. */
export class Written implements Source {
  readonly path: string;
  readonly text: string;
  readonly decoded: Decoded;
  readonly #mask: Mask;
  readonly #lines: Lines;

  constructor({ path, bytes }: InputFile) {
    this.path = path;
    this.decoded = decode(bytes);
    const { text } = this.decoded;
    this.text = text;
    this.#mask = new Mask(text);
    this.#lines = new Lines(text, this.#mask);
    for (const { start, value } of findSecrets(text)) this.hide({ start, end: start + value.length }, value);
  }

  hide(span: Span, value: string): void {
    this.#mask.hide(span, value);
  }

  /** What was hidden, to be hidden in messages as well. */
  get secrets(): readonly string[] {
    return this.#mask.values;
  }

  place(span: Span, of?: { readonly value: string; readonly offset: number }): Place {
    const style = STYLES[this.text.charAt(span.start)] ?? 'plain';
    const { start, end } = of === undefined ? span : within(this.text, { ...span, style, value: of.value }, of.offset);
    const { line, col } = this.#lines.at(start);
    return { file: this.path, line, col, length: Math.max(1, Math.min(end - start, this.#lines.line(line).length - col + 1)) };
  }

  line(number: number): string {
    return this.#lines.line(number);
  }

  covered(number: number): string[] {
    return this.#lines.covered(number);
  }
}
