// Whatever somebody mistypes in a fleet: what `--fix` writes mends it and brings out nothing, or it writes nothing.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compile, type Compiled } from '../../generator/compile.ts';
import { fixAll } from '../../generator/fix/fix-all.ts';
import { hasErrors, type Finding } from '../../generator/model/finding.ts';
import type { ConfigFile } from '../../generator/yaml/read.ts';
import { FIXABLE } from '../support/fixable-fleet.ts';

const fleet = (text: string): readonly ConfigFile[] => [{ path: 'config/fleet.yaml', relative: 'fleet.yaml', bytes: Buffer.from(text) }];
const judge = (config: readonly ConfigFile[]): Compiled => compile(config);

/** Words of the fleet, where they stand. */
const WORDS = [...FIXABLE.matchAll(/[A-Za-z0-9][-A-Za-z0-9./@:]*[A-Za-z0-9]/g)].map(({ index, 0: word }) => ({ index, word }));

/** What fingers do to a word. */
const SLIPS: readonly ((word: string, at: number) => string)[] = [
  (word, at) => word.slice(0, at) + word.slice(at + 1),
  (word, at) => word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2),
  (word, at) => `${word.slice(0, at)}x${word.slice(at)}`,
  (word) => word.toUpperCase(),
  (word) => word.charAt(0).toUpperCase() + word.slice(1),
  (word) => `"${word}"`,
  (word) => (word === 'true' ? 'yes' : word === 'false' ? 'off' : word.replaceAll('-', '_')),
  (word) => `${word}, ${word}`,
  () => '012',
  () => 'no',
];

const mistyped = fc
  .array(fc.record({ word: fc.nat(WORDS.length - 1), slip: fc.nat(SLIPS.length - 1), at: fc.nat(20) }), { minLength: 1, maxLength: 3 })
  .map((slips) =>
    [...new Map(slips.map((each) => [each.word, each])).values()]
      .sort((a, b) => b.word - a.word)
      .reduce((text, { word: i, slip, at }) => {
        const { index, word } = WORDS[i] as (typeof WORDS)[number];
        return text.slice(0, index) + SLIPS[slip]?.(word, at % word.length) + text.slice(index + word.length);
      }, FIXABLE),
  );

const named = ({ code, message }: Finding): string => `${code} ${message}`;

test('a fix mends what it is for and brings out nothing, or nothing is written', () => {
  fc.assert(
    fc.property(mistyped, (text) => {
      const before = compile(fleet(text));
      const { config, compiled, fixed } = fixAll(fleet(text), judge);
      const after = Buffer.from(config[0]?.bytes ?? []).toString();
      if (fixed.length === 0) {
        expect(after).toBe(text);
        return;
      }
      expect(after).not.toBe(text);
      // What is said of the text that is written is what is true of it.
      expect(compiled.findings).toEqual(compile(fleet(after)).findings);
      if (!hasErrors(before.findings)) expect(hasErrors(compiled.findings)).toBe(false);
      const left = compiled.findings.map(named);
      const known = before.findings.map(named);
      // A fleet with an error hides what comes later, until none is left of what was found.
      const isLater = hasErrors(before.findings) && !before.findings.some((each) => each.severity === 'error' && left.includes(named(each)));
      if (!isLater) expect(left.filter((each) => !known.includes(each))).toEqual([]);
      expect(fixAll(config, (each) => compile(each)).fixed).toEqual([]);
      // Comments stay.
      expect(after.match(/#.*/g)).toEqual(text.match(/#.*/g));
    }),
    { numRuns: Number(process.env['FIX_RUNS'] ?? 80) },
  );
});
