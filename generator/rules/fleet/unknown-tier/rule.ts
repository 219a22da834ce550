import { child, pointer } from '../../../model/pointer.ts';
import type { Pointer } from '../../../model/pointer.ts';
import type { Fields } from '../../../fleet/spec.ts';
import { builtInTiers } from '../../../fleet/resolve/layers.ts';
import { hintFor } from '../../../fleet/schema/suggest.ts';
import type { SpecCheck } from '../../fleet-rule.ts';

export const unknownTier: SpecCheck = {
  code: 'fleet/unknown-tier',
  *run(spec) {
    const tiers = [...new Set([...Object.keys(builtInTiers()), ...Object.keys(spec.tiers ?? {})])];
    const places: [Pointer, Fields | undefined][] = [
      [pointer('agentDefaults'), spec.agentDefaults],
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
      yield { code: this.code, at: child(at, 'tier'), message: `there is no tier "${tier}"`, hint: hintFor(tier, tiers) };
    }
  },
};
