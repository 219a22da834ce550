import { isMap } from '../../model/data.ts';
import { GENERATOR_VERSION, compareGenerators } from '../../model/generator.ts';
import type { Unplaced } from '../../model/finding.ts';
import { child, pointer, type Pointer } from '../../model/pointer.ts';
import { quoted } from '../../model/quoted.ts';
import type { RolloutFile } from '../../yaml/read.ts';
import { kindFlaw } from '../schema/kind.ts';
import { interpret } from '../schema/interpret.ts';
import { rolloutSchema, type NamedSettings } from '../schema/schemas.ts';
import { worded } from '../schema/validate.ts';
import type { Fields } from '../spec.ts';
import type { RolloutSpec } from './rollout.ts';
import { targetOf } from '../target.ts';
import { invalidRollout } from './rules.ts';
import { errorsOfTargets, withTargets } from './targets.ts';

/** Understand the files of `config/rollouts`: each is a rollout. @param declared components that the fleet brings */
export function readRollouts(files: readonly RolloutFile[], declared: readonly NamedSettings[]): { rollouts: RolloutSpec[]; reports: Unplaced[] } {
  const reports: Unplaced[] = [];
  const rollouts: RolloutSpec[] = [];
  for (const file of files) {
    const found = flaws(file, declared);
    reports.push(...found);
    if (found.length === 0) rollouts.push(file.data as RolloutSpec);
  }
  return { rollouts, reports };
}

/** Keys that go by steps of their own, or belong to a place and not to a change. */
const NOT_IN_WAVES: Readonly<Record<string, string>> = {
  state: 'states go by steps of their own: docs/operations.md has them',
  host: 'a host is a name of one agent: docs/operations.md says how an agent gets another',
};

function flaws({ name, data: document, written }: RolloutFile, declared: readonly NamedSettings[]): Unplaced[] {
  const at = pointer('rollouts', name);
  const flaw = (path: Pointer, message: string, hint: string, key = false): Unplaced => ({
    rule: invalidRollout,
    path: `${at}${path}`,
    message,
    hint,
    ...(key ? { key } : {}),
  });
  const other = kindFlaw(document, 'Rollout');
  if (other !== undefined) return [flaw(other.path, other.message, 'a rollout has `kind: Rollout`')];
  const data = document as Record<string, unknown>;
  const { set } = data;
  for (const [key, value] of Object.entries(isMap(set) ? set : {})) {
    const odd = Object.keys(isMap(value) ? value : {}).find((each) => targetOf(key)[0] === 'agents' && each in NOT_IN_WAVES);
    if (odd !== undefined) return [flaw(child(child('/set', key), odd), `a rollout does not set ${quoted(odd)}`, NOT_IN_WAVES[odd] as string, true)];
  }
  const schema = withTargets(rolloutSchema, 'set', data, declared);
  const found = [...interpret(rolloutSchema, data), ...errorsOfTargets('set', data, declared)];
  const errors = worded(found, { data, written: (path) => written(path), schema, whole: 'the rollout' });
  if (errors.length > 0) return errors.map((each) => ({ ...each, path: `${at}${each.path}` }));
  return [...relations(data as unknown as RolloutSpec, name, flaw)];
}

type Flaw = (path: Pointer, message: string, hint: string, key?: boolean) => Unplaced;

/** What parts of a rollout say of each other. */
function* relations({ name, set, waves, reached = 0, history = [] }: RolloutSpec, file: string, flaw: Flaw): Iterable<Unplaced> {
  yield* releases(set['generator'], flaw);
  if (name !== file) yield flaw('/name', `the file is called ${quoted(file)}, and the rollout ${quoted(name)}`, 'give them one name');
  if (reached > waves.length)
    yield flaw('/reached', `${reached} waves are reached, and there are ${waves.length}`, `write a number up to ${waves.length}`);
  for (const [i, { wave }] of history.entries())
    if (wave > waves.length)
      yield flaw(pointer('history', i, 'wave'), `there is no wave ${wave}`, `name one of the ${waves.length} waves, or remove the entry`);
  for (const [i, { resolved, regions }] of waves.entries()) {
    if (regions === 'rest' && i < waves.length - 1)
      yield flaw(pointer('waves', i, 'regions'), 'regions of no other wave are the last to have a change', 'make this wave the last');
    if (resolved !== undefined && (typeof regions === 'string' || Array.isArray(regions)))
      yield flaw(pointer('waves', i, 'resolved'), 'this wave chooses nothing by labels', 'remove it', true);
  }
}

/** Only what runs can write, and regions stay on what came before it. */
function* releases(generator: Fields | undefined, flaw: Flaw): Iterable<Unplaced> {
  if (generator === undefined) return;
  const { from, to } = generator as { from: string; to: string };
  const at = '/set/generator';
  if (compareGenerators(to) > 0)
    yield flaw(`${at}/to`, `release ${to} is newer than this one, ${GENERATOR_VERSION}`, 'install it first: only the generator that runs can write');
  if (compareGenerators(from) >= 0)
    yield flaw(`${at}/from`, `release ${from} is not older than this one, ${GENERATOR_VERSION}`, 'name the release that wrote what is delivered');
  else if (compareGenerators(to) < 0)
    yield flaw(`${at}/to`, `release ${to} is older than this one, ${GENERATOR_VERSION}, which writes those regions`, `write "${GENERATOR_VERSION}"`);
}
