/** The end of the line of a place, before its break. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  if (end === -1) return text.length;
  return text[end - 1] === '\r' ? end - 1 : end;
}

export function lineStart(text: string, at: number): number {
  return at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
}

export function column(text: string, at: number): number {
  return at - lineStart(text, at);
}

export const breakIn = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');

/** The text without the lines from that of one place to that of another; where the last had no break, the last has none then. */
export function withoutLines(text: string, from: number, to: number): string {
  const rest = text.slice(lineEnd(text, to)).replace(/^\r?\n/, '');
  const before = text.slice(0, lineStart(text, from));
  return rest === '' && !text.endsWith('\n') ? before.replace(/\r?\n$/, '') : before + rest;
}
