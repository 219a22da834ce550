import { defineRule, pointer } from '../../kit.ts';

export const rule = defineRule('spec', {
  code: 'fleet/override-elsewhere',
  severity: 'error',
  what: 'An agent has overrides for a region, or for a group of regions, in which it is not placed.',
  why: 'The override has no effect: either the region is missing or the override is a leftover.',
  fix: 'Add the region to the agent, or remove the override.',
  order: 60,
  *run(spec) {
    for (const [agent, { regions, chosenBy, overrides }] of Object.entries(spec.agents ?? {})) {
      for (const region of Object.keys(overrides ?? {})) {
        if (!(region in spec.regions) || regions?.includes(region) === true) continue;
        yield {
          path: pointer('agents', agent, 'overrides', region),
          key: true,
          message: `agent "${agent}" has overrides for ${region} but is not placed there`,
          hint: `${chosenBy === undefined ? `add ${region} to the agent's regions` : `let the agent's regions match ${region}`}, or remove the override`,
          related: [{ path: pointer('agents', agent, 'regions'), note: 'the regions of the agent' }],
        };
      }
    }
    for (const [group, { regions = [], agents }] of Object.entries(spec.groups ?? {})) {
      for (const agent of Object.keys(agents ?? {})) {
        const own = spec.agents?.[agent];
        if (own === undefined || regions.length === 0 || regions.some((region) => own.regions?.includes(region) === true)) continue;
        yield {
          path: pointer('groups', group, 'agents', agent),
          key: true,
          message: `group "${group}" has fields for the agent "${agent}", which is placed in none of its regions`,
          hint: "add one of them to the agent's regions, or remove the fields",
          related: [{ path: pointer('agents', agent, 'regions'), note: 'the regions of the agent' }],
        };
      }
    }
  },
});
