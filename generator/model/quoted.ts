import { UNSEEN } from './unseen.ts';

/** Longest value of others that a message repeats. */
const LONGEST = 80;

/** A value of others in a message: in quotes, cut, and with everything escaped that a terminal would act on or nobody would see. */
export function quoted(text: string): string {
  return `"${shown(text)}"`;
}

/** The same without quotes. */
export function shown(text: string): string {
  return inSight(cut(text));
}

/** As much of a text as a message repeats. @param longest in characters */
export function cut(text: string, longest = LONGEST): string {
  if (text.length <= longest) return text;
  const characters = [...text.slice(0, 2 * longest + 2)];
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : text;
}

/** A JSON Pointer whose keys may be anything. */
export function shownPath(path: string): string {
  return path.split('/').map(shown).join('/');
}

const ESCAPED = new RegExp(String.raw`\p{Cc}|${UNSEEN}`, 'gu');

/** A text on one line, with everything escaped that a terminal would act on or nobody would see. */
export function inSight(text: string): string {
  return text.replace(ESCAPED, escaped);
}

/** The same for a text of several lines. */
export function linesInSight(text: string): string {
  return text.split('\n').map(inSight).join('\n');
}

function escaped(character: string): string {
  return `\\u${(character.codePointAt(0) as number).toString(16).padStart(4, '0')}`;
}
