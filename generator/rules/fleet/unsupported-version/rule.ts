import { compareVersions } from '../../../model/version.ts';
import { running } from '../running.ts';
import { defineRule } from '../../kit.ts';

export const rule = defineRule('fleet', {
  code: 'fleet/unsupported-version',
  severity: 'error',
  what: 'A region runs a version that is too old.',
  why: 'What is written would be refused there, or silently ignored.',
  fix: 'Upgrade the system, or correct the version in the fleet.',
  order: 220,
  *run(fleet, where) {
    for (const { version, from, to, at, subject } of running(fleet, where)) {
      if (compareVersions(version, from) >= 0) continue;
      yield {
        path: at,
        message: `${subject} ${version} is older than the oldest supported version, ${from}`,
        hint: `upgrade to ${from} or later; supported are ${from} to ${to}`,
      };
    }
  },
});
