import type { Rule } from '../rule.ts';
import { shown } from '../shown.ts';
import { cronFlaw } from '../syntax.ts';
import { mapAt } from '../visit.ts';

/** https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax; Velero reads the same, and a zone before it. */
export const cron: Rule = {
  code: 'object/cron',
  kinds: ['batch/CronJob', 'velero.io/Schedule'],
  *run(object) {
    const schedule = mapAt(object, 'spec')?.value['schedule'];
    if (typeof schedule !== 'string') return;
    const zone = /^(CRON_TZ|TZ)=\S+\s+/.exec(schedule)?.[0] ?? '';
    const path = '/spec/schedule';
    if (zone !== '' && object.kind === 'CronJob')
      yield { path, message: `${shown(schedule)} holds a time zone, which a CronJob refuses`, hint: 'use the field timeZone' };
    const flaw = cronFlaw(schedule.slice(zone.length));
    if (flaw !== undefined) yield { path, message: `${shown(schedule)} ${flaw}`, hint: 'minute, hour, day, month, weekday: 30 3 * * 1-5' };
  },
};
