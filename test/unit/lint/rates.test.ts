import { expect, test } from 'vitest';
import { minds } from '../../cluster/rates/minded.ts';
import { lintOf } from '../../cluster/rates/ours.ts';
import { sample } from '../../cluster/rates/sample.ts';

// What a real API server said of each when `UPDATE=1 npm run lint:rates` wrote the file; test/cluster/rates.cluster.ts asks it again.
test('lint says of objects of every kind what a real API server says of them', () => {
  const lint = lintOf([]);
  const judged = sample().map(({ object, accepted }) => ({ object, accepted, ...lint(object) }));
  // Kinds of definitions that are not in this repository are left out.
  const known = judged.filter(({ verdict }) => verdict !== 'unknown kind');
  expect(known.length).toBeGreaterThan(250);
  // What the server takes and somebody else refuses, with upstream's code there.
  const isMinded = ({ object, errors }: (typeof known)[number]): boolean =>
    errors.every(({ code, path, message }) => minds(code, `${object.apiVersion}/${object.kind} ${path.slice(1)} ${message}`) !== undefined);
  const apart = known.filter((each) => each.accepted !== (each.verdict === 'accepted') && !(each.accepted && isMinded(each)));
  expect(apart.map(({ object, verdict }) => [object, verdict])).toEqual([]);
});
