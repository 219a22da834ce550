import { expect } from 'vitest';
import type { Compiled } from '../../../generator/compile.ts';

/** How often damage was harmless, and how often it was refused. */
export class Tally {
  #accepted = 0;
  #refused = 0;

  count({ files }: Compiled): void {
    if (files === undefined) this.#refused += 1;
    else this.#accepted += 1;
  }

  /** Else nothing was tried of what the oracle says about the one, or the other. */
  both(what: string): void {
    process.stdout.write(`fuzz, ${what}: ${this.#accepted} accepted, ${this.#refused} refused\n`);
    expect(Math.min(this.#accepted, this.#refused)).toBeGreaterThan((this.#accepted + this.#refused) / 100);
  }
}
