import type { Component, FleetFacts, RegionContext, TextFile } from '../components/component.ts';
import { placeholderValue } from '../components/placeholder-value.ts';
import type { KubeObject } from '../k8s/object.ts';
import { fillPlaceholders, REGION_PLACEHOLDER } from '../k8s/region-placeholder.ts';
import { equal } from '../model/data.ts';
import { leastArgoCd } from '../fleet/resolve/hubs.ts';
import { type Agent } from '../fleet/agent.ts';
import { type ExternalObject, type Fleet } from '../fleet/fleet.ts';
import { usualIngressHost, type Region } from '../fleet/region.ts';
import { hostIn } from '../fleet/hosts.ts';
import { memo } from '../model/memo.ts';
import { FORGETFUL, Memory } from '../model/memory.ts';
import type { Keeper } from '../model/memory.ts';
import { byCodeUnit } from '../model/order.ts';
import type { RequiredSecret } from '../model/required-secret.ts';
import { appliesTo, type Customs, type Patch } from './customs.ts';
import { Interned } from './interned.ts';
import type { Overlay } from './overlay.ts';
import { PatchLog, patched, type Place } from './patching.ts';
import { Profile } from './profile.ts';
import { fragment, sortObjects, unit, type Fragment, type Unit } from './unit.ts';

export interface Built {
  /** Sorted by region, and in the order of the components. */
  readonly overlays: readonly Overlay[];
  /** Files about the whole fleet. */
  readonly texts: readonly TextFile[];
  /** Per region, the Secrets that must come from outside Git: with placeholders. */
  readonly secrets: ReadonlyMap<string, readonly RequiredSecret[]>;
  /** Which patches changed which objects. */
  readonly log: PatchLog;
  /** What fragments about one region hold before its name is put in. */
  readonly templated: ReadonlyMap<Fragment, readonly KubeObject[]>;
}

/** Run every component for every region: fleet → overlays. */
export function build(fleet: Fleet, components: readonly Component[], customs: Customs, memory: Keeper = FORGETFUL): Built {
  const declared = fleet.externals.filter(({ kind }) => kind === 'Secret');
  const from = [JSON.stringify([factsOf(fleet), declared]), components, customs];
  const builder = memory.open('builder').of('builder', from, () => new Builder(factsOf(fleet), components, customs, declared));
  const regions = fleet.regions.filter(({ state }) => state !== 'decommissioned');
  const made = builder.regions(regions);
  const log = new PatchLog();
  for (const region of made) log.add(region.log);
  return {
    overlays: made.flatMap(({ overlays }) => overlays),
    texts: builder.texts(fleet, regions),
    secrets: new Map(regions.map((region) => [region.name, builder.requiredSecrets(region)])),
    log,
    templated: new Map(made.flatMap(({ templated }) => [...templated])),
  };
}

/** What is made of a region. */
interface Made {
  readonly overlays: readonly Overlay[];
  readonly log: PatchLog;
  readonly templated: Built['templated'];
}

interface Patching {
  readonly patches: readonly Patch[];
  /** See {@link sharedBy}. */
  readonly shared: string;
  readonly place: Place;
}

interface PatchedUnit {
  readonly unit: Unit;
  readonly log: PatchLog;
}

export function factsOf(fleet: Fleet): FleetFacts {
  return { name: fleet.name, namespace: fleet.namespace, zone: fleet.zone, argocd: leastArgoCd(fleet) };
}

/** The components that run in a region, in the order of the registry. */
export function enabledComponents(components: readonly Component[], region: Pick<Region, 'components'>): Component[] {
  return components.filter((component) => !component.optional || region.components[component.name]?.enabled !== false);
}

/** Placeholders of patches for which it must be known whose an object is. */
const AGENT_ROOTS: ReadonlySet<string> = new Set(['agent', 'host']);

/** Makes regions of fleets with the same facts and customs, and keeps what it makes of those that stay as they are. */
class Builder {
  readonly #facts: FleetFacts;
  readonly #components: readonly Component[];
  readonly #customs: Customs;
  readonly #declared: readonly ExternalObject[];
  readonly #interned = new Interned();
  #memory = new Memory();
  #profiles = this.#memory.open('profiles');
  #patchedUnits = new Map<string, WeakMap<Unit, PatchedUnit>>();
  readonly #profileKeys = new WeakMap<Region, string>();
  readonly #requiredSecrets = new WeakMap<Region, readonly RequiredSecret[]>();
  readonly #extraUnits = new Map<Component, Unit | null>();

  /** @param declared Secrets that clusters have */
  constructor(facts: FleetFacts, components: readonly Component[], customs: Customs, declared: readonly ExternalObject[]) {
    this.#declared = declared;
    this.#facts = facts;
    this.#components = components;
    this.#customs = customs;
  }

  regions(regions: readonly Region[]): readonly Made[] {
    this.#interned.begin();
    this.#profiles = this.#memory.open('profiles');
    for (const region of regions) this.#profile(region);
    const kept = this.#memory.open('regions');
    const made = regions.map((region) => kept.of(region.name, [region], () => this.#region(region)));
    // What is said of a patch that fails names the first region it failed in, and that may be another one next time.
    if (made.some(({ log }) => log.hasFailed)) {
      this.#memory = new Memory();
      this.#patchedUnits = new Map();
    }
    return made;
  }

  #region(region: Region): Made {
    const profile = this.#profile(region);
    const requiredSecrets = this.requiredSecrets(region);
    const log = new PatchLog();
    const templated = new Map<Fragment, readonly KubeObject[]>();
    const overlays = profile.components
      .map((component) => this.#overlay(component, region, profile, requiredSecrets, { log, templated }))
      .filter(({ units, own }) => units.length + own.length > 0);
    return { overlays, log, templated };
  }

  requiredSecrets(region: Region): readonly RequiredSecret[] {
    return memo(this.#requiredSecrets, region, () => {
      const all = this.#profile(region).requiredSecrets(region.placements.map(({ agent }) => agent));
      return this.#declared.length === 0 ? all : all.filter((need) => need.chosen !== true || !this.#has(region, need));
    });
  }

  /** Whether a region's cluster has a Secret although nobody here makes it. */
  #has({ name: region }: Region, need: RequiredSecret): boolean {
    return this.#declared.some(
      ({ name, namespace = need.namespace, region: where = region }) => name === need.name && namespace === need.namespace && where === region,
    );
  }

  texts(fleet: Fleet, regions: readonly Region[]): TextFile[] {
    return this.#components.flatMap((component) => {
      if (component.files === undefined) return [];
      const contexts = regions.map((region) => {
        const profile = this.#profile(region);
        const enabled = profile.components.includes(component);
        return { ...regionContext(component, region, profile), requiredSecrets: this.requiredSecrets(region), enabled, state: region.state };
      });
      return component.files({ fleet, regions: contexts });
    });
  }

  #profile(region: Region): Profile {
    const { versions, clusterFacts, station, components, names } = region;
    const key = memo(this.#profileKeys, region, () => JSON.stringify([versions, clusterFacts, station, components, names]));
    return this.#profiles.of(key, [], () => new Profile(this.#facts, enabledComponents(this.#components, region), region, this.#interned));
  }

  #overlay(
    component: Component,
    region: Region,
    profile: Profile,
    requiredSecrets: readonly RequiredSecret[],
    made: Pick<Made, 'log'> & { readonly templated: Map<Fragment, readonly KubeObject[]> },
  ): Overlay {
    const agents = region.placements.map(({ agent }) => agent);
    const patches = this.#customs.patches.filter((patch) => appliesTo(patch, region.name, component.name));
    const units = [
      profile.common(component),
      memo(this.#extraUnits, component, () => this.#extraUnit(component)),
      ...(component.agent === undefined ? [] : agents.map((agent) => profile.agent(component, agent))),
    ];
    const own = [
      this.#about(component, regionContext(component, region, profile), made.templated),
      objectsFragment(this.#extras(region.name, component)),
      ...(component.secret === undefined ? [] : requiredSecrets.map((need) => profile.secret(component, need))),
      ...(component.placement === undefined ? [] : agents.map((agent) => profile.placement(component, agent))),
    ];
    const place = this.#place(region, REGION_PLACEHOLDER);
    const shared = sharedBy(patches, region.name);
    return {
      region,
      component,
      units: present(units)
        .map((plain) => this.#patchedUnit(plain, { patches, shared, place }, made.log))
        .sort((a, b) => byCodeUnit(a.folder, b.folder)),
      own: present(own).map((plain) => patchedFragment(plain, patches, this.#place(region, region.name), made.log)),
    };
  }

  /** The objects about a region, and as far as they follow from its name, what they follow from. */
  #about(component: Component, context: RegionContext, all: Map<Fragment, readonly KubeObject[]>): Fragment | null {
    const made = objectsFragment(component.region?.(context), true);
    const { region, ingressHost } = context;
    const usual = (name: string): string => usualIngressHost(name, this.#facts.zone.parent);
    const host = ingressHost === usual(region) ? usual(REGION_PLACEHOLDER) : ingressHost;
    const templated = sortObjects(component.region?.({ ...context, region: REGION_PLACEHOLDER, ingressHost: host }) ?? []);
    if (made !== null && equal(fillPlaceholders(templated, region), made.objects)) all.set(made, templated);
    return made;
  }

  /** Objects of `config/extra/all`: shared by every region that runs the component. */
  #extraUnit(component: Component): Unit | null {
    const objects = this.#extras('all', component);
    return objects.length === 0 ? null : unit(component.name, 'extra', objects);
  }

  #extras(region: string, component: Component): KubeObject[] {
    return this.#customs.extras.filter((extra) => extra.component === component.name && extra.region === region).map(({ object }) => object);
  }

  /** What placeholders of patches stand for. @param name how the region is called in the objects to patch */
  #place({ name: region, placements }: Region, name: string): Place {
    const agentOf = ({ metadata }: KubeObject): Agent | undefined =>
      placements.find(({ agent }) => agent.name === metadata.labels?.['app.kubernetes.io/name'])?.agent;
    const valueOf = (path: readonly string[], object: KubeObject): unknown => {
      const agent = AGENT_ROOTS.has(path[0] ?? '') ? agentOf(object) : undefined;
      const own = agent === undefined ? {} : { agent, host: hostIn(agent.host, name, this.#facts.zone.name) };
      return placeholderValue(path, { fleet: this.#facts, region: name, ...own });
    };
    return { name: region, valueOf };
  }

  /** A unit with this region's patches: another unit, and so perhaps another base. */
  #patchedUnit(plain: Unit, { patches, shared, place }: Patching, log: PatchLog): Unit {
    if (patches.length === 0) return plain;
    const byUnit = memo(this.#patchedUnits, shared, () => new WeakMap<Unit, PatchedUnit>());
    const made = memo(byUnit, plain, () => {
      const own = new PatchLog();
      const objects = patched(plain.objects, patches, place, own);
      return { unit: objects === plain.objects ? plain : unit(plain.component, plain.name, objects), log: own };
    });
    log.add(made.log);
    return made.unit;
  }
}

function patchedFragment(plain: Fragment, patches: readonly Patch[], place: Place, log: PatchLog): Fragment {
  if (patches.length === 0) return plain;
  const objects = patched(plain.objects, patches, place, log);
  return objects === plain.objects ? plain : fragment(objects);
}

/** Equal in regions in which these patches make the same of an object that those share. */
function sharedBy(patches: readonly Patch[], region: string): string {
  // A `test` is judged by what a region sees, and an agent may differ by region: so the outcome may as well.
  const differs = patches.some(
    ({ operations, roots = [] }) => operations.some(({ op }) => op === 'test') || roots.includes('agent') || roots.includes('host'),
  );
  return differs ? `region ${region}` : patches.map(({ spot }) => `${spot.file} ${spot.path}`).join();
}

function regionContext(component: Component, region: Region, profile: Profile): RegionContext {
  const { name, placements, hosts, ingressHost, ingressAddresses } = region;
  return { ...profile.context(component), region: name, placements, hosts, ingressHost, ingressAddresses };
}

function objectsFragment(objects: readonly KubeObject[] = [], regional = false): Fragment | null {
  return objects.length === 0 ? null : fragment(objects, regional);
}

function present<T>(items: readonly (T | null)[]): T[] {
  return items.filter((item) => item !== null);
}
