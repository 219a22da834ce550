import { shown } from '../model/quoted.ts';
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

/** That findings may be new only because their words are: what another version found is known by its words. */
export function otherVersion(baseline: string | undefined, running: string, fresh: number): string {
  return baseline === undefined || baseline === running || fresh === 0
    ? ''
    : `the baseline is of version ${shown(baseline)}, and this is ${running}: of what is said otherwise since, nothing is known; make it anew\n`;
}

/** What was found and is not said: `; 2 waived in comments, 14 in the baseline, 1 of it gone`. */
export function apartWords(waived: number, { known, gone }: { readonly known?: number; readonly gone?: number }): string {
  const parts = [
    ...(waived === 0 ? [] : [`${waived} waived in comments`]),
    ...(known === undefined ? [] : [`${known} in the baseline`]),
    ...(gone === undefined || gone === 0 ? [] : [`${gone} of it gone`]),
  ];
  return parts.length === 0 ? '' : `; ${parts.join(', ')}`;
}
