import type { Declared } from '../declared/declared.ts';
import type { Settings } from '../fleet.ts';
import type { Versions } from '../region.ts';
import type { Layer } from './layers.ts';

/** What a chart may provide to a region → its version in `versions`, and where its namespace stands in `clusterFacts`. */
export const PROVIDED: Readonly<Record<string, { readonly version?: keyof Versions; readonly fact?: string }>> = {
  'cert-manager': { version: 'cert-manager', fact: 'certManager' },
  'external-dns': { version: 'external-dns' },
  'external-secrets': { version: 'external-secrets' },
  'prometheus-operator': { fact: 'prometheus' },
  traefik: { version: 'traefik', fact: 'ingress' },
  velero: { fact: 'velero' },
};

/** What the charts of a region say of it: weaker than what people say of the region, and than nothing else. @param settings of the region */
export function providedLayers(declared: readonly Declared[], settings: Readonly<Record<string, Settings>>): Layer[] {
  return declared.flatMap(({ name, chart, namespaces }): Layer[] => {
    const own = settings[name];
    if (chart?.provides === undefined || own?.enabled !== true) return [];
    const { version, fact } = PROVIDED[chart.provides] ?? {};
    const minor = minorOf(chart.archives[String(own['version'])]?.appVersion);
    const versions = version === undefined || minor === undefined ? {} : { versions: { [version]: minor } };
    const facts = fact === undefined ? {} : { clusterFacts: { [fact]: { namespace: namespaces[0] } } };
    return [{ name: `chart of ${name}`, value: { ...versions, ...facts } }];
  });
}

/** `1.21` of `v1.21.2`. */
function minorOf(version: string | undefined): string | undefined {
  return /^v?([0-9]+\.[0-9]+)(\.|$)/.exec(version ?? '')?.[1];
}
