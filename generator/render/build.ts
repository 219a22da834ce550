import type { Component, FleetFacts, RegionContext, TextFile } from '../components/component.ts';
import type { KubeObject } from '../k8s/object.ts';
import { fillSlots, REGION_SLOT } from '../k8s/region-slot.ts';
import { equal } from '../model/data.ts';
import type { Fleet, Region } from '../fleet/fleet.ts';
import { memo } from '../model/memo.ts';
import { byCodeUnit } from '../model/order.ts';
import type { SecretNeed } from '../model/secret-need.ts';
import { appliesTo, type Customs, type Patch } from './customs.ts';
import { Made } from './made.ts';
import type { Overlay } from './overlay.ts';
import { PatchLog, patched } from './patching.ts';
import { Profile } from './profile.ts';
import { piece, sortObjects, unit, type Piece, type Unit } from './unit.ts';

export interface Built {
  /** Sorted by region, and in the order of the components. */
  readonly overlays: readonly Overlay[];
  /** Files about the whole fleet. */
  readonly texts: readonly TextFile[];
  /** Per region, the Secrets that must come from outside Git: with slots. */
  readonly secrets: ReadonlyMap<string, readonly SecretNeed[]>;
  /** Which patches changed which objects. */
  readonly log: PatchLog;
  /** What pieces about one region hold before its name is put in. */
  readonly slotted: ReadonlyMap<Piece, readonly KubeObject[]>;
}

/** Run every component for every region: fleet → overlays. */
export function build(fleet: Fleet, components: readonly Component[], customs: Customs): Built {
  const builder = new Builder(fleet, components, customs);
  const regions = fleet.regions.filter(({ state }) => state !== 'decommissioned');
  const overlays = regions.flatMap((region) => builder.region(region));
  const secrets = new Map(regions.map((region) => [region.name, builder.needs(region)]));
  return { overlays, texts: builder.texts(regions), secrets, log: builder.log, slotted: builder.slotted };
}

export function factsOf(fleet: Fleet): FleetFacts {
  return { name: fleet.name, namespace: fleet.namespace, zone: fleet.zone, argocd: fleet.gitops.argocd.version };
}

/** The components that run in a region, in the order of the registry. */
function enabledComponents(components: readonly Component[], region: Region): Component[] {
  return components.filter((component) => !component.optional || region.components[component.name]?.enabled !== false);
}

class Builder {
  readonly #fleet: Fleet;
  readonly #components: readonly Component[];
  readonly #customs: Customs;
  readonly log = new PatchLog();
  readonly #made = new Made();
  readonly #profiles = new Map<string, Profile>();
  readonly #regions = new Map<Region, Profile>();
  readonly #patchedUnits = new Map<string, Map<Unit, Unit>>();
  readonly #needs = new Map<Region, readonly SecretNeed[]>();
  readonly slotted = new Map<Piece, readonly KubeObject[]>();
  readonly #extraUnits = new Map<Component, Unit | null>();

  constructor(fleet: Fleet, components: readonly Component[], customs: Customs) {
    this.#fleet = fleet;
    this.#components = components;
    this.#customs = customs;
  }

  region(region: Region): Overlay[] {
    const profile = this.#profile(region);
    const needs = this.needs(region);
    return profile.components
      .map((component) => this.#overlay(component, region, profile, needs))
      .filter(({ units, own }) => units.length + own.length > 0);
  }

  needs(region: Region): readonly SecretNeed[] {
    return memo(this.#needs, region, () => this.#profile(region).needs(region.placements.map(({ agent }) => agent)));
  }

  texts(regions: readonly Region[]): TextFile[] {
    return this.#components.flatMap((component) => {
      if (component.files === undefined) return [];
      const contexts = regions.map((region) => {
        const profile = this.#profile(region);
        const enabled = profile.components.includes(component);
        return { ...regionContext(component, region, profile), requiredSecrets: this.needs(region), enabled, state: region.state };
      });
      return component.files({ fleet: this.#fleet, regions: contexts });
    });
  }

  #profile(region: Region): Profile {
    return memo(this.#regions, region, () => {
      const { versions, clusterFacts, station, components } = region;
      const key = JSON.stringify([versions, clusterFacts, station, components]);
      return memo(this.#profiles, key, () => new Profile(factsOf(this.#fleet), enabledComponents(this.#components, region), region, this.#made));
    });
  }

  #overlay(component: Component, region: Region, profile: Profile, needs: readonly SecretNeed[]): Overlay {
    const agents = region.placements.map(({ agent }) => agent);
    const patches = this.#customs.patches.filter((patch) => appliesTo(patch, region.name, component.name));
    const units = [
      profile.common(component),
      memo(this.#extraUnits, component, () => this.#extraUnit(component)),
      ...(component.agent === undefined ? [] : agents.map((agent) => profile.agent(component, agent))),
    ];
    const own = [
      this.#about(component, regionContext(component, region, profile)),
      objectsPiece(this.#extras(region.name, component)),
      ...(component.secret === undefined ? [] : needs.map((need) => profile.secret(component, need))),
      ...(component.placement === undefined ? [] : agents.map((agent) => profile.placement(component, agent))),
    ];
    return {
      region,
      component,
      units: present(units)
        .map((made) => this.#patchedUnit(made, patches, region.name))
        .sort((a, b) => byCodeUnit(a.folder, b.folder)),
      own: present(own).map((made) => this.#patchedPiece(made, patches, region.name)),
    };
  }

  /** The objects about a region, and as far as they follow from its name, what they follow from. */
  #about(component: Component, context: RegionContext): Piece | null {
    const made = objectsPiece(component.region?.(context), true);
    const slotted = sortObjects(component.region?.({ ...context, region: REGION_SLOT }) ?? []);
    if (made !== null && equal(fillSlots(slotted, context.region), made.objects)) this.slotted.set(made, slotted);
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

  /** A unit with this region's patches: another unit, and so perhaps another base. */
  #patchedUnit(plain: Unit, patches: readonly Patch[], region: string): Unit {
    if (patches.length === 0) return plain;
    // A `test` is judged by what a region sees, so its outcome may differ by region.
    const scoped = patches.some((patch) => patch.region !== 'all' || patch.operations.some(({ op }) => op === 'test'));
    const byUnit = memo(this.#patchedUnits, scoped ? region : '', () => new Map<Unit, Unit>());
    return memo(byUnit, plain, () => {
      const objects = patched(plain.objects, patches, region, this.log);
      return objects === plain.objects ? plain : unit(plain.component, plain.name, objects);
    });
  }

  #patchedPiece(plain: Piece, patches: readonly Patch[], region: string): Piece {
    if (patches.length === 0) return plain;
    const objects = patched(plain.objects, patches, region, this.log);
    return objects === plain.objects ? plain : piece(objects);
  }
}

function regionContext(component: Component, region: Region, profile: Profile): RegionContext {
  const { name, placements, ingressHost, ingressAddresses } = region;
  return { ...profile.context(component), region: name, placements, ingressHost, ingressAddresses };
}

function objectsPiece(objects: readonly KubeObject[] = [], regional = false): Piece | null {
  return objects.length === 0 ? null : piece(objects, regional);
}

function present<T>(items: readonly (T | null)[]): T[] {
  return items.filter((item) => item !== null);
}
