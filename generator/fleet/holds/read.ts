import { isMap } from '../../model/data.ts';
import type { Unplaced } from '../../model/finding.ts';
import { pointer } from '../../model/pointer.ts';
import { quoted } from '../../model/quoted.ts';
import type { RolloutFile } from '../../yaml/read.ts';
import { errorsOfTargets, withTargets } from '../rollouts/targets.ts';
import { kindFlaw } from '../schema/kind.ts';
import { interpret, type SchemaError } from '../schema/interpret.ts';
import { holdSchema, type NamedSettings } from '../schema/schemas.ts';
import { worded } from '../schema/validate.ts';
import type { Hold, HoldSpec } from './hold.ts';
import { invalidHold } from './rules.ts';

/** Understand the files of `config/holds`: each is a hold. @param declared components that the fleet brings */
export function readHolds(files: readonly RolloutFile[], declared: readonly NamedSettings[]): { holds: Hold[]; reports: Unplaced[] } {
  const reports: Unplaced[] = [];
  const holds: Hold[] = [];
  for (const { name, data: document, written } of files) {
    const spot = pointer('holds', name);
    const other = kindFlaw(document, 'Hold');
    if (other !== undefined) {
      reports.push({ rule: invalidHold, path: `${spot}${other.path}`, message: other.message, hint: 'a hold has `kind: Hold`' });
      continue;
    }
    const data = document as Record<string, unknown>;
    const schema = withTargets(holdSchema, 'keep', data, declared);
    const found = [
      ...interpret(holdSchema, data),
      ...errorsOfTargets('keep', withoutNulls(data), declared),
      ...errorsIn(data['overrides'], declared),
    ];
    const errors = worded(found, { data, written: (path) => written(path), schema, whole: 'the hold' });
    reports.push(...errors.map((each) => ({ ...each, path: `${spot}${each.path}` })));
    if (errors.length > 0) continue;
    const { at: _at, ...hold } = data as unknown as HoldSpec;
    if (hold.name === name) holds.push({ ...hold, spot });
    else
      reports.push({
        rule: invalidHold,
        path: `${spot}/name`,
        message: `the file is called ${quoted(name)}, and the hold ${quoted(hold.name)}`,
        hint: 'give them one name',
      });
  }
  return { holds, reports };
}

/** Errors of what is held in single regions. */
function errorsIn(overrides: unknown, declared: readonly NamedSettings[]): SchemaError[] {
  return Object.entries(isMap(overrides) ? overrides : {}).flatMap(([region, keep]) =>
    errorsOfTargets('keep', withoutNulls({ keep }), declared).map((error) => ({
      ...error,
      instancePath: `/overrides/${region}${error.instancePath.slice('/keep'.length)}`,
    })),
  );
}

/** `null` holds that a key is not there, whatever else it may be. */
function withoutNulls(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]): [string, unknown][] => (inner === null ? [] : [[key, isMap(inner) ? withoutNulls(inner) : inner]])),
  );
}
