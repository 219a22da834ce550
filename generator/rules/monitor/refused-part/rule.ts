import { child, defineRule, each, quoted, type FoundIn, type KubeObject, type Placed } from '../../kit.ts';

/** Where monitors change labels. */
const RELABELLINGS = [
  'spec.endpoints|podMetricsEndpoints[].relabelings|metricRelabelings[]',
  'spec.metricRelabelings|relabelings[]',
  'spec.targets.staticConfig|ingress.relabelingConfigs[]',
];

/** What a rule of Prometheus has only if it is an alert. */
const OF_ALERTS = ['for', 'keep_firing_for', 'annotations'];

/** prometheus-operator, pkg/prometheus/validation/validator.go; prometheus, model/rulefmt/rulefmt.go */
export const rule = defineRule('object', {
  code: 'monitor/refused-part',
  severity: 'error',
  what: 'A relabelling lacks what its action needs, or a rule that records has what only alerts have.',
  why: 'The operator leaves the whole monitor or all rules of the object out, and says so in its log alone.',
  fix: 'Add or remove the field that the message names.',
  order: 15,
  kinds: ['PodMonitor', 'Probe', 'PrometheusRule', 'ScrapeConfig', 'ServiceMonitor'].map((kind) => `monitoring.coreos.com/${kind}`),
  *run(object) {
    if (object.kind === 'PrometheusRule') yield* recording(object);
    else for (const path of RELABELLINGS) for (const relabelling of each(object, path)) yield* missing(relabelling);
  },
});

function* recording(object: KubeObject): Iterable<FoundIn<'object'>> {
  for (const { at, item } of each(object, 'spec.groups[].rules[]')) {
    if (typeof item['record'] !== 'string' || item['record'] === '' || 'alert' in item) continue;
    for (const key of OF_ALERTS) {
      const value = item[key] ?? '';
      const isNone = value === '' || value === '0' || value === '0s' || (typeof value === 'object' && Object.keys(value).length === 0);
      if (!isNone) yield { path: child(at, key), key: true, message: `a rule that records has no ${key}: only alerts have one` };
    }
  }
}

function* missing({ at, item }: Placed): Iterable<FoundIn<'object'>> {
  const action = typeof item['action'] === 'string' && item['action'] !== '' ? item['action'].toLowerCase() : 'replace';
  if (/^(?:replace|hashmod|lowercase|uppercase|keepequal|dropequal)$/.test(action) && (item['targetLabel'] ?? '') === '')
    yield { path: at, message: `the action ${quoted(action)} needs targetLabel` };
  if (action === 'hashmod' && (item['modulus'] ?? 0) === 0) yield { path: at, message: `the action ${quoted(action)} needs modulus` };
}
