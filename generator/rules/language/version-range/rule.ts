import { sourcesOf } from '../../../k8s/project.ts';
import { isVersionRange } from '../../../k8s/version-range.ts';
import { child, defineRule, each, group, shownValue, type Placed } from '../../kit.ts';

/** https://argo-cd.readthedocs.io/en/stable/user-guide/tracking_strategies/#helm, https://fluxcd.io/flux/components/source/helmcharts/#version */
export const rule = defineRule('object', {
  code: 'language/version-range',
  severity: 'warning',
  what: 'The version of a chart is neither a version nor a range of versions.',
  why: 'The cluster takes the object. Argo CD or Flux find no such chart, and deliver nothing of it.',
  source: 'https://argo-cd.readthedocs.io/en/stable/user-guide/tracking_strategies/#helm',
  fix: 'Write a version such as `1.2.3`, or a range such as `1.2.x`, `~1.2` or `>=1.2 <2`.',
  order: 70,
  kinds: [
    'argoproj.io/Application',
    'helm.toolkit.fluxcd.io/HelmRelease',
    'image.toolkit.fluxcd.io/ImagePolicy',
    'source.toolkit.fluxcd.io/GitRepository',
    'source.toolkit.fluxcd.io/HelmChart',
    'source.toolkit.fluxcd.io/OCIRepository',
  ],
  *run(object) {
    const found: (Placed & { readonly key: string })[] =
      group(object) === 'argoproj.io'
        ? each(object, 'spec')
            .flatMap(sourcesOf)
            .flatMap((source) => (typeof source.item['chart'] === 'string' ? [{ ...source, key: 'targetRevision' }] : []))
        : FLUX.flatMap(([path, key]) => each(object, path).map((place) => ({ ...place, key })));
    for (const { item, at, key } of found) {
      const version = item[key];
      // None is the newest.
      if (typeof version !== 'string' || version === '' || isVersionRange(version)) continue;
      if ('sourceRef' in item && !isOfHelm(item)) continue;
      yield { path: child(at, key), message: `${shownValue(version)} is neither a version nor a range of versions` };
    }
  },
});

const FLUX = [
  ['spec.chart.spec', 'version'],
  ['spec.ref', 'semver'],
  ['spec.policy.semver', 'range'],
  ['spec', 'version'],
] as const;

/** Of a chart in Git the version stands in the chart. */
function isOfHelm({ sourceRef }: Placed['item']): boolean {
  return typeof sourceRef === 'object' && sourceRef !== null && 'kind' in sourceRef && sourceRef.kind === 'HelmRepository';
}
