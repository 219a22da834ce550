/** A JSON Pointer (RFC 6901) into the fleet as written: `/agents/research/image`. The empty string is the whole document. */
export type Pointer = string;

export function child(parent: Pointer, key: string | number): Pointer {
  const text = String(key);
  // Few keys hold either; asking is several times as fast as replacing nothing.
  return `${parent}/${text.includes('~') || text.includes('/') ? text.replaceAll('~', '~0').replaceAll('/', '~1') : text}`;
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
