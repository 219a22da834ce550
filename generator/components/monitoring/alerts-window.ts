import { HEARTBEAT_SECONDS, type HeartbeatMode } from '../../fleet/agent.ts';
import { scrapeSeconds } from './monitor-facts.ts';
import type { MonitoringSettings } from './settings.generated.ts';

/** `rate` needs two samples in its range; with four, one lost scrape or a restart of Prometheus does not blind it. */
const SCRAPES = 4;

/** Seconds over which requests are counted. */
export function rateWindow(settings: Pick<MonitoringSettings, 'interval'>): number {
  return Math.max(300, SCRAPES * scrapeSeconds(settings));
}

/**
 * Seconds within which `heartbeatMultiplier` missed heartbeats raise the alert.
 *
 * An agent that has fallen silent misses one heartbeat after another, so one interval more than the misses asked for
 * always holds them all, wherever the window begins; and the alert stays until the agent speaks again.
 *
 * The counter is only seen at scrapes, which may be further apart than heartbeats (EMERGENCY: 5 s): the same number of
 * scrapes must fit as well. That also keeps `increase` honest. It extrapolates from the samples to the window's edges,
 * by a factor of at most window / (window - scrape); one miss too few stays below the threshold as long as the window
 * is longer than `multiplier` scrapes.
 *
 * What no window can mend: of two misses in a row and two with a heartbeat between, scraped once, the counter tells the
 * same; and a counter that only appears with its first miss hides that one, so its alert comes an interval later.
 */
export function heartbeatWindow(
  mode: HeartbeatMode,
  { interval, heartbeatMultiplier }: Pick<MonitoringSettings, 'interval' | 'heartbeatMultiplier'>,
): number {
  const scrape = scrapeSeconds({ interval });
  return Math.max((heartbeatMultiplier + 1) * Math.max(HEARTBEAT_SECONDS[mode], scrape), SCRAPES * scrape);
}
