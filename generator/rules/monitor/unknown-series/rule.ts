import { byLabel, exportsOf, expressionsOf, madeOf } from '../../../k8s/exported.ts';
import type { Matcher } from '../../../k8s/promql/matchers.ts';
import { defineRule, quoted, type FoundIn } from '../../kit.ts';

/** What is asked for is only held against names that are nearly the same: what else a Prometheus scrapes is not known. */
export const rule = defineRule('cluster', {
  code: 'monitor/unknown-series',
  severity: 'warning',
  what: 'An expression asks for a series that nothing makes, and one of nearly the same name is made.',
  why: 'It has no result: the alert never fires, the panel stays empty, and nothing says so.',
  source: 'https://prometheus.io/docs/prometheus/latest/querying/basics/#instant-vector-selectors',
  fix: 'Correct the name; if the series comes from elsewhere, leave it.',
  order: 30,
  *run(cluster) {
    const labels = byLabel(cluster.lookup(exportsOf, ''));
    const made = cluster.lookup(madeOf, '');
    const records = made.flatMap(({ kind, name }) => (kind === 'record' ? [name] : []));
    const alerts = made.flatMap(({ kind, name }) => (kind === 'alert' ? [name] : []));
    for (const { object, path, selectors } of cluster.judged(expressionsOf)) {
      const say = (offset: number, message: string, near: string): FoundIn<'cluster'> => ({ object, path, offset, message, hint: `perhaps ${near}` });
      for (const { metric, matchers, offset } of selectors) {
        const record = metric?.includes(':') === true ? slipOf(metric, records) : undefined;
        if (record !== undefined) yield say(offset, `asks for ${quoted(metric as string)}, which no rule records`, record);
        for (const matcher of matchers) {
          const known = metric === 'ALERTS' && matcher.label === 'alertname' ? alerts : [...(labels.get(matcher.label) ?? [])];
          for (const value of valuesOf(matcher)) {
            const near = slipOf(value, known);
            if (near !== undefined) yield say(matcher.at, `asks for the ${matcher.label} ${quoted(value)}, which nothing has`, near);
          }
        }
      }
    }
  },
});

/** What a matcher takes, where it says so letter by letter. */
function valuesOf({ operator, value }: Matcher): readonly string[] {
  if (operator === '=') return [value];
  return operator === '=~' && /^[\w|:-]+$/.test(value) ? value.split('|') : [];
}

/** The name that was meant, if only a letter of a word is wrong: `a` and `b`, or `1` and `2`, are no slips of each other. */
function slipOf(name: string, known: readonly string[]): string | undefined {
  if (known.includes(name)) return undefined;
  const words = name.split(PARTS);
  return known.find((other) => {
    const others = other.split(PARTS);
    const differing = words.flatMap((word, i) => (word === others[i] ? [] : [[word, others[i] ?? ''] as const]));
    const [only] = differing;
    return others.length === words.length && only !== undefined && differing.length === 1 && isSlip(...only);
  });
}

const PARTS = /[^A-Za-z0-9]/;

function isSlip(a: string, b: string): boolean {
  if (Math.min(a.length, b.length) < 4 || a.replace(/[^0-9]/g, '') !== b.replace(/[^0-9]/g, '')) return false;
  let from = 0;
  while (from < a.length && a[from] === b[from]) from += 1;
  let to = 0;
  while (to < Math.min(a.length, b.length) - from && a[a.length - 1 - to] === b[b.length - 1 - to]) to += 1;
  const [left, right] = [a.slice(from, a.length - to), b.slice(from, b.length - to)];
  return Math.max(left.length, right.length) <= 1 || (left.length === 2 && right === [...left].reverse().join(''));
}
