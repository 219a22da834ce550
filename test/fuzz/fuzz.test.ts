// Random fleets with random damage: whatever comes in, either findings or files come out. A sample here; 20,000 in the long
// suite; as many as you like with FUZZ_RUNS=1000000 npm run fuzz. Seen red: with an exception for a scalar where a map is
// expected, with `undefined` in a message, with a message that printed an escape sequence, with a name taken from a key.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compile } from '../../generator/compile.ts';
import { PLAIN_STYLE, files, fleets, styles, written } from '../support/fleets.ts';
import type { TestFleet } from '../support/fleets.ts';
import { FLEET } from '../hostile/fleet.ts';
import { damage, damaged, mutated, mutation } from './mutations.ts';
import { judged, summary } from './oracle.ts';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? (process.env['TORTURE'] === '1' ? 20_000 : 400));

/** Making a fleet costs more than damaging it: each is damaged in several ways. */
const some = fc.sample(fleets, { numRuns: 60, seed: 11 });
const fleet = fc.nat({ max: some.length - 1 }).map((i) => some[i] as TestFleet);
let [accepted, refused] = [0, 0];

function count(result: ReturnType<typeof judged>): void {
  if (result.files === undefined) refused += 1;
  else accepted += 1;
}

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
      count(judged(files(texts)));
    }),
    { numRuns: Math.ceil(RUNS * 0.5) },
  );
});

test('texts whose bytes are damaged', () => {
  const written0 = fc.tuple(fleet, styles).map(([one, look]) => written(one, look));
  fc.assert(
    fc.property(written0, fc.nat({ max: 9 }), damage, (texts, which, changes) => {
      const paths = Object.keys(texts);
      const hit = paths[which % paths.length] as string;
      count(judged(files(texts).map((file) => (file.relative === hit ? { ...file, bytes: damaged(Buffer.from(file.bytes), changes) } : file))));
    }),
    { numRuns: Math.ceil(RUNS * 0.3) },
  );
});

test('the small fleet of the bad inputs, damaged byte by byte', () => {
  fc.assert(
    fc.property(damage, (changes) => {
      count(judged([{ path: 'config/fleet.yaml', relative: 'fleet.yaml', bytes: damaged(Buffer.from(FLEET), changes) }]));
    }),
    { numRuns: Math.ceil(RUNS * 0.2) },
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
    { numRuns: Math.ceil(RUNS * 0.02) },
  );
});

test('both happen: some damage is harmless, most is refused', () => {
  process.stdout.write(`fuzz: ${accepted} accepted, ${refused} refused\n`);
  expect(Math.min(accepted, refused)).toBeGreaterThan(RUNS / 100);
  expect(Object.keys(written(some[0] as TestFleet, PLAIN_STYLE))).toContain('fleet.yaml');
});
