import type { Fleet } from '../../fleet/fleet.ts';
import { trustLine, trustsOf } from '../../render/trusts.ts';
import { addDays, digestOf } from '../approval.ts';
import { isFirst } from '../memory.ts';
import type { Memory } from '../memory.ts';
import type { Omission } from '../omissions.ts';

/** The most days that a waiver or an external may reach ahead of the day it is delivered. */
export const LONGEST_TRUST = 90;

/** What checks no longer ask after a change: why, in words, and the digest that an approval of it names. The first delivery has none. */
export function newTrusts(memory: Memory, fleet: Fleet): ReadonlyMap<string, string> {
  if (isFirst(memory)) return new Map();
  const { strict = [] } = memory;
  return new Map([
    ...unknown(memory, trustsOf(fleet)).map((line): [string, string] => [
      `the fleet takes something on trust that nothing here proves: ${line}`,
      digestOf(['trusts', line], ['come']),
    ]),
    ...strict
      .filter((code) => !fleet.treatAsErrors.includes(code))
      .map((code): [string, string] => [`${code} is an error no longer, as "treatAsErrors" does not name it`, digestOf(['strict', code], ['goes'])]),
  ]);
}

/** Waivers and externals that come, and end too late. No approval helps: an earlier day can be written. */
export function lateTrusts(memory: Memory, { externals, waivers }: Fleet, today: string): Omission[] {
  const latest = addDays(today, LONGEST_TRUST);
  const late = (word: string, entry: { readonly until: string }, name: string): Omission[] =>
    entry.until <= latest || unknown(memory, [trustLine(word, entry)]).length === 0
      ? []
      : [
          {
            what: `the ${word} ${name} reaches until ${entry.until}; ${LONGEST_TRUST} days are allowed`,
            instead: `write \`until: "${latest}"\` at most`,
          },
        ];
  return [
    ...externals.flatMap((external) => late('external', external, `${external.kind} ${external.name}`)),
    ...waivers.flatMap((waiver) => late('waiver', waiver, `of ${waiver.code}`)),
  ];
}

function unknown({ trusts = [] }: Memory, lines: readonly string[]): string[] {
  const known = new Set(trusts);
  return lines.filter((line) => !known.has(line));
}
