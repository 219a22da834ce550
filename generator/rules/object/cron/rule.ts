import { cronFlaw } from '../../../k8s/cron.ts';
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
    for (const { at, item } of each(object, 'spec.syncWindows.windows[]')) {
      const { schedule: opens } = item;
      const flaw = typeof opens === 'string' ? cronFlaw(opens) : undefined;
      if (flaw !== undefined) yield { path: `${at}/schedule`, message: `${shownValue(opens)} ${flaw}`, hint: HINT };
    }
    const schedule = fields(object['spec'])['schedule'];
    if (typeof schedule !== 'string') return;
    const zone = /^(CRON_TZ|TZ)=\S+\s+/.exec(schedule)?.[0] ?? '';
    const path = '/spec/schedule';
    if (zone !== '' && object.kind === 'CronJob')
      yield { path, message: `${shownValue(schedule)} holds a time zone, which a CronJob refuses`, hint: 'use the field timeZone' };
    const flaw = cronFlaw(schedule.slice(zone.length));
    if (flaw !== undefined) yield { path, message: `${shownValue(schedule)} ${flaw}`, hint: HINT };
  },
});

/** When KEDA begins and ends to scale. */
function* trigger(metadata: Fields, at: string): Iterable<FoundIn<'object'>> {
  for (const key of ['start', 'end']) {
    const schedule = metadata[key];
    const flaw = typeof schedule === 'string' ? cronFlaw(schedule) : undefined;
    if (flaw !== undefined) yield { path: `${at}/${key}`, message: `${shownValue(schedule)} ${flaw}`, hint: HINT };
  }
}

/** Argo CD reads no words such as @daily in a sync window (argoproj/argo-cd, `SyncWindow.Validate`). */
function* windows(object: KubeObject): Iterable<FoundIn<'object'>> {
  for (const { at, item } of each(object, 'spec.syncWindows[]')) {
    const { schedule } = item;
    if (typeof schedule !== 'string') continue;
    const flaw = schedule.startsWith('@') ? 'is a word, which Argo CD does not read here' : cronFlaw(schedule.replace(/^(CRON_TZ|TZ)=\S+\s+/, ''));
    if (flaw !== undefined) yield { path: `${at}/schedule`, message: `${shownValue(schedule)} ${flaw}`, hint: HINT };
  }
}
