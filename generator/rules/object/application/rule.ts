import { applicationSpec } from '../../../k8s/argo-sources.ts';
import { child, defineRule, each, quoted, shown, text, type FoundIn, type Placed } from '../../kit.ts';

const TOOLS = ['directory', 'helm', 'kustomize', 'plugin'];

/** argo-cd, util/argo/argo.go, validateSourcePermissions; pkg/apis/application/v1alpha1/types.go, ExplicitType. */
export const rule = defineRule('object', {
  code: 'object/application',
  severity: 'error',
  what: 'A source of an Application lacks what Argo CD needs of it, or is for two tools.',
  why: 'The cluster takes the object. Argo CD sets InvalidSpecError or ComparisonError, and delivers nothing.',
  fix: 'Write what the message names.',
  order: 164,
  kinds: ['argoproj.io/Application', 'argoproj.io/ApplicationSet'],
  forgives: (_, { sketch }) => sketch,
  *run(object) {
    const spec = applicationSpec(object);
    if (spec !== undefined) yield* sourcesOf(spec);
  },
});

function* sourcesOf(spec: Placed): Iterable<FoundIn<'object'>> {
  const several = each(spec, 'sources[]');
  for (const { item, at } of several.length > 0 ? several : each(spec, 'source')) {
    const chart = text(item['chart']);
    if (chart === undefined && text(item['path']) === undefined && (several.length === 0 || text(item['ref']) === undefined))
      yield {
        path: at,
        message: `has neither path nor chart${several.length === 0 ? '' : ' nor ref'}`,
        hint: 'say what of the repository is meant: path, or chart',
      };
    if (chart !== undefined && text(item['targetRevision']) === undefined)
      yield { path: child(at, 'chart'), message: `the chart ${quoted(chart)} has no version`, hint: 'write targetRevision' };
    const tools = TOOLS.filter((tool) => (item[tool] ?? null) !== null);
    if (tools.length > 1)
      yield {
        path: at,
        message: `is for ${tools.map(shown).join(' and ')}, and may be for one only`,
        hint: 'keep the settings of the one that is meant',
      };
  }
}
