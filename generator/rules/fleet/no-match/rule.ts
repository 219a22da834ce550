import { labelsOf, matchText, mismatch, valuesOf } from '../../../fleet/resolve/selection.ts';
import { hintFor, keyMeant, valueMeant } from '../../../fleet/schema/suggest.ts';
import type { AgentSpec, FleetSpec } from '../../../fleet/spec.ts';
import { defineRule, pointer, quoted, type FoundIn } from '../../kit.ts';

export const rule = defineRule('spec', {
  code: 'fleet/no-match',
  severity: 'error',
  what: 'An agent, a group or a hub chooses regions by labels that no region has.',
  why: 'A misspelt label would place the agent nowhere, or change nothing, and nothing would say so.',
  fix: 'Correct the label, or give it to the regions that are meant.',
  order: 45,
  *run(spec) {
    for (const [name, own] of Object.entries(spec.groups ?? {})) yield* unmatched(spec, { at: ['groups', name], what: `group "${name}"`, own });
    for (const [name, own] of Object.entries(spec.gitops.hubs ?? {}))
      // One that lists its regions is looked at with all other hubs.
      if (typeof own.chosenBy === 'object') yield* unmatched(spec, { at: ['gitops', 'hubs', name], what: `hub "${name}"`, own });
    for (const [name, own] of Object.entries(spec.agents ?? {})) {
      if (own.chosenBy !== undefined) yield* unmatched(spec, { at: ['agents', name], what: `agent "${name}"`, own });
    }
  },
});

interface Choice {
  readonly at: readonly string[];
  readonly what: string;
  readonly own: Pick<AgentSpec, 'regions' | 'chosenBy' | 'state'>;
}

function* unmatched({ regions: all }: FleetSpec, { at: place, what, own }: Choice): Iterable<FoundIn<'spec'>> {
  const { chosenBy, regions = [], state } = own;
  // One that has been taken away runs nowhere, whatever its regions are.
  if (state === 'terminated') return;
  if (typeof chosenBy === 'object' && chosenBy.match !== undefined) {
    const { match } = chosenBy;
    const labels = Object.keys(all).map((region) => labelsOf(all, region));
    let isKnown = true;
    for (const key of Object.keys(match)) {
      const having = labels.filter((own) => Object.hasOwn(own, key));
      const at = (...steps: string[]): string => pointer(...place, 'regions', 'match', key, ...steps);
      if (having.length === 0) {
        isKnown = false;
        const keys = [...new Set(labels.flatMap((own) => Object.keys(own)))].sort();
        const hint = hintFor(key, keys, Object.keys(match)) ?? `give regions the label, such as \`labels: { ${key}: ${valuesOf(match, key)[0]} }\``;
        yield {
          path: at(),
          key: true,
          message: `${what} chooses regions by the label ${quoted(key)}, which no region has`,
          hint,
          ...keyMeant(key, keys, Object.keys(match)),
        };
        continue;
      }
      const values = [...new Set(having.map((own) => own[key] as string))].sort();
      for (const [i, value] of valuesOf(match, key).entries()) {
        if (values.includes(value)) continue;
        isKnown = false;
        yield {
          path: Array.isArray(match[key]) ? at(String(i)) : at(),
          message: `${what} chooses regions with ${key}: ${value}, and no region has this value`,
          hint: hintFor(value, values, valuesOf(match, key)),
          ...valueMeant(value, values, valuesOf(match, key)),
        };
      }
    }
    if (isKnown && regions.length === 0) {
      const matching = Object.keys(all).filter((region) => mismatch(match, labelsOf(all, region)) === undefined);
      yield {
        path: pointer(...place, 'regions'),
        key: true,
        message:
          matching.length === 0
            ? `${what} chooses regions with ${matchText(match)}, and no region has all of these labels`
            : `${what} chooses no region: ${matching.join(', ')} would match, and "except" leaves out each of them`,
        hint: matching.length === 0 ? nearest(all, match) : 'leave out fewer, or remove it',
      };
    }
    return;
  }
  if (regions.length > 0) return;
  yield {
    path: pointer(...place, 'regions'),
    key: true,
    message: `${what} has no region`,
    hint: chosenBy === undefined ? `name regions, for example [${Object.keys(all)[0] ?? ''}]` : '"except" leaves out every region: name fewer',
  };
}

/** The region that lacks the fewest of the labels. */
function nearest(all: FleetSpec['regions'], match: Parameters<typeof mismatch>[0]): string | undefined {
  const keys = Object.keys(match);
  const missing = (region: string): string[] => keys.filter((key) => mismatch({ [key]: match[key] as string }, labelsOf(all, region)) !== undefined);
  const [best] = Object.keys(all).sort((a, b) => missing(a).length - missing(b).length);
  if (best === undefined) return undefined;
  const lacks = missing(best).map((key) => {
    const has = labelsOf(all, best)[key];
    return has === undefined ? `has no ${key}` : `has ${key}: ${has}`;
  });
  return `nearest is ${best}, which ${lacks.join(' and ')}`;
}
