import { applicationSpec, filesOfOthers, severalSources } from '../../../k8s/argo-sources.ts';
import { child, defineRule, quoted, text } from '../../kit.ts';

/** argo-cd, docs/user-guide/multiple_sources.md: a source with `ref` and without `path` and `chart` makes no manifests. */
export const rule = defineRule('object', {
  code: 'object/unused-source',
  severity: 'warning',
  what: 'A source of an Application is named for others to take files from, and none does.',
  why: 'Argo CD makes nothing of such a source. The values that stand in it are not used, and nobody is told.',
  source: 'https://argo-cd.readthedocs.io/en/stable/user-guide/multiple_sources/',
  fix: 'Take the file by `$name/path` in the `valueFiles` of the chart, or remove the source.',
  kinds: ['argoproj.io/Application', 'argoproj.io/ApplicationSet'],
  *run(object) {
    const spec = applicationSpec(object);
    if (spec === undefined) return;
    const sources = severalSources(spec);
    // What a plugin is given, or a template writes, nobody can see here.
    if (sources.some(({ item }) => item['plugin'] !== undefined) || JSON.stringify(spec.item).includes('{{')) return;
    const used = new Set(sources.flatMap(filesOfOthers).map(({ name }) => name));
    const named = new Set(sources.map(({ item }) => item['ref']));
    // A slip in one of the two names is said already.
    if ([...used].some((name) => !named.has(name))) return;
    for (const { item, at } of sources) {
      const ref = text(item['ref']);
      if (ref === undefined || used.has(ref) || item['path'] !== undefined || item['chart'] !== undefined) continue;
      yield {
        path: child(at, 'ref'),
        message: `names a source ${quoted(ref)}, of which no other takes a file: nothing is made of it`,
        hint: `take a file of it by $${ref}/path in valueFiles, or remove the source`,
      };
    }
  },
});
