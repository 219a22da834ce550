import { parse } from 'yaml';
import type { Fields } from '../fleet/spec.ts';
import { targetOf } from '../fleet/target.ts';
import { isMap } from '../model/data.ts';
import type { Flaw } from './flaw.ts';

/** Keys as people set them, `autoscale.max=12`, put into a map. @returns why one cannot be */
export function askedSet(words: readonly string[], set: Record<string, unknown>): Flaw | undefined {
  for (const word of words) {
    const flaw = put(set, word);
    if (flaw !== undefined) return flaw;
  }
  return undefined;
}

function put(set: Record<string, unknown>, word: string): Flaw | undefined {
  const cut = word.indexOf('=');
  const path = word.slice(0, Math.max(0, cut)).split('.');
  if (cut < 1 || path.some((step) => step === '' || step === '__proto__'))
    return { message: `--set ${word} is not KEY=VALUE`, hint: 'for example --set autoscale.max=12' };
  let value: unknown;
  try {
    value = parse(word.slice(cut + 1), { version: '1.2', schema: 'core' }) as unknown;
  } catch {
    return { message: `--set ${word}: the value is no YAML`, hint: 'put it in quotes: --set \'KEY="VALUE"\'' };
  }
  const holder = path.slice(0, -1).reduce<Record<string, unknown>>((map, step) => {
    const inner = isMap(map[step]) ? map[step] : {};
    map[step] = inner;
    return inner;
  }, set);
  const last = path.at(-1) as string;
  if (Object.hasOwn(holder, last)) return { message: `${path.join('.')} is set twice`, hint: 'give each key once' };
  holder[last] = value;
  return undefined;
}

/** A name that says what changes: `research-1.3.0`. */
export function usualName(key: string, set: Fields): string {
  const [section, name = section] = targetOf(key);
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const version =
    /@([^@]+)$/.exec(text(set['ref']))?.[1] ?? /:v?([0-9][^:/@]*)(@.*)?$/.exec(text(set['image']))?.[1] ?? (text(set['version']) || text(set['to']));
  const full = `${name}-${version === '' ? 'change' : version}`.toLowerCase().replaceAll(/[^-a-z0-9.]/g, '-');
  return full.slice(0, 63).replace(/[-.]+$/, '');
}
