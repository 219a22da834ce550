import type { KubeObject } from '../kube/object.ts';
import { get, isMap } from '../model/data.ts';
import type { Fleet } from '../model/fleet.ts';
import { memo } from '../model/memo.ts';
import type { Change } from './change.ts';

/** An image that no region of the fleet has run, and that all regions of its agent get at once. */
export interface Newcomer {
  readonly agent: string;
  readonly image: string;
  readonly regions: number;
}

/** A bad version that goes everywhere at once takes everything down at once: it is named, for somebody to think of one region first. */
export function newcomers(changes: readonly Change[], fleet: Fleet): Newcomer[] {
  const homes = new Map<string, Set<string>>();
  for (const { name, placements } of fleet.regions) for (const { agent } of placements) memo(homes, agent.name, () => new Set<string>()).add(name);
  const old = new Set<string>();
  const arriving = new Map<string, Map<string, Set<string>>>();
  for (const { before, after, region } of changes) {
    for (const image of images(before)) old.add(image);
    const agent = after?.metadata.labels?.['app.kubernetes.io/name'];
    if (after?.kind !== 'Deployment' || agent === undefined) continue;
    for (const image of images(after)) {
      memo(
        memo(arriving, agent, () => new Map<string, Set<string>>()),
        image,
        () => new Set<string>(),
      ).add(region);
    }
  }
  return [...arriving].flatMap(([agent, byImage]) =>
    [...byImage]
      // Where a region that does not change has it already, it is not in all of the agent's regions here.
      .filter(([image, regions]) => !old.has(image) && regions.size > 1 && regions.size === homes.get(agent)?.size)
      .map(([image, regions]) => ({ agent, image, regions: regions.size })),
  );
}

function images(object: KubeObject | undefined): string[] {
  const containers = get(object, ['spec', 'template', 'spec', 'containers']);
  return Array.isArray(containers) ? containers.flatMap((container: unknown) => (isMap(container) ? [String(container['image'])] : [])) : [];
}
