// Objects of clusters that somebody brought, and what becomes of each: read into config/, kept as it is, or left out.
import { kindName, objectTitle } from '../k8s/object.ts';
import type { KubeObject } from '../k8s/object.ts';
import { memo } from '../model/memo.ts';
import { byCodeUnit } from '../model/order.ts';
import type { Place } from '../model/finding.ts';
import type { Pointer } from '../model/pointer.ts';

/** An object as it is read from here on: without what the cluster wrote into it. */
export interface Brought {
  readonly object: KubeObject;
  readonly region: string;
  /** Where it is written, or a field of it. */
  locate(at?: Pointer): Place;
}

/** Something that a person has to know: what was left out, taken for granted, or is to be done by hand. */
export interface Note {
  /**
   * `dropped`: the cluster wrote it, and writes it again. `left`: it is not in config/. `guessed`: no object says it. `beside`: it stays in the cluster beside what
   * the fleet makes in its place.
   */
  readonly kind: 'dropped' | 'left' | 'guessed' | 'beside';
  /** Absent for what no object says. */
  readonly place?: Place;
  readonly about: string;
  readonly why: string;
}

/** The group that Traefik's kinds had before version 3, with the same fields. */
const FORMER = /^traefik\.containo\.us\//;

/** The objects of one region. */
export class View {
  readonly region: string;
  readonly all: readonly Brought[];
  readonly #byKind = new Map<string, Brought[]>();

  constructor(region: string, all: readonly Brought[]) {
    this.region = region;
    this.all = all;
    for (const each of all) memo(this.#byKind, kindName(each.object).replace(FORMER, 'traefik.io/'), () => []).push(each);
  }

  /** @param kind `apps/Deployment`; of the core API the kind alone */
  of(kind: string): readonly Brought[] {
    return this.#byKind.get(kind) ?? [];
  }

  named(kind: string, name: string): Brought | undefined {
    return this.of(kind).find(({ object }) => object.metadata.name === name);
  }
}

/** What is told of objects on the way, and which of them have been read into what. */
export class Told {
  readonly notes: Note[] = [];
  /** Object → the key of config/ that it is read into. */
  readonly taken = new Map<Brought, string>();

  take(from: Brought | undefined, into: string): void {
    if (from !== undefined && !this.taken.has(from)) this.taken.set(from, into);
  }

  left(from: Brought, at: Pointer, what: string, why: string): void {
    this.notes.push({ kind: 'left', place: from.locate(at), about: `${objectTitle(from.object)}${what === '' ? '' : `: ${what}`}`, why });
  }

  guessed(about: string, why: string, from?: Brought): void {
    this.notes.push({ kind: 'guessed', ...(from === undefined ? {} : { place: from.locate() }), about, why });
  }
}

/** As a reader goes through them. */
export function byFile(a: Note, b: Note): number {
  return byCodeUnit(a.place?.file ?? '', b.place?.file ?? '') || (a.place?.line ?? 0) - (b.place?.line ?? 0) || byCodeUnit(a.about, b.about);
}
