import { CODES } from './codes.ts';
import type { Code } from './codes.ts';

/** What to do about a finding: what the place itself suggests, or else what always helps with its code. */
export function wayOut(code: Code, hint: string | undefined): string {
  if (hint !== undefined && hint !== '') return hint;
  const { fix } = CODES[code];
  return `${fix.charAt(0).toLowerCase()}${fix.slice(1).replace(/\.$/, '')}`;
}
