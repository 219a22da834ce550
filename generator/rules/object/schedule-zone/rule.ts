import { defineRule, fields, shownValue } from '../../kit.ts';

/** velero-io/velero#8224 (read from 1.15 on), #9519 (its image has no table of zones before 1.18.1). */
export const rule = defineRule('object', {
  code: 'object/schedule-zone',
  severity: 'warning',
  what: 'A Schedule of Velero names a time zone, which not every version reads.',
  why: 'Velero before 1.15 refuses the Schedule, and before 1.18.1 it knows UTC alone: no backup is made, and only the status says so.',
  source: 'https://github.com/velero-io/velero/issues/9519',
  fix: 'Write the five fields in UTC, which is the zone of Velero itself. Who runs 1.18.1 or later waives this.',
  order: 291,
  kinds: ['velero.io/Schedule'],
  *run(object) {
    const { schedule } = fields(object['spec']);
    const zone = typeof schedule === 'string' ? /^(?:CRON_TZ|TZ)=(\S+)\s+/.exec(schedule) : null;
    if (zone === null) return;
    yield {
      path: '/spec/schedule',
      message: `${shownValue(schedule)} holds a time zone, which Velero ${zone[1] === 'UTC' ? 'before 1.15 refuses' : 'reads from 1.18.1 on'}`,
      hint: zone[1] === 'UTC' ? 'leave it out: Velero counts in UTC' : 'write the hours in UTC, without a zone',
    };
  },
});
