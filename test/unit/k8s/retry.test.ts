// How long Argo CD goes on with one revision.
import { expect, test } from 'vitest';
import { secondsOfRetries } from '../../../generator/k8s/retry.ts';

test.each<[string, unknown, number]>([
  ['nothing', undefined, 0],
  ['no limit written', {}, 0],
  ['none', { limit: 0 }, 0],
  ['without end', { limit: -1 }, Infinity],
  ['as Argo CD does unless it is told', { limit: 5 }, 5 + 10 + 20 + 40 + 80],
  ['up to three minutes each', { limit: 8 }, 5 + 10 + 20 + 40 + 80 + 160 + 180 + 180],
  ['with a factor of one', { limit: 3, backoff: { duration: '1m', factor: 1 } }, 180],
  ['a number is seconds', { limit: 2, backoff: { duration: '60', factor: 2, maxDuration: '90' } }, 150],
  ['without a longest wait', { limit: 10, backoff: { duration: '1s', factor: 2, maxDuration: '0' } }, 1023],
  ['durations that are none count as absent', { limit: 1, backoff: { duration: 'soon' } }, 5],
])('%s', (_, retry, seconds) => expect(secondsOfRetries(retry)).toBe(seconds));

test('a limit in millions ends in no time', () => {
  const start = performance.now();
  expect(secondsOfRetries({ limit: 2_000_000_000, backoff: { factor: 1 } })).toBeGreaterThan(3600);
  expect(performance.now() - start).toBeLessThan(200);
});
