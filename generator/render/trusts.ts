import { componentsOf } from '../components/index.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { isMap } from '../model/data.ts';
import { byCodeUnit } from '../model/order.ts';
import { enabledComponents } from './build.ts';

/**
 * What a fleet takes on trust, as lines for its lock: findings that are waived, objects that somebody else makes, grants of
 * Argo CD projects, and what components may do that no object shows. Reasons do not count.
 */
export function trustsOf(
  fleet: Pick<Fleet, 'externals' | 'waivers' | 'regions' | 'declared'> & { readonly classes?: Fleet['classes'] } & {
    readonly grants?: unknown;
    readonly componentGrants?: unknown;
  },
): string[] {
  const lines = (['external', 'waiver', 'grant'] as const).flatMap((word) => items(fleet[`${word}s`]).map((item) => trustLine(word, item)));
  const powers = items(fleet.componentGrants).map((item) => trustLine('grant', item));
  const classes = items(fleet.classes).map((item) => trustLine('class', item));
  const components = componentsOf(fleet.declared);
  const rights = fleet.regions.flatMap((region) =>
    enabledComponents(components, region).flatMap((component) => {
      const settings = region.components[component.name];
      return settings === undefined ? [] : (component.rights?.(settings, region.name) ?? []).map((right) => `right ${right}`);
    }),
  );
  return [...new Set([...lines, ...powers, ...classes, ...rights])].sort(byCodeUnit);
}

/** What checks hold a fleet to that no object shows, as lines for its lock: the less of it there is, the more passes. */
export function strictnessOf({ treatAsErrors, regions }: Pick<Fleet, 'treatAsErrors' | 'regions'>): string[] {
  return [
    ...treatAsErrors.map((code) => `${code} is an error`),
    ...regions.flatMap(({ name, clusterFacts }) => clusterFacts.apiServer.map((address) => `${name}: the API server is at ${address}`)),
  ].sort(byCodeUnit);
}

function items(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return isMap(value) ? Object.entries(value) : [];
}

/** Without the reason, with its keys in order. @param word `waiver` */
export function trustLine(word: string, item: unknown): string {
  return `${word} ${text(item)}`;
}

function text(item: unknown): string {
  if (!isMap(item)) return JSON.stringify(item);
  const keys = Object.keys(item)
    .filter((key) => key !== 'reason')
    .sort(byCodeUnit);
  return JSON.stringify(Object.fromEntries(keys.map((key) => [key, item[key]])));
}
