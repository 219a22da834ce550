import { pointer } from '../../../model/pointer.ts';
import type { SpecCheck } from '../../fleet-rule.ts';

export const overrideElsewhere: SpecCheck = {
  code: 'fleet/override-elsewhere',
  *run(spec) {
    for (const [agent, { regions, overrides }] of Object.entries(spec.agents ?? {})) {
      for (const region of Object.keys(overrides ?? {})) {
        if (!(region in spec.regions) || regions?.includes(region) === true) continue;
        yield {
          code: this.code,
          at: pointer('agents', agent, 'overrides', region),
          key: true,
          message: `agent "${agent}" has overrides for ${region} but is not placed there`,
          hint: `add ${region} to the agent's regions, or remove the override`,
          related: [{ at: pointer('agents', agent, 'regions'), note: 'the regions of the agent' }],
        };
      }
    }
  },
};
