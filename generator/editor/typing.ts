// What somebody is about to write at a place of a text: a key of a map, or a value.
import { entriesOf } from './outline.ts';

export interface Typing {
  readonly what: 'key' | 'value';
  /** Of the map that gets a key, or of the value. */
  readonly path: readonly string[];
  /** Keys, or items of the list, that stand there already. */
  readonly beside: readonly string[];
  /** The value stands in a list. */
  readonly isItem: boolean;
  /** What is written of it so far. */
  readonly start: number;
  readonly end: number;
  /** A colon is there already. */
  readonly hasColon: boolean;
}

/** A word that nobody writes: it stands where the cursor is while the text is read. */
const MARK = 'zzCursorzz';
const WORD = /[^\s[\]{},:#"']/;

/** What may be meant: on a line of its own a word may become a key or a value. */
export function typingAt(text: string, offset: number, many: boolean): Typing[] {
  let [start, end] = [offset, offset];
  while (start > 0 && WORD.test(text[start - 1] as string)) start -= 1;
  while (end < text.length && WORD.test(text[end] as string)) end += 1;
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  if (/(^|\s)#/.test(line.replace(/"[^"]*"|'[^']*'/g, ''))) return [];
  const [before, after] = [text.slice(0, start), text.slice(end)];
  const hasColon = /^["']?[ \t]*:(\s|$)/.test(after);
  const isAlone = /^[ \t]*(- +)*$/.test(line);
  const tries = [MARK, ...(isAlone && !hasColon ? [`${MARK}:`] : [])];
  const found = tries.flatMap((word): Typing[] => {
    const entries = entriesOf(before + word + after, many);
    const at = entries.findIndex(({ path, scalar }) => path.at(-1) === MARK || scalar === MARK);
    const entry = entries[at];
    if (entry === undefined) return [];
    const what = entry.path.at(-1) === MARK ? 'key' : 'value';
    const above = entry.path.slice(0, -1);
    const siblings = entries.filter((other) => other !== entry && isIn(other.path, above));
    const isItem = what === 'value' && entry.key === undefined && above.length > (many ? 1 : 0);
    const beside = what === 'key' ? siblings.map(({ path }) => path.at(-1) as string) : isItem ? siblings.map(({ scalar }) => String(scalar)) : [];
    return [{ what, path: what === 'key' ? above : entry.path, beside, isItem, start, end, hasColon }];
  });
  // In brackets of a map, and before a colon, the first reading is that of a key already.
  return found.filter((each, i) => found.findIndex((other) => other.what === each.what) === i);
}

function isIn(path: readonly string[], above: readonly string[]): boolean {
  return path.length === above.length + 1 && above.every((step, i) => path[i] === step);
}
