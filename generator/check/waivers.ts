import type { Unplaced } from '../model/finding.ts';
import type { Fleet, Waiver } from '../fleet/fleet.ts';
import { renamedHint, type Move } from '../fleet/moved.ts';
import type { Policy } from '../fleet/policies/policy.ts';
import { child, pointer } from '../model/pointer.ts';
import { hintFor } from '../fleet/schema/suggest.ts';
import { quoted, shown } from '../model/quoted.ts';
import type { Scope } from '../model/rule.ts';
import { CODES, rulesWith } from '../rules/rules.ts';
import { rule as unused } from '../rules/waiver/unused/rule.ts';

/** Which findings people bear with, and which of their waivers are of no use. */
export class Waivers {
  readonly #waivers: readonly Waiver[];
  readonly #moved: readonly Move[];
  readonly #used = new Set<Waiver>();
  readonly #policies: ReadonlyMap<string, Policy>;

  constructor({ waivers, policies, moved }: Pick<Fleet, 'waivers' | 'policies' | 'moved'>) {
    this.#waivers = waivers;
    this.#moved = moved;
    this.#policies = new Map(policies.map((policy) => [policy.code, policy]));
  }

  /** Whether a finding is waived; the waiver then counts as used. */
  readonly covers = ({ rule, about }: Unplaced): boolean => {
    const found = this.#waivers.filter(
      (waiver) => waiver.code === rule.code && waiver.object === about?.object && (waiver.region === undefined || waiver.region === about.region),
    );
    for (const waiver of found) this.#used.add(waiver);
    return found.length > 0;
  };

  /** Waivers of what cannot be waived, or is no code. They are known before any object is made, and said although a finding ends the run. */
  impossible(): Unplaced[] {
    return this.#waivers.flatMap((waiver, i): Unplaced[] => {
      const at = child(pointer('waivers', i), 'code');
      if (!this.#isCode(waiver.code))
        return [
          {
            rule: unused,
            path: at,
            message: `${quoted(waiver.code)} is no code`,
            hint: hintFor(waiver.code, [...CODES.keys(), ...this.#policies.keys()]),
          },
        ];
      if (!this.#isBeyondWaivers(waiver.code)) return [];
      return [
        {
          rule: unused,
          path: at,
          message: `${shown(waiver.code)} can be waived by nobody`,
          hint: `remove the waiver, and mend what is found; pap-fleet explain ${shown(waiver.code)} says how`,
        },
      ];
    });
  }

  /** Waivers that matched nothing: what they were for is mended, or they name it wrongly. */
  unused(): Unplaced[] {
    return this.#waivers.flatMap((waiver, i): Unplaced[] => {
      if (this.#used.has(waiver) || !this.#isCode(waiver.code) || this.#isBeyondWaivers(waiver.code)) return [];
      return [
        {
          rule: unused,
          path: child(pointer('waivers', i), 'object'),
          message: `there is no finding ${waiver.code} about ${shown(waiver.object)}${waiver.region === undefined ? '' : ` in ${waiver.region}`} to be waived`,
          hint: renamedHint(waiver.object, this.#moved) ?? 'remove the waiver, or name code, object and region as the finding does',
        },
      ];
    });
  }

  #isCode(code: string): boolean {
    return CODES.has(code) || this.#policies.has(code);
  }

  /** Whether a code exists, and no finding of it can be waived. What waits for an approval, or is about a change, is approved or not. */
  #isBeyondWaivers(code: string): boolean {
    const policy = this.#policies.get(code);
    return policy === undefined ? isBeyondWaivers(code) : policy.on === 'change' || policy.severity === 'approval';
  }
}

/** Scopes of rules that look at objects, which a waiver can name. What is found while something is read, or delivered, has no such name. */
const WAIVABLE: readonly Scope[] = ['object', 'cluster', 'clusters'];

/** Whether a code exists, and no finding of it can be waived. */
function isBeyondWaivers(code: string): boolean {
  const own = rulesWith(code);
  return own.length > 0 && !own.some((rule) => ('waivable' in rule ? rule.waivable === true : WAIVABLE.includes(rule.scope)));
}
