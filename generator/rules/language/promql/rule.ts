import { promQl } from '../../../k8s/promql/known.ts';
import { child, defineRule, each } from '../../kit.ts';

/** https://prometheus.io/docs/prometheus/latest/querying/basics/ */
export const rule = defineRule('object', {
  code: 'language/promql',
  severity: 'error',
  what: 'The expression of a rule is no PromQL.',
  why: "The operator's webhook refuses the PrometheusRule; without it the operator leaves the whole object out, and no alert of it fires.",
  fix: 'Correct the expression where the finding points.',
  order: 10,
  kinds: ['monitoring.coreos.com/PrometheusRule'],
  *run(object) {
    for (const { at, item } of each(object, 'spec.groups[].rules[]')) {
      const { expr } = item;
      // That an empty one is missing is said by the schema.
      if (typeof expr !== 'string' || expr === '') continue;
      const read = promQl(expr);
      if (!('flaw' in read)) continue;
      const { message, offset, hint } = read.flaw;
      yield { path: child(at, 'expr'), offset, message: `the expression ${message}`, hint };
    }
  },
});
