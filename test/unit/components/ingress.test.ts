import { stringify } from 'yaml';
import { expect, test } from 'vitest';
import { compiled, objectsOf, said } from '../../support/compiled.ts';
import { BARE } from '../../support/fleets.ts';

/** What is counted together in a region whose fleet and region say something about it. */
function made(fleet: unknown, region: unknown = undefined) {
  const at = (sourceCriterion: unknown) => ({ ingress: { rateLimit: sourceCriterion === undefined ? {} : { sourceCriterion } } });
  const components = { ...at(fleet), cluster: { images: 'tag' } };
  return compiled({ 'fleet.yaml': stringify({ ...BARE, components, regions: { north: { components: at(region) } } }) });
}

const limit = (of: ReturnType<typeof made>) =>
  objectsOf(of, 'north', 'ingress').flatMap(({ spec }) =>
    (spec as { rateLimit?: object }).rateLimit === undefined ? [] : [(spec as { rateLimit: object }).rateLimit],
  )[0];
const LIMITS = { average: 60, burst: 10, period: '1m' };

test.each<[string, unknown, unknown, object]>([
  ['nothing', undefined, undefined, LIMITS],
  ['an empty map', {}, { ipStrategy: {} }, LIMITS],
  ['a depth', { ipStrategy: { depth: 2 } }, undefined, { ...LIMITS, sourceCriterion: { ipStrategy: { depth: 2 } } }],
  ['a header', { requestHeaderName: 'X-Client' }, undefined, { ...LIMITS, sourceCriterion: { requestHeaderName: 'X-Client' } }],
  [
    'another way in the region',
    { ipStrategy: { depth: 1 } },
    { ipStrategy: null, requestHost: true },
    { ...LIMITS, sourceCriterion: { requestHost: true } },
  ],
  ['none in the region', { ipStrategy: { depth: 1 } }, null, LIMITS],
])('%s', (_, fleet, region, expected) => expect(limit(made(fleet, region))).toEqual(expected));

// Each layer is right alone.
test('two ways are refused, also where fleet and region say one each', () => {
  expect(said(made({ ipStrategy: { depth: 1 } }, { requestHost: true })).join()).toContain('object/source-criterion');
  expect(said(made({ ipStrategy: { depth: 1, excludedIPs: ['203.0.113.1'] } })).join()).toContain('is ignored, as there is a depth');
  expect(said(made({ ipStrategy: { excludedIPs: ['203.0.113.900'] } })).join()).toContain('is no address and no network');
  expect(said(made({ ipStrategy: { excludedIPs: ['proxy.example.net'] } })).join()).toContain('schema/format');
});
