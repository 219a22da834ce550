import { hostsToldBy } from '../../k8s/agent.ts';
import { routeHosts } from '../../k8s/hosts.ts';
import { memo } from '../../model/memo.ts';
import type { Component } from '../../components/component.ts';
import type { Fleet } from '../../fleet/fleet.ts';
import type { Region } from '../../fleet/region.ts';
import { schemaAt } from '../../fleet/schema/schemas.ts';
import { factsOf } from '../../render/build.ts';
import type { Customs } from '../../render/customs.ts';
import { CHILD_KINDS } from '../../render/argocd.ts';
import type { Overlay } from '../../render/overlay.ts';
import { applicationName, workloadName } from '../../model/names.ts';
import { DNS, isDelivery, subject } from '../change.ts';
import type { Change } from '../change.ts';
import { guarded } from '../guarded.ts';
import { handedOver } from '../hub-moves.ts';
import { isFirst } from '../memory.ts';
import type { KnownRegion, Memory } from '../memory.ts';
import { agentAmong, agentOf } from '../../k8s/agent-of.ts';
import { OWNER_LABEL, TEAM_LABEL } from '../../k8s/labels.ts';
import { arrivals } from './arrivals.ts';
import type { Weight } from '../../components/weight.ts';
import type { Danger } from './danger.ts';
import { Known } from './known.ts';
import { ownTables } from './own-kinds.ts';
import type { Table } from './table.ts';
import { leaving } from './leaving.ts';
import { Makers } from './maker.ts';
import { References } from './references.ts';
import type { ClusterView } from './rule.ts';
import { Selections } from './selections.ts';
import { PLACEMENTS, overShare } from './shares.ts';
import type { Homes, ShareLimits, Work } from './shares.ts';
import { weightsOf } from './weigh.ts';

/** What the gate knows about the old state and the new one. */
export interface Scene {
  readonly memory: Memory;
  readonly fleet: Fleet;
  readonly overlays: readonly Overlay[];
  /** Undefined: nobody knows what people wrote, so everything that comes is theirs. */
  readonly customs: Customs | undefined;
}

/** Namespaces of other systems that a fleet uses which names none. */
const USUAL_NAMESPACES = ['certManager', 'velero'].map((system) => String(schemaAt(['regions', '*', 'clusterFacts', system, 'namespace'])?.default));

/** What is dangerous about changes. @param earlier what changed since a day ago, these changes included */
export function dangersOf(scene: Scene, changes: readonly Change[], earlier: () => readonly Change[], limits: ShareLimits): Danger[] {
  // Nothing is delivered yet that could be harmed.
  if (isFirst(scene.memory)) return [];
  const now = new Weigher(scene, changes);
  const { dangers, work } = now.all();
  const past = work.length === 0 ? [] : new Weigher(scene, earlier()).all().work;
  return [...dangers, ...overShare(work, past, now.sizes, now.homes, limits, scene.fleet.moved)];
}

class Weigher {
  readonly #scene: Scene;
  readonly #changes: readonly Change[];
  readonly #makers: Makers;
  readonly #known: Known;
  readonly #selections: Selections;
  readonly #own: ReadonlyMap<string, Table>;
  readonly #regions: ReadonlyMap<string, Region>;
  readonly #ended = new Map<string, ReadonlySet<string>>();
  readonly #views = new Map<string, Omit<ClusterView, 'isKnown' | 'agent'>>();
  readonly #runs: ReadonlySet<string>;
  readonly #hosts = new Map<string, ReadonlyMap<string, string>>();
  readonly #sizes = new Map<string, number>();
  #deleted: Map<string, Change[]> | undefined;
  readonly homes: Homes;

  constructor(scene: Scene, changes: readonly Change[]) {
    this.#scene = scene;
    this.#changes = changes;
    this.#makers = new Makers(scene.customs, new Set(scene.fleet.declared.map(({ name }) => name)));
    this.#own = ownTables(scene.fleet, scene.memory);
    this.#known = new Known(scene.overlays, changes, this.#own);
    this.#selections = new Selections(scene.overlays, changes);
    this.#regions = new Map(scene.fleet.regions.map((region) => [region.name, region]));
    this.#runs = new Set(scene.overlays.map(({ region, component }) => `${region.name} ${component.name}`));
    const homes = new Map<string, Set<string>>();
    for (const [region, { agents }] of scene.memory.regions) for (const agent of agents) memo(homes, agent, () => new Set<string>()).add(region);
    this.homes = homes;
  }

  all(): { dangers: Danger[]; work: Work[] } {
    const dangers: Danger[] = [];
    const work: Work[] = [];
    for (const change of this.#changes) {
      for (const weight of this.#weights(change)) {
        if (weight.class !== 'work') dangers.push({ change, class: weight.class, because: weight.says });
        if (weight.class === 'work') work.push(this.#work(change, weight));
      }
    }
    for (const { region, component, weight } of arrivals(this.#scene.memory, this.#scene.fleet)) {
      const here = this.#changes.filter((change) => change.region === region && change.verb === 'create');
      const change = here.find((one) => one.component === component) ?? here[0];
      if (change === undefined) continue;
      if (weight.class === 'work') work.push(this.#work(change, weight));
      else dangers.push({ change, class: weight.class, because: weight.says });
    }
    return { dangers: [...dangers, ...this.#farewells()], work };
  }

  readonly sizes = (group: string, region?: string): number => {
    if (group === PLACEMENTS) {
      const { regions } = this.#scene.memory;
      const some = region === undefined ? [...regions.values()] : [regions.get(region) as KnownRegion];
      return some.reduce((sum, { agents }) => sum + agents.length, 0);
    }
    return memo(this.#sizes, `${group}\0${region ?? ''}`, () => this.#count(group, region));
  };

  /** How many objects of a kind a component has in what is delivered; what people add does not count. */
  #count(group: string, region: string | undefined): number {
    let count = 0;
    for (const {
      region: { name },
      component,
      units,
      own,
    } of this.#scene.overlays) {
      if (region !== undefined && name !== region) continue;
      for (const part of [...units, ...own])
        for (const object of part.objects)
          if (groupOf(component.name, object.kind) === group && !this.#makers.isAdded(name, component.name, object)) count++;
    }
    for (const change of this.#changes) {
      if ((region !== undefined && change.region !== region) || groupOf(change.component, subject(change).kind) !== group) continue;
      if (change.verb === 'create' && !this.#makers.isAdded(change.region, change.component, subject(change))) count--;
      if (change.verb === 'delete') count++;
    }
    return count;
  }

  #work(change: Change, weight: Weight): Work {
    const agent = agentOf(subject(change));
    const { region, component, id } = change;
    if (agent !== undefined && this.homes.get(agent)?.has(region) === true)
      return { change, weight, agent, unit: `${region} ${agent}`, group: PLACEMENTS };
    return { change, weight, unit: `${region} ${id}`, group: groupOf(component, subject(change).kind) };
  }

  #weights(change: Change): Weight[] {
    const { region, component, verb } = change;
    const object = subject(change);
    const state = this.#regions.get(region)?.state;
    // Its share of the region asks for an approval already.
    if (state === 'decommissioned') return [guarded(change)].filter((weight) => weight !== undefined);
    if (verb === 'delete' && this.#leaves(change)) {
      const weight = leaving(isDelivery(component) ? this.#delivered(change) : component);
      const gone = { ...weight, says: `all of ${isDelivery(component) ? this.#delivered(change) : component} leaves the region: ${weight.says}` };
      return [guarded(change), gone].filter((one) => one !== undefined);
    }
    const agent = agentOf(object);
    const ended = agentAmong(object, change.unit, (name) => (this.#endedIn(region).has(name) ? name : undefined));
    const maker = isDelivery(component) || component === DNS ? 'component' : this.#makers.of(region, component, object);
    const found = weightsOf(change, {
      maker,
      own: this.#own,
      cluster: { ...this.#view(region), agent },
      isKnown: (row, part) => this.#known.has(component, object, row, part, region),
      twins: () => this.#known.twins(component, object, region),
    });
    // What goes together with its agent is the agent's end, which its pods tell.
    if (verb === 'delete' && ended !== undefined && object.kind !== 'Deployment') return found.filter(({ class: kind }) => kind === 'loss');
    const taken =
      this.#taken(change) ?? takesVolume(change) ?? this.#underOthers(change) ?? handedOver(change, this.#scene.memory.regions.get(region));
    return [...found, ...this.#selections.weights(change, maker), ...(taken === undefined ? [] : [taken])];
  }

  /** Whether a change takes a component, or its Application, from a region that stays. */
  #leaves(change: Change): boolean {
    const { region } = change;
    const component = isDelivery(change.component) ? this.#delivered(change) : change.component;
    const known = this.#scene.memory.regions.get(region);
    return this.#runs.size > 0 && known?.objects[component] !== undefined && this.#regions.has(region) && !this.#runs.has(`${region} ${component}`);
  }

  /** The component that an Application delivers; empty for others. */
  #delivered(change: Change): string {
    const { kind, metadata } = subject(change);
    const known = Object.keys(this.#scene.memory.regions.get(change.region)?.objects ?? {});
    return kind === 'Application' ? (known.find((name) => applicationName(this.#scene.fleet.name, change.region, name) === metadata.name) ?? '') : '';
  }

  /** Agents that are delivered in a region and no longer placed there. */
  #endedIn(region: string): ReadonlySet<string> {
    return memo(this.#ended, region, () => {
      const placed = new Set((this.#regions.get(region)?.placements ?? []).map(({ agent }) => agent.name));
      return new Set((this.#scene.memory.regions.get(region)?.agents ?? []).filter((agent) => !placed.has(agent)));
    });
  }

  #view(region: string): Omit<ClusterView, 'isKnown' | 'agent'> {
    return memo(this.#views, region, () => {
      const references = new References(this.#scene.overlays, region);
      const here = this.#scene.overlays.filter((overlay) => overlay.region.name === region).map(({ component }) => component);
      return {
        refersTo: (kind: string, _namespace: string | undefined, name: string) => references.has(kind, name),
        endedHosts: this.#endedHosts(region),
        domain: domainOf(this.#scene.fleet),
        own: {
          kinds: kindsOf(here),
          namespaces: new Set([...here.flatMap((component) => component.namespaces(factsOf(this.#scene.fleet))), ...USUAL_NAMESPACES]),
        },
      };
    });
  }

  /** Hosts of pods that go with their agent. */
  #endedHosts(region: string): ReadonlySet<string> {
    if (this.#deleted === undefined) {
      this.#deleted = new Map();
      for (const change of this.#changes)
        if (change.verb === 'delete' && subject(change).kind === 'Deployment') memo(this.#deleted, change.region, () => []).push(change);
    }
    const gone = (this.#deleted.get(region) ?? []).filter((change) => this.#endedIn(region).has(agentOf(subject(change)) ?? ''));
    return new Set(gone.flatMap(({ before }) => hostsToldBy(before)));
  }

  /** A host that another agent had. */
  #taken(change: Change): Weight | undefined {
    if (change.after === undefined || !isRoute(change)) return undefined;
    const mine = agentOf(change.after) ?? change.after.metadata.name;
    const owners = memo(this.#hosts, change.region, () => this.#owners(change.region));
    const had = new Set(routeHosts(change.before));
    const other = routeHosts(change.after).find((host) => !had.has(host) && owners.has(host) && owners.get(host) !== mine);
    return other === undefined ? undefined : { class: 'identity', says: `${other} goes from ${owners.get(other) as string} to ${mine}` };
  }

  /** An agent that is renamed, and answers to others from then on. */
  #underOthers({ verb, after, region, renamed }: Change): Weight | undefined {
    if (verb !== 'create' || after?.kind !== 'Deployment' || renamed === undefined) return undefined;
    // Of a rename there are always both sides.
    const old = subject(this.#changes.find((change) => change.verb === 'delete' && change.region === region && change.id === renamed) as Change);
    const agent = agentOf(old);
    if (agent === undefined || !this.#scene.fleet.moved.some(({ from, to }) => from === agent && to === agentOf(after))) return undefined;
    const strange = [OWNER_LABEL, TEAM_LABEL].find((label) => old.metadata.labels?.[label] !== after.metadata.labels?.[label]);
    return strange === undefined
      ? undefined
      : { class: 'identity', says: `agent ${agent} is renamed, and becomes another ${strange === TEAM_LABEL ? 'team' : 'owner'}’s` };
  }

  /** Whose hosts were whose, of routes that change. */
  #owners(region: string): ReadonlyMap<string, string> {
    const routes = this.#changes.filter((change) => change.region === region && isRoute(change)).map(({ before }) => before);
    return new Map(
      routes
        .filter((before) => before !== undefined)
        .flatMap((before) => routeHosts(before).map((host): [string, string] => [host, agentOf(before) ?? before.metadata.name])),
    );
  }

  /** Several regions that say at once that they will go. */
  #farewells(): Danger[] {
    const going = new Set(
      [...this.#regions.values()]
        .filter(({ name, state }) => state === 'decommissioning' && this.#scene.memory.regions.get(name)?.state === 'active')
        .map(({ name }) => name),
    );
    const stays = [...this.#regions.values()].some(({ state }) => state === 'active');
    if (going.size < 2 && (stays || going.size === 0)) return [];
    const because = stays ? `${going.size} regions say at once that they will go` : 'no region stays';
    return this.#changes
      .filter(({ region, component, fields }) => isDelivery(component) && going.has(region) && fields.some(({ path }) => path[1] === 'finalizers'))
      .map((change) => ({ change, class: 'loss', because }));
  }
}

/** The parent of its zone, unless that is a top-level domain. */
function domainOf({ zone }: Fleet): string {
  return zone.parent.includes('.') ? zone.parent : zone.name;
}

function groupOf(component: string, kind: string): string {
  return `${kind}s of ${component}`;
}

function kindsOf(components: readonly Component[]): ReadonlySet<string> {
  // What a component of the fleet's own makes is judged as what people bring.
  const ours = components.filter((component) => component.origin === undefined);
  return new Set([...ours.flatMap(({ kinds }) => kinds), ...CHILD_KINDS].map(({ group, kind }) => `${group}/${kind}`));
}

/** A volume that is made, or found, under the name of another agent. */
function takesVolume({ verb, after }: Change): Weight | undefined {
  const agent = after === undefined ? undefined : agentOf(after);
  if (verb !== 'create' || after?.kind !== 'PersistentVolumeClaim' || agent === undefined || after.metadata.name === workloadName(agent))
    return undefined;
  return { class: 'identity', says: `${agent} takes over what lies in the volume ${after.metadata.name}, if there is one` };
}

function isRoute(change: Change): boolean {
  return /^IngressRoute(TCP)?$/.test(subject(change).kind);
}
