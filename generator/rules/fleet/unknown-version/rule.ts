import { compareVersions } from '../../../model/version.ts';
import { running } from '../running.ts';
import { defineRule } from '../../kit.ts';

export const rule = defineRule('fleet', {
  code: 'fleet/unknown-version',
  severity: 'warning',
  what: 'A region runs a version that is newer than this release knows.',
  why: 'APIs may have gone that this release still writes.',
  fix: 'Use a newer release of pap-fleet, or try the upgrade in one region first.',
  order: 230,
  *run(fleet, where) {
    for (const { version, to, at, subject } of running(fleet, where)) {
      if (compareVersions(version, to) <= 0) continue;
      yield {
        path: at,
        message: `${subject} ${version} is newer than this release of pap-fleet knows (${to})`,
        hint: `what ${version} removed is not known here; look for a newer release of pap-fleet`,
      };
    }
  },
});
