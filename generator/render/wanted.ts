import { hasChart, renderingInput, renderingKey, renderingsOf, type RenderingInput } from '../components/chart.ts';
import type { Declared } from '../fleet/declared/declared.ts';
import type { Fleet, Settings } from '../fleet/fleet.ts';
import type { Region } from '../fleet/region.ts';
import { REGION_PLACEHOLDER } from '../k8s/region-placeholder.ts';
import { memo } from '../model/memo.ts';
import { factsOf } from './build.ts';

/** What a chart must be rendered of, and for which regions. */
export interface Wanted {
  readonly version: string;
  /** With the region's name left open where the values name it. */
  readonly input: RenderingInput;
  readonly key: string;
  /** Each with what is rendered for it alone, where leaving its name open does not do. */
  readonly regions: readonly { readonly name: string; readonly input: RenderingInput; readonly key: string }[];
}

interface WantedOf {
  readonly wanted: readonly Wanted[];
  /** Versions that no archive is there of, and the regions that name them; an empty one where nobody names one. */
  readonly unknown: ReadonlyMap<string, readonly string[]>;
}

/** Whatever a component's chart is rendered of in a fleet. */
export function wantedOf(declared: Declared, fleet: Fleet): WantedOf {
  const found = new Map<string, Wanted & { regions: Wanted['regions'][number][] }>();
  const unknown = new Map<string, string[]>();
  if (!hasChart(declared)) return { wanted: [], unknown };
  for (const region of fleet.regions.filter((each) => runs(declared, each))) {
    const settings = region.components[declared.name] as Settings;
    const version = typeof settings['version'] === 'string' ? settings['version'] : '';
    const { versions, clusterFacts, station, name } = region;
    const context = { fleet: factsOf(fleet), settings, versions, clusterFacts, station };
    const input = renderingInput(declared, { ...context, region: REGION_PLACEHOLDER });
    if (input === undefined) {
      memo(unknown, version, () => []).push(name);
      continue;
    }
    const key = renderingKey(input);
    // What does not name the region is the same with its name.
    const own = input.region ? renderingInput(declared, { ...context, region: name }) : undefined;
    memo(found, key, () => ({ version, input, key, regions: [] })).regions.push(
      own === undefined ? { name, input, key } : { name, input: own, key: renderingKey(own) },
    );
  }
  return { wanted: [...found.values()], unknown };
}

function runs({ name }: Declared, { state, components }: Region): boolean {
  return state !== 'decommissioned' && components[name]?.enabled === true;
}

/** The regions that lack what their chart makes. */
export function lackingOf(declared: Declared, { key, regions }: Wanted): string[] {
  if (!hasChart(declared)) return [];
  const { byKey } = renderingsOf(declared.chart);
  const shared = byKey.get(key);
  // Where there is one for all, regions have no other.
  if (shared !== undefined) return regions.filter(({ name }) => shared.regions?.includes(name) === false).map(({ name }) => name);
  return regions.filter((region) => !byKey.has(region.key)).map(({ name }) => name);
}
