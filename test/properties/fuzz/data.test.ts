// Random fleets with random damage to their data: whatever comes in, either findings or files come out. A sample here; with the
// damaged texts 20,000 in the long suite; as many as you like with FUZZ_RUNS=1000000 npm run fuzz. Seen red: with an exception for a
// scalar where a map is expected, with `undefined` in a message, with a message that printed an escape sequence, with a name taken
// from a key.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compile } from '../../../generator/compile.ts';
import { files } from '../../support/fleets.ts';
import { fleet, runs } from './fleet.ts';
import { mutated, mutation } from './mutations.ts';
import { judged, summary } from './oracle.ts';
import { Tally } from './tally.ts';

const tally = new Tally();

test('fleets whose data is damaged', () => {
  fc.assert(
    fc.property(fleet, fc.array(mutation, { minLength: 1, maxLength: 3 }), ({ spec, customs }, mutations) => {
      const all = mutations.reduce<unknown>((data, one) => mutated(data, one), { 'fleet.yaml': spec, ...customs });
      fc.pre(typeof all === 'object' && all !== null);
      const texts = Object.fromEntries(
        Object.entries(all).map(([path, data]) => [path.endsWith('.yaml') ? path : 'fleet.yaml', JSON.stringify(data) ?? '']),
      );
      // That there is a fleet.yaml is seen to before.
      fc.pre('fleet.yaml' in texts);
      tally.count(judged(files(texts)));
    }),
    { numRuns: runs(0.44) },
  );
});

test('the same bad input gives the same findings', () => {
  fc.assert(
    fc.property(fleet, mutation, ({ spec, customs }, one) => {
      const config = files({
        'fleet.yaml': JSON.stringify(mutated(spec, one)) ?? '',
        ...Object.fromEntries(Object.entries(customs).map(([path, data]) => [path, JSON.stringify(data)])),
      });
      expect(summary(compile(config))).toBe(summary(compile([...config].reverse())));
    }),
    { numRuns: runs(0.02) },
  );
});

test('both happen: some damage is harmless, most is refused', () => tally.both('data'));
