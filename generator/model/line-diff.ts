/** A line of two texts that are compared: in both, in the first alone, in the second alone. */
export interface DiffLine {
  readonly mark: ' ' | '-' | '+';
  readonly text: string;
}

/** What both have at the beginning and the end stays; between, the longest common part of what is left. */
export function comparedLines(a: readonly string[], b: readonly string[]): DiffLine[] {
  const keep = (text: string): DiffLine => ({ mark: ' ', text });
  let [start, end] = [0, 0];
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const [x, y] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  return [...a.slice(0, start).map(keep), ...middle(x, y), ...a.slice(a.length - end).map(keep)];
}

/** A table of all pairs would be too large beyond this. */
const MOST_PAIRS = 4_000_000;

function middle(a: readonly string[], b: readonly string[]): DiffLine[] {
  const gone = (text: string): DiffLine => ({ mark: '-', text });
  const added = (text: string): DiffLine => ({ mark: '+', text });
  if (a.length * b.length > MOST_PAIRS) return [...a.map(gone), ...b.map(added)];
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let k = b.length - 1; k >= 0; k -= 1)
      common[i * width + k] =
        a[i] === b[k]
          ? (common[(i + 1) * width + k + 1] as number) + 1
          : Math.max(common[(i + 1) * width + k] as number, common[i * width + k + 1] as number);
  const lines: DiffLine[] = [];
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
