// Answers that are known by the fields that were looked at, against answers that are worked out each time.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import '../../../support/seed.ts';
import { TraceMemo } from '../../../../generator/plan/gate/trace-memo.ts';

type Thing = Readonly<Record<string, unknown>>;

test('what holds the same where somebody looked has the same answer, and is not asked again', () => {
  const known = new TraceMemo<string>();
  let asked = 0;
  const ask = (thing: Thing): string =>
    known.of(
      (key) => thing[key],
      (told) => {
        asked += 1;
        const look = (key: string): unknown => {
          told(key, thing[key]);
          return thing[key];
        };
        return look('a') === 1 ? `a ${String(look('b'))} ${String(look('a'))}` : `c ${String(look('c'))}`;
      },
    );
  expect([ask({ a: 1, b: 2, c: 3 }), ask({ a: 1, b: 2, c: 4 }), asked]).toEqual(['a 2 1', 'a 2 1', 1]);
  expect([ask({ a: 2, b: 2, c: 3 }), ask({ a: 2, b: 9, c: 3 }), ask({ a: 1, b: 3 }), asked]).toEqual(['c 3', 'c 3', 'a 3 1', 3]);
});

test('an answer that follows from nothing is one', () => {
  const known = new TraceMemo<number>();
  let asked = 0;
  const ask = (): number =>
    known.of(
      () => undefined,
      () => (asked += 1),
    );
  expect([ask(), ask(), asked]).toEqual([1, 1, 1]);
});

test('no answer differs from one that is worked out', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd');
  const thing = fc.record({ a: fc.nat(2), b: fc.nat(2), c: fc.nat(2), d: fc.nat(2) });
  fc.assert(
    fc.property(key, key, key, fc.array(thing, { maxLength: 60 }), (first, even, odd, things) => {
      const known = new TraceMemo<string>();
      const work = (look: (name: string) => unknown): string => {
        const found = look(first) as number;
        return `${found} ${String(look(found % 2 === 0 ? even : odd))}`;
      };
      for (const one of things as readonly Thing[]) {
        const told = known.of(
          (name) => one[name],
          (say) =>
            work((name) => {
              say(name, one[name]);
              return one[name];
            }),
        );
        expect(told).toBe(work((name) => one[name]));
      }
    }),
  );
});
