import { prometheusSeconds } from './duration.ts';
import { memo } from '../model/memo.ts';
import { each, text } from './look.ts';
import type { KubeObject } from './object.ts';
import { promQl } from './promql/known.ts';
import type { Selector } from './promql/expression.ts';
import { child, type Pointer } from '../model/pointer.ts';

/** What a monitor gives to each of its series: a label with a value, and how often they come. */
export interface Export {
  readonly label: string;
  readonly value: string;
  /** Seconds between two scrapes; absent where Prometheus decides. */
  readonly every: number | undefined;
  readonly monitor: KubeObject;
}

/** Index over ServiceMonitors and PodMonitors: what they give by a relabelling that looks at nothing. */
export function* exportsOf(object: KubeObject): Iterable<readonly [key: string, value: Export]> {
  if (!object.apiVersion.startsWith('monitoring.coreos.com/')) return;
  for (const endpoint of each(object, 'spec.endpoints|podMetricsEndpoints[]')) {
    const interval = text(endpoint.item['interval']);
    const every = interval === undefined ? undefined : prometheusSeconds(interval);
    for (const { item } of each(endpoint, 'relabelings[]')) {
      const [label, value] = [text(item['targetLabel']), text(item['replacement'])];
      const isFixed = item['sourceLabels'] === undefined && (item['action'] ?? 'replace') === 'replace' && value?.includes('$') === false;
      if (label !== undefined && value !== undefined && isFixed) yield ['', { label, value, every, monitor: object }];
    }
  }
}

/** A rule of Prometheus, and what it reads. */
export interface Expression {
  readonly object: KubeObject;
  /** Of its text. */
  readonly path: Pointer;
  readonly selectors: readonly Selector[];
}

/** Index over PrometheusRules: their expressions. */
export function* expressionsOf(object: KubeObject): Iterable<readonly [key: string, value: Expression]> {
  if (object.kind !== 'PrometheusRule') return;
  for (const { at, item } of each(object, 'spec.groups[].rules[]')) {
    const read = typeof item['expr'] === 'string' ? promQl(item['expr']) : undefined;
    if (read !== undefined && 'selectors' in read) yield ['', { object, path: child(at, 'expr'), selectors: read.selectors }];
  }
}

/** Index over PrometheusRules: what they make, as `record` and `alert`. */
export function* madeOf(object: KubeObject): Iterable<readonly [key: string, value: { readonly kind: 'record' | 'alert'; readonly name: string }]> {
  if (object.kind !== 'PrometheusRule') return;
  for (const { item } of each(object, 'spec.groups[].rules[]'))
    for (const kind of ['record', 'alert'] as const) {
      const name = text(item[kind]);
      if (name !== undefined) yield ['', { kind, name }];
    }
}

/** The values of each label that monitors give. */
export function byLabel(all: readonly Export[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { label, value } of all) memo(found, label, () => new Set<string>()).add(value);
  return found;
}
