import { tierLayer } from '../../../fleet/resolve/layers.ts';
import { schemaAt } from '../../../fleet/schema/schemas.ts';
import type { FleetSpec } from '../../../fleet/spec.ts';
import { child, defineRule, get, isMap, leaves, pointer, quoted, shown, type Pointer } from '../../kit.ts';

export const rule = defineRule('spec', {
  code: 'fleet/unused-default',
  severity: 'warning',
  what: 'A value in `agentDefaults` reaches no agent, as every tier in use sets its own.',
  why: 'Whoever changes it expects pods to change, and none does: tiers lie above `agentDefaults`.',
  fix: 'Move it to the agents, or into a tier under `tiers`.',
  order: 80,
  *run(spec) {
    const defaults = spec.agentDefaults ?? {};
    if (!isMap(defaults['resources'])) return;
    const names = tiersInUse(spec);
    const tiers = names.map((name) => tierLayer(spec, name)[0]);
    for (const [path, value] of leaves({ resources: defaults['resources'] })) {
      if (isMap(value) || tiers.some((tier) => get(tier?.value, path) === undefined)) continue;
      const at = (base: Pointer): Pointer => path.reduce<Pointer>(child, base);
      const written = tiers.find((tier) => tier?.at !== undefined);
      yield {
        path: at(pointer('agentDefaults')),
        message: `${quoted(path.join('.'))} is never used: ${names.length === 1 ? 'the tier' : 'each of the tiers'} ${names.map(shown).join(', ')} sets its own`,
        hint: 'move it to the agents, or into their tier; a tier that is written down replaces the built-in one of its name as a whole',
        ...(written?.at === undefined ? {} : { related: [{ path: at(written.at), note: `set by ${written.name}` }] }),
      };
    }
  },
});

/** The tiers that agents may have, as far as one can tell without merging every layer of every placement. */
function tiersInUse({ agentDefaults, groups, regions, agents }: FleetSpec): string[] {
  const own = Object.values(agents ?? {});
  const layers = [
    ...own,
    ...own.flatMap(({ overrides }) => Object.values(overrides ?? {})),
    ...Object.values(groups ?? {}).flatMap((group) => [group.agentOverrides, ...Object.values(group.agents ?? {})]),
    ...Object.values(regions).map((each) => each.agentOverrides),
  ];
  const first = agentDefaults?.['tier'] ?? schemaAt(['agentDefaults', 'tier'])?.default;
  return [...new Set([first, ...layers.map((layer) => layer?.['tier'])])].filter((tier) => typeof tier === 'string').sort();
}
