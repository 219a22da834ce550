import { describe, expect, test } from 'vitest';
import { compile } from '../../generator/compile.ts';
import { components } from '../../generator/components/index.ts';
import { schemaAt } from '../../generator/fleet/schema/schemas.ts';
import { BASELINES, keys, valuesFor, variants } from '../support/key-values.ts';
import type { Key } from '../support/key-values.ts';
import { configOf } from '../support/fleets.ts';
import type { Data } from '../support/fleets.ts';
import { node } from '../support/schema-values.ts';
import { WHOLE } from '../support/runs.ts';

/*
 * No dead keys: for every key of the schema there are two values that give different bytes. A key without effect is a
 * promise that nobody keeps. Both values are written out, so it is the key itself that is judged and not the map around it.
 */

/** `npm run test:long` looks at a part of the keys. */
const EVERY = WHOLE ? 1 : 6;

/** Keys that decide what is said about a fleet, not what is written. */
const SAID = ['regions.*.versions.traefik', 'groups.*.versions.traefik'];

/** Keys that refuse something, or explain it: shown by render/allowed.test.ts, rules/refusals.test.ts and rules/versioned.test.ts in test/unit. */
const WORDS = [
  'grants.[].reason',
  'grants.[].scope',
  // What a component of the fleet's own may do is shown by the golden `queue`.
  ...['component', 'rules'].map((key) => `grants.[].${key}`),
  ...['regions', 'groups'].flatMap((section) => [`${section}.*.clusterFacts.apiServer`, `${section}.*.versions.external-secrets`]),
  // Which release writes a region is for the delivery (test/unit/plan/stays.test.ts), and the usual waves are for whoever begins a rollout (test/system/cli/rollout.test.ts).
  ...['regions', 'groups'].map((section) => `${section}.*.generator`),
  ...['waves', 'alertAfter'].map((key) => `rolloutDefaults.${key}`),
  // By itself a label has no effect: test/unit/fleet/groups.test.ts.
  'regions.*.labels',
];

/** Keys that exclude one that the example has, or need another: shown by the goldens `agent-settings` and `moved`. A claim is one agent's. */
const INSTEAD = /^moved\b|\.storage\.claim$|\.egress\.\[\]\.(agent|host|component|labels)$|\.sidecars\.\[\]\.probes\b/;

/** Keys of further containers are the same in every layer, and each layer is shown by its whole list: one is looked into. */
const SAME = /^(?!agents\.\*\.(initContainers|sidecars)\b).*\.(initContainers|sidecars)\.\[\]/;

const made = new Map<string, string | undefined>();

/** Every byte that a fleet becomes, or undefined when it is refused. */
function bytes(data: Data, said: boolean): string | undefined {
  const key = JSON.stringify([data, said]);
  if (!made.has(key)) {
    const { files, findings } = compile(configOf({ spec: data as never, customs: {} }));
    made.set(key, files === undefined ? undefined : JSON.stringify(said ? findings.map(({ message }) => message) : [...files]));
  }
  return made.get(key);
}

function effectOf(key: Key): 'effect' | 'none' | 'untried' {
  const said = SAID.includes(key.path.join('.'));
  let tried = false;
  for (const baseline of BASELINES) {
    for (const fleets of variants(baseline, key, valuesFor(key))) {
      let first: string | undefined;
      for (const fleet of fleets) {
        const now = bytes(fleet, said);
        if (now === undefined) continue;
        if (first === undefined) first = now;
        else if (now === first) tried = true;
        else return 'effect';
      }
    }
  }
  return tried ? 'none' : 'untried';
}

describe('no dead keys', () => {
  test('the baselines are valid', () => {
    for (const baseline of BASELINES) {
      expect(compile(configOf({ spec: baseline as never, customs: {} })).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    }
  });

  test('every component of the schema exists', () => {
    const registered = components.map(({ name }) => name);
    expect(Object.keys(schemaAt(['components'])?.properties ?? {}).filter((name) => !registered.includes(name))).toEqual([]);
  });

  test('every key is walked', () => {
    expect(keys.length).toBeGreaterThan(200);
  });

  test('every key has an effect', () => {
    const judged = keys
      // What these do to findings is shown by test/unit/rules/clusters.test.ts; out/ must not change for it.
      .filter(({ path }) => !['externals', 'waivers', 'treatAsErrors'].includes(path[0] as string))
      .filter(
        ({ path, schema }) =>
          node(schema).const === undefined && !WORDS.includes(path.join('.')) && ![INSTEAD, SAME].some((skipped) => skipped.test(path.join('.'))),
      )
      .filter((_, i) => i % EVERY === 0)
      .map((key) => ({ path: key.path.join('.'), effect: effectOf(key) }));
    expect(judged.filter(({ effect }) => effect !== 'effect').map(({ path, effect }) => `${path}: ${effect}`)).toEqual([]);
  });
});
