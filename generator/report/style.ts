import { UNSEEN } from '../model/unseen.ts';
import { redact } from '../secrets/redact.ts';

/** Colours, or none. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly green: (text: string) => string;
}

const code =
  (start: number, end: number) =>
  (text: string): string =>
    `\u001b[${start}m${text}\u001b[${end}m`;
const plain = (text: string): string => text;

export function style(color: boolean): Style {
  return color
    ? { bold: code(1, 22), dim: code(2, 22), red: code(31, 39), yellow: code(33, 39), green: code(32, 39) }
    : { bold: plain, dim: plain, red: plain, yellow: plain, green: plain };
}

/** What a terminal would act on, and what nobody would see. */
const ACTED_ON = new RegExp(String.raw`[\u0000-\u0008\u000b-\u001f\u007f-\u009f]|${UNSEEN}`, 'gu');

/**
 * Text of others in our output: no secret is in it, control characters and what turns text around become visible, and what a runner of
 * GitHub Actions would take for a command is broken. It knows two forms: `::name::` behind the white space a line begins
 * with, and the older `##[name]` anywhere in a line.
 */
export function visible(text: string): string {
  return redact(text)
    .replace(ACTED_ON, escaped)
    .replace(/##\[|^\s*::/gm, (found) => found.slice(0, -1) + escaped(found.at(-1) as string));
}

function escaped(character: string): string {
  return `\\u${(character.codePointAt(0) as number).toString(16).padStart(4, '0')}`;
}

/** `1 region`, `3 regions`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
