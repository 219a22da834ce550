import type { RuleInfo } from './rule.ts';

/** What to do about a finding: what the place itself suggests, or else what always helps with its rule. */
export function wayOut({ fix }: RuleInfo, hint: string | undefined): string {
  if (hint !== undefined && hint !== '') return hint;
  return `${fix.charAt(0).toLowerCase()}${fix.slice(1).replace(/\.$/, '')}`;
}
