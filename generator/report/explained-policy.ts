import type { Policy } from '../fleet/policies/policy.ts';
import type { Place } from '../model/finding.ts';
import { count, visible } from './style.ts';
import type { Style } from './style.ts';

/** What breaking it means, by what it judges. */
const MEANS: Readonly<Record<Policy['on'], Readonly<Record<Policy['severity'], string>>>> = {
  object: {
    error: 'an object that breaks it is an error',
    warning: 'an object that breaks it is a warning',
    approval: 'an object that breaks it needs an approval to come, and for each change',
  },
  change: {
    error: 'a change that breaks it is refused, and no approval helps',
    warning: 'a change that breaks it is told in the plan',
    approval: 'a change that breaks it needs an approval',
  },
};

/** A policy of a fleet's own, for people. */
export function policyText(
  { code, severity, about, on, match, require, message, place, regions }: Omit<Policy, 'spot'> & { readonly place: Place },
  style: Style,
): string {
  const chosen = Object.entries(match).map(([key, value]) => `${key} ${JSON.stringify(value)}`);
  const among =
    regions === undefined ? '' : `, in ${regions.length === 0 ? 'no region' : `${count(regions.length, 'region')}: ${regions.join(', ')}`}`;
  const condition = require.trimEnd().replace(/^(?=.)/gm, '  ');
  return [
    `${style.bold(code)} (${severity}), ${visible(place.file)}:${place.line}`,
    `${about}.`,
    '',
    `What it means: ${MEANS[on][severity]}`,
    `What to do: ${message}`,
    `What it judges: every ${on}${chosen.length === 0 ? '' : ` with ${chosen.join(', ')}`}${among}`,
    '',
    'It holds where this is true:',
    '',
    visible(condition),
    '',
  ].join('\n');
}
