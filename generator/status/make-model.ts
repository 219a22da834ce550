import type { Compiled } from '../compile.ts';
import type { Agent } from '../fleet/agent.ts';
import type { Region } from '../fleet/region.ts';
import { holdsAt } from '../fleet/freezes/holding.ts';
import { groupsOf } from '../fleet/resolve/groups.ts';
import { rolloutsIn } from '../fleet/rollouts/waves.ts';
import type { Place } from '../model/finding.ts';
import { memo } from '../model/memo.ts';
import { pointer } from '../model/pointer.ts';
import type { Pointer } from '../model/pointer.ts';
import { timeText } from '../model/time.ts';
import { readerOf } from '../plan/memory.ts';
import { objectCount } from '../render/overlay.ts';
import type { Overlay } from '../render/overlay.ts';
import type { Fragment } from '../render/unit.ts';
import { Capacities } from './capacity.ts';
import type { Changes } from './changes.ts';
import type { AgentModel, FleetModel, FreezeModel, Loss, PlacementModel, RegionFacts, RegionModel, RolloutModel } from './fleet-model.ts';
import { statusOf } from './make.ts';
import type { Filter, Sources } from './make.ts';
import { Same } from './same.ts';
import type { Part } from './same.ts';
import type { PlacementStatus, RolloutStatus } from './status.ts';
import { valuesOf } from './values.ts';
import { Ways } from './ways.ts';

/** What a valid fleet compiles to. */
export type Whole = Compiled & Required<Pick<Compiled, 'sources' | 'spec' | 'fleet' | 'overlays' | 'files'>>;

export interface ModelSources extends Omit<Sources, 'fleet' | 'rollouts' | 'wanted'> {
  readonly compiled: Whole;
  /** What Git says of what changed last; or why it says nothing. */
  readonly changes: Changes | { readonly unknown: string };
}

/** All that there is to show of a fleet. @throws Unreadable where `out/` is not as pap-fleet writes it */
export function modelOf(sources: ModelSources, filter: Filter = {}): FleetModel {
  const { compiled, changes, now } = sources;
  const { fleet, spec } = compiled;
  const same = new Same(compiled, sources.out);
  const { rollouts, ...status } = statusOf(
    { ...sources, fleet, rollouts: spec.rollouts ?? [], wanted: { same, overlays: compiled.overlays } },
    filter,
  );
  const maker = new Maker(sources, same);
  const ways = new Ways(fleet, compiled.overlays);
  const waysOf = new Map(
    status.regions.map(({ name }) => [name, maker.region(name) === undefined ? new Map<string, number>() : ways.of(maker.region(name) as Region)]),
  );
  const by = new Map<string, PlacementStatus[]>();
  for (const each of status.placements) memo(by, each.agent, () => []).push(each);
  return {
    ...status,
    modelVersion: 1,
    at: timeText(now),
    zone: fleet.zone.name,
    repository: { url: fleet.gitops.repoURL, branch: fleet.gitops.branch },
    regions: status.regions.map((region): RegionModel => ({
      ...region,
      ...maker.facts(region.name),
      loss: maker.loss(region.name),
      changed: 'unknown' in changes ? {} : changes.ofRegion(region.name),
    })),
    agents: status.agents.map((agent): AgentModel => ({
      ...agent,
      ...maker.agent(
        agent.name,
        (by.get(agent.name) ?? []).flatMap(({ region, config }) => (config === null ? [] : [region])),
      ),
      changed: 'unknown' in changes ? {} : changes.ofAgent(agent.name),
    })),
    placements: status.placements.map((placement): PlacementModel => {
      const host = placement.config === null ? undefined : maker.host(placement.agent, placement.region);
      const way = waysOf.get(placement.region)?.get(placement.agent);
      return { ...placement, ...(host === undefined ? {} : { host }), ...(way === undefined ? {} : { way }) };
    }),
    ways: ways.ways,
    ...(rollouts === undefined ? {} : { rollouts: maker.rollouts(rollouts) }),
    freezes: maker.freezes(),
    findings: compiled.findings,
    ...('unknown' in changes ? { withoutHistory: changes.unknown } : {}),
  };
}

class Maker {
  readonly #sources: ModelSources;
  readonly #same: Same;
  readonly #capacities: Capacities;
  readonly #regions: ReadonlyMap<string, Region>;
  readonly #overlays = new Map<string, Overlay[]>();
  readonly #runs = new Map<string, string[]>();
  readonly #hosts: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly #places = new Map<Pointer, Place>();
  readonly #agents = new Map<string, Agent>();
  readonly #there = new Map<string, Set<string>>();

  constructor(sources: ModelSources, same: Same) {
    const { fleet, overlays } = sources.compiled;
    this.#sources = sources;
    this.#same = same;
    this.#capacities = new Capacities(fleet.namespace);
    this.#regions = new Map(fleet.regions.map((region) => [region.name, region]));
    this.#hosts = new Map(fleet.regions.map(({ name, placements }) => [name, new Map(placements.map(({ agent, host }) => [agent.name, host]))]));
    for (const overlay of overlays) memo(this.#overlays, overlay.region.name, () => []).push(overlay);
    for (const { name, placements } of fleet.regions) {
      for (const { agent } of placements) {
        memo(this.#runs, agent.name, () => []).push(name);
        memo(this.#agents, agent.name, () => agent);
      }
    }
  }

  region(name: string): Region | undefined {
    return this.#regions.get(name);
  }

  host(agent: string, region: string): string | undefined {
    return this.#hosts.get(region)?.get(agent);
  }

  facts(name: string): { readonly facts?: RegionFacts } {
    const region = this.#regions.get(name);
    if (region === undefined) return {};
    const { spec } = this.#sources.compiled;
    const { cluster, hub, ingressHost, versions, generator, at } = region;
    const waves = rolloutsIn(spec, name).map(({ rollout, wave, reached }) => ({ rollout: rollout.name, wave: wave.number, reached }));
    const components = this.#own(name).map((overlay) => ({ name: overlay.component.name, objects: objectCount(overlay) }));
    const facts = {
      cluster,
      ...(hub.name === '' ? {} : { hub: hub.name }),
      groups: groupsOf(spec, name).map((group) => group.name),
      ingressHost,
      versions: { ...versions },
      ...(generator === null ? {} : { generator }),
      place: this.#place(at),
      waves,
      components,
      capacity: this.#capacity(name),
    };
    return { facts };
  }

  #own(region: string): readonly Overlay[] {
    return this.#overlays.get(region) ?? [];
  }

  /** Of what is delivered it reads the components that differ: the others have the same objects. */
  #capacity(region: string): RegionFacts['capacity'] {
    const overlays = this.#own(region);
    const now = this.#capacities.of(overlays.flatMap(fragmentsOf));
    const known = this.#delivered().get(region) ?? new Set<string>();
    const same = overlays.filter(({ component: { name } }) => known.has(name) && this.#same.in(region, name));
    if (known.size === overlays.length && same.length === known.size) return now.rows();
    const others = [...known].filter((component) => !same.some((overlay) => overlay.component.name === component));
    const before = others.map(
      (component): Part =>
        this.#same.part(region, component) ?? { units: [], objects: readerOf(this.#sources.out).objects(`overlays/${region}/${component}`) },
    );
    const fragments = [...same.flatMap(fragmentsOf), ...before.flatMap(({ units }) => units)];
    return now.rows(
      this.#capacities.of(
        fragments,
        before.map(({ objects }) => objects),
      ),
    );
  }

  /** Region → the components that are delivered to it. */
  #delivered(): ReadonlyMap<string, ReadonlySet<string>> {
    if (this.#there.size > 0) return this.#there;
    for (const path of this.#sources.out.paths) {
      const [, region, component] = /^overlays\/([^/]+)\/([^/]+)\/kustomization\.yaml$/.exec(path) ?? [];
      if (region !== undefined && component !== undefined) memo(this.#there, region, () => new Set<string>()).add(component);
    }
    return this.#there;
  }

  loss(name: string): Loss {
    const placements = this.#regions.get(name)?.placements ?? [];
    const others = (agent: string): number => (this.#runs.get(agent)?.length ?? 0) - 1;
    const names = placements.map(({ agent }) => agent.name);
    return {
      alone: names.filter((agent) => others(agent) === 0),
      elsewhere: names.filter((agent) => others(agent) > 0).map((agent) => ({ agent, regions: others(agent) })),
      calls: placements.flatMap(({ agent }) =>
        agent.egress.flatMap((egress) => (egress.agent !== null && names.includes(egress.agent) ? [{ from: agent.name, to: egress.agent }] : [])),
      ),
    };
  }

  agent(name: string, regions: readonly string[]): Omit<AgentModel, 'name' | 'team' | 'changed'> {
    const { spec } = this.#sources.compiled;
    const agent = this.#agents.get(name);
    const contact = agent?.answerable?.contact;
    return {
      ...(agent === undefined ? {} : { owner: agent.owner, tier: agent.tier }),
      ...(contact === undefined ? {} : { contact }),
      ...(spec.agents?.[name] === undefined ? {} : { place: this.#place(pointer('agents', name)) }),
      values: valuesOf(spec, name, regions, (at) => this.#place(at)),
    };
  }

  rollouts(rollouts: readonly RolloutStatus[]): RolloutModel[] {
    const { spec } = this.#sources.compiled;
    return rollouts.map((rollout) => {
      const { at, written } = (spec.rollouts ?? []).find(({ name }) => name === rollout.name) as NonNullable<typeof spec.rollouts>[number];
      const history = (written.history ?? []).map(({ wave, at: time, by }) => ({ wave, at: time, ...(by === undefined ? {} : { by }) }));
      return { ...rollout, place: this.#place(at), history };
    });
  }

  freezes(): FreezeModel[] {
    const { compiled, now } = this.#sources;
    return compiled.fleet.freezes.map((freeze) => ({
      name: freeze.name,
      reason: freeze.reason,
      regions: freeze.regions,
      ...(freeze.from === null ? {} : { from: timeText(freeze.from) }),
      ...(freeze.until === null ? {} : { until: timeText(freeze.until) }),
      windows: freeze.windows.length > 0,
      holds: holdsAt(freeze, now),
      place: compiled.sources.locate(freeze.spot),
    }));
  }

  #place(at: Pointer): Place {
    return memo(this.#places, at, () => this.#sources.compiled.sources.locate({ path: at }));
  }
}

function fragmentsOf({ units, own }: Overlay): Fragment[] {
  return [...units, ...own];
}
