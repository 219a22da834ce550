/** A text in lines of at most so many characters, broken at spaces where there are some. @param indent of the lines that follow the first */
export function folded(text: string, width: number, indent = ''): string[] {
  const lines: string[] = [];
  let [left, start] = [text, ''];
  while (start.length + left.length > width) {
    const room = Math.max(8, width - start.length);
    if (left.length <= room) break;
    const space = left.lastIndexOf(' ', room);
    const end = space > 0 ? space : room;
    lines.push(`${start}${left.slice(0, end)}`.trimEnd());
    left = left.slice(end).trimStart();
    start = indent;
  }
  return [...lines, `${start}${left}`];
}

/** Rows as columns; where they are wider than the terminal, the last two are folded. */
export function columns(rows: readonly (readonly string[])[], width: number | undefined): string[] {
  const [first = []] = rows;
  const natural = first.map((_, i) => Math.max(...rows.map((row) => (row[i] as string).length)));
  const widths = width === undefined ? natural : shrunk(natural, width);
  return rows.flatMap((row) => {
    const cells = row.map((cell, i) => (width === undefined || i < row.length - 2 ? [cell] : folded(cell, widths[i] as number)));
    const height = Math.max(...cells.map(({ length }) => length));
    return Array.from({ length: height }, (_, line) =>
      cells
        .map((cell, i) => (i === cells.length - 1 ? (cell[line] ?? '') : (cell[line] ?? '').padEnd(widths[i] as number)))
        .join('  ')
        .trimEnd(),
    );
  });
}

/** So narrow may a column be. */
const LEAST = 16;

function shrunk(natural: readonly number[], width: number): number[] {
  const gaps = 2 * (natural.length - 1);
  const fixed = natural.slice(0, -2).reduce((sum, each) => sum + each, 0);
  const [state = 0, last = 0] = natural.slice(-2);
  const room = Math.max(2 * LEAST, width - gaps - fixed);
  if (state + last <= room) return [...natural];
  const own = Math.max(LEAST, Math.min(state, room - Math.min(last, Math.floor(room / 2))));
  return [...natural.slice(0, -2), own, Math.max(LEAST, room - own)];
}
