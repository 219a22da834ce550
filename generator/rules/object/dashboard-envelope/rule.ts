import { child, defineRule, fields, isMap, shownValue } from '../../kit.ts';

/** The beginning of what Grafana's HTTP API takes and gives: the dashboard is one level down. */
const ENVELOPE = /^\s*\{(?:\s*"meta"|[^{}]*"dashboard")\s*:\s*\{/;

/** Grafana's sidecar takes a ConfigMap by this label, and each of its files for one bare dashboard. */
export const rule = defineRule('object', {
  code: 'object/dashboard-envelope',
  severity: 'error',
  what: 'A ConfigMap for Grafana holds a dashboard in the envelope of the HTTP API.',
  why: 'Grafana says "Dashboard title cannot be empty" in its log, and shows no dashboard.',
  fix: 'Write the model alone: the value of `dashboard`.',
  order: 240,
  kinds: ['/ConfigMap'],
  readsPlaceholders: true,
  *run(object) {
    const labels = object.metadata.labels as unknown;
    if (!isMap(labels) || !('grafana_dashboard' in labels)) return;
    const data = fields(object['data']);
    for (const key in data) {
      const text = data[key];
      if (!key.endsWith('.json') || typeof text !== 'string' || !ENVELOPE.test(text.slice(0, 2000))) continue;
      yield {
        path: child('/data', key),
        message: `${shownValue(key)} is a dashboard in the envelope of the HTTP API, which Grafana does not take from a file`,
        hint: 'write the value of "dashboard" alone, with uid, title, schemaVersion and panels',
      };
    }
  },
});
