import { cronFlaw } from '../../../k8s/cron.ts';
import type { Pointer } from '../../../model/pointer.ts';
import { defineRule, each, fields, shownValue, type Fields, type FoundIn, type KubeObject } from '../../kit.ts';

const HINT = 'minute, hour, day, month, weekday: 30 3 * * 1-5';

/** https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax; Velero reads the same, and a zone before it. */
export const rule = defineRule('object', {
  code: 'object/cron',
  severity: 'error',
  what: 'A schedule cannot be read.',
  why: 'The API server refuses a CronJob; Velero makes no backup, Argo CD refuses the project, External Secrets the window and KEDA the trigger, and only the status says so.',
  fix: 'Write five fields: minute, hour, day, month, weekday.',
  order: 290,
  kinds: [
    'argoproj.io/AppProject',
    'argoproj.io/CronWorkflow',
    'batch/CronJob',
    'external-secrets.io/ExternalSecret',
    'keda.sh/ScaledJob',
    'keda.sh/ScaledObject',
    'velero.io/Schedule',
  ],
  *run(object) {
    if (object.kind === 'AppProject') yield* windows(object);
    for (const { at, item } of each(object, 'spec.triggers[]'))
      if (item['type'] === 'cron') yield* trigger(fields(item['metadata']), `${at}/metadata`);
    // External Secrets 2.7 and later, in UTC.
    for (const { at, item } of each(object, 'spec.syncWindows.windows[]')) yield* read(item['schedule'], `${at}/schedule`);
    const schedule = fields(object['spec'])['schedule'];
    if (typeof schedule !== 'string') return;
    const path = '/spec/schedule';
    if (ZONE.test(schedule) && object.kind === 'CronJob')
      yield { path, message: `${shownValue(schedule)} holds a time zone, which a CronJob refuses`, hint: 'use the field timeZone' };
    yield* read(schedule, path);
  },
});

/** A zone that may stand before the fields. */
const ZONE = /^(CRON_TZ|TZ)=\S+\s+/;

function* read(schedule: unknown, path: Pointer): Iterable<FoundIn<'object'>> {
  if (typeof schedule !== 'string') return;
  const zone = ZONE.exec(schedule)?.[0] ?? '';
  const flaw = cronFlaw(schedule.slice(zone.length));
  if (flaw !== undefined) yield { path, offset: zone.length + flaw.offset, message: `${shownValue(schedule)} ${flaw.message}`, hint: HINT };
}

/** When KEDA begins and ends to scale. */
function* trigger(metadata: Fields, at: string): Iterable<FoundIn<'object'>> {
  for (const key of ['start', 'end']) yield* read(metadata[key], `${at}/${key}`);
}

/** Argo CD reads no words such as @daily in a sync window (argoproj/argo-cd, `SyncWindow.Validate`). */
function* windows(object: KubeObject): Iterable<FoundIn<'object'>> {
  for (const { at, item } of each(object, 'spec.syncWindows[]')) {
    const { schedule } = item;
    const path = `${at}/schedule`;
    if (typeof schedule === 'string' && schedule.startsWith('@'))
      yield { path, message: `${shownValue(schedule)} is a word, which Argo CD does not read here`, hint: HINT };
    else yield* read(schedule, path);
  }
}
