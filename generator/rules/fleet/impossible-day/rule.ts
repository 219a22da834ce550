import { isDay, lastOfMonth } from '../../../model/day.ts';
import { child, defineRule, pointer, quoted } from '../../kit.ts';

export const rule = defineRule('fleet', {
  code: 'fleet/impossible-day',
  severity: 'error',
  what: 'A waiver or an external ends on a day that is in no calendar.',
  why: 'Nobody knows when it ends: one reader makes 31 February the 28th, another makes it 3 March.',
  fix: 'Write the last day on which it counts.',
  order: 340,
  *run(fleet) {
    for (const list of ['externals', 'waivers'] as const) {
      for (const [i, { until }] of fleet[list].entries()) {
        if (isDay(until)) continue;
        yield {
          path: child(pointer(list, i), 'until'),
          message: `${quoted(until)} is no day of the calendar`,
          hint: `did you mean "${lastOfMonth(until)}"?`,
        };
      }
    }
  },
});
