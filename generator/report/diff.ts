import { visible, type Style } from './style.ts';

const CONTEXT = 2;

interface Line {
  readonly mark: ' ' | '-' | '+';
  readonly text: string;
}

/**
 * The difference of two texts in lines, as a unified diff has it, without its header. @param before undefined: the file is new
 */
export function diffText(path: string, before: string | undefined, after: string | null, style: Style): string {
  const lines = compared(linesOf(before ?? ''), linesOf(after ?? ''));
  const near = lines.map((_, i) => lines.slice(Math.max(0, i - CONTEXT), i + CONTEXT + 1).some(({ mark }) => mark !== ' '));
  const shown = lines.map(({ mark, text }, i) => {
    if (near[i] !== true) return near[i - 1] === true ? style.dim('  …\n') : '';
    const line = `${mark} ${visible(text)}`;
    return `${mark === '-' ? style.red(line) : mark === '+' ? style.green(line) : line}\n`;
  });
  const what = after === null ? ' goes' : before === undefined ? ' is new' : '';
  return `${style.bold(visible(path))}${what}\n${shown.join('')}`;
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** What both have at the beginning and the end stays; between, the longest common part of what is left. */
function compared(a: readonly string[], b: readonly string[]): Line[] {
  const keep = (text: string): Line => ({ mark: ' ', text });
  let [start, end] = [0, 0];
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const [x, y] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  return [...a.slice(0, start).map(keep), ...middle(x, y), ...a.slice(a.length - end).map(keep)];
}

/** A table of all pairs would be too large beyond this. */
const MOST_PAIRS = 4_000_000;

function middle(a: readonly string[], b: readonly string[]): Line[] {
  const gone = (text: string): Line => ({ mark: '-', text });
  const added = (text: string): Line => ({ mark: '+', text });
  if (a.length * b.length > MOST_PAIRS) return [...a.map(gone), ...b.map(added)];
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let k = b.length - 1; k >= 0; k -= 1)
      common[i * width + k] =
        a[i] === b[k]
          ? (common[(i + 1) * width + k + 1] as number) + 1
          : Math.max(common[(i + 1) * width + k] as number, common[i * width + k + 1] as number);
  const lines: Line[] = [];
  let [i, k] = [0, 0];
  while (i < a.length || k < b.length) {
    if (i < a.length && k < b.length && a[i] === b[k]) {
      lines.push({ mark: ' ', text: a[i] as string });
      [i, k] = [i + 1, k + 1];
    } else if (k >= b.length || (i < a.length && (common[(i + 1) * width + k] as number) >= (common[i * width + k + 1] as number))) {
      lines.push(gone(a[i] as string));
      i += 1;
    } else {
      lines.push(added(b[k] as string));
      k += 1;
    }
  }
  return lines;
}
