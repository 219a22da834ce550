import { isBreak } from './characters.ts';

const CR = 0x0d;
const LF = 0x0a;

/** A text and how far it is read. */
export class Input {
  readonly text: string;
  pos = 0;
  line = 0;
  /** Where the line begins, so that a column is a difference. */
  lineStart = 0;

  constructor(text: string) {
    this.text = `${text}\0`;
  }

  get column(): number {
    return this.pos - this.lineStart;
  }

  /** The code of the character that many further on. */
  code(further = 0): number {
    return this.text.charCodeAt(this.pos + further);
  }

  /** Pass over a line break, if there is one, and give what it stands for in a value. */
  takeBreak(): string {
    const code = this.code();
    if (!isBreak(code)) return '';
    this.pos += code === CR && this.code(1) === LF ? 2 : 1;
    this.line += 1;
    this.lineStart = this.pos;
    return code > 0x85 ? String.fromCharCode(code) : '\n';
  }

  skipWhile(is: (code: number) => boolean): void {
    while (is(this.code())) this.pos += 1;
  }

  /** What stands from here on as long as it is of a kind. */
  takeWhile(is: (code: number) => boolean): string {
    const from = this.pos;
    this.skipWhile(is);
    return this.text.slice(from, this.pos);
  }

  /** Whether `---` or `...` stands at the beginning of a line, by itself. */
  atMarker(marker: '---' | '...'): boolean {
    return this.pos === this.lineStart && this.text.startsWith(marker, this.pos) && END_OF_MARKER.has(this.code(3));
  }
}

const END_OF_MARKER: ReadonlySet<number> = new Set([0, 0x09, 0x0a, 0x0d, 0x20, 0x85, 0x2028, 0x2029]);
