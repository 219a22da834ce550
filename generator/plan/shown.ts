import { isMap } from '../model/data.ts';
import { isHidden, isSecretOption } from '../secrets/keys.ts';
import { redact, redactValue } from '../secrets/redact.ts';
import { isSecretEntry } from './fields.ts';
import type { FieldChange, Step } from './fields.ts';

/** A field's value for people and machines: whole, on one line, and never a secret. */
export function shownField(field: Pick<FieldChange, 'path' | 'hidden' | 'order'>, value: unknown): string {
  const secret = isSecret(field);
  if (isText(value) && !secret) return `(${value.replace(/\n$/, '').split('\n').length} lines)`;
  if (field.order === true && Array.isArray(value)) return redactValue(value.join(', ')) as string;
  return text(withoutSecrets(value, secret));
}

/**
 * Data without what may be a secret by its key or by its looks. A name hides the `value` beside it, and nothing else: what an object, a
 * volume or a container named after a secret does is no secret, nor which Secret a volume mounts.
 */
export function withoutSecrets(value: unknown, hidden = false): unknown {
  if (Array.isArray(value)) return value.map((item, i) => withoutSecrets(item, hidden || isSecretOption(value[i - 1])));
  if (!isMap(value)) return redactValue(value, hidden);
  const named = isSecretEntry(value);
  const entry = (key: string, item: unknown): unknown => {
    if (key === 'secret' && isMap(item) && Object.hasOwn(item, 'secretName')) return withoutSecrets(item, hidden);
    return withoutSecrets(item, key !== 'name' && isHidden(key, hidden || (named && key === 'value')));
  };
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [redact(key), entry(key, item)]));
}

/** One line that goes or comes. */
type Line = { readonly before: string; readonly after?: undefined } | { readonly before?: undefined; readonly after: string };

/** Of a text of several lines all those that go and come; none where it must not be shown. */
export function changedLines(field: FieldChange): Line[] {
  const { before, after } = field;
  if (!(isText(before) || isText(after)) || isSecret(field)) return [];
  const [old, now] = [lines(before), lines(after)];
  return [...without(old, now).map((line): Line => ({ before: line })), ...without(now, old).map((line): Line => ({ after: line }))];
}

/** Lines of a text; of anything else none. */
function lines(value: unknown): { readonly raw: readonly string[]; readonly shown: readonly string[] } {
  if (typeof value !== 'string' || value === '') return { raw: [], shown: [] };
  const whole = value.replace(/\n$/, '');
  return { raw: whole.split('\n'), shown: String(redactValue(whole)).split('\n') };
}

/** Lines of the one that the other has not, or has less often, as they may be shown: what surrounds a line says whether it is a secret. */
function without({ raw, shown }: ReturnType<typeof lines>, other: ReturnType<typeof lines>): string[] {
  const left = new Map<string, number>();
  for (const line of other.raw) left.set(line, (left.get(line) ?? 0) + 1);
  return raw.flatMap((line, i) => {
    const n = left.get(line) ?? 0;
    left.set(line, n - 1);
    return n <= 0 ? [(shown[i] as string).trimEnd()] : [];
  });
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value.includes('\n');
}

/** Whether what stands at a path is a secret by what surrounds it, or by the name of a key or of an item on the way. */
function isSecret({ path, hidden }: Pick<FieldChange, 'path' | 'hidden'>): boolean {
  if (hidden === true) return true;
  const names = path.flatMap((step: Step, i) => {
    if (typeof step === 'string') return [step];
    // Of an item the name says it about its value, as of an environment variable.
    return typeof step === 'object' && 'item' in step && path[i + 1] === 'value' ? [step.item] : [];
  });
  return names.reduce((secret, name) => isHidden(name, secret), false) && path.at(-1) !== 'name';
}

function text(value: unknown): string {
  if (typeof value === 'string') return value === '' ? '""' : value;
  return JSON.stringify(value) ?? 'nothing';
}
