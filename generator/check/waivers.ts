import type { Unplaced } from '../model/finding.ts';
import type { Fleet, Waiver } from '../fleet/fleet.ts';
import { child, pointer } from '../model/pointer.ts';
import { hintFor } from '../fleet/schema/suggest.ts';
import { quoted, shown } from '../model/quoted.ts';
import { CODES } from '../rules/rules.ts';
import { rule as unused } from '../rules/waiver/unused/rule.ts';

/** Which findings people bear with, and which of their waivers are of no use. */
export class Waivers {
  readonly #waivers: readonly Waiver[];
  readonly #used = new Set<Waiver>();

  constructor({ waivers }: Pick<Fleet, 'waivers'>) {
    this.#waivers = waivers;
  }

  /** Whether a finding is waived; the waiver then counts as used. */
  readonly covers = ({ rule, about }: Unplaced): boolean => {
    const found = this.#waivers.filter(
      (waiver) => waiver.code === rule.code && waiver.object === about?.object && (waiver.region === undefined || waiver.region === about.region),
    );
    for (const waiver of found) this.#used.add(waiver);
    return found.length > 0;
  };

  /** Waivers that matched nothing: what they were for is mended, or they name it wrongly. */
  unused(): Unplaced[] {
    return this.#waivers.flatMap((waiver, i): Unplaced[] => {
      if (this.#used.has(waiver)) return [];
      const known = CODES.has(waiver.code);
      return [
        {
          rule: unused,
          path: child(pointer('waivers', i), known ? 'object' : 'code'),
          message: known
            ? `there is no finding ${waiver.code} about ${shown(waiver.object)}${waiver.region === undefined ? '' : ` in ${waiver.region}`} to be waived`
            : `${quoted(waiver.code)} is no code`,
          hint: known ? 'remove the waiver, or name code, object and region as the finding does' : hintFor(waiver.code, [...CODES.keys()]),
        },
      ];
    });
  }
}
