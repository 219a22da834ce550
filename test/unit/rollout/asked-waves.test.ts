import { describe, expect, test } from 'vitest';
import type { FleetSpec } from '../../../generator/fleet/spec.ts';
import { askedWaves, leftOut } from '../../../generator/rollout/asked-waves.ts';
import { bumped } from '../../../generator/rollout/bumped.ts';

const SPEC = {
  regions: {
    a: { labels: { tier: 'canary', continent: 'eu' } },
    b: { labels: { tier: 'prod', continent: 'eu' } },
    c: { labels: { tier: 'prod', zone: 'eu' } },
    canary2: {},
  },
  groups: { europe: { regions: ['a', 'b'] } },
} as unknown as FleetSpec;

const waves = (words: string): unknown => askedWaves(words.split(','), SPEC);

describe('waves as people ask for them', () => {
  test.each([
    ['a,rest', [{ regions: ['a'] }, { regions: 'rest' }]],
    ['a:1h30m,rest', [{ regions: ['a'], soak: '1h30m' }, { regions: 'rest' }]],
    ['europe:24h', [{ name: 'europe', regions: ['a', 'b'], soak: '24h' }]],
    ['tier=canary', [{ name: 'tier=canary', regions: { match: { tier: 'canary' } }, resolved: ['a'] }]],
    ['canary', [{ name: 'canary', regions: { match: { tier: 'canary' } }, resolved: ['a'] }]],
    ['c+canary2:5m', [{ name: 'c+canary2', regions: ['c', 'canary2'], soak: '5m' }]],
    ['canary+europe', [{ name: 'canary+europe', regions: ['a', 'b'] }]],
  ])('%s', (words, expected) => expect(waves(words)).toEqual(expected));

  test.each([
    ['nowhere', /no region, group or label "nowhere"/],
    ['tier=gold', /no region, group or label "tier=gold"/],
    ['eu', /"eu" is the value of several labels/],
    ['a:soon', /"a:soon" is no wave/],
    ['', /"" is no wave/],
    ['a+rest', /the rest stands alone/],
  ])('%s is refused', (words, message) => expect(waves(words)).toMatchObject({ message: expect.stringMatching(message) as string }));

  test('who is in none', () => {
    expect(leftOut([{ regions: ['a'] }, { regions: { match: {} }, resolved: ['b'] }], SPEC)).toEqual(['c', 'canary2']);
    expect(leftOut([{ regions: ['a'] }, { regions: 'rest' }], SPEC)).toEqual([]);
  });
});

describe('another version', () => {
  const agent = (ref: string, image: string): { ref: string; image: string } => ({ ref, image });
  const digest = `sha256:${'a'.repeat(64)}`;
  test.each([
    [agent('x/a@1.2.0', 'r.net/a:v1.2.0'), '1.3.0', undefined, agent('x/a@1.3.0', 'r.net/a:v1.3.0')],
    [agent('x/a@1.2.0', 'r.net/a:v1.2.0'), 'v1.3.0-rc.1', undefined, agent('x/a@1.3.0-rc.1', 'r.net/a:v1.3.0-rc.1')],
    [agent('x/a@1.2.0', `r.net:5000/a:1.2.0@${digest}`), '1.3.0', undefined, agent('x/a@1.3.0', 'r.net:5000/a:1.3.0')],
    [agent('x/a@1.2.0', 'r.net/a:1.2.0'), '1.3.0', digest, agent('x/a@1.3.0', `r.net/a:1.3.0@${digest}`)],
  ])('%j at %s', (own, version, hash, expected) => expect(bumped(own, version, hash)).toEqual(expected));

  test.each([
    [agent('x/a@1.2.0', 'r.net/a:v1.2.0'), 'latest', undefined, /"latest" is no version/],
    [agent('x/a@1.2.0', 'r.net/a:stable'), '1.3.0', undefined, /does not have the version 1.2.0 as its tag/],
    [agent('x/a@1.2.0', `r.net/a@${digest}`), '1.3.0', undefined, /does not have the version 1.2.0 as its tag/],
    [agent('x/a@1.2.0', 'r.net/a:1.2.0'), '1.3.0', 'sha256:1', /"sha256:1" is no digest/],
    [{}, '1.3.0', undefined, /no reference or image of its own/],
  ])('%j at %s is refused', (own, version, hash, message) =>
    expect(bumped(own, version, hash)).toMatchObject({ message: expect.stringMatching(message) as string }),
  );
});
