import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { builtOf, digestOf, rowOf } from '../../support/kustomized.ts';
import { BUILT, REFUSED, UNBUILT, type Files } from './cases.ts';
import { MIXED, mixed } from './mixed.ts';

/** What Kustomize itself made of them: `UPDATE=1` with test/cluster/kustomize.cluster.ts, which shows what differs. */
const answers = JSON.parse(readFileSync(join(import.meta.dirname, 'answers.json'), 'utf8')) as Readonly<Record<string, string>>;

const answer = (files: Files): string => {
  const built = builtOf(files);
  if ('unbuilt' in built) return `not built: ${built.unbuilt.message}`;
  return 'refused' in built ? 'refused' : digestOf(built.manifests.map(({ data }) => data));
};

describe('what Kustomize makes is made', () => {
  test.each(Object.entries(BUILT))('%s', (name, files) => {
    expect(answer(files)).toBe(answers[name]);
  });

  test('of folders that mix features', () => {
    expect(MIXED.map((seed) => answer(mixed(rowOf(seed))))).toEqual(MIXED.map((seed) => answers[`mixed ${seed}`]));
  });
});

/** What is said of each, with its place: `UPDATE=1` writes it anew. */
test('what is refused, and what is not built, is told at its place', () => {
  const all = [
    ...Object.entries(REFUSED).map((each) => ['refused', ...each] as const),
    ...Object.entries(UNBUILT).map((each) => ['unbuilt', ...each] as const),
  ];
  const told = all.map(([kind, name, files]) => {
    const built = builtOf(files);
    if (!('refused' in built) && !('unbuilt' in built)) return `${name}: built\n`;
    const isRefused = 'refused' in built;
    const { message, place } = isRefused ? built.refused : built.unbuilt;
    expect(isRefused ? 'refused' : 'unbuilt', `${name}: ${message}`).toBe(kind);
    return `${name}\n  ${place.file}:${place.line}:${place.col} ${kind}: ${message}\n`;
  });
  const path = join(import.meta.dirname, 'told.txt');
  if (process.env['UPDATE'] === '1') writeFileSync(path, told.join(''));
  expect(told.join('')).toBe(readFileSync(path, 'utf8'));
});
