import { child, defineRule, each, shownValue } from '../../kit.ts';

/** Dots are for names of OpenTelemetry; what else Prometheus 3 takes in quotes, older ones and Alertmanager refuse. */
const METRIC = /^[a-zA-Z_:][a-zA-Z0-9_:.]*$/;
const LABEL = /^[a-zA-Z_][a-zA-Z0-9_.]*$/;

/** https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels */
export const rule = defineRule('object', {
  code: 'object/metric-name',
  severity: 'error',
  what: 'A rule of Prometheus has a label or records a metric whose name is not allowed.',
  why: 'The operator refuses the PrometheusRule, or leaves it out, and no alert of it fires.',
  fix: 'Use letters, digits and underscores; colons in metrics only.',
  order: 340,
  kinds: ['monitoring.coreos.com/PrometheusRule'],
  *run(object) {
    for (const { at, item } of each(object, 'spec.groups[].rules[]')) {
      const { record } = item;
      if (typeof record === 'string' && !METRIC.test(record))
        yield { path: child(at, 'record'), message: `${shownValue(record)} is no name of a metric`, hint: 'such as job:requests:rate5m' };
    }
    for (const { at, item } of [...each(object, 'spec.groups[].labels'), ...each(object, 'spec.groups[].rules[].labels|annotations')]) {
      for (const name of Object.keys(item))
        if (!LABEL.test(name) || name === '__name__')
          yield { path: child(at, name), key: true, message: `${shownValue(name)} is no name of a label`, hint: 'letters, digits and underscores' };
    }
  },
});
