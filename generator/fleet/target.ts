import type { Fix } from '../model/fix.ts';

/** The kind and the name of what rollouts, holds and `moved` name: `agents.research` is `['agents', 'research']`. */
export function targetOf(key: string): readonly [section: string, name: string | undefined] {
  const dot = key.indexOf('.');
  return dot === -1 ? [key, undefined] : [key.slice(0, dot), key.slice(dot + 1)];
}

/** The key of a target with the name that is meant, unless that stands beside it already. */
export function targetMeant(key: string, name: string, other: string | undefined, taken: readonly string[] = []): { readonly fix?: Fix } {
  const rename = other === undefined ? undefined : `${key.slice(0, key.length - name.length)}${other}`;
  return rename === undefined || taken.includes(rename) ? {} : { fix: { rename } };
}
