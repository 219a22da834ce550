import { targetOf } from '../../../fleet/target.ts';
import { hintFor } from '../../../fleet/schema/suggest.ts';
import type { FleetSpec } from '../../../fleet/spec.ts';
import { onePerAgent } from '../../per-agent.ts';
import { child, defineRule, pointer, type FoundIn, type Pointer } from '../../kit.ts';

const info = {
  code: 'fleet/moved',
  severity: 'error',
  what: 'An entry of `moved` names what cannot be renamed, or no agent before or after.',
  why: 'A name that is wrong takes an agent away and makes another, with an empty volume, where one was meant to stay.',
  fix: 'Name the old name of an agent that is no longer in the fleet, and its new one; steps in a row are one entry. Regions and components have steps of their own: docs/operations.md, "Renaming".',
  order: 26,
} as const;

interface Written {
  readonly from: string;
  readonly to: string;
  readonly at: Pointer;
}

/** Whose name it is, and the volume that it keeps. */
export const rule = [
  defineRule('spec', {
    ...info,
    *run(spec) {
      const entries = (spec.moved ?? []).map(({ from, to }, i): Written => ({ from, to, at: pointer('moved', i) }));
      for (const [i, entry] of entries.entries()) {
        const found = problemOf(entry, entries.slice(0, i), entries, spec);
        if (found !== undefined) yield found;
      }
    },
  }),
  defineRule('fleet', {
    ...info,
    *run(fleet, where) {
      const said = new Set<string>();
      for (const { agent, region } of onePerAgent(fleet)) {
        const move = fleet.moved.find(({ to }) => to === agent.name);
        if (move === undefined || agent.storage === null || agent.storage.claim !== null || said.has(agent.name)) continue;
        said.add(agent.name);
        yield {
          path: where.agent(agent.name, region, 'storage'),
          message: `agent "${agent.name}" was "${move.from}", and its storage does not say in which volume its data is`,
          hint: `write "claim: ${move.from}-agent" for the volume that it had, or "claim: ${agent.name}-agent" for one that is new`,
          related: [{ path: move.at, note: 'renamed here' }],
        };
      }
    },
  }),
];

function problemOf({ from, to, at }: Written, earlier: readonly Written[], all: readonly Written[], spec: FleetSpec): FoundIn<'spec'> | undefined {
  const named = [from, to].map((reference) => targetOf(reference));
  const [old = '', now = ''] = named.map(([, name]) => name);
  const strange = named.findIndex(([kind]) => kind !== 'agents');
  if (strange !== -1)
    return {
      path: child(at, strange === 0 ? 'from' : 'to'),
      message: `"${strange === 0 ? from : to}" is no agent, and only agents can be renamed`,
      hint: 'regions and components have steps of their own: docs/operations.md, "Renaming"',
    };
  if (from === to) return { path: child(at, 'to'), message: `agent "${now}" keeps its name`, hint: 'remove the entry' };
  for (const key of ['from', 'to'] as const) {
    const twice = earlier.find((one) => one[key] === { from, to }[key]);
    if (twice !== undefined)
      return {
        path: child(at, key),
        message: key === 'from' ? `agent "${old}" has become another one already` : `agent "${now}" was another one already`,
        hint: 'an agent has one old name and one new one: remove an entry',
        related: [{ path: child(twice.at, key), note: 'named here as well' }],
      };
  }
  const circle = circleOf({ from, to, at }, all);
  if (circle !== undefined)
    return {
      path: child(at, 'to'),
      message: `agents ${circle.map((one) => `"${targetOf(one.from)[1]}"`).join(' and ')} become each other`,
      hint: 'names cannot be exchanged at once: rename one of them to a third name first',
      related: circle.slice(1).map((one) => ({ path: one.at, note: 'the way back' })),
    };
  const next = all.find((one) => one.from === to);
  if (next !== undefined)
    return {
      path: child(at, 'to'),
      message: `agent "${now}" is renamed as well, to "${targetOf(next.to)[1]}"`,
      hint: `steps in a row are one entry: { from: ${from}, to: ${next.to} }`,
      related: [{ path: next.at, note: 'the next step' }],
    };
  const agents = spec.agents ?? {};
  if (Object.hasOwn(agents, old))
    return {
      path: child(at, 'from'),
      message: `agent "${old}" is still in the fleet`,
      hint: `its entry becomes that of "${now}", or this one goes`,
      related: [{ path: pointer('agents', old), key: true, note: 'here' }],
    };
  if (!Object.hasOwn(agents, now))
    return {
      path: child(at, 'to'),
      message: `there is no agent "${now}" that "${old}" could have become`,
      hint:
        hintFor(
          to,
          Object.keys(agents).map((name) => `agents.${name}`),
        ) ?? 'define it under `agents`',
    };
  if (agents[now]?.state !== 'terminated') return undefined;
  return {
    path: child(at, 'to'),
    message: `agent "${now}" is terminated, so "${old}" has not become it`,
    hint: `to take "${old}" away, give its own entry back with "state: terminated"`,
    related: [{ path: pointer('agents', now, 'state'), note: 'terminated here' }],
  };
}

/** The entries that lead from one back to where it begins; undefined where they do not. */
function circleOf(first: Written, all: readonly Written[]): Written[] | undefined {
  const steps = [first];
  for (let next = all.find((one) => one.from === first.to); next !== undefined && !steps.some((one) => one.from === next?.from);) {
    steps.push(next);
    const { to } = next;
    if (to === first.from) return steps;
    next = all.find((one) => one.from === to);
  }
  return undefined;
}
