import type { Fleet } from '../fleet/fleet.ts';
import type { Region } from '../fleet/region.ts';
import type { Rollout } from '../fleet/rollouts/rollout.ts';
import { frozenBy, heldAt } from '../fleet/freezes/holding.ts';
import { timeText } from '../model/time.ts';
import { fleetLabels } from '../k8s/labels.ts';
import type { KubeObject } from '../k8s/object.ts';
import { staysOn } from '../model/generator.ts';
import { memo } from '../model/memo.ts';
import { byCodeUnit } from '../model/order.ts';
import { applicationName, isSubdomain } from '../model/names.ts';
import type { Overlay } from '../render/overlay.ts';
import type { Tree } from '../render/tree.ts';
import { regionNames } from '../plan/memory.ts';
import { knownHolds } from '../plan/merge.ts';
import { Unreadable } from '../plan/tree.ts';
import { orderedIn, sameFiles, syncsByItself, type Ordered } from './delivery.ts';
import type { LiveApplication } from './evidence.ts';
import { liveOf, workloadIn } from './live.ts';
import type { Live } from './live.ts';
import { Delivered, runOf, runsOf, runsOfPart, sameRun } from './runs.ts';
import type { Runs } from './runs.ts';
import type { Same } from './same.ts';
import type { ApplicationStatus, FleetStatus, LiveRun, PlacementStatus, RegionStatus, Run } from './status.ts';

/** What is asked about. Absent: all. */
export interface Filter {
  readonly agents?: ReadonlySet<string>;
  readonly regions?: ReadonlySet<string>;
  readonly teams?: ReadonlySet<string>;
}

export interface Sources {
  readonly fleet: Fleet;
  /** Those that are under way. */
  readonly rollouts?: readonly Rollout[];
  /** The `out/` that is delivered. */
  readonly out: Tree;
  /** What `compile` makes of `config/`: what is delivered as it says need not be read. */
  readonly wanted?: { readonly same: Same; readonly overlays: readonly Overlay[] };
  /** Milliseconds since 1970, for freezes. */
  readonly now: number;
  /** For regions that are held, the commit since which they are. */
  readonly since: (regions: readonly string[]) => ReadonlyMap<string, string>;
  /** Applications of Argo CD, where somebody has looked. */
  readonly live?: readonly LiveApplication[];
  /** The `out/` of a commit, where the clone has it. */
  readonly outAt: (commit: string) => Tree | undefined;
}

/** Rollouts with the regions that are asked about. */
function rolloutsOf(rollouts: readonly Rollout[], names: ReadonlySet<string>): Pick<FleetStatus, 'rollouts'> {
  if (rollouts.length === 0) return {};
  return {
    rollouts: rollouts.map(({ name, reached, waves, written: { paused } }) => ({
      name,
      reached,
      ...(paused === undefined ? {} : { paused: paused.reason }),
      waves: waves.map((wave) => ({ number: wave.number, name: wave.name, regions: wave.regions.filter((region) => names.has(region)) })),
    })),
  };
}

/** Where every agent stands. @throws Unreadable where `out/` is not as pap-fleet writes it */
export function statusOf(sources: Sources, filter: Filter = {}): FleetStatus {
  const { fleet, out, live } = sources;
  const maker = new Maker(sources);
  const regions = maker.regions().filter(({ name }) => filter.regions?.has(name) ?? true);
  const names = new Set(regions.map(({ name }) => name));
  const placements = [...names]
    .flatMap((region) => maker.placements(region))
    .filter(({ agent }) => (filter.agents?.has(agent) ?? true) && (filter.teams?.has(fleet.teams.get(agent) ?? '') ?? true))
    .sort((a, b) => byCodeUnit(a.agent, b.agent) || byCodeUnit(a.region, b.region));
  const agents = [...new Set(placements.map(({ agent }) => agent))].map((name) => {
    const team = fleet.teams.get(name);
    return team === undefined ? { name } : { name, team };
  });
  return {
    statusVersion: 1,
    fleet: fleet.name,
    out: out.title,
    regions,
    agents,
    placements,
    ...rolloutsOf(sources.rollouts ?? [], names),
    ...(live === undefined ? {} : maker.applications(live, (region) => region === undefined || names.has(region))),
  };
}

class Maker {
  readonly #sources: Sources;
  readonly #delivered = new Delivered();
  readonly #live: ReadonlyMap<string, KubeObject> | undefined;
  readonly #regions: ReadonlyMap<string, Region>;
  readonly #overlays: ReadonlyMap<string, Overlay>;
  /** The Applications that are delivered, where evidence is compared with them. */
  readonly #ordered: readonly Ordered[];
  readonly #runs = new Map<string, Runs>();
  /** Name of an Application → the one of the hub that delivers it, or that has done so last. */
  readonly #keys = new Map<string, string>();

  constructor(sources: Sources) {
    this.#sources = sources;
    this.#overlays = new Map(
      (sources.wanted?.overlays ?? []).flatMap((each) => (each.component.name === 'agents' ? [[each.region.name, each]] : [])),
    );
    this.#regions = new Map(sources.fleet.regions.map((region) => [region.name, region]));
    this.#live =
      sources.live === undefined
        ? undefined
        : new Map(sources.live.map(({ hub, application }) => [keyOf({ ...application.metadata, hub }), application]));
    this.#ordered = sources.live === undefined ? [] : orderedIn(sources.out, (path) => sources.wanted?.same.applications(path));
    for (const each of this.#ordered) if (!each.leaving || !this.#keys.has(each.name)) this.#keys.set(each.name, keyOf(each));
  }

  regions(): RegionStatus[] {
    const { fleet, out, now, since } = this.#sources;
    const held = knownHolds(out);
    const freezes = heldAt(fleet.freezes, now);
    const commits = held.size === 0 ? new Map<string, string>() : since([...held.keys()]);
    return [...new Set([...this.#regions.keys(), ...regionNames(out)])].sort(byCodeUnit).map((name) => {
      const because = held.get(name)?.because;
      const commit = commits.get(name);
      const pin = this.#regions.get(name)?.generator;
      const own = freezes.get(name);
      const why = own === undefined ? undefined : frozenBy(own.freezes);
      const meant =
        because !== undefined && (because === why || (pin !== null && pin !== undefined && because === staysOn(pin))) ? { meant: true as const } : {};
      const hold = because === undefined ? {} : { held: { because, ...(commit === undefined ? {} : { since: commit }), ...meant } };
      const until = own?.until === undefined ? {} : { until: timeText(own.until) };
      const frozen =
        own === undefined ? {} : { frozen: { freezes: own.freezes.map((freeze) => freeze.name), because: frozenBy(own.freezes), ...until } };
      return { name, state: this.#regions.get(name)?.state ?? 'unknown', ...hold, ...frozen };
    });
  }

  placements(region: string): PlacementStatus[] {
    const placed = this.#regions.get(region)?.placements ?? [];
    const wanted = new Map(placed.map(({ agent }) => [agent.name, runOf(agent)]));
    const delivered = this.#runsIn(region);
    return [...new Set([...wanted.keys(), ...delivered.keys()])].map((agent) => {
      const [said, found] = [wanted.get(agent) ?? null, delivered.get(agent) ?? null];
      // Pages ask often whether both are the same.
      const run = said !== null && found !== null && sameRun(said, found) ? said : found;
      const live = this.#live === undefined || run === null ? {} : { live: this.#liveRun(this.#live, agent, region, run) };
      return { agent, region, config: said, out: run, ...live };
    });
  }

  /** What is delivered: where that is what `config/` says, it is known. */
  #runsIn(region: string): Runs {
    return memo(this.#runs, region, () => {
      const { out, wanted } = this.#sources;
      const overlay = this.#overlays.get(region);
      if (overlay === undefined || wanted === undefined) return this.#delivered.in(out, region);
      if (wanted.same.in(region, 'agents')) return runsOf(overlay);
      const part = wanted.same.part(region, 'agents');
      return part === undefined ? new Map() : runsOfPart(part, region);
    });
  }

  applications(
    live: readonly LiveApplication[],
    asked: (region: string | undefined) => boolean,
  ): Pick<FleetStatus, 'applications' | 'leftOver' | 'foreign'> {
    const all = this.#ordered;
    const known = new Set(all.map(keyOf));
    const others = live.filter(({ hub, application: { metadata } }) => !known.has(keyOf({ ...metadata, hub })));
    const labels = Object.entries(fleetLabels(this.#sources.fleet.name));
    const own = others.filter(
      ({
        application: {
          metadata: { name, labels: given },
        },
      }) => isSubdomain(name) && labels.every(([key, value]) => given?.[key] === value),
    );
    return {
      applications: all.filter(({ region }) => asked(region)).map((each) => this.#application(each)),
      leftOver: own.map(({ hub, application: { metadata } }) => `${metadata.name}${hub === '' ? '' : ` (${hub})`}`).sort(byCodeUnit),
      foreign: others.length - own.length,
    };
  }

  #application(each: Ordered): ApplicationStatus {
    const { name, region, component, files, hub, leaving } = each;
    const found = this.#live?.get(keyOf(each));
    const place = { ...(hub === '' ? {} : { hub }), ...(leaving ? { leaving } : {}) };
    const named = { name, ...place, ...(region === undefined || component === undefined ? {} : { region, component }) };
    if (found === undefined) return { ...named, seen: false };
    const { operation, applied: _, ...live } = liveOf(found);
    const current = this.#isCurrent(files, live.revision);
    const shown = { ...named, seen: true, ...live, current, ...(leaving ? { automated: syncsByItself(found) } : {}) };
    if (operation === undefined) return shown;
    const holdsOld = operation.phase === 'Running' && this.#isCurrent(files, operation.revision) === false;
    return { ...shown, operation: { ...operation, holdsOld } };
  }

  /** Whether a commit delivers by these files what `out/` has; `null` where the clone has no such commit. */
  #isCurrent(files: readonly string[], commit: string | undefined): boolean | null {
    const tree = commit === undefined ? undefined : this.#sources.outAt(commit);
    if (tree === undefined) return null;
    return tree === this.#sources.out || sameFiles(files, this.#sources.out, tree);
  }

  #liveRun(live: ReadonlyMap<string, KubeObject>, agent: string, region: string, run: Run): LiveRun {
    const name = applicationName(this.#sources.fleet.name, region, 'agents');
    const application = live.get(this.#keys.get(name) ?? keyOf({ name, hub: '' }));
    const none = { sync: 'Unknown', health: 'Unknown', healthOf: 'Application' } as const;
    if (application === undefined) return { state: 'unknown', because: `no evidence shows the Application ${name}`, ...none };
    const found = liveOf(application);
    const workload = workloadIn(application, agent);
    const health =
      workload?.health === undefined
        ? ({ health: found.health, healthOf: 'Application' } as const)
        : ({ health: workload.health, healthOf: 'Deployment' } as const);
    const seen = { sync: workload?.sync ?? found.sync, ...health, ...(found.since === undefined ? {} : { since: found.since }) };
    if (workload === undefined || workload.health === 'Missing') return { state: 'absent', ...seen };
    return { ...this.#ran(found, workload.sync, agent, region, run), ...seen };
  }

  /** What is in sync is what the compared commit says; what is not, is what was applied last. */
  #ran(live: Live, sync: string, agent: string, region: string, run: Run): Pick<LiveRun, 'state' | 'run' | 'because'> {
    const commit = sync === 'Synced' ? live.revision : live.applied;
    if (commit === undefined) return { state: 'unknown', because: 'Argo CD says of no commit that it was applied' };
    const runs = this.#runsAt(commit, region);
    if (typeof runs === 'string') return { state: 'unknown', because: runs };
    const ran = runs.get(agent);
    if (ran === undefined) return { state: 'unknown', because: `out/ at ${commit.slice(0, 12)} has no such agent there` };
    return { state: sameRun(ran, run) ? 'same' : 'other', run: ran };
  }

  /** @returns why nobody can tell, where nobody can */
  #runsAt(commit: string, region: string): Runs | string {
    const short = commit.slice(0, 12);
    const tree = this.#sources.outAt(commit);
    if (tree === undefined) return `this clone has no commit ${short}: git fetch`;
    try {
      return tree === this.#sources.out ? this.#runsIn(region) : this.#delivered.in(tree, region);
    } catch (error) {
      // What is delivered now must be readable; an old out/ may be of another make.
      if (error instanceof Unreadable) return `out/ at ${short} cannot be understood`;
      throw error;
    }
  }
}

/** What tells an Application from every other one of a fleet. */
export function keyOf({ name, namespace = 'argocd', hub }: { readonly name: string; readonly namespace?: string; readonly hub: string }): string {
  return `${hub} ${namespace}/${name}`;
}
