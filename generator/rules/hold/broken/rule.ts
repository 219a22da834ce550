import { agentLayers, mergeLayers, regionLayers, settingLayers, stationLayers, type Layer } from '../../../fleet/resolve/layers.ts';
import { targetOf } from '../../../fleet/target.ts';
import type { FleetSpec } from '../../../fleet/spec.ts';
import { few } from '../../../model/few.ts';
import { leaves } from '../../../model/data.ts';
import { sortedKeys } from '../../../model/order.ts';
import { child, defineRule, equal, get, memo, quoted, type Pointer } from '../../kit.ts';

export const rule = defineRule('spec', {
  code: 'hold/broken',
  severity: 'error',
  what: 'A value that is held is another one: a rollout, an update of an image or an edit would change it.',
  why: 'A roll-back holds what it brought back, so that nothing brings back what was bad before somebody has looked.',
  fix: 'Leave the value as it is held, or release it: `pap-fleet release NAME`.',
  order: 20,
  *run(spec) {
    for (const { name, spot, keep = {}, overrides = {}, regions = sortedKeys(spec.regions), reason } of spec.holds ?? []) {
      const kept = [
        { map: keep, below: child(spot, 'keep'), where: regions },
        ...Object.entries(overrides).map(([region, map]) => ({ map, below: child(child(spot, 'overrides'), region), where: [region] })),
      ];
      for (const { map, below, where: all } of kept)
        for (const [key, value] of Object.entries(map))
          for (const [path, held] of leaves(value)) {
            const at = path.reduce<Pointer>(child, child(below, key));
            for (const [place, where] of others(spec, { key, path, held, at, regions: all }))
              yield {
                path: place,
                message: `${quoted([key, ...path].join('.'))} is held ${held === null ? 'away' : `at ${JSON.stringify(held)}`} in ${few(where, 3)}: ${reason}`,
                hint: `leave it as it is held, or release it: pap-fleet release ${name}`,
                related: [{ path: at, note: `held by ${name}` }],
              };
          }
    }
  },
});

interface Held {
  readonly key: string;
  readonly path: readonly string[];
  readonly held: unknown;
  readonly at: Pointer;
  readonly regions: readonly string[];
}

/** Places that set another value, and the regions where they do. Rollouts count as if every wave were reached. */
function others(spec: FleetSpec, { key, path, held, at, regions }: Held): ReadonlyMap<Pointer, string[]> {
  const whole: FleetSpec =
    spec.rollouts === undefined ? spec : { ...spec, rollouts: spec.rollouts.map((rollout) => ({ ...rollout, reached: rollout.waves.length })) };
  const found = new Map<Pointer, string[]>();
  for (const region of regions) {
    const layers = layersOf(whole, key, region);
    if (layers === undefined || equal(get(mergeLayers(layers), path) ?? null, held)) continue;
    const last = layers.findLast((layer) => layer.at !== undefined && get(layer.value, path) !== undefined);
    memo(found, last === undefined ? at : path.reduce<Pointer>(child, last.at as Pointer), () => []).push(region);
  }
  return found;
}

function layersOf(spec: FleetSpec, key: string, region: string): readonly Layer[] | undefined {
  if (!Object.hasOwn(spec.regions, region)) return undefined;
  const [section, name = ''] = targetOf(key);
  if (section === 'components') return settingLayers(spec, name, region);
  if (section === 'agents') return spec.agents?.[name]?.regions?.includes(region) === true ? agentLayers(spec, name, region) : undefined;
  if (section === 'station') return stationLayers(spec, region);
  return regionLayers(spec, region).map((layer) => {
    const own = layer.value[section] as Layer['value'] | undefined;
    return { ...layer, ...(layer.at === undefined ? {} : { at: child(layer.at, section) }), value: own ?? {} };
  });
}
