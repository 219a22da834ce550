// What `explain` says of a freeze.
import { expect, test } from 'vitest';
import type { Freeze } from '../../../generator/fleet/freezes/freeze.ts';
import { freezeText } from '../../../generator/report/explained-freeze.ts';
import { style } from '../../../generator/report/style.ts';

const place = { file: 'config/freezes/calm.yaml', line: 1, col: 1, length: 1 };
const freeze = { name: 'calm', reason: 'nobody is there', regions: ['north', 'south'], from: null, until: null, windows: [], argocd: false };
const said = (change: Partial<Freeze>): string => freezeText({ ...freeze, ...change, place }, style(false));
const [FROM, UNTIL] = [Date.parse('2026-12-20T00:00:00Z'), Date.parse('2027-01-04T06:00:00Z')];

test('a freeze until a time', () =>
  expect(said({ from: FROM, until: UNTIL })).toBe(`freeze calm, config/freezes/calm.yaml
nobody is there

Holds 2 regions: north, south
When: from 2026-12-20T00:00:00Z until 2027-01-04T06:00:00Z
`));

test('windows, which Argo CD keeps as well', () =>
  expect(
    said({
      regions: ['north'],
      argocd: true,
      windows: [
        { kind: 'allow', days: [0, 1, 2], from: 540, to: 1440, timeZone: 'Europe/Berlin' },
        { kind: 'deny', days: [0, 1, 2, 3, 4, 5, 6], from: 1335, to: 345, timeZone: 'UTC' },
      ],
    }),
  ).toBe(`freeze calm, config/freezes/calm.yaml
nobody is there

Holds 1 region: north
When: always, by the delivery and by Argo CD, in these windows:
  changes only mon, tue, sun 09:00–24:00 Europe/Berlin
  no changes every day 22:15–05:45 UTC, into the next day
`));

test('windows until a time', () =>
  expect(said({ until: UNTIL, windows: [{ kind: 'deny', days: [1], from: 0, to: 60, timeZone: 'UTC' }] })).toContain(
    'When: until 2027-01-04T06:00:00Z, by the delivery, in these windows:\n  no changes mon 00:00–01:00 UTC\n',
  ));
