/** Characters of a value that stand on a line. */
const LONGEST = 96;
/** Characters shown on each side of what differs, or of what is left out. */
const AROUND = 24;
/** Parts to compare one by one. */
const MOST_PARTS = 250_000;

/** Both ends of a long text. */
export function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${head(text, LONGEST - 33)}…${tail(text, 32)}`;
}

/** Two versions of a text, cut alike: what differs is whole wherever it stands, and what is left out is the same in both. */
export function shortenedPair(before: string, after: string): [string, string] {
  if (before.length <= LONGEST && after.length <= LONGEST) return [before, after];
  const [old, now] = [parts(before), parts(after)];
  let [left, right] = ['', ''];
  for (const { same, gone, come } of runs(old, now)) {
    const [a, b] = same === undefined ? changed(gone, come) : [cut(same, AROUND), cut(same, AROUND)];
    left += a;
    right += b;
  }
  return [left, right];
}

/** Two words that differ: so long that they must be cut, they are cut around their first difference, which stays. */
function changed(gone: string, come: string): [string, string] {
  if (Math.max(gone.length, come.length) <= 2 * LONGEST) return [gone, come];
  let start = 0;
  while (start < gone.length && gone[start] === come[start]) start += 1;
  const common = cut(gone.slice(0, start), AROUND);
  return [common + cut(gone.slice(start), LONGEST), common + cut(come.slice(start), LONGEST)];
}

function cut(text: string, around: number): string {
  return text.length <= 2 * around + 1 ? text : `${head(text, around)}…${tail(text, around)}`;
}

/** Never half of a character that takes two units. */
function head(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}

function tail(text: string, length: number): string {
  return text.slice(-length).replace(/^[\udc00-\udfff]/, '');
}

/** Words, and what stands between them one by one. */
function parts(text: string): string[] {
  return text.match(/[A-Za-z0-9_]+|[^A-Za-z0-9_]/gu) ?? [];
}

type Run =
  { readonly same: string; readonly gone?: ''; readonly come?: '' } | { readonly same?: undefined; readonly gone: string; readonly come: string };

/** What two lists of parts have in common, in order, and what differs between. */
function runs(before: readonly string[], after: readonly string[]): Run[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  const middle = between(before.slice(start, before.length - end), after.slice(start, after.length - end));
  const ends = [before.slice(0, start), before.slice(before.length - end)].map((own): Run => ({ same: own.join('') })) as [Run, Run];
  return [ends[0], ...middle, ends[1]];
}

function between(before: readonly string[], after: readonly string[]): Run[] {
  const [rows, columns] = [before.length, after.length];
  if (rows * columns > MOST_PARTS) return [{ gone: before.join(''), come: after.join('') }];
  const lengths = Array.from({ length: rows + 1 }, () => new Uint32Array(columns + 1));
  const at = (i: number, j: number): number => (lengths[i] as Uint32Array)[j] as number;
  for (let i = rows - 1; i >= 0; i--)
    for (let j = columns - 1; j >= 0; j--)
      (lengths[i] as Uint32Array)[j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const found: Run[] = [];
  let [same, gone, come] = ['', '', ''];
  const close = (): void => {
    if (same !== '') found.push({ same });
    if (gone !== '' || come !== '') found.push({ gone, come });
    [same, gone, come] = ['', '', ''];
  };
  for (let i = 0, j = 0; i < rows || j < columns;) {
    if (i < rows && j < columns && before[i] === after[j]) {
      if (gone !== '' || come !== '') close();
      same += before[i++];
      j += 1;
    } else {
      if (same !== '') close();
      if (j === columns || (i < rows && at(i + 1, j) >= at(i, j + 1))) gone += before[i++];
      else come += after[j++];
    }
  }
  close();
  return found;
}
