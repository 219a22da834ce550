import { expect, test } from 'vitest';
import { lintOf } from '../../cluster/rates/ours.ts';
import { sample } from '../../cluster/rates/sample.ts';

// What a real API server said of each when `UPDATE=1 npm run lint:rates` wrote the file; test/cluster/rates.cluster.ts asks it again.
test('lint says of objects of every kind what a real API server says of them', () => {
  const lint = lintOf([]);
  const judged = sample().map(({ object, accepted }) => ({ object, accepted, ...lint(object) }));
  // Kinds of definitions that are not in this repository are left out.
  const known = judged.filter(({ verdict }) => verdict !== 'unknown kind');
  expect(known.length).toBeGreaterThan(250);
  expect(known.filter(({ accepted, verdict }) => accepted !== (verdict === 'accepted')).map(({ object, verdict }) => [object, verdict])).toEqual([]);
});
