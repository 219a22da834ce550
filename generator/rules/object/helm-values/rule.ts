import { readDocument } from '../../../yaml/kubernetes.ts';
import { defineRule, each, isMap, text } from '../../kit.ts';

export const rule = defineRule('object', {
  code: 'object/helm-values',
  severity: 'error',
  what: 'An Application gives its chart values that are no map of YAML.',
  why: 'Helm reads them before it renders anything, and stops: Argo CD cannot compare the Application, and nothing of it is updated.',
  fix: 'Write keys and values below `values: |`, indented alike, or a map under `valuesObject`.',
  kinds: ['argoproj.io/Application', 'argoproj.io/ApplicationSet'],
  *run(object) {
    const spec = object.kind === 'ApplicationSet' ? 'spec.template.spec' : 'spec';
    for (const { item, at } of [...each(object, `${spec}.source.helm`), ...each(object, `${spec}.sources[].helm`)]) {
      const values = text(item['values']);
      // Where both are given, the other one counts.
      if (values === undefined || item['valuesObject'] !== undefined) continue;
      const { data, flaw } = readDocument(values.endsWith('\n') ? values : `${values}\n`);
      if (flaw !== undefined)
        yield { path: `${at}/values`, offset: flaw.start, message: `values are no YAML here: ${flaw.message}`, hint: 'mend the text below values' };
      else if (data !== null && !isMap(data))
        yield {
          path: `${at}/values`,
          offset: 0,
          message: `values are ${Array.isArray(data) ? 'a list' : 'one text'}, and Helm takes a map`,
          hint: 'write key: value, with a blank behind the colon',
        };
    }
  },
});
