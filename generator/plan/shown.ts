import { isHidden } from '../secrets/keys.ts';
import { redactValue } from '../secrets/redact.ts';
import type { FieldChange, Step } from './fields.ts';

const LONGEST = 96;
const MOST_LINES = 8;

/** A field's value for people: short, and never a secret. */
export function shownField({ path }: Pick<FieldChange, 'path'>, value: unknown): string {
  if (typeof value === 'string' && isText(value) && !hides(path)) return `(${value.replace(/\n$/, '').split('\n').length} lines)`;
  return shortened(text(redactValue(value, hides(path))));
}

/** One line that goes or comes. */
type Line = { readonly before: string; readonly after?: undefined } | { readonly before?: undefined; readonly after: string };

/** Of a text of several lines those that go and come, as many as a reader takes in; none where it must not be shown. */
export function changedLines({ path, before, after }: FieldChange): Line[] {
  if (typeof before !== 'string' || typeof after !== 'string' || !isText(before) || !isText(after) || hides(path)) return [];
  const goes = few(without(before, after), 'lines go').map((line): Line => ({ before: line }));
  return [...goes, ...few(without(after, before), 'lines come').map((line): Line => ({ after: line }))];
}

function few(lines: readonly string[], what: string): string[] {
  const shown = lines.slice(0, MOST_LINES).map((line) => shortened(line.trimEnd()));
  const rest = lines.length - shown.length;
  return rest === 0 ? shown : [...shown, `… ${rest} more ${what}`];
}

/** Lines of the one that the other has not, or has less often, as they may be shown: what surrounds a line says whether it is a secret. */
function without(text: string, other: string): string[] {
  const left = new Map<string, number>();
  for (const line of other.split('\n')) left.set(line, (left.get(line) ?? 0) + 1);
  const shown = String(redactValue(text)).split('\n');
  return text.split('\n').flatMap((line, i) => {
    const n = left.get(line) ?? 0;
    left.set(line, n - 1);
    return n <= 0 ? [shown[i] as string] : [];
  });
}

function isText(value: string): boolean {
  return value.includes('\n');
}

/** Whether what stands at a path is a secret by the name of a key or of an item on the way. */
function hides(path: readonly Step[]): boolean {
  const names = path.filter((step) => typeof step !== 'number').map((step) => (typeof step === 'string' ? step : step.item));
  return names.reduce((hidden, name) => isHidden(name, hidden), false) && path.at(-1) !== 'name';
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
