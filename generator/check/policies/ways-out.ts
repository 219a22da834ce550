import type { Policy } from '../../fleet/policies/policy.ts';
import type { Outcome } from '../../k8s/crd/cel/expression.ts';
import { mistakeOf, type Mistake } from '../../k8s/crd/cel/mistakes.ts';
import { shownValue } from '../../k8s/shown.ts';
import { quoted } from '../../model/quoted.ts';

/** Why an object or a change does not fulfil a policy. */
export interface Breakage {
  /** Empty where the condition says no. */
  readonly why: string;
  /** What to write instead, where the expression has no answer. */
  readonly instead?: string;
}

/** What to write instead. */
const WAYS: Readonly<Record<Mistake, string>> = {
  absent: 'ask first whether there is such a field, as with has(object.spec.replicas) && …',
  outside: 'ask first how long it is, as with object.spec.template.spec.containers.size() > 1 && …',
  none: 'say what holds where there is none, as with .orValue(0)',
  zero: 'ask first whether it is zero, as with object.spec.replicas != 0 && …',
  overflow: 'count in double(…), or compare without adding and multiplying: whole numbers end at 9223372036854775807',
  type: 'ask first what it is, as with type(object.spec.replicas) == int && …, or make one of the other, as with string(…)',
  pattern: 'write a pattern of RE2, which looks neither ahead nor back: https://github.com/google/re2/wiki/Syntax',
  reading: 'ask first whether the text is one, as with isQuantity(…), isIP(…), isURL(…) or matches(…)',
};

/** What an outcome has against it; undefined: it is true. */
export function brokenBy(outcome: Exclude<Outcome, { spent: true }>): Breakage | undefined {
  if ('error' in outcome) {
    const mistake = mistakeOf(outcome.error);
    // The evaluator calls a place of a list a key.
    const error = outcome.error.replace(/^No such key: (?=index )/, '');
    const why = `it cannot be evaluated: ${error.charAt(0).toLowerCase()}${error.slice(1)}`;
    return mistake === undefined ? { why } : { why, instead: WAYS[mistake] };
  }
  if (outcome.value === true) return undefined;
  if (outcome.value === false) return { why: '' };
  return { why: `it gives ${shownValue(outcome.value)}, and must give true or false`, instead: 'compare it with something, as with … == "a"' };
}

/** What is said of it. */
export function saysOf({ about }: Pick<Policy, 'about'>, { why }: Breakage): string {
  return why === '' ? `${quoted(about)} does not hold` : `whether ${quoted(about)} holds cannot be told: ${why}`;
}

/** What to do about something that breaks a policy. */
export function wayOutOf({ message }: Pick<Policy, 'message'>, { instead }: Breakage): string {
  return instead === undefined ? message : `${instead}; ${message}`;
}
