import { text } from '../../../../k8s/look.ts';
import { setting } from '../../rule.ts';
import type { Rule } from '../../rule.ts';

/** What an agent's settings put into its pods is judged as well when it comes with a new agent; what components write for themselves is not. */
export function ofAgent(rule: Rule, parts?: (value: unknown) => readonly unknown[]): Rule {
  return setting(
    { weigh: (before, after, spot) => (spot.verb === 'create' && spot.cluster.agent === undefined ? undefined : rule.weigh(before, after, spot)) },
    parts,
  );
}

/** `owner/name` of `owner/name@version`. */
export function ownerOf(ref: unknown): string {
  return (text(ref) ?? '').split('@', 1)[0] as string;
}
