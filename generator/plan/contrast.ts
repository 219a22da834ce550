import type { KubeObject } from '../k8s/object.ts';
import { agentOf } from '../k8s/agent-of.ts';
import type { FileMap } from '../render/files.ts';
import type { Overlay } from '../render/overlay.ts';
import { overlayObjects } from '../render/overlay.ts';
import { treeOf } from '../render/tree.ts';
import { byCodeUnit } from '../model/order.ts';
import { FLEET, changesBetween, deliveryOf, subject } from './change.ts';
import type { Change } from './change.ts';
import { fold, templated } from './fold.ts';
import type { Block } from './fold.ts';
import { regionFiles } from './memory.ts';
import { objectsIn } from './read-overlay.ts';

/** What is compared: two regions, or two agents in the regions where both run. */
export interface Sides {
  readonly kind: 'region' | 'agent';
  readonly from: string;
  readonly to: string;
}

/** How two regions, or two agents, differ once their own names are set aside. */
export interface Contrast extends Sides {
  /** Regions that were looked at; of two regions none. */
  readonly regions: readonly string[];
  /** A `delete` is what the first has alone, a `create` what the second has alone, an `update` what differs. */
  readonly blocks: readonly Block[];
  /** The same without the objects of agents that run in one of two regions: those are named already. */
  readonly brief: readonly Block[];
  readonly onlyFrom: number;
  readonly onlyTo: number;
  readonly differ: number;
  /** Objects that are the same but for the names. */
  readonly alike: number;
  /** Of two regions: agents that run in one of them. */
  readonly agents: { readonly onlyFrom: readonly string[]; readonly onlyTo: readonly string[] };
}

interface Compiled {
  readonly overlays: readonly Overlay[];
  readonly files: FileMap;
}

/** Compare two regions: the objects of their clusters, and the Applications that deliver them. */
export function contrastRegions({ overlays, files }: Compiled, from: string, to: string): Contrast {
  const tree = treeOf(files);
  const of = (region: string): ReadonlyMap<string, readonly KubeObject[]> =>
    new Map([
      ...overlays
        .filter((overlay) => overlay.region.name === region)
        .map((overlay): [string, KubeObject[]] => [overlay.component.name, overlayObjects(overlay)]),
      ...regionFiles(tree, region).map(({ hub, path }): [string, KubeObject[]] => [deliveryOf(hub), objectsIn(tree, path)]),
    ]);
  const [before, after] = [of(from), of(to)];
  const components = [...new Set([...before.keys(), ...after.keys()])];
  const compared = components.map((component) =>
    differing(
      FLEET,
      component,
      (before.get(component) ?? []).map((object) => setAside(object, from)),
      (after.get(component) ?? []).map((object) => setAside(object, to)),
    ),
  );
  const [own, other] = [from, to].map((name) => agentsIn(overlays, name)) as [string[], string[]];
  return summed({ kind: 'region', from, to }, [], compared, {
    onlyFrom: own.filter((agent) => !other.includes(agent)),
    onlyTo: other.filter((agent) => !own.includes(agent)),
  });
}

/** Compare two agents. @param regions where both of them run */
export function contrastAgents({ overlays }: Compiled, from: string, to: string, regions: readonly string[]): Contrast {
  const compared = overlays
    .filter((overlay) => regions.includes(overlay.region.name))
    .map((overlay) => {
      const { name } = overlay.region;
      const objects = overlayObjects(overlay);
      const of = (agent: string): KubeObject[] =>
        objects.filter((object) => agentOf(object) === agent).map((object) => setAside(object, name, agent));
      return differing(name, overlay.component.name, of(from), of(to));
    });
  return summed({ kind: 'agent', from, to }, [...regions].sort(byCodeUnit), compared, { onlyFrom: [], onlyTo: [] });
}

/** An object without the name of its region, or of its agent. */
function setAside(object: KubeObject, region: string, agent?: string): KubeObject {
  return templated(object, region, agent) as KubeObject;
}

interface Compared {
  readonly changes: readonly Change[];
  readonly objects: number;
}

/** What two sets of objects do not share. Nothing happens to any of them, so nothing is said of what it would mean. */
function differing(region: string, component: string, before: readonly KubeObject[], after: readonly KubeObject[]): Compared {
  const changes = changesBetween(region, component, before, after).map((change): Change => ({
    ...change,
    verb: change.verb === 'replace' ? 'update' : change.verb,
    immutable: [],
    consequences: [],
  }));
  return { changes, objects: before.length };
}

function summed(sides: Sides, regions: readonly string[], compared: readonly Compared[], agents: Contrast['agents']): Contrast {
  const changes = compared.flatMap((each) => each.changes);
  const [onlyFrom, onlyTo, differ] = (['delete', 'create', 'update'] as const).map((verb) => changes.filter((change) => change.verb === verb).length);
  const objects = compared.reduce((sum, each) => sum + each.objects, 0);
  const lone = new Set([...agents.onlyFrom, ...agents.onlyTo]);
  const blocks = blocksOf(changes);
  return {
    ...sides,
    regions,
    blocks,
    brief: lone.size === 0 ? blocks : blocksOf(changes.filter((change) => !lone.has(agentOf(subject(change)) ?? ''))),
    onlyFrom: onlyFrom as number,
    onlyTo: onlyTo as number,
    differ: differ as number,
    alike: objects - (onlyFrom as number) - (differ as number),
    agents,
  };
}

/** What one side has alone is named, and not described: it is no news. */
function blocksOf(changes: readonly Change[]): Block[] {
  return fold(changes).map((block) => (block.verb === 'create' ? { ...block, fields: [] } : block));
}

function agentsIn(overlays: readonly Overlay[], region: string): string[] {
  const own = overlays.find((overlay) => overlay.region.name === region);
  return own === undefined ? [] : own.region.placements.map(({ agent }) => agent.name).sort(byCodeUnit);
}
