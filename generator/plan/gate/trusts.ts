import type { Fleet } from '../../fleet/fleet.ts';
import { isAsStrict, strictnessOf, trustLine, trustsOf } from '../../render/trusts.ts';
import { addDays, digestOf } from '../approval.ts';
import { isFirst } from '../memory.ts';
import type { Memory } from '../memory.ts';
import type { Omission } from '../omissions.ts';

/** The most days that a waiver or an external may reach ahead of the day it is delivered. */
export const LONGEST_TRUST = 90;

/** What checks no longer ask after a change: why, in words, and the digest that an approval of it names. The first delivery has none. */
export function newTrusts(memory: Memory, fleet: Fleet): ReadonlyMap<string, string> {
  if (isFirst(memory)) return new Map();
  const known = new Set(memory.trusts);
  return new Map([
    ...trustsOf(fleet)
      .filter((line) => !known.has(line))
      .map((line): [string, string] => [
        `the fleet takes something on trust that nothing here proves: ${line}`,
        digestOf(['trusts', line], ['come']),
      ]),
    ...loosened(memory, fleet).map((line): [string, string] => [
      policyGone(line, fleet) ?? `checks no longer hold the fleet to this: ${line}`,
      digestOf(['strict', line], ['goes']),
    ]),
  ]);
}

/** What became of a policy that is delivered. Of its condition and of what it judges the lock has a digest, so nobody can tell which is the stricter. */
function policyGone(line: string, fleet: Fleet): string | undefined {
  const [, judged, code, severity] = /^(policy (\S+) \S+) (\S+)$/.exec(line) ?? [];
  if (judged === undefined) return undefined;
  const policy = `the policy ${code} of the severity ${severity}`;
  const now = fleet.policies.find((each) => each.code === code);
  if (now === undefined) return `${policy} goes`;
  const isRewritten = !strictnessOf(fleet).some((each) => each.startsWith(`${judged} `));
  if (!isRewritten) return `${policy} becomes one of the severity ${now.severity}`;
  const weaker = isAsStrict(`${judged} ${severity}`, new Set([`${judged} ${now.severity}`])) ? '' : `, and has the severity ${now.severity}`;
  return `${policy} is rewritten${weaker}: by another condition, or among other objects, it may let pass what it refused`;
}

/** Waivers and externals that come, and end too late. No approval helps: an earlier day can be written. */
export function lateTrusts(memory: Memory, { externals, waivers }: Fleet, today: string): Omission[] {
  const latest = addDays(today, LONGEST_TRUST);
  const known = new Set(memory.trusts);
  const late = (word: string, entry: { readonly until: string }, name: string): Omission[] =>
    entry.until <= latest || known.has(trustLine(word, entry))
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

/** What checks held a fleet to, and do not any more; what is gone with its region loosens nothing. */
function loosened({ strict = [] }: Memory, fleet: Fleet): string[] {
  if (strict.length === 0) return [];
  const now = new Set(strictnessOf(fleet));
  const regions = new Set(fleet.regions.map(({ name }) => name));
  return strict.filter((line) => {
    if (isAsStrict(line, now)) return false;
    const [, region, code] = /^([a-z0-9-]+): (?:the policy (\S+) is about it$)?/.exec(line) ?? [];
    const policy = fleet.policies.find((each) => each.code === code);
    // Of a policy that goes that is said already; one that names no regions is about each.
    if (code !== undefined && policy?.regions === undefined) return false;
    return region === undefined || regions.has(region);
  });
}
