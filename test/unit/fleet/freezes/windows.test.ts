// Windows by the clocks of their zone, also on the days when these are put forward and back.
import { describe, expect, test } from 'vitest';
import { DAYS } from '../../../../generator/fleet/freezes/freeze.ts';
import type { Freeze, Window } from '../../../../generator/fleet/freezes/freeze.ts';
import { heldAt, holdsAt } from '../../../../generator/fleet/freezes/holding.ts';
import { timeText } from '../../../../generator/model/time.ts';
import { windowsEnd, windowsHold } from '../../../../generator/fleet/freezes/windows.ts';
import { wallIn } from '../../../../generator/fleet/freezes/zone.ts';
import { syncWindows } from '../../../../generator/render/sync-windows.ts';

const minutes = (text: string): number => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);

/** `deny mon,tue 09:00-16:00 Europe/Berlin` */
function window(text: string): Window {
  const [kind, days, hours, timeZone] = text.split(' ') as [Window['kind'], string, string, string];
  const [from, to] = hours.split('-').map(minutes) as [number, number];
  const named = days === 'all' ? [0, 1, 2, 3, 4, 5, 6] : days.split(',').map((day) => DAYS.findIndex((name) => name === day));
  return { kind, days: named.sort(), from, to, timeZone };
}

const OFFICE = 'allow mon,tue,wed,thu 09:00-16:00 Europe/Berlin';
const NIGHT = 'deny all 22:00-06:00 America/New_York';
const GAP = 'deny sun 02:15-02:45 Europe/Berlin';

describe('whether windows hold', () => {
  test.each<[string, readonly string[], string, boolean]>([
    ['within the hours that are allowed', [OFFICE], '2026-12-01T08:00:00Z', false],
    ['a second before', [OFFICE], '2026-12-01T07:59:59Z', true],
    ['at their end', [OFFICE], '2026-12-01T15:00:00Z', true],
    ['a second before their end', [OFFICE], '2026-12-01T14:59:59Z', false],
    ['in summer the same hours are others in UTC', [OFFICE], '2026-07-01T07:00:00Z', false],
    ['and what they are in winter is too late', [OFFICE], '2026-07-01T14:30:00Z', true],
    ['on a day without hours', [OFFICE], '2026-12-04T10:00:00Z', true],
    ['the day is that of the zone', ['deny mon 00:00-24:00 Pacific/Auckland'], '2026-11-29T12:00:00Z', true],
    ['and not that of UTC', ['deny mon 00:00-24:00 Pacific/Auckland'], '2026-11-30T12:00:00Z', false],
    ['a night before midnight', [NIGHT], '2026-12-02T03:30:00Z', true],
    ['a night after midnight', [NIGHT], '2026-12-02T10:59:00Z', true],
    ['after the night', [NIGHT], '2026-12-02T11:00:00Z', false],
    ['the night of a day that has none', ['deny fri 22:00-06:00 UTC'], '2026-12-05T23:00:00Z', false],
    ['the morning after its day', ['deny fri 22:00-06:00 UTC'], '2026-12-05T05:00:00Z', true],
    ['saturday into sunday', ['deny sat 22:00-06:00 UTC'], '2026-12-06T05:00:00Z', true],
    ['an hour that is left out', [GAP], '2027-03-28T00:30:00Z', false],
    ['the hour after it', [GAP], '2027-03-28T01:30:00Z', false],
    ['an hour that comes twice, at first', [GAP], '2027-10-31T00:30:00Z', true],
    ['and again', [GAP], '2027-10-31T01:30:00Z', true],
    ['a zone of half hours', ['deny all 09:30-10:00 Asia/Kolkata'], '2026-12-01T04:15:00Z', true],
    ['either of two that allow', [OFFICE, 'allow fri 09:00-12:00 Europe/Berlin'], '2026-12-04T10:00:00Z', false],
    ['what one denies and another allows', [OFFICE, 'deny tue 10:00-11:00 UTC'], '2026-12-01T10:30:00Z', true],
  ])('%s', (_, windows, time, holds) => expect(windowsHold(windows.map(window), Date.parse(time))).toBe(holds));
});

describe('when they hold no more', () => {
  test.each<[string, readonly string[], string, string | undefined]>([
    ['in the morning', [OFFICE], '2026-12-01T03:00:30Z', '2026-12-01T08:00:00Z'],
    ['after the weekend', [OFFICE], '2026-12-03T15:00:00Z', '2026-12-07T08:00:00Z'],
    ['after the weekend in which clocks are put forward', [OFFICE], '2027-03-26T10:00:00Z', '2027-03-29T07:00:00Z'],
    ['after the weekend in which they are put back', [OFFICE], '2027-10-29T10:00:00Z', '2027-11-01T08:00:00Z'],
    ['within the hour that is left out', ['deny sun 01:30-02:30 Europe/Berlin'], '2027-03-28T00:45:00Z', '2027-03-28T01:00:00Z'],
    ['between the two hours that are one', ['deny sun 02:15-02:45 Europe/Berlin'], '2027-10-31T00:30:00Z', '2027-10-31T00:45:00Z'],
    ['by half an hour', ['deny sun 00:00-02:00 Australia/Lord_Howe'], '2027-04-03T14:00:00Z', '2027-04-03T15:30:00Z'],
    ['one after the other', ['deny all 08:00-10:00 UTC', 'deny all 10:00-12:00 UTC'], '2026-12-01T09:00:00Z', '2026-12-01T12:00:00Z'],
    ['never', ['deny all 00:00-12:00 UTC', 'deny all 12:00-24:00 UTC'], '2026-12-01T09:00:00Z', undefined],
  ])('%s', (_, windows, time, end) => {
    const found = windowsEnd(windows.map(window), Date.parse(time));
    expect(found === undefined ? undefined : timeText(found)).toBe(end);
  });

  // No edge and no change of clocks lies between.
  const STEP = 5 * 60_000;
  const ZONES = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Chatham', 'UTC'];
  const SUNDAYS = ['2027-03-26T00:00:00Z', '2027-04-02T00:00:00Z', '2027-10-29T00:00:00Z', '2027-11-05T00:00:00Z'];
  test.each(ZONES)('as whoever looks at the clock every five minutes says it, in %s', (timeZone) => {
    const shapes = ['deny sat,sun 01:40-02:20', 'deny all 02:00-03:00', 'allow all 02:30-03:10', 'deny sun,mon 23:30-02:10'];
    for (const shape of shapes)
      for (const start of SUNDAYS) {
        const windows = [window(`${shape} ${timeZone}`)];
        const begin = Date.parse(start);
        let next: number | undefined;
        // From the end back, so that each moment knows what comes after it.
        for (let time = begin + 3 * 86_400_000; time >= begin; time -= STEP) {
          if (!windowsHold(windows, time)) next = time;
          else if (next !== undefined && (time / STEP) % 7 === 0) expect(windowsEnd(windows, time), timeText(time)).toBe(next);
        }
      }
  });
});

/** How Argo CD decides: pkg/apis/application/v1alpha1/types.go, `active`. It looks for a beginning within the duration before now, by a clock that has the offset of now. */
function activeInArgo({ schedule, duration, timeZone }: ReturnType<typeof syncWindows>[number], time: number): boolean {
  const [minute, hour, , , days] = schedule.split(' ') as [string, string, string, string, string];
  const [, hours = '0', rest = '0'] = /^(?:(\d+)h)?(?:(\d+)m)?$/.exec(duration) as RegExpExecArray;
  const local = time + wallIn(timeZone, time).offset * 60_000;
  const length = (Number(hours) * 60 + Number(rest)) * 60_000;
  for (let day = Math.floor(local / 86_400_000) - 2; day <= Math.floor(local / 86_400_000); day++) {
    const begins = day * 86_400_000 + (Number(hour) * 60 + Number(minute)) * 60_000;
    const isDay = days === '*' || days.split(',').includes(String(new Date(begins).getUTCDay()));
    if (isDay && begins > local - length && begins < local) return true;
  }
  return false;
}

test.each([OFFICE, NIGHT, GAP, 'allow sat,sun 23:15-01:45 Australia/Lord_Howe', 'deny all 00:00-24:00 UTC', 'deny wed 01:00-02:30 Europe/Berlin'])(
  'Argo CD takes the same hours from what is written for it: %s',
  (text) => {
    const own = window(text);
    const freeze = { argocd: true, regions: ['north'], windows: [own] } as unknown as Freeze;
    const [made] = syncWindows({ freezes: [freeze] }, { name: 'north', cluster: 'north' });
    for (const start of ['2026-12-01T00:00:00Z', '2027-03-26T00:00:00Z', '2027-10-29T00:00:00Z'])
      for (let time = Date.parse(start) + 30_000; time < Date.parse(start) + 7 * 86_400_000; time += 7 * 60_000)
        expect(activeInArgo(made as NonNullable<typeof made>, time), timeText(time)).toBe(windowsHold([{ ...own, kind: 'deny' }], time));
  },
);

describe('freezes', () => {
  const freeze = (name: string, change: Partial<Freeze> = {}): Freeze => ({
    name,
    reason: `because of ${name}`,
    regions: ['north'],
    from: null,
    until: null,
    windows: [],
    argocd: false,
    spot: { file: `config/freezes/${name}.yaml`, path: '' },
    ...change,
  });
  const day = (n: number): number => Date.parse(`2026-12-${String(n).padStart(2, '0')}T00:00:00Z`);

  test.each([
    [9, false],
    [10, true],
    [19, true],
    [20, false],
  ])('hold from their beginning on, and at their end no more: %s December', (n, holds) =>
    expect(holdsAt(freeze('a', { from: day(10), until: day(20) }), day(n))).toBe(holds),
  );
  test('hold a region until the last of them ends, also of those that begin meanwhile', () => {
    const held = heldAt(
      [freeze('a', { until: day(10) }), freeze('b', { from: day(9), until: day(20) }), freeze('c', { from: day(21), until: day(30) })],
      day(1),
    );
    expect([...held].map(([region, { freezes, until }]) => [region, freezes.map(({ name }) => name), until])).toEqual([['north', ['a'], day(20)]]);
  });
  test('hold until the windows of all are open', () => {
    const held = heldAt(
      [freeze('a', { windows: [window('deny all 00:00-06:00 UTC')] }), freeze('b', { windows: [window('allow all 08:00-10:00 UTC')] })],
      day(1),
    );
    expect(held.get('north')?.until).toBe(day(1) + 8 * 3_600_000);
    expect(held.get('north')?.freezes).toHaveLength(2);
  });
  test('that never leave the same hour open have no end in sight', () => {
    const held = heldAt(
      [freeze('a', { windows: [window('allow all 00:00-06:00 UTC')] }), freeze('b', { windows: [window('allow all 08:00-10:00 UTC')] })],
      day(1),
    );
    expect(held.get('north')).toEqual({ freezes: [expect.objectContaining({ name: 'b' })], until: undefined });
  });
  test('end with their end, though their windows go on', () => {
    const held = heldAt([freeze('a', { until: day(2) + 1, windows: [window('deny all 00:00-23:00 UTC')] })], day(2));
    expect(held.get('north')?.until).toBe(day(2) + 1);
  });
});
