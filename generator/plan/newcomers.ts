import type { KubeObject } from '../k8s/object.ts';
import { get } from '../model/data.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { memo } from '../model/memo.ts';
import type { Change } from './change.ts';

/** A version or an image that no region of the fleet has run, and that all regions of its agent get at once. */
export interface Newcomer {
  readonly agent: string;
  /** Such as `version 1.3.0`, `image registry.example.net/research:v1.3.0`. */
  readonly what: readonly string[];
  readonly regions: number;
}

/** A bad version that goes everywhere at once takes everything down at once: it is named, for somebody to think of one region first. */
export function newcomers(changes: readonly Change[], fleet: Fleet): Newcomer[] {
  const homes = new Map<string, Set<string>>();
  for (const { name, placements } of fleet.regions) for (const { agent } of placements) memo(homes, agent.name, () => new Set<string>()).add(name);
  const old = new Set<string>();
  const arriving = new Map<string, Map<string, Set<string>>>();
  for (const { before, after, region } of changes) {
    const name = (before ?? after)?.metadata.labels?.['app.kubernetes.io/name'];
    // What ran under an old name is not new under the new one.
    const agent = after === undefined ? (fleet.moved.find(({ from }) => from === name)?.to ?? name) : name;
    if ((before ?? after)?.kind !== 'Deployment' || agent === undefined) continue;
    for (const thing of runs(before)) old.add(`${agent} ${thing}`);
    for (const thing of runs(after)) {
      memo(
        memo(arriving, agent, () => new Map<string, Set<string>>()),
        thing,
        () => new Set<string>(),
      ).add(region);
    }
  }
  return [...arriving].flatMap(([agent, byThing]) => {
    const everywhere = homes.get(agent)?.size;
    if (everywhere === undefined) return []; // a Deployment that somebody wrote by hand
    // Where a region that does not change has it already, it is not in all of the agent's regions here.
    const what = [...byThing].filter(([thing, { size }]) => !old.has(`${agent} ${thing}`) && size > 1 && size === everywhere);
    return what.length === 0 ? [] : [{ agent, what: what.map(([thing]) => thing), regions: everywhere }];
  });
}

/** What a Deployment runs. */
function runs(object: KubeObject | undefined): string[] {
  const version = object?.metadata.labels?.['app.kubernetes.io/version'];
  const containers = get(object, ['spec', 'template', 'spec', 'containers']);
  const images = Array.isArray(containers) ? containers.map((container: unknown) => `image ${String(get(container, ['image']))}`) : [];
  return [...(version === undefined ? [] : [`version ${version}`]), ...images];
}
