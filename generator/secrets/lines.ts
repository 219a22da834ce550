import { closingQuote, valuesIn } from './assigned.ts';
import type { Carried, Kept, Span } from './assigned.ts';
import { findLikely } from './find.ts';
import { isMaskedKey } from './keys.ts';

/** What holds values of secrets only, in a manifest of one. */
const DATA = /^([ \t]*)["']?(stringData|data)["']?[ \t]*:/;
const SECRET = /kind["']?[ \t]*:[ \t]*["']?Secret\b/;
const NAMED = /(?<![\w.-])(?:name|key|path)["']?[ \t]{0,9}:[ \t]{0,9}["']?([^\s"',}]{1,200})/g;
const ITEM = /^[ \t]*-[ \t]/;
/** Lines of an entry of a list around its value. */
const NEAR = 4;
const ENTRY = /^[ \t]*(?:-[ \t]+)*["']?[\w./-]+["']?[ \t]*:(?:[ \t]|$)/;
const EXPLICIT = /^[ \t]*\?[ \t]+["']?([\w.-]+)["']?[ \t]*$/;
const OPTION = /^[ \t]*-[ \t]+["']?--?([A-Za-z][\w-]*)["']?[ \t]*$/;
const BASE64 = /^(?=.*[A-Z])(?=.*[a-z])(?=.*[0-9])[ \t]*["']?[A-Za-z0-9+/]{40,}={0,2}["',\\]{0,3}[ \t]*$/;
const BASE64_REST = /^[ \t]*[A-Za-z0-9+/]+={0,2}["',\\]{0,3}[ \t]*$/;
/** One of these stands on every line that says that a secret follows. */
const HINT = /secret|pass|pwd|token|credential|key|auth|cookie|config|netrc|tsig|hmac|\.p|\.jks|id_|data|value|default|-----|\?/i;

/** What of the lines of one file may be secrets, by what stands on those around them. */
export class LineMask {
  readonly #lines: readonly string[];
  /** Lines whose values are kept for what stands around them; `whole` where all of a line is one. */
  readonly #kept = new Map<number, Kept | 'whole'>();

  /** @param longest how many characters of a line are looked at */
  constructor(text: string, longest = Infinity) {
    this.#lines = text.split('\n').map((line) => line.slice(0, longest).replace(/\r$/, ''));
    this.#look();
  }

  /** @param number of the line, from 1 */
  of(number: number): Span[] {
    const line = this.#lines[number - 1] ?? '';
    const kept = this.#kept.get(number - 1) ?? 'named';
    return kept === 'whole' ? [{ start: line.length - line.trimStart().length, end: line.length }] : findLikely(line, kept);
  }

  #look(): void {
    let open: Carried | undefined;
    let data: number | undefined; // the column of a key below which all are values of secrets
    let secret = this.#isSecret(0);
    let key = false; // within a private key
    let base64 = false;
    for (const [i, line] of this.#lines.entries()) {
      const indent = line.search(/[^ \t]|$/);
      if (indent === line.length) continue;
      const whole: boolean = key || (open !== undefined && carries(open, line, indent)) || (base64 && BASE64_REST.test(line));
      base64 = BASE64.test(line) || (whole && base64);
      if (whole) {
        this.#kept.set(i, 'whole');
        if (/-----END/.test(line)) key = false;
        if (open?.quote !== undefined && closingQuote(line, 0, open.quote) !== undefined) open = undefined;
        else if (open?.once === true) open = undefined;
        else if (open?.empty === true) open = { column: Math.min(open.column, indent - 1), block: open.block === true };
        continue;
      }
      open = undefined;
      if (line.startsWith('---') && !line.startsWith('-----')) secret = this.#isSecret(i + 1);
      if (data !== undefined && indent <= data) data = undefined;
      if (data === undefined && !HINT.test(line)) continue;
      if (/-----BEGIN [A-Z0-9 ]*PRIVATE KEY/.test(line)) key = !/-----END/.test(line);
      const kept = data !== undefined ? 'all' : this.#isNamed(i) ? 'value' : 'named';
      const region = DATA.exec(line);
      if (region !== null && (region[2] === 'stringData' || secret)) {
        data ??= (region[1] as string).length;
        this.#kept.set(i, 'all');
        continue;
      }
      if (kept !== 'named') this.#kept.set(i, kept);
      const next = EXPLICIT.exec(line) ?? OPTION.exec(line);
      if (next !== null && isMaskedKey(next[1] as string)) open = { column: indent, empty: true, once: true };
      else open = valuesIn(line, kept).carried;
    }
  }

  /** Whether the document that begins at a line is a Secret. */
  #isSecret(from: number): boolean {
    for (let i = from; i < this.#lines.length; i++) {
      const line = this.#lines[i] as string;
      if (line.startsWith('---')) return false;
      if (SECRET.test(line)) return true;
    }
    return false;
  }

  /** Whether the entry of a list that a `value` belongs to is named after a secret, before or after it. */
  #isNamed(at: number): boolean {
    if (!/value|default/.test(this.#lines[at] as string)) return false;
    let [from, to] = [at, at + 1];
    while (from > 0 && at - from < NEAR - 1 && !ITEM.test(this.#lines[from] as string)) from--;
    while (to < this.#lines.length && to - at < NEAR && !ITEM.test(this.#lines[to] as string)) to++;
    return this.#lines.slice(from, to).some(namesOne);
  }
}

function carries({ column, quote, block, empty }: Carried, line: string, indent: number): boolean {
  if (quote !== undefined) return true;
  if (block === true && indent > column) return true;
  if (ENTRY.test(line)) return false;
  return indent > column || empty === true;
}

function namesOne(line: string): boolean {
  return [...line.matchAll(NAMED)].some(([, name]) => isMaskedKey((name as string).split(/\/|~1/).at(-1) as string));
}
