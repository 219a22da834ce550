import type { Declared } from '../fleet/declared/declared.ts';
import { componentsOf } from '../components/index.ts';
import type { Component } from '../components/component.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { resolve } from '../fleet/resolve/resolve.ts';
import { withRegionsByName } from '../fleet/resolve/selection.ts';
import type { FleetAsWritten, FleetSpec } from '../fleet/spec.ts';
import { build } from '../render/build.ts';
import type { Built } from '../render/build.ts';
import type { Customs } from '../render/customs.ts';
import type { FileMap } from '../render/files.ts';
import { layOut } from '../render/layout.ts';
import { keyOf, piecesIn } from './pieces.ts';
import type { Piece } from './pieces.ts';

/** What is made of a fleet that differs in something from the one that was checked. */
export interface Remade extends Built {
  readonly files: FileMap;
}

/** How much of a fleet is looked at: all of it, or a region of it, or an agent there. */
export interface Extent {
  readonly region?: string;
  readonly agent?: string;
}

/** Makes out/ of fleets that nobody has checked: to see what a value does, one takes it away. */
export class Remaker {
  readonly #declared: readonly Declared[];
  readonly #customs: Customs;
  readonly #components: readonly Component[];
  readonly #fleet: Pick<Fleet, 'policies' | 'freezes'>;

  /** @param fleet what does not come from fleet.yaml: it stays as it is */
  constructor(declared: readonly Declared[], customs: Customs, fleet: Pick<Fleet, 'policies' | 'freezes'>) {
    this.#declared = declared;
    this.#customs = customs;
    this.#components = componentsOf(declared);
    this.#fleet = fleet;
  }

  /**
   * One piece of what is made of it, as {@link keyOf} knows it.
   * @returns undefined where it is not there, or nothing can be made
   */
  piece(spec: FleetSpec, extent: Extent, key: string): Piece | undefined {
    const [file = ''] = key.split('\0');
    for (const [path, text] of this.of(spec, extent)?.files ?? []) {
      if (path !== file && !(file.startsWith('base/') && path.startsWith(file.slice(0, file.lastIndexOf('/') + 1)))) continue;
      const found = piecesIn(path, text).find((piece) => keyOf(piece) === key);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** @returns undefined where nothing can be made of it: something that must be there is not, or is something else */
  of(spec: FleetSpec, extent: Extent = {}): Remade | undefined {
    try {
      // Which regions are chosen follows from their labels: so where a label is altered, it is worked out again.
      const fleet = resolve(within(withRegionsByName(spec as FleetAsWritten), extent), this.#declared, [], this.#fleet.policies, this.#fleet.freezes);
      const built = build(fleet, this.#components, this.#customs);
      return { ...built, files: layOut(fleet, built.overlays, built.texts) };
    } catch {
      // Components count on what the schema and the rules have let pass.
      return undefined;
    }
  }
}

function within(spec: FleetSpec, { region, agent }: Extent): FleetSpec {
  const regions = region === undefined ? spec.regions : pick(spec.regions, region);
  return { ...spec, regions, ...(agent === undefined ? {} : { agents: pick(spec.agents ?? {}, agent) }) };
}

function pick<T>(map: Readonly<Record<string, T>>, name: string): Record<string, T> {
  return Object.hasOwn(map, name) ? { [name]: map[name] as T } : {};
}
