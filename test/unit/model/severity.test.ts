import { readFileSync } from 'node:fs';
import { globSync } from 'fast-glob';
import { expect, test } from 'vitest';
import { blocks, byGravity, levelWords, severityInFleets, tallied } from '../../../generator/model/severity.ts';

const [note, warning, error] = [{ severity: 'note' }, { severity: 'warning' }, { severity: 'error' }] as const;

test('errors alone change an exit code', () => {
  expect([note, warning, error].map(blocks)).toEqual([false, false, true]);
});

test('the gravest come first, and the rest keeps its order', () => {
  expect([note, warning, error, warning].sort(byGravity)).toEqual([error, warning, warning, note]);
  expect(tallied([note, warning, warning])).toEqual({ note: 1, warning: 2, error: 0 });
});

test('a fleet is held to what hurts, where the rule says so, and to nothing that is a note', () => {
  const held = { severity: 'error', inFleets: 'error' } as const;
  expect([severityInFleets(warning), severityInFleets(held, 'warning'), severityInFleets(held, 'note')]).toEqual(['warning', 'error', 'note']);
  expect([held, warning, { severity: 'warning', inFleets: 'error' } as const].map(levelWords)).toEqual([
    'error',
    'warning',
    'warning; in a fleet an error',
  ]);
});

test('severities are compared in their own file alone', () => {
  const compares = /severity\b[^;\n]{0,12}[!=]==? '(?:error|warning|note)'/;
  const files = globSync('generator/**/*.ts', { cwd: `${import.meta.dirname}/../../..` }).filter(
    (path) => !path.endsWith('model/severity.ts') && compares.test(readFileSync(`${import.meta.dirname}/../../../${path}`, 'utf8')),
  );
  expect(files).toEqual([]);
});
