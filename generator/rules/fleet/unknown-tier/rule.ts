import { builtInTiers } from '../../../fleet/resolve/layers.ts';
import { hintFor, valueMeant } from '../../../fleet/schema/suggest.ts';
import type { Fields } from '../../../fleet/spec.ts';
import { child, defineRule, pointer, type Pointer } from '../../kit.ts';

export const rule = defineRule('spec', {
  code: 'fleet/unknown-tier',
  severity: 'error',
  what: 'A tier is named that the fleet does not have.',
  why: 'The agent would run without requests and limits.',
  fix: 'Correct the name or define the tier under `tiers`.',
  order: 30,
  *run(spec) {
    const tiers = [...new Set([...Object.keys(builtInTiers()), ...Object.keys(spec.tiers ?? {})])];
    const places: [Pointer, Fields | undefined][] = [
      [pointer('agentDefaults'), spec.agentDefaults],
      ...Object.entries(spec.groups ?? {}).flatMap(([name, group]): [Pointer, Fields | undefined][] => [
        [pointer('groups', name, 'agentOverrides'), group.agentOverrides],
        ...Object.entries(group.agents ?? {}).map(([agent, fields]): [Pointer, Fields] => [pointer('groups', name, 'agents', agent), fields]),
      ]),
      ...Object.entries(spec.regions).map(([name, region]): [Pointer, Fields | undefined] => [
        pointer('regions', name, 'agentOverrides'),
        region.agentOverrides,
      ]),
      ...Object.entries(spec.agents ?? {}).flatMap(([name, agent]): [Pointer, Fields | undefined][] => [
        [pointer('agents', name), agent],
        ...Object.entries(agent.overrides ?? {}).map(([region, fields]): [Pointer, Fields] => [pointer('agents', name, 'overrides', region), fields]),
      ]),
    ];
    for (const [at, fields] of places) {
      const tier = fields?.['tier'];
      if (typeof tier !== 'string' || tiers.includes(tier)) continue;
      yield { path: child(at, 'tier'), message: `there is no tier "${tier}"`, hint: hintFor(tier, tiers), ...valueMeant(tier, tiers) };
    }
  },
});
