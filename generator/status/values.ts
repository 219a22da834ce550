import { explainPlacement, likeness } from '../fleet/resolve/explain.ts';
import type { FleetSpec } from '../fleet/spec.ts';
import type { Place } from '../model/finding.ts';
import { memo, remembered } from '../model/memo.ts';
import type { Pointer } from '../model/pointer.ts';
import { byCodeUnit } from '../model/order.ts';
import type { ValueModel } from './fleet-model.ts';

const likenesses = remembered((_: FleetSpec) => new Map<string, string>());

/**
 * What made each value of an agent. Regions with the same layers are explained once.
 * @param regions where it runs
 */
export function valuesOf(spec: FleetSpec, agent: string, regions: readonly string[], locate: (at: Pointer) => Place): ValueModel[] {
  const alike = new Map<string, { readonly regions: string[]; readonly values: ReturnType<typeof explainPlacement>['values'] }>();
  const explained = (region: string): { readonly regions: string[] } => {
    const { key, values } = explainPlacement(spec, agent, region);
    return memo(alike, key, () => ({ regions: [], values }));
  };
  const known = likenesses(spec);
  const plain = new Map<string, { readonly regions: string[] }>();
  const own = spec.agents?.[agent]?.overrides ?? {};
  for (const region of regions) {
    const group = Object.hasOwn(own, region)
      ? explained(region)
      : memo(
          plain,
          memo(known, region, () => likeness(spec, region)),
          () => explained(region),
        );
    group.regions.push(region);
  }
  const found = new Map<string, ValueModel & { regions: string[] }>();
  for (const group of alike.values()) {
    for (const { path, value, layers } of group.values()) {
      const placed = layers.map(({ name, value: set, at }) => ({ name, value: set, ...(at === undefined ? {} : { place: locate(at) }) }));
      const key = JSON.stringify([path, value, placed]);
      memo(found, key, () => ({ path, value, regions: [], layers: placed })).regions.push(...group.regions);
    }
  }
  return [...found.values()]
    .sort((a, b) => byCodeUnit(a.path, b.path))
    .map(({ regions: own, ...value }) => (own.length === regions.length ? value : { ...value, regions: own.sort(byCodeUnit) }));
}
