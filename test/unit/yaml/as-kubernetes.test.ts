// What Kubernetes says of texts, by test/cluster/yaml.cluster.ts, is what we read.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { DIFFERENCES, agree, ours } from '../../support/yaml/answers.ts';
import type { Mode } from '../../support/yaml/answers.ts';

type Row = [mode: Mode, text: string, values: unknown[], refused?: 'refused'];

const rows = readFileSync('test/unit/yaml/as-kubernetes.txt', 'utf8')
  .trimEnd()
  .split('\n')
  .map((row) => JSON.parse(row) as Row);

// Seen to fail: with `yes` as text, and with a line `---a` taken for a separator.
test.each<Mode>(['documents', 'streams'])('%s are read alike', (asked) => {
  const all = rows.filter(([mode]) => mode === asked);
  const others = all.filter(([mode, text, values, error]) => !agree(ours(mode, text), error === undefined ? { values } : { values, error }));
  expect(others.map(([mode, text, ...expected]) => ({ text, expected, ours: ours(mode, text) }))).toEqual([]);
  expect(all.length).toBeGreaterThan(300);
});

test('every difference says which code of theirs it is', () => {
  for (const { why } of Object.values(DIFFERENCES)) expect(why).toMatch(/\w\.go/);
});
