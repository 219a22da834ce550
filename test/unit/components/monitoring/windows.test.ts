import { expect, test } from 'vitest';
import { heartbeatWindow, rateWindow } from '../../../../generator/components/monitoring/alerts-window.ts';
import { HEARTBEAT_SECONDS } from '../../../../generator/fleet/agent.ts';
import type { HeartbeatMode } from '../../../../generator/fleet/agent.ts';

test.each<[HeartbeatMode, string, number, number]>([
  ['EMERGENCY', '5s', 2, 20],
  ['EMERGENCY', '30s', 1, 120],
  ['EMERGENCY', '30s', 2, 120],
  ['EMERGENCY', '30s', 5, 180],
  ['EMERGENCY', '2m', 2, 480],
  ['IDLE', '15s', 2, 90],
  ['IDLE', '30s', 2, 120],
  ['IDLE', '30s', 5, 180],
  ['IDLE', '60s', 2, 240],
  ['SLEEP', '30s', 1, 1800],
  ['SLEEP', '30s', 2, 2700],
  ['SLEEP', '2m', 5, 5400],
])('%s, scraped every %s, %i misses: %i s', (mode, interval, heartbeatMultiplier, seconds) => {
  expect(heartbeatWindow(mode, { interval, heartbeatMultiplier })).toBe(seconds);
});

test('a window holds the misses of a silent agent, and increase cannot make one miss too few enough', () => {
  for (const mode of Object.keys(HEARTBEAT_SECONDS) as HeartbeatMode[]) {
    for (const scrape of [5, 10, 30, 60, 120]) {
      for (const misses of [1, 2, 3, 5, 10, 100]) {
        const window = heartbeatWindow(mode, { interval: `${scrape}s`, heartbeatMultiplier: misses });
        expect(window).toBeGreaterThanOrEqual((misses + 1) * HEARTBEAT_SECONDS[mode]);
        expect(window).toBeGreaterThanOrEqual(4 * scrape);
        expect(((misses - 1) * window) / (window - scrape)).toBeLessThan(misses);
      }
    }
  }
});

test.each([
  ['5s', 300],
  ['30s', 300],
  ['75s', 300],
  ['90s', 360],
  ['2m', 480],
])('rates over scrapes every %s: %i s', (interval, seconds) => expect(rateWindow({ interval })).toBe(seconds));
