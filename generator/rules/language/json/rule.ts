import { readJson } from '../../../k8s/json/read.ts';
import { isFilledIn } from '../../../k8s/json/placeholders.ts';
import { child, defineRule, fields, isMap, quoted, type KubeObject } from '../../kit.ts';

export const rule = defineRule('object', {
  code: 'language/json',
  severity: 'note',
  what: 'A file of a ConfigMap whose name ends in .json is no JSON.',
  why: 'The cluster takes the ConfigMap; the program that reads the file stops, or goes on without it.',
  fix: 'Correct the text where the finding points.',
  order: 50,
  kinds: ['/ConfigMap'],
  readsPlaceholders: true,
  *run(object) {
    // Of dashboards another rule says more.
    if (isDashboards(object)) return;
    for (const [key, text] of Object.entries(fields(object['data']))) {
      if (!key.endsWith('.json') || typeof text !== 'string' || text.trim() === '') continue;
      const read = readJson(text);
      if (!('flaw' in read)) continue;
      const { message, offset } = read.flaw;
      if (isFilledIn(text, offset) || isTolerated(text, offset)) continue;
      yield { path: child('/data', key), offset, message: `${quoted(key)} is no JSON: it ${message}` };
    }
  },
});

function isDashboards({ metadata: { labels } }: KubeObject): boolean {
  return isMap(labels) && 'grafana_dashboard' in labels;
}

/** Comments, which many programs take; and values one behind the other, each on a line. */
function isTolerated(text: string, offset: number): boolean {
  return (
    /^(?:\/[/*]|#)/.test(text.slice(offset, offset + 2)) ||
    (/\n\s*$/.test(text.slice(0, offset).slice(-40)) && !('flaw' in readJson(text.slice(0, offset))))
  );
}
