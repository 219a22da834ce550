import { ALERTS } from '../../../k8s/go-template/prometheus.ts';
import { templateFlaw } from '../../../k8s/go-template/parser.ts';
import { child, defineRule, each, fields } from '../../kit.ts';

/** https://prometheus.io/docs/prometheus/latest/configuration/template_reference/ */
export const rule = defineRule('object', {
  code: 'language/alert-template',
  severity: 'error',
  what: 'A label or an annotation of an alert is no template that Prometheus reads.',
  why: "The operator's webhook refuses the PrometheusRule; without it Prometheus refuses the file of rules, and goes on with those from before.",
  fix: 'Correct the template where the finding points. `{{ $labels.pod }}` and `{{ $value | humanize }}` are such.',
  order: 30,
  kinds: ['monitoring.coreos.com/PrometheusRule'],
  readsPlaceholders: true,
  *run(object) {
    for (const { at, item } of each(object, 'spec.groups[].rules[]')) {
      if (typeof item['alert'] !== 'string') continue;
      for (const key of ['labels', 'annotations']) {
        for (const [name, value] of Object.entries(fields(item[key]))) {
          const flaw = typeof value === 'string' ? templateFlaw(value, ALERTS) : undefined;
          if (flaw !== undefined && !isFilledInBefore(String(value), flaw.offset))
            yield { path: child(child(at, key), name), offset: flaw.offset, message: `the template ${flaw.message}`, hint: flaw.hint };
        }
      }
    }
  },
});

/** What Helm and Ansible fill in before Prometheus reads it: their functions and variables are no mistakes of an alert. */
function isFilledInBefore(value: string, offset: number): boolean {
  const isTheirs = /^(?:include|tpl|template|required|default|quote|toYaml|toJson|lookup|\w*_\w*)\b/.test(value.slice(offset));
  return isTheirs || /\.(?:Values|Release|Chart)\b|\{%/.test(value);
}
