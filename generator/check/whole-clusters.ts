import type { KubeObject } from '../k8s/object.ts';
import type { Region } from '../fleet/fleet.ts';
import { memo } from '../model/memo.ts';
import { Cluster } from '../k8s/cluster.ts';
import { countsAcross, isKindAcross, isNamedAcross, isSoundAcross, isSoundByName } from './judge-cluster.ts';
import type { Overlay } from '../render/overlay.ts';
import type { Piece, Unit } from '../render/unit.ts';

/** What rules about a whole cluster look at in a piece. */
interface Looked {
  readonly number: number;
  /** For sums: the same wherever it is. */
  readonly counted: readonly KubeObject[];
  /** For comparisons of names, which differ from region to region. */
  readonly named: readonly KubeObject[];
}

const NOTHING: Looked = { number: 0, counted: [], named: [] };

/**
 * Judges what only a whole cluster shows, of objects that still have slots for the region's name: nothing is copied. Sums
 * are made once of the same pieces, in however many regions they come together.
 */
export class WholeClusters {
  readonly #slotted: ReadonlyMap<Piece, readonly KubeObject[]>;
  readonly #looked = new Map<Piece, Looked>();
  readonly #units = new Map<string, Looked>();
  readonly #sound = new Map<string, boolean>();
  #last = 0;

  constructor(slotted: ReadonlyMap<Piece, readonly KubeObject[]>) {
    this.#slotted = slotted;
  }

  isSound(region: Region, overlays: readonly Overlay[]): boolean {
    const named: KubeObject[] = [];
    const counted: Looked[] = [];
    let key = JSON.stringify(region.clusterFacts);
    for (const { units, own } of overlays) {
      for (const parts of [units, own]) {
        for (const part of parts) {
          const looked = this.#look(part);
          if (looked === NOTHING) continue;
          named.push(...looked.named);
          if (looked.counted.length === 0) continue;
          counted.push(looked);
          key += ` ${looked.number}`;
        }
      }
    }
    const world = { externals: [], whole: true, facts: region.clusterFacts };
    return (
      memo(this.#sound, key, () => isSoundAcross(new Cluster({ ...world, objects: counted.flatMap((looked) => looked.counted) }))) &&
      isSoundByName(new Cluster({ ...world, objects: named, region: region.name }))
    );
  }

  #look(part: Piece): Looked {
    let looked = this.#looked.get(part);
    if (looked === undefined) this.#looked.set(part, (looked = this.#learn(part)));
    return looked;
  }

  #learn(part: Piece): Looked {
    if (!part.kinds.some(isKindAcross)) return NOTHING;
    // Regions with other facts make the same units more often than not.
    return 'folder' in part ? memo(this.#units, (part as Unit).folder, () => this.#lookAt(part)) : this.#lookAt(part);
  }

  #lookAt(part: Piece): Looked {
    const objects = this.#slotted.get(part) ?? part.objects;
    return { number: (this.#last += 1), counted: objects.filter(countsAcross), named: objects.filter(isNamedAcross) };
  }
}
