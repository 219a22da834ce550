import { child, defineRule, each, fields, get, isMap, shownValue } from '../../kit.ts';

export const rule = defineRule('object', {
  code: 'object/selector-mismatch',
  severity: 'error',
  what: 'A workload does not select the pods it makes.',
  why: 'The API server refuses it.',
  fix: 'Give the pod template the labels of the selector.',
  order: 120,
  kinds: ['apps/DaemonSet', 'apps/Deployment', 'apps/StatefulSet'],
  *run(object) {
    const [selector] = each(object, 'spec.selector');
    const wanted = selector?.item['matchLabels'];
    const labels = fields(get(object, ['spec', 'template', 'metadata', 'labels']));
    const terms = ['matchLabels', 'matchExpressions'].flatMap((key) => Object.keys(selector?.item[key] ?? {}));
    if (selector !== undefined && terms.length === 0) yield { path: '/spec/selector', message: 'must not be empty' };
    if (!isMap(wanted)) return;
    for (const [key, value] of Object.entries(wanted)) {
      if (labels[key] !== value)
        yield {
          path: child('/spec/selector/matchLabels', key),
          message: `wants ${shownValue(value)}, and the pods ${labels[key] === undefined ? 'have no such label' : `have ${shownValue(labels[key])}`}`,
          hint: 'the labels of /spec/template/metadata must hold the selector',
        };
    }
  },
});
