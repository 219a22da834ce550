import { child, defineRule, each, quoted, text, textMap, type Placed } from '../../kit.ts';

export const rule = defineRule('object', {
  code: 'monitor/duplicate-rule',
  severity: 'warning',
  what: 'Two rules of a PrometheusRule record one series.',
  why: 'Both write their samples into it: the values jump from one to the other, or Prometheus drops what comes second.',
  source: 'prometheus, cmd/promtool/main.go, checkDuplicates',
  fix: 'Remove one of them, or give it another name or another label.',
  order: 17,
  kinds: ['monitoring.coreos.com/PrometheusRule'],
  forgives: (_, { sketch }) => sketch,
  *run(object) {
    const seen = new Map<string, Placed>();
    for (const group of each(object, 'spec.groups[]'))
      for (const rule of each(group, 'rules[]')) {
        const record = text(rule.item['record']);
        if (record === undefined) continue;
        const labels = { ...textMap(group.item['labels']), ...textMap(rule.item['labels']) };
        const series = JSON.stringify([record, Object.entries(labels).sort()]);
        const other = seen.get(series);
        if (other !== undefined)
          yield {
            path: child(rule.at, 'record'),
            message: `records ${quoted(record)}, which another rule records with the same labels`,
            hint: 'remove it, or give it another name',
            related: [{ path: child(other.at, 'record'), note: 'the other one' }],
          };
        else seen.set(series, rule);
      }
  },
});
