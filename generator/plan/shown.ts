import { isMap } from '../model/data.ts';
import { isSecretKey, isSecretOption, isSecretReference, isSecretShaped, withoutAssigned } from '../secrets/shape.ts';
import type { FieldChange, Step } from './fields.ts';

const HIDDEN = '(hidden)';
const LONGEST = 96;
const MOST_LINES = 8;

/** A field's value for people: short, and never a secret. */
export function shownField({ path }: Pick<FieldChange, 'path'>, value: unknown): string {
  if (typeof value === 'string' && isText(value) && !hides(path) && !isSecretShaped(value))
    return `(${value.replace(/\n$/, '').split('\n').length} lines)`;
  return shortened(text(masked(value, hides(path))));
}

/** One line that goes or comes. */
type Line = { readonly before: string; readonly after?: undefined } | { readonly before?: undefined; readonly after: string };

/** Of a text of several lines those that go and come, as many as a reader takes in; none where it must not be shown. */
export function changedLines({ path, before, after }: FieldChange): Line[] {
  if (typeof before !== 'string' || typeof after !== 'string' || !isText(before) || !isText(after) || hides(path)) return [];
  if (isSecretShaped(before) || isSecretShaped(after)) return [];
  const [old, now] = [before.split('\n'), after.split('\n')];
  const goes = without(old, now).map((line): Line => ({ before: line }));
  const comes = without(now, old).map((line): Line => ({ after: line }));
  return [...few(goes, 'lines go'), ...few(comes, 'lines come')];
}

function few(lines: readonly Line[], what: string): Line[] {
  const shown = lines.slice(0, MOST_LINES).map((line): Line => {
    const text = shortened(String(masked((line.before ?? line.after).trimEnd())));
    return line.before === undefined ? { after: text } : { before: text };
  });
  const rest = lines.length - shown.length;
  if (rest === 0) return shown;
  const more = `… ${rest} more ${what}`;
  return [...shown, what === 'lines go' ? { before: more } : { after: more }];
}

/** Lines of the one that the other has not, or has less often. */
function without(lines: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const n = left.get(line) ?? 0;
    left.set(line, n - 1);
    return n <= 0;
  });
}

function isText(value: string): boolean {
  return value.includes('\n');
}

/** Whether what stands at a path is a secret by the name of a key or of an item on the way. */
function hides(path: readonly Step[]): boolean {
  let hidden = false;
  for (const step of path) {
    if (typeof step === 'number') continue;
    const name = typeof step === 'string' ? step : step.item;
    // Below a reference there are names; below anything else that sounds like a secret, values.
    if (isSecretReference(name)) hidden = false;
    else if (isSecretKey(name)) hidden = true;
  }
  return hidden && path.at(-1) !== 'name';
}

/** A copy without what must not be shown. */
export function masked(value: unknown, hidden = false): unknown {
  if (typeof value === 'string') return hidden || isSecretShaped(value) ? HIDDEN : withoutAssigned(value, HIDDEN);
  if (typeof value === 'number') return hidden ? HIDDEN : value;
  if (Array.isArray(value)) return value.map((item, i) => masked(item, hidden || isSecretOption(value[i - 1])));
  if (!isMap(value)) return value;
  // An environment variable says in its `name` what its `value` is.
  const named = typeof value['name'] === 'string' && isSecretKey(value['name']);
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      masked(item, !isSecretReference(key) && key !== 'name' && (hidden || named || isSecretKey(key))),
    ]),
  );
}

function text(value: unknown): string {
  if (typeof value === 'string') return value === '' ? '""' : value;
  return JSON.stringify(value) ?? 'nothing';
}

/** Both ends of a long text: versions and digests differ at the end. */
function shortened(whole: string): string {
  if (whole.length <= LONGEST) return whole;
  return `${whole.slice(0, LONGEST - 33)}…${whole.slice(-32)}`;
}
