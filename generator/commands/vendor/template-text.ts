// Charts are rendered a second time with templates in which the clock stands still and no cluster answers: what differs then follows from more than values.

const ACTION = /\{\{[^]*?\}\}/g;
/** Texts of a template, in which words are no functions, and words that may be. */
const PIECES = /"(?:[^"\\\n]|\\.)*"|`[^`]*`|\/\*[^]*?\*\/|(?<![.$\w"])(?:now|lookup)(?!\w)/g;

/** A day in the past, in the form that `now` has. */
const THEN = '(toDate "2006-01-02 15:04:05" "2001-02-03 04:05:06")';
/** `fail` takes one word: with those of `lookup` it is an error once it is reached, and not before. */
const ASKED = 'wrong number of args for fail';

export function fixedClock(template: string): string {
  return template.replace(ACTION, (action) => action.replace(PIECES, (piece) => (piece === 'now' ? THEN : piece === 'lookup' ? 'fail' : piece)));
}

/** Whether Helm says that a template asked the cluster. */
export function mentions(message: string): boolean {
  return message.includes(ASKED);
}
