import type { Agent } from '../fleet/agent.ts';
import type { Fleet, Placement } from '../fleet/fleet.ts';
import type { Region } from '../fleet/region.ts';
import { hostsOf } from '../fleet/hosts.ts';
import { agentAmong } from '../k8s/agent-of.ts';
import type { KubeObject } from '../k8s/object.ts';
import { WORKLOADS } from '../k8s/pod.ts';
import { ROUTE_KINDS } from '../k8s/routes.ts';
import { memo, remembered } from '../model/memo.ts';
import type { Overlay } from '../render/overlay.ts';
import { filledFor } from '../render/unit.ts';
import type { Fragment, Unit } from '../render/unit.ts';
import type { Way } from './fleet-model.ts';
import { stopsOf } from './stops.ts';
import type { Lying } from './stops.ts';

/** Kinds of which a way tells; what holds none of them is as if it were not there. */
const ON_THE_WAY: ReadonlySet<string> = new Set([
  ...['DNSEndpoint', 'Certificate', 'Service', 'NetworkPolicy', 'HorizontalPodAutoscaler', 'ScaledObject', 'PodDisruptionBudget'],
  ...[...ROUTE_KINDS, ...WORKLOADS].map((kind) => kind.split('/')[1] as string),
]);

/** A part of what a region receives, and where it lies. */
interface Part {
  readonly fragment: Fragment;
  /** Absent of what the region has for itself. */
  readonly unit?: string;
  readonly file: string;
}

/** The ways to agents: each is worked out once for all regions in which its objects are the same but for the region's name. */
export class Ways {
  readonly #zone: string;
  readonly #parts = new Map<string, readonly Part[]>();
  readonly #ids = new WeakMap<Fragment, string>();
  readonly #known = new Map<string, number>();
  readonly ways: (Way & { readonly regions: string[] })[] = [];
  readonly #texts = new Map<string, string>();
  #last = 0;

  constructor({ zone }: Pick<Fleet, 'zone'>, overlays: readonly Overlay[]) {
    this.#zone = zone.name;
    const parts = new Map<string, Part[]>();
    for (const { region, component, units, own } of overlays) {
      const here = memo(parts, region.name, () => []);
      here.push(...units.filter(isOnTheWay).map(partOf));
      here.push(...own.filter(isOnTheWay).map((fragment) => ({ fragment, file: `overlays/${region.name}/${component.name}/objects.yaml` })));
    }
    this.#parts = parts;
  }

  /** The place in `ways` of the way to each agent of a region. */
  of(region: Region): ReadonlyMap<string, number> {
    const agents = new Map(region.placements.map(({ agent }) => [agent.name, agent]));
    const own = new Map<string, Part[]>();
    const common: Part[] = [];
    for (const part of this.#parts.get(region.name) ?? []) {
      const agent = agentIn(part, agents);
      if (agent === undefined) common.push(part);
      else memo(own, agent, () => []).push(part);
    }
    const rest = common.map((part) => this.#identity(part, region.name)).join();
    let others: readonly Lying[] | undefined;
    return new Map(
      region.placements.map((placement) => {
        const parts = own.get(placement.agent.name) ?? [];
        const key = [placement.agent.name, ...parts.map((part) => this.#identity(part, region.name)), rest].join();
        const known = this.#known.get(key);
        if (known !== undefined) {
          this.ways[known]?.regions.push(region.name);
          return [placement.agent.name, known];
        }
        this.#known.set(key, this.ways.length);
        others ??= common.flatMap((part) => lyingIn(part, region.name));
        this.ways.push({ ...this.#way(placement, region.name, parts, others), regions: [region.name] });
        return [placement.agent.name, this.ways.length - 1];
      }),
    );
  }

  #way(placement: Placement, region: string, parts: readonly Part[], others: readonly Lying[]): Omit<Way, 'regions'> {
    const hosts = hostsOf(placement, region, this.#zone);
    const own = parts.flatMap((part) => lyingIn(part, region));
    return { agent: placement.agent.name, region, hosts, stops: stopsOf(hosts, own, others) };
  }

  /** Names what a part holds, with no eye to the name of the region. */
  #identity({ fragment }: Part, region: string): string {
    return memo(this.#ids, fragment, () => {
      const next = (): string => String(++this.#last);
      return fragment.regional ? memo(this.#texts, fragment.text.replaceAll(region, '\u0000'), next) : next();
    });
  }
}

const isOnTheWay = remembered(({ kinds }: Fragment): boolean => kinds.some(({ kind }) => ON_THE_WAY.has(kind)));

/** Regions share it, as they share the unit. */
const partOf = remembered((unit: Unit): Part => ({ fragment: unit, unit: unit.name, file: `${unit.folder}/objects.yaml` }));

function lyingIn({ fragment, file }: Part, region: string): Lying[] {
  return fragment.objects.filter(({ kind }) => ON_THE_WAY.has(kind)).map((object) => ({ object: filledFor(object, region), file }));
}

function agentIn({ fragment, unit }: Part, agents: ReadonlyMap<string, Agent>): string | undefined {
  if (unit !== undefined && agents.has(unit)) return unit;
  return unit === undefined && !fragment.regional ? agentOfFirst(fragment.objects[0], agents) : undefined;
}

const labelled = remembered((object: KubeObject) => agentAmong(object, undefined, (name) => name));

function agentOfFirst(object: KubeObject | undefined, agents: ReadonlyMap<string, Agent>): string | undefined {
  const agent = object === undefined ? undefined : labelled(object);
  return agent !== undefined && agents.has(agent) ? agent : undefined;
}
