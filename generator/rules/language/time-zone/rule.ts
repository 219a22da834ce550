import { zoneNamed, zoneNames } from '../../../fleet/freezes/zone.ts';
import { suggest } from '../../../fleet/schema/suggest.ts';
import { child, defineRule, each, fields, quoted, shownValue, type Placed } from '../../kit.ts';

const NAME = /^[A-Za-z0-9_+-]+(?:\/[A-Za-z0-9_+-]+)*$/;

/** https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#time-zones */
export const rule = defineRule('object', {
  code: 'language/time-zone',
  severity: 'error',
  what: 'A schedule names a time zone that there is not.',
  why: 'The API server refuses a CronJob; KEDA scales nothing, and Argo Workflows starts nothing.',
  fix: 'Write a name of the IANA database, such as `Europe/Berlin` or `Etc/UTC`.',
  order: 75,
  kinds: ['argoproj.io/CronWorkflow', 'batch/CronJob', 'keda.sh/ScaledJob', 'keda.sh/ScaledObject'],
  *run(object) {
    const places: [Placed, string][] = [
      ...each(object, object.kind === 'CronJob' ? 'spec' : 'none').map((place): [Placed, string] => [place, 'timeZone']),
      ...each(object, object.kind === 'CronWorkflow' ? 'spec' : 'none').map((place): [Placed, string] => [place, 'timezone']),
      ...each(object, 'spec.triggers[]')
        .filter(({ item }) => item['type'] === 'cron')
        .map(({ item, at }): [Placed, string] => [{ item: fields(item['metadata']), at: child(at, 'metadata') }, 'timezone']),
    ];
    for (const [{ item, at }, key] of places) {
      const zone = item[key];
      // None is that of the cluster, in what has it.
      if (typeof zone !== 'string' || zone === '' || isZone(zone)) continue;
      const near = suggest(zone, zoneNames());
      yield {
        path: child(at, key),
        message: `${shownValue(zone)} is no time zone`,
        hint: near === undefined ? 'such as Europe/Berlin or Etc/UTC' : `did you mean ${quoted(near)}?`,
      };
    }
  },
});

/** Go reads names of files: `local` is none that a cluster takes, and abbreviations such as `CEST` are none at all. */
function isZone(zone: string): boolean {
  if (!NAME.test(zone) || /^local$/i.test(zone) || /^[+-]/.test(zone)) return false;
  return FILES.has(zone) || zoneNamed(zone) !== undefined;
}

/** Files of the database that are no zones to ICU. */
const FILES = new Set(['Factory', 'posixrules']);
