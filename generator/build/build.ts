import type { Component, FleetFacts, RegionContext, SharedContext, TextFile } from '../components/component.ts';
import { objectId } from '../kube/object.ts';
import type { KubeObject } from '../kube/object.ts';
import { REGION_SLOT } from '../kube/region-slot.ts';
import type { Agent, Fleet, Region, Settings } from '../model/fleet.ts';
import type { Report } from '../model/finding.ts';
import type { SecretNeed } from '../model/secret-need.ts';
import { memo } from '../model/memo.ts';
import { byCodeUnit } from '../model/order.ts';
import { appliesTo } from './customs.ts';
import type { Customs, Patch } from './customs.ts';
import type { Overlay } from './overlay.ts';
import { PatchLog, patched } from './patching.ts';
import { servedReports } from './served.ts';
import { sortObjects, unit } from './unit.ts';
import type { Unit } from './unit.ts';

/**
 * Run every component for every region: fleet → overlays, sorted by region and in the order of the components.
 * What regions share is built once: a unit is remembered by the profile of the region (everything but its name) and
 * the agent.
 */
export function build(
  fleet: Fleet,
  components: readonly Component[],
  customs: Customs,
): { overlays: Overlay[]; texts: TextFile[]; secrets: ReadonlyMap<string, readonly SecretNeed[]>; reports: Report[] } {
  const builder = new Builder(fleet, components, customs);
  const regions = fleet.regions.filter(({ state }) => state !== 'decommissioned');
  const overlays = regions.flatMap((region) => builder.region(region));
  return { overlays, texts: builder.texts(regions), secrets: builder.secrets, reports: builder.reports() };
}

export function factsOf(fleet: Fleet): FleetFacts {
  return { name: fleet.name, namespace: fleet.namespace, zone: fleet.zone, argocd: fleet.gitops.argocd.version };
}

/** Everything about a region that shared objects may depend on. Equal profiles are one value. */
interface Profile {
  readonly context: Omit<SharedContext<Settings>, 'settings'>;
  readonly components: Readonly<Record<string, Settings>>;
}

class Builder {
  readonly secrets = new Map<string, readonly SecretNeed[]>();
  readonly #fleet: Fleet;
  readonly #facts: FleetFacts;
  readonly #components: readonly Component[];
  readonly #customs: Customs;
  readonly #log = new PatchLog();
  readonly #duplicates: Report[] = [];
  readonly #unserved: Report[] = [];
  readonly #profiles = new Map<string, Profile>();
  readonly #common = new Map<Component, Map<Profile | 'extra', Unit | null>>();
  readonly #agents = new Map<Component, Map<Profile, Map<Agent, Unit | null>>>();
  readonly #patchedUnits = new Map<string, Map<Unit, Unit>>();

  constructor(fleet: Fleet, components: readonly Component[], customs: Customs) {
    this.#fleet = fleet;
    this.#facts = factsOf(fleet);
    this.#components = components;
    this.#customs = customs;
  }

  region(region: Region): Overlay[] {
    const enabled = enabledComponents(this.#components, region);
    const profile = this.#profile(region, enabled);
    const secrets = this.#secretsOf(region, enabled, profile);
    this.secrets.set(region.name, secrets);
    const overlays = enabled
      .map((component) => this.#overlay(component, region, profile, secrets))
      .filter((overlay) => overlay.units.length + overlay.own.length > 0);
    this.#findDuplicates(overlays);
    this.#unserved.push(...servedReports(overlays, this.#customs));
    return overlays;
  }

  reports(): Report[] {
    return [...this.#log.reports(this.#customs.patches), ...this.#duplicates, ...this.#unserved];
  }

  #profile(region: Region, enabled: readonly Component[]): Profile {
    const { versions, clusterFacts, station } = region;
    const key = JSON.stringify([versions, clusterFacts, station, enabled.map(({ name }) => name), region.components]);
    return memo(this.#profiles, key, () => {
      const namespaces = [...new Set(enabled.flatMap((component) => component.namespaces(this.#facts)))].sort(byCodeUnit);
      const context = { fleet: this.#facts, versions, clusterFacts, station, namespaces, region: REGION_SLOT };
      return { context, components: region.components };
    });
  }

  #overlay(component: Component, region: Region, profile: Profile, secrets: readonly SecretNeed[]): Overlay {
    const units = [this.#commonUnit(component, profile), this.#extraUnit(component)];
    if (component.agent !== undefined) for (const { agent } of region.placements) units.push(this.#agentUnit(component, agent, profile));
    const patches = this.#customs.patches.filter((patch) => appliesTo(patch, region.name, component.name));
    const own = component.region?.({ ...this.#regionContext(component, region, profile), secrets });
    const extras = this.#extras(region.name, component);
    return {
      region,
      component,
      units: units
        .filter((made) => made !== null)
        .map((made) => this.#patchedUnit(made, patches, region.name))
        .sort((a, b) => byCodeUnit(a.folder, b.folder)),
      own: sortObjects([...patched(own ?? [], patches, region.name, this.#log), ...patched(extras, patches, region.name, this.#log)]),
    };
  }

  #regionContext(component: Component, region: Region, profile: Profile): Omit<RegionContext, 'secrets'> {
    const { name, placements, ingressHost, ingressAddresses } = region;
    return { ...profile.context, settings: settingsOf(profile, component), region: name, placements, ingressHost, ingressAddresses };
  }

  /** What the components of a region need and none of them makes. */
  #secretsOf(region: Region, enabled: readonly Component[], profile: Profile): SecretNeed[] {
    const needs = new Map<string, SecretNeed>();
    for (const component of enabled) {
      for (const need of component.secrets?.(this.#regionContext(component, region, profile)) ?? []) {
        if (need.madeBy !== undefined && enabled.some(({ name }) => name === need.madeBy)) continue;
        memo(needs, `${need.namespace}/${need.name}`, () => need);
      }
    }
    return [...needs].sort(([a], [b]) => byCodeUnit(a, b)).map(([, need]) => need);
  }

  /** Files about the whole fleet. */
  texts(regions: readonly Region[]): TextFile[] {
    return this.#components.flatMap((component) => {
      if (component.files === undefined) return [];
      const contexts = regions.map((region) => {
        const enabled = enabledComponents(this.#components, region);
        const profile = this.#profile(region, enabled);
        const secrets = this.#secretsOf(region, enabled, profile);
        return { ...this.#regionContext(component, region, profile), secrets, enabled: enabled.includes(component), state: region.state };
      });
      return component.files({ fleet: this.#fleet, regions: contexts });
    });
  }

  #commonUnit(component: Component, profile: Profile): Unit | null {
    return memo(this.#commonOf(component), profile, () =>
      unitOf(component.name, 'common', component.common?.({ ...profile.context, settings: settingsOf(profile, component) })),
    );
  }

  #agentUnit(component: Component, agent: Agent, profile: Profile): Unit | null {
    const byProfile = memo(this.#agents, component, () => new Map<Profile, Map<Agent, Unit | null>>());
    const byAgent = memo(byProfile, profile, () => new Map<Agent, Unit | null>());
    return memo(byAgent, agent, () => {
      const host = `${agent.host}.${REGION_SLOT}.${this.#fleet.zone.name}`;
      const objects = component.agent?.({ ...profile.context, settings: settingsOf(profile, component), agent, host });
      return unitOf(component.name, agent.name, objects);
    });
  }

  /** Objects of `config/extra/all`: shared by every region that runs the component. */
  #extraUnit(component: Component): Unit | null {
    return memo(this.#commonOf(component), 'extra', () => unitOf(component.name, 'extra', this.#extras('all', component)));
  }

  #commonOf(component: Component): Map<Profile | 'extra', Unit | null> {
    return memo(this.#common, component, () => new Map<Profile | 'extra', Unit | null>());
  }

  #extras(region: string, component: Component): KubeObject[] {
    return this.#customs.extras.filter((extra) => extra.component === component.name && extra.region === region).map(({ object }) => object);
  }

  /** A unit with this region's patches: another unit, and so perhaps another base. */
  #patchedUnit(plain: Unit, patches: readonly Patch[], region: string): Unit {
    if (patches.length === 0) return plain;
    const scoped = patches.some((patch) => patch.region !== 'all') || patches.some(hasTest);
    const byUnit = memo(this.#patchedUnits, scoped ? region : '', () => new Map<Unit, Unit>());
    return memo(byUnit, plain, () => {
      const objects = patched(plain.objects, patches, region, this.#log);
      return objects === plain.objects ? plain : unit(plain.component, plain.name, objects);
    });
  }

  /** One cluster must not receive an object twice, whichever components send it. */
  #findDuplicates(overlays: readonly Overlay[]): void {
    const owners = new Map<string, string>();
    const claim = (id: string, component: string, region: Region): void => {
      const owner = owners.get(id);
      if (owner === undefined) owners.set(id, component);
      else this.#duplicates.push(this.#duplicate(id, region, owner, component));
    };
    for (const { component, region, units, own } of overlays) {
      for (const { ids } of units) for (const id of ids) claim(id, component.name, region);
      for (const object of own) claim(objectId(object), component.name, region);
    }
  }

  #duplicate(id: string, region: Region, owner: string, component: string): Report {
    const extra = this.#customs.extras.find(({ object }) => objectId(object) === id);
    return {
      code: 'object/duplicate',
      ...(extra?.spot ?? { at: region.at, key: true }),
      message: `${id.slice(id.indexOf('/') + 1)} is made twice in ${region.name}: by ${owner} and by ${component}`,
      hint: extra === undefined ? 'rename the agent one of them belongs to' : 'give the extra object another name',
    };
  }
}

function unitOf(component: string, name: string, objects: readonly KubeObject[] = []): Unit | null {
  return objects.length === 0 ? null : unit(component, name, objects);
}

/** A `test` is judged by what a region sees, so its outcome may differ by region. */
function hasTest(patch: Patch): boolean {
  return patch.operations.some(({ op }) => op === 'test');
}

function settingsOf(profile: Profile, component: Component): Settings {
  return profile.components[component.name] as Settings;
}

/** The components that run in a region, in the order of the registry. */
export function enabledComponents(components: readonly Component[], region: Region): Component[] {
  return components.filter((component) => !component.optional || region.components[component.name]?.enabled !== false);
}
