import { presentName } from '../../../fleet/moved.ts';
import type { FleetSpec } from '../../../fleet/spec.ts';
import { child, defineRule, pointer, type Pointer } from '../../kit.ts';

export const rule = defineRule('spec', {
  code: 'fleet/former-name',
  severity: 'warning',
  what: '`egress` names an agent by its old name.',
  why: 'It means the agent as long as the entry of `moved` stands, and nobody afterwards.',
  fix: 'Write the new name.',
  order: 27,
  *run(spec) {
    for (const { at, egress } of egressOf(spec)) {
      for (const [i, { agent }] of egress.entries()) {
        const now = typeof agent === 'string' ? presentName(spec, agent) : agent;
        if (typeof agent !== 'string' || now === agent) continue;
        yield {
          path: child(child(at, i), 'agent'),
          message: `the agent "${agent}" is called "${now}" now`,
          hint: `write ${now}`,
          fix: { value: now },
        };
      }
    }
  },
});

interface Stated {
  readonly at: Pointer;
  readonly egress: readonly { readonly agent?: string | null }[];
}

/** Every list of ways out that somebody has written, in whatever layer. */
function egressOf({ agentDefaults, tiers = {}, agents = {}, groups = {}, regions }: FleetSpec): Stated[] {
  const found: Stated[] = [];
  const add = (fields: { readonly egress?: unknown } | undefined, ...at: string[]): void => {
    if (Array.isArray(fields?.egress)) found.push({ at: pointer(...at, 'egress'), egress: fields.egress as Stated['egress'] });
  };
  add(agentDefaults, 'agentDefaults');
  for (const [name, tier] of Object.entries(tiers)) add(tier as { egress?: unknown }, 'tiers', name);
  for (const [name, own] of Object.entries(agents)) {
    add(own, 'agents', name);
    for (const [region, override] of Object.entries(own.overrides ?? {})) add(override, 'agents', name, 'overrides', region);
  }
  for (const [name, group] of Object.entries(groups)) {
    add(group.agentOverrides, 'groups', name, 'agentOverrides');
    for (const [agent, fields] of Object.entries(group.agents ?? {})) add(fields, 'groups', name, 'agents', agent);
  }
  for (const [name, region] of Object.entries(regions)) add(region.agentOverrides, 'regions', name, 'agentOverrides');
  return found;
}
