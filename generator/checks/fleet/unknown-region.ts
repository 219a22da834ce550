import { pointer } from '../../model/pointer.ts';
import { hintFor } from '../../schema/suggest.ts';
import type { SpecCheck } from '../check.ts';

export const unknownRegion: SpecCheck = {
  code: 'fleet/unknown-region',
  *run(spec) {
    const regions = Object.keys(spec.regions);
    for (const [agent, { regions: placed, overrides }] of Object.entries(spec.agents ?? {})) {
      for (const [i, region] of (placed ?? []).entries()) {
        if (region in spec.regions) continue;
        yield {
          code: this.code,
          at: pointer('agents', agent, 'regions', i),
          message: `agent "${agent}" is placed in the region "${region}", which the fleet does not have`,
          hint: hintFor(region, regions),
        };
      }
      for (const region of Object.keys(overrides ?? {})) {
        if (region in spec.regions) continue;
        yield {
          code: this.code,
          at: pointer('agents', agent, 'overrides', region),
          key: true,
          message: `agent "${agent}" has overrides for the region "${region}", which the fleet does not have`,
          hint: hintFor(region, regions),
        };
      }
    }
  },
};
