import { isDay, lastOfMonth } from '../../../model/day.ts';
import { child, pointer } from '../../../model/pointer.ts';
import { quoted } from '../../../model/quoted.ts';
import type { FleetCheck } from '../../fleet-rule.ts';

/** Days are compared as texts: one that never comes would end whenever its text says. */
export const impossibleDay: FleetCheck = {
  code: 'fleet/impossible-day',
  *run({ waivers }) {
    for (const [i, { until }] of waivers.entries()) {
      if (isDay(until)) continue;
      yield {
        code: this.code,
        at: child(pointer('waivers', i), 'until'),
        message: `${quoted(until)} is no day of the calendar`,
        hint: `did you mean "${lastOfMonth(until)}"?`,
      };
    }
  },
};
