import type { RuleInfo } from '../../../model/rule.ts';

/** Found in `check/declared.ts`, by the digests that stand beside the objects. */
export const rule: RuleInfo = {
  code: 'component/changed-rendering',
  severity: 'error',
  what: 'A file below `rendered/` is not what `pap-fleet vendor` wrote.',
  why: 'These objects are believed to be those of the chart: whoever reviews a new version reads the difference of versions, not every object. An edit by hand would also be lost with the next version.',
  fix: 'Run `pap-fleet vendor NAME` again. What must differ is said by values, by `leaveOut`, or by a patch in `config/patches`.',
  scope: 'text',
  order: 72,
};
