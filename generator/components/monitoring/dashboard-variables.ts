import type { MonitorFacts } from './monitor-facts.ts';
import { is, isNot, matches, select } from './promql.ts';

/** Chosen by whoever looks: a fixed one exists in one Grafana only. */
export const DATASOURCE = { type: 'prometheus', uid: '${datasource}' } as const;

/** Matchers of what the viewer has chosen. */
export const CHOSEN: readonly string[] = [matches('agent', '$agent'), matches('region', '$region')];

export function variables({ fleet }: MonitorFacts) {
  const targets = [is('namespace', fleet.namespace), isNot('agent', '')];
  return [
    { name: 'datasource', label: 'Data source', type: 'datasource', query: 'prometheus', hide: 0, multi: false, includeAll: false },
    variable('region', 'Region', `label_values(${select('up', ...targets)}, region)`),
    variable('agent', 'Agent', `label_values(${select('up', ...targets, matches('region', '$region'))}, agent)`),
  ];
}

function variable(name: string, label: string, query: string) {
  return {
    name,
    label,
    type: 'query',
    datasource: DATASOURCE,
    query: { query, refId: `variable-${name}` },
    // All matches also what bears no such label: a Station may count heartbeats without naming the region.
    allValue: '.*',
    includeAll: true,
    multi: true,
    current: { selected: true, text: ['All'], value: ['$__all'] },
    hide: 0,
    // Whenever the time range changes.
    refresh: 2,
    sort: 1,
  };
}
