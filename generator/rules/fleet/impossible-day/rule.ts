import { isDay, lastOfMonth } from '../../../model/day.ts';
import { child, defineRule, pointer, quoted } from '../../kit.ts';

/** Days are compared as texts: one that never comes would end whenever its text says. */
export const rule = defineRule('fleet', {
  code: 'fleet/impossible-day',
  severity: 'error',
  what: 'A waiver ends on a day that is in no calendar.',
  why: 'Nobody knows when it ends: one reader takes 31 February for the 28th, another for 3 March.',
  fix: 'Write the last day on which it counts.',
  order: 340,
  *run({ waivers }) {
    for (const [i, { until }] of waivers.entries()) {
      if (isDay(until)) continue;
      yield {
        at: child(pointer('waivers', i), 'until'),
        message: `${quoted(until)} is no day of the calendar`,
        hint: `did you mean "${lastOfMonth(until)}"?`,
      };
    }
  },
});
