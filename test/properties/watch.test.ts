import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile } from '../../generator/compile.ts';
import { Memory } from '../../generator/model/memory.ts';
import type { ConfigFile } from '../../generator/yaml/read.ts';
import { brokenFleets } from '../support/broken-fleets.ts';
import { edited, edits } from '../support/edits.ts';
import type { Edit } from '../support/edits.ts';
import { files, fleets, styles, written } from '../support/fleets.ts';
import type { Style, TestFleet } from '../support/fleets.ts';
import { runs } from '../support/runs.ts';

// What is kept from answer to answer changes no answer: after every save the findings and the bytes are those of a fresh run. Seen to fail: with regions,
// customs, pieces of a file, verdicts on clusters and files of a region each kept under its name alone. test/unit/compile-again.test.ts has the edits that are rare here.

/** What somebody does before the next save. */
type Step = { readonly edit: Edit } | { readonly other: TestFleet } | { readonly junk: string } | { readonly hand: Style };

/** Texts after which a file is no fleet, or another one. */
const JUNK = ['\nfoo: [', '\n# a comment\n', '\nunknown: 1\n', '\n', '\nagents:\n  a: {}\n', "\n  odd: '\n"];

const steps = (others: fc.Arbitrary<TestFleet>): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.record({ edit: edits }) },
      { weight: 1, arbitrary: fc.record({ other: others }) },
      { weight: 1, arbitrary: fc.record({ junk: fc.constantFrom(...JUNK) }) },
      { weight: 1, arbitrary: fc.record({ hand: styles }) },
    ),
    { minLength: 1, maxLength: 6 },
  );

/** The files as each save leaves them. */
function* saves(first: TestFleet, all: readonly Step[], firstHand: Style): Iterable<readonly ConfigFile[]> {
  let [fleet, hand] = [first, firstHand];
  yield files(written(fleet, hand));
  for (const step of all) {
    if ('junk' in step) {
      const texts = written(fleet, hand);
      yield files({ ...texts, 'fleet.yaml': `${texts['fleet.yaml']}${step.junk}` });
      continue;
    }
    if ('edit' in step) fleet = edited(fleet, step.edit) ?? fleet;
    else if ('other' in step) fleet = step.other;
    else hand = step.hand;
    yield files(written(fleet, hand));
  }
}

function holds(others: fc.Arbitrary<TestFleet>, numRuns: number): { valid: number; refused: number } {
  const seen = { valid: 0, refused: 0 };
  fc.assert(
    fc.property(others, steps(others), styles, (first, all, hand) => {
      const memory = new Memory();
      for (const config of saves(first, all, hand)) {
        const [kept, fresh] = [compile(config, [], memory), compile(config)];
        expect(kept.findings).toEqual(fresh.findings);
        expect(kept.files && [...kept.files]).toEqual(fresh.files && [...fresh.files]);
        seen[fresh.files === undefined ? 'refused' : 'valid'] += 1;
      }
    }),
    { numRuns },
  );
  return seen;
}

describe('a memory changes no answer', () => {
  test('in fleets of every setting', () => {
    const { valid, refused } = holds(fleets, runs(18));
    expect(valid).toBeGreaterThan(refused);
  });

  test('in fleets that do not fit together', () => {
    const { valid, refused } = holds(brokenFleets, runs(24));
    expect(Math.min(valid, refused)).toBeGreaterThan(runs(24) / 12);
  });
});
