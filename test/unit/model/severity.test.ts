import { readFileSync } from 'node:fs';
import { globSync } from 'fast-glob';
import { expect, test } from 'vitest';
import { blocks, byGravity, tallied } from '../../../generator/model/severity.ts';

const [note, warning, error] = [{ severity: 'note' }, { severity: 'warning' }, { severity: 'error' }] as const;

test('errors alone change an exit code', () => {
  expect([note, warning, error].map(blocks)).toEqual([false, false, true]);
});

test('the gravest come first, and the rest keeps its order', () => {
  expect([note, warning, error, warning].sort(byGravity)).toEqual([error, warning, warning, note]);
  expect(tallied([note, warning, warning])).toEqual({ note: 1, warning: 2, error: 0 });
});

test('severities are compared in their own file alone', () => {
  const compares = /severity\b[^;\n]{0,12}[!=]==? '(?:error|warning|note)'/;
  const files = globSync('generator/**/*.ts', { cwd: `${import.meta.dirname}/../../..` }).filter(
    (path) => !path.endsWith('model/severity.ts') && compares.test(readFileSync(`${import.meta.dirname}/../../../${path}`, 'utf8')),
  );
  expect(files).toEqual([]);
});
