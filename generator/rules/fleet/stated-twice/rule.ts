import { regionLayers, type Layer } from '../../../fleet/resolve/layers.ts';
import { PROVIDED } from '../../../fleet/resolve/provided.ts';
import { settingResolver } from '../../../fleet/resolve/settings.ts';
import { sortedKeys } from '../../../model/order.ts';
import { child, defineRule, get, memo, type Pointer } from '../../kit.ts';

export const rule = defineRule('spec', {
  code: 'fleet/stated-twice',
  severity: 'error',
  what: 'The fleet says of a region what the chart that it runs there says already, or two charts install one system.',
  why: 'The version and the namespace of a system that a chart installs follow from the chart. What stands beside it is the same today and another one after the next upgrade.',
  fix: 'Remove what the chart says, or `provides` of the chart that does not install the system.',
  order: 48,
  *run(spec, declared) {
    const charts = declared.flatMap(({ name, chart }) => (chart?.provides === undefined ? [] : [{ name, provides: chart.provides }]));
    if (charts.length === 0) return;
    const settingsOf = settingResolver(spec, declared);
    const told = new Set<Pointer>();
    for (const region of sortedKeys(spec.regions)) {
      const settings = settingsOf(region);
      const first = new Map<string, string>();
      for (const { name, provides } of charts.filter((each) => settings[each.name]?.enabled === true)) {
        const before = memo(first, provides, () => name);
        if (before !== name)
          yield {
            path: `/components/${name}`,
            message: `${before} and ${name} both install ${provides} in ${region}`,
            hint: `run one of them there: regions.${region}.components.${name}: { enabled: false }`,
          };
        const { version, fact } = PROVIDED[provides] ?? {};
        const paths = [
          ...(version === undefined ? [] : [['versions', version]]),
          ...(fact === undefined ? [] : [['clusterFacts', fact, 'namespace']]),
        ];
        for (const path of paths) {
          for (const at of stated(regionLayers(spec, region), path)) {
            if (told.has(at)) continue;
            told.add(at);
            yield {
              path: at,
              message: `${path.join('.')} follows from the chart of ${name}, which installs ${provides} in ${region}`,
              hint: 'remove it',
              fix: { remove: true },
            };
          }
        }
      }
    }
  },
});

/** Where people set a value. */
function stated(layers: readonly Layer[], path: readonly string[]): Pointer[] {
  return layers.flatMap(({ at, value }) => (at === undefined || get(value, path) === undefined ? [] : [path.reduce<Pointer>(child, at)]));
}
