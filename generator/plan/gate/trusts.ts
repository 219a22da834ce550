import type { Waiver } from '../../fleet/fleet.ts';
import { addDays } from '../approval.ts';
import type { Omission } from '../omissions.ts';

/** The most days that a waiver may reach ahead of the day it is delivered. */
export const LONGEST_WAIVER = 90;

const WAIVER = 'waiver ';

/** Of the lines of `trustsOf` that come, waivers that end too late. No approval helps: an earlier day can be written. */
export function lateWaivers(came: readonly string[], today: string): Omission[] {
  const latest = addDays(today, LONGEST_WAIVER);
  return came.flatMap((line): Omission[] => {
    if (!line.startsWith(WAIVER)) return [];
    const { code, until } = JSON.parse(line.slice(WAIVER.length)) as Waiver;
    if (until <= latest) return [];
    return [
      {
        what: `the waiver of ${code} reaches until ${until}; ${LONGEST_WAIVER} days are allowed`,
        instead: `write \`until: "${latest}"\` at most`,
      },
    ];
  });
}
