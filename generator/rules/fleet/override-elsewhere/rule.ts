import { defineRule, pointer } from '../../kit.ts';

export const rule = defineRule('spec', {
  code: 'fleet/override-elsewhere',
  severity: 'error',
  what: 'An agent has overrides for a region in which it is not placed.',
  why: 'The override has no effect: either the region is missing or the override is a leftover.',
  fix: 'Add the region to the agent, or remove the override.',
  order: 60,
  *run(spec) {
    for (const [agent, { regions, overrides }] of Object.entries(spec.agents ?? {})) {
      for (const region of Object.keys(overrides ?? {})) {
        if (!(region in spec.regions) || regions?.includes(region) === true) continue;
        yield {
          path: pointer('agents', agent, 'overrides', region),
          key: true,
          message: `agent "${agent}" has overrides for ${region} but is not placed there`,
          hint: `add ${region} to the agent's regions, or remove the override`,
          related: [{ path: pointer('agents', agent, 'regions'), note: 'the regions of the agent' }],
        };
      }
    }
  },
});
