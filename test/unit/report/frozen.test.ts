// Regions that freezes hold now, as rollouts and their simulation name them.
import { expect, test } from 'vitest';
import type { Freeze } from '../../../generator/fleet/freezes/freeze.ts';
import type { Held } from '../../../generator/fleet/freezes/holding.ts';
import { heldJson, heldRows } from '../../../generator/report/frozen.ts';

const freeze = (name: string): Freeze => ({ name, reason: `because of ${name}` }) as Freeze;
const until = Date.parse('2027-01-04T06:00:00Z');
const HELD: ReadonlyMap<string, Held> = new Map([
  ['eu-north', { freezes: [freeze('a')], until }],
  ['eu-west', { freezes: [freeze('a')], until }],
  ['us-east', { freezes: [freeze('a'), freeze('b')], until: undefined }],
]);

test.each<[string[], string[]]>([
  [[], []],
  [['ap-south'], []],
  [['eu-west'], ['eu-west: frozen by a: because of a; until 2027-01-04T06:00:00Z']],
  [
    ['us-east', 'eu-west', 'ap-south', 'eu-north'],
    [
      'us-east: frozen by a and b: because of a; because of b; with no end in sight',
      'eu-west, eu-north: frozen by a: because of a; until 2027-01-04T06:00:00Z',
    ],
  ],
])('of %j', (regions, rows) => {
  expect(heldRows(HELD, regions)).toEqual(rows);
  expect(Object.keys(heldJson(HELD, regions))).toEqual(regions.filter((region) => HELD.has(region)));
});

test('for machines, no end is null', () => {
  expect(heldJson(HELD, ['us-east'])).toEqual({
    'us-east': { freezes: ['a', 'b'], because: 'frozen by a and b: because of a; because of b', until: null },
  });
});
