import { expect, test } from 'vitest';
import { FORGETFUL, Memory } from '../../../generator/model/memory.ts';

/** Makes values and counts them. */
function maker(): { make: () => object; count: () => number } {
  let made = 0;
  return { make: () => ({ number: (made += 1) }), count: () => made };
}

test('a value is made once of the same things', () => {
  const memory = new Memory();
  const { make, count } = maker();
  const part = {};
  const first = memory.open('kind').of('a', [part, 'text'], make);
  expect(memory.open('kind').of('a', [part, 'te'.concat('xt')], make)).toBe(first);
  expect(count()).toBe(1);
});

test.each([
  ['an equal thing is not the same one', [{}], [{}]],
  ['one thing more', [1], [1, 2]],
  ['one thing less', [1, 2], [1]],
  ['another order', [1, 2], [2, 1]],
])('%s: it is made anew', (_, before, after) => {
  const memory = new Memory();
  const { make, count } = maker();
  memory.open('kind').of('a', before, make);
  memory.open('kind').of('a', after, make);
  expect(count()).toBe(2);
});

test('kinds and names are kept apart', () => {
  const memory = new Memory();
  const { make, count } = maker();
  const kind = memory.open('kind');
  kind.of('a', [], make);
  kind.of('b', [], make);
  memory.open('other').of('a', [], make);
  expect(count()).toBe(3);
});

test('what one answer did not use is dropped, and what it used is not', () => {
  const memory = new Memory();
  const { make, count } = maker();
  const first = memory.open('kind');
  first.of('used', [], make);
  first.of('unused', [], make);
  memory.open('kind').of('used', [], make);
  const third = memory.open('kind');
  third.of('used', [], make);
  expect(count()).toBe(2);
  third.of('unused', [], make);
  expect(count()).toBe(3);
});

// An answer that an error ends early leaves the later kinds alone.
test('a kind that is not opened keeps what it has', () => {
  const memory = new Memory();
  const { make, count } = maker();
  memory.open('late').of('a', [], make);
  for (let i = 0; i < 5; i++) memory.open('early').of('a', [], () => 0);
  memory.open('late').of('a', [], make);
  expect(count()).toBe(1);
});

test('without a memory everything is made', () => {
  const { make, count } = maker();
  const kept = FORGETFUL.open('kind');
  kept.of('a', [], make);
  kept.of('a', [], make);
  expect(count()).toBe(2);
});
