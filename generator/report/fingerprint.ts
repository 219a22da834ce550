import type { Finding } from '../model/finding.ts';
import { sha256 } from '../model/sha256.ts';

/** Knows findings again although lines above them came and went: each by what it is about, not by where it stands. */
export class Fingerprints {
  readonly #seen = new Map<string, number>();

  /** @returns 32 hex digits, and for the n-th finding with the same ones `:n` */
  of({ code, place, pointer, message }: Finding): string {
    const print = sha256(JSON.stringify([code, place.file, pointer ?? '', message])).slice(0, 32);
    const nth = (this.#seen.get(print) ?? 0) + 1;
    this.#seen.set(print, nth);
    return `${print}:${nth}`;
  }
}
