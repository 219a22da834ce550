import { REGION_SLOT, fillSlot } from '../k8s/region-slot.ts';
import { memo } from '../model/memo.ts';

/** Texts that a rule saw together. */
export interface Mixture {
  /** Whether any holds the placeholder. */
  slotted: boolean;
  /** Those in which the name of any region stands. */
  readonly naming: Set<string>;
}

interface Text {
  /** The first of all values with this text. */
  readonly value: object;
  readonly number: number;
  readonly slotted: boolean;
  readonly naming: string | undefined;
}

/**
 * The texts of objects: equal ones are one. A rule that sees the placeholder beside the name of the region itself may take
 * two names for different that the cluster will see as the same.
 */
export class Texts {
  readonly #texts = new WeakMap<object, Text>();
  readonly #alike = new Map<string, Text>();
  readonly #names: RegExp;
  /** Whether a name can begin within a name. */
  readonly #overlapping: boolean;

  constructor(names: readonly string[]) {
    this.#names = new RegExp(names.map((name) => name.replace(/[^a-z0-9]/gi, '\\$&')).join('|'));
    this.#overlapping = names.some((name) => [...name].some((_, i) => i > 0 && name.startsWith(name.slice(i))));
  }

  of(value: object): Text {
    return memo(this.#texts, value, () => {
      const text = JSON.stringify(value);
      return memo(this.#alike, text, () => {
        const slotted = text.includes(REGION_SLOT);
        const naming = this.#names.test(text) || (slotted && this.#overlapping) ? text : undefined;
        return { value, number: this.#alike.size, slotted, naming };
      });
    });
  }

  add(mixture: Mixture, texts: readonly object[] | Mixture): void {
    if ('slotted' in texts) {
      mixture.slotted ||= texts.slotted;
      for (const text of texts.naming) mixture.naming.add(text);
      return;
    }
    for (const each of texts) {
      const { slotted, naming } = this.of(each);
      mixture.slotted ||= slotted;
      if (naming !== undefined) mixture.naming.add(naming);
    }
  }

  mayMix({ slotted, naming }: Mixture): boolean {
    return slotted && naming.size > 0;
  }

  /** Whether the name of a region stands in any of the texts where none of them has the placeholder. */
  mix(mixture: Mixture, region: string | undefined): boolean {
    if (region === undefined || !this.mayMix(mixture)) return false;
    return [...mixture.naming].some((text) => countOf(region, fillSlot(text, region)) > countOf(REGION_SLOT, text));
  }
}

function countOf(part: string, text: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) count += 1;
  return count;
}
