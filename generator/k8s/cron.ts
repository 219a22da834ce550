import { cut } from '../model/quoted.ts';
import { goSeconds } from './duration.ts';

const CRON_FIELDS = [
  { name: 'minute', from: 0, to: 59, words: '' },
  { name: 'hour', from: 0, to: 23, words: '' },
  { name: 'day of the month', from: 1, to: 31, words: '' },
  { name: 'month', from: 1, to: 12, words: 'jan feb mar apr may jun jul aug sep oct nov dec' },
  { name: 'day of the week', from: 0, to: 6, words: 'sun mon tue wed thu fri sat' },
] as const;

/** What is wrong with a schedule, and the character at which it is. */
export interface CronFlaw {
  readonly message: string;
  readonly offset: number;
}

/** Why a text is no schedule of robfig/cron in its standard form, which Kubernetes and Velero read; or undefined. */
export function cronFlaw(text: string): CronFlaw | undefined {
  const every = '@every ';
  if (/^@(yearly|annually|monthly|weekly|daily|midnight|hourly)$/.test(text)) return undefined;
  if (text.startsWith(every))
    return goSeconds(text.slice(every.length)) === undefined ? { message: 'holds no duration after @every', offset: every.length } : undefined;
  const fields = [...text.matchAll(/\S+/g)];
  if (fields.length !== CRON_FIELDS.length) return { message: `has ${fields.length} fields instead of five`, offset: 0 };
  for (const [i, { 0: field, index: offset }] of fields.entries()) {
    const rule = CRON_FIELDS[i] as (typeof CRON_FIELDS)[number];
    if (!field.split(',').every((part) => isCronPart(part, rule))) return { message: `has no legal ${rule.name}: ${cut(field)}`, offset };
  }
  return undefined;
}

function isCronPart(part: string, { from, to, words }: (typeof CRON_FIELDS)[number]): boolean {
  const match = /^(\*|\?|[0-9]+|[A-Za-z]{3})(?:-([0-9]+|[A-Za-z]{3}))?(?:\/([0-9]+))?$/.exec(part);
  if (match === null) return false;
  const number = (word: string | undefined): number => {
    if (word === undefined) return from;
    if (/^[0-9]+$/.test(word)) return Number(word);
    const at = words === '' ? -1 : words.split(' ').indexOf(word.toLowerCase());
    return at === -1 ? Number.NaN : at + from;
  };
  const [, start, end, step] = match;
  if (step !== undefined && Number(step) === 0) return false;
  if (start === '*' || start === '?') return end === undefined;
  const [a, b] = [number(start), end === undefined ? number(start) : number(end)];
  return a >= from && b <= to && a <= b;
}
