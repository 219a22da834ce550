import { prometheusSeconds } from '../../../k8s/duration.ts';
import { exportsOf, expressionsOf } from '../../../k8s/exported.ts';
import { defineRule, objectTitle } from '../../kit.ts';

/** Functions that compare samples: one alone gives nothing. */
const COMPARE = new Set(['changes', 'delta', 'deriv', 'idelta', 'increase', 'irate', 'rate', 'resets']);

/** https://prometheus.io/docs/prometheus/latest/querying/functions/#rate */
export const rule = defineRule('cluster', {
  code: 'monitor/short-range',
  severity: 'warning',
  what: 'An expression looks back for less time than two scrapes take.',
  why: 'A rate needs two samples. Most of the time there is one, so that there is no result: the alert never fires.',
  source: 'https://prometheus.io/docs/prometheus/latest/querying/functions/#rate',
  fix: 'Look back for four intervals of the monitor, so that one scrape may fail.',
  order: 40,
  *run(cluster) {
    const exports = cluster.lookup(exportsOf, '');
    if (exports.length === 0) return;
    for (const { object, path, selectors } of cluster.judged(expressionsOf)) {
      for (const { matchers, range } of selectors) {
        const back = range?.of !== undefined && COMPARE.has(range.of) ? prometheusSeconds(range.text) : undefined;
        if (range === undefined || back === undefined) continue;
        const asked = exports.filter(({ label, value }) =>
          matchers.some((each) => each.operator === '=' && each.label === label && each.value === value),
        );
        // All of them have to be too slow: the series may be any of theirs.
        const every = asked.map((each) => each.every ?? 0);
        const fastest = Math.min(...every);
        if (asked.length === 0 || back >= 2 * fastest) continue;
        const { monitor } = asked[every.indexOf(fastest)] as (typeof asked)[number];
        yield {
          object,
          path,
          offset: range.offset,
          message: `looks back for ${range.text}, and ${objectTitle(monitor)} scrapes every ${fastest} s`,
          hint: `write ${4 * fastest}s`,
          related: [{ object: monitor, path: '/spec', note: 'the monitor' }],
        };
      }
    }
  },
});
