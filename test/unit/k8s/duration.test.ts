import fg from 'fast-glob';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { goSeconds } from '../../../generator/k8s/duration.ts';

describe('a duration of Go', () => {
  test.each([
    ['0', 0],
    ['1h30m', 5400],
    ['1.5s', 1.5],
    ['2562047h', 9_223_369_200],
    // ParseDuration says "invalid duration".
    ['2562048h', undefined],
    ['9999999999h', undefined],
    ['1d', undefined],
    ['', undefined],
  ])('%j is %j seconds', (text, seconds) => {
    expect(goSeconds(text)).toBe(seconds);
  });
});

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly default?: unknown;
}

/** Settings that hold a duration, by their default. */
function durations(path: string, { properties = {}, pattern, maxLength = 0, default: value }: Schema): [string, RegExp, number][] {
  const own: [string, RegExp, number][] =
    pattern !== undefined && typeof value === 'string' && /[smh]$/.test(value) && goSeconds(value) !== undefined
      ? [[path, new RegExp(pattern), maxLength]]
      : [];
  return [...own, ...Object.entries(properties).flatMap(([name, schema]) => durations(`${path}.${name}`, schema))];
}

const settings = fg
  .sync('schemas/components/*.schema.json')
  .sort()
  .flatMap((file) => durations(file.replace(/.*\/(.*)\.schema\.json/, '$1'), JSON.parse(readFileSync(file, 'utf8')) as Schema));

test('components have settings of that kind', () => {
  expect(settings.map(([path]) => path)).toEqual(
    expect.arrayContaining(['backup.ttl', 'certs.clientDuration', 'dns.interval', 'secrets.refreshInterval']),
  );
});

// Red with `[0-9]+` in one of the patterns: ExternalDNS, for one, does not start with an interval that overflows.
test.each(settings)('%s takes nothing that Go cannot read', (_, pattern, maxLength) => {
  const long = Array.from({ length: 19 }, (_, i) => `${'9'.repeat(i + 1)}h`);
  const taken = [...long, '999999h999999h99999h'].filter((text) => text.length <= maxLength && pattern.test(text));
  expect(taken.filter((text) => goSeconds(text) === undefined)).toEqual([]);
});
