import { agentLayers, regionLayers, settingLayers, type Layer } from '../../../fleet/resolve/layers.ts';
import { mergeLayers } from '../../../fleet/resolve/resolve.ts';
import { targetOf } from '../../../fleet/rollouts/rollout.ts';
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
    for (const { name, spot, keep, regions, reason } of spec.holds ?? [])
      for (const [key, value] of Object.entries(keep))
        for (const [path, held] of leaves(value)) {
          const at = path.reduce<Pointer>(child, child(child(spot, 'keep'), key));
          for (const [place, where] of others(spec, { key, path, held, at, regions: regions ?? sortedKeys(spec.regions) }))
            yield {
              path: place,
              message: `${quoted([key, ...path].join('.'))} is held at ${JSON.stringify(held)} in ${few(where, 3)}: ${reason}`,
              hint: `leave it as it is held, or release it: pap-fleet release ${name}`,
              related: [{ path: at, note: `held by ${name}` }],
            };
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
    if (layers === undefined || equal(get(mergeLayers(layers), path), held)) continue;
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
  return regionLayers(spec, region).map((layer) => {
    const { versions } = layer.value as { versions?: Layer['value'] };
    return { ...layer, ...(layer.at === undefined ? {} : { at: child(layer.at, 'versions') }), value: versions ?? {} };
  });
}
