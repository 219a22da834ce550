/** Longest value of others that a message repeats. */
const LONGEST = 80;

/** A value of others in a message: in quotes, cut, and with everything escaped that a terminal would act on or nobody would see. */
export function quoted(text: string): string {
  return `"${shown(text)}"`;
}

/** The same without quotes. */
export function shown(text: string): string {
  const cut = [...text.slice(0, 2 * LONGEST + 2)];
  const short = cut.length > LONGEST ? `${cut.slice(0, LONGEST - 1).join('')}…` : text;
  return short.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu, (found) => `\\u${(found.codePointAt(0) as number).toString(16).padStart(4, '0')}`);
}
