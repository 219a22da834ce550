import { timeText } from '../model/time.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { Unplaced } from '../model/finding.ts';
import { rule } from '../rules/freeze/ended/rule.ts';

/** Freezes that hold nothing any more. @param now milliseconds since 1970 */
export function endedFreezes({ freezes }: Pick<Fleet, 'freezes'>, now: number): Unplaced[] {
  return freezes.flatMap(({ name, until, spot }) =>
    until === null || now < until
      ? []
      : [
          {
            rule,
            file: spot.file,
            path: '/until',
            message: `the freeze ${name} ended at ${timeText(until)}`,
            hint: 'remove the file, or write a later end',
          },
        ],
  );
}
