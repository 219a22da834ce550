import { describe, expect, test } from 'vitest';
import { hintFor, suggest } from '../../../generator/fleet/schema/suggest.ts';

describe('a misspelt word', () => {
  test.each([
    ['is found with a letter missing', 'replcas', ['replicas', 'regions'], 'replicas'],
    ['is found with two letters exchanged, which is one mistake', 'ab', ['xy', 'ba'], 'ba'],
    ['is found in other capitals', 'HEARTBEAT', ['heartbeat'], 'heartbeat'],
    ['is the nearest one', 'us-eats', ['us-west', 'us-east'], 'us-east'],
    ['is the first of those that are equally near', 'cat', ['bat', 'rat'], 'bat'],
    ['is not guessed when half of it differs', 'abcdef', ['abcxyz'], undefined],
    ['is not guessed when it is only part of a long one', 'env', ['environment'], undefined],
    ['is not guessed out of nothing', 'a', [], undefined],
  ])('%s', (_, word, candidates, expected) => expect(suggest(word, candidates)).toBe(expected));
});

describe('a hint', () => {
  const many = Array.from({ length: 14 }, (_, i) => `region-${String(i).padStart(2, '0')}`);
  test.each([
    ['asks when something is near', 'nort', ['north', 'south'], 'did you mean "north"?'],
    ['lists what there is when nothing is near', 'mars', ['north', 'south'], 'there is: north, south'],
    ['lists all of twelve', 'mars', many.slice(0, 12), `there is: ${many.slice(0, 12).join(', ')}`],
    ['lists the first twelve of many', 'mars', many, `there is: ${many.slice(0, 12).join(', ')}, and 2 more`],
    ['is absent when there is nothing', 'mars', [], undefined],
  ])('%s', (_, word, candidates, expected) => expect(hintFor(word, candidates)).toBe(expected));

  test('does not ask for what stands there already', () => {
    expect(hintFor('nort', ['north', 'south'], ['north', 'nort'])).toBe('"north" stands here already; remove this one');
    expect(hintFor('nort', ['north', 'south'], ['nort', 'south'])).toBe('did you mean "north"?');
  });
});
