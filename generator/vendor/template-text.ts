// Charts are rendered again with templates in which the clock stands still, and once more with texts in which no cluster can be asked: what differs
// then, or ends, follows from more than values.
import { isMap } from '../model/data.ts';
import { remembered } from '../model/memo.ts';

const ACTION = /\{\{[^]*?\}\}/g;
/** Texts of a template, in which words are no functions, and the word that may be one. */
const PIECES = /"(?:[^"\\\n]|\\.)*"|`[^`]*`|\/\*[^]*?\*\/|(?<![.$\w"])now(?!\w)/g;

/** A day in the past, in the form that `now` has. */
const THEN = '(toDate "2006-01-02 15:04:05" "2001-02-03 04:05:06")';
/** `fail` takes one word: with those of `lookup` it is an error once it is reached, and not before. */
const ASKED = 'wrong number of args for fail';

/** A text of a chart. @param path below the archive: templates alone are rendered as they stand */
export function fixedClock(text: string, path: string): string {
  if (!/(^|\/)templates\//.test(path)) return text;
  return text.replace(ACTION, (action) => action.replace(PIECES, (piece) => (piece === 'now' ? THEN : piece)));
}

const LOOKUP = /(?<!\w)lookup(?!\w)/g;

/**
 * A text of a chart, or a name of one of its files, in which no cluster is asked. The word goes wherever it stands, since `tpl` makes a template of any
 * text; what only bears it as a name bears the other one in all of the chart and its values, and means the same.
 */
export function withoutLookup(text: string): string {
  return text.replace(LOOKUP, 'fail');
}

/** The same of keys and texts in values. */
export function valuesWithoutLookup(values: unknown): unknown {
  if (typeof values === 'string') return withoutLookup(values);
  if (Array.isArray(values)) return values.map(valuesWithoutLookup);
  return isMap(values) ? Object.fromEntries(Object.entries(values).map(([key, value]) => [withoutLookup(key), valuesWithoutLookup(value)])) : values;
}

/** Whether a chart has the word at all. */
export const hasLookup = remembered((files: ReadonlyMap<string, Uint8Array>): boolean =>
  [...files].flatMap(([path, content]) => [path, Buffer.from(content).toString('utf8')]).some((text) => withoutLookup(text) !== text),
);

/** Whether Helm says that something asked the cluster, where nothing can. */
export function asked(message: string): boolean {
  return message.includes(ASKED);
}
