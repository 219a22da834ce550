// Random fleets with random damage to the bytes of their files: whatever comes in, either findings or files come out. Beside
// data.test.ts, so that the two run side by side.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { PLAIN_STYLE, files, styles, written } from '../../support/fleets.ts';
import { FLEET } from '../../examples/hostile/fleet.ts';
import { fleet, runs, some } from './fleet.ts';
import { damage, damaged } from './mutations.ts';
import { judged } from './oracle.ts';
import { Tally } from './tally.ts';

const tally = new Tally();

test('texts whose bytes are damaged', () => {
  const texts = fc.tuple(fleet, styles).map(([one, look]) => written(one, look));
  fc.assert(
    fc.property(texts, fc.nat({ max: 9 }), damage, (all, which, changes) => {
      const paths = Object.keys(all);
      const hit = paths[which % paths.length] as string;
      tally.count(judged(files(all).map((file) => (file.relative === hit ? { ...file, bytes: damaged(Buffer.from(file.bytes), changes) } : file))));
    }),
    { numRuns: runs(0.33) },
  );
});

test('the small fleet of the bad inputs, damaged byte by byte', () => {
  fc.assert(
    fc.property(damage, (changes) => {
      tally.count(judged([{ path: 'config/fleet.yaml', relative: 'fleet.yaml', bytes: damaged(Buffer.from(FLEET), changes) }]));
    }),
    { numRuns: runs(0.23) },
  );
});

test('both happen: some damage is harmless, most is refused', () => {
  tally.both('bytes');
  expect(Object.keys(written(some[0]!, PLAIN_STYLE))).toContain('fleet.yaml');
});
