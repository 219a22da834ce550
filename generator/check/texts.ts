import { REGION_PLACEHOLDER, fillPlaceholder } from '../k8s/region-placeholder.ts';
import { memo } from '../model/memo.ts';

/** Texts that a rule saw together. */
export interface Mixture {
  /** Whether any holds the placeholder. */
  templated: boolean;
  /** Those in which the name of any region stands. */
  readonly naming: Set<string>;
}

interface Text {
  /** The first of all values with this text. */
  readonly value: object;
  readonly number: number;
  readonly templated: boolean;
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
        const templated = text.includes(REGION_PLACEHOLDER);
        const naming = this.#names.test(text) || (templated && this.#overlapping) ? text : undefined;
        return { value, number: this.#alike.size, templated, naming };
      });
    });
  }

  add(mixture: Mixture, texts: readonly object[] | Mixture): void {
    if ('templated' in texts) {
      mixture.templated ||= texts.templated;
      for (const text of texts.naming) mixture.naming.add(text);
      return;
    }
    for (const each of texts) {
      const { templated, naming } = this.of(each);
      mixture.templated ||= templated;
      if (naming !== undefined) mixture.naming.add(naming);
    }
  }

  mayMix({ templated, naming }: Mixture): boolean {
    return templated && naming.size > 0;
  }

  /** Whether the name of a region stands in any of the texts where none of them has the placeholder. */
  mix(mixture: Mixture, region: string | undefined): boolean {
    if (region === undefined || !this.mayMix(mixture)) return false;
    return [...mixture.naming].some((text) => countOf(region, fillPlaceholder(text, region)) > countOf(REGION_PLACEHOLDER, text));
  }
}

function countOf(part: string, text: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) count += 1;
  return count;
}
