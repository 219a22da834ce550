import type { Verdict, Verdicts } from '../lint/verdict.ts';

const REASONS: readonly Verdict[] = ['template', 'unknown kind', 'incomplete kustomization'];

/** `12 accepted, 1 refused, 2 not judged (1 template, 1 unknown kind)`: what is none is left out. */
export function verdictWords(verdicts: Verdicts): string {
  const reasons = REASONS.flatMap((reason) => (verdicts[reason] === undefined ? [] : [`${verdicts[reason]} ${reason}`]));
  const unjudged = REASONS.reduce((sum, reason) => sum + (verdicts[reason] ?? 0), 0);
  return [
    ...(['accepted', 'refused'] as const).flatMap((verdict) => (verdicts[verdict] === undefined ? [] : [`${verdicts[verdict]} ${verdict}`])),
    ...(unjudged === 0 ? [] : [`${unjudged} not judged (${reasons.join(', ')})`]),
  ].join(', ');
}
