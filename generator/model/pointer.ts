/** A JSON Pointer (RFC 6901) into the fleet as written: `/agents/research/image`. The empty string is the whole document. */
export type Pointer = string;

export function child(parent: Pointer, key: string | number): Pointer {
  return parent + (typeof key === 'number' ? `/${key}` : (steps.get(key) ?? step(key)));
}

/** Steps that were taken before: every field of every object asks for one, and most are called alike. A bound keeps hostile keys from holding memory. */
const steps = new Map<string, string>();
const MOST_STEPS = 2_000;
const LONGEST_STEP = 100;

function step(key: string): string {
  const made = `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  if (steps.size < MOST_STEPS && key.length <= LONGEST_STEP) steps.set(key, made);
  return made;
}

export function pointer(...keys: (string | number)[]): Pointer {
  return keys.reduce<Pointer>(child, '');
}

export function segments(at: Pointer): string[] {
  if (at === '') return [];
  return at
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}
