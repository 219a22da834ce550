import { unknownRegion } from '../../../fleet/schema/rules.ts';
import { hintFor } from '../../../fleet/schema/suggest.ts';
import { defineRule, pointer } from '../../kit.ts';

/** Most who name a region that is none have misspelt it; some have just removed it. */
function wayOut(region: string, regions: readonly string[], taken: readonly string[]): string {
  const hint = hintFor(region, regions, taken) ?? 'there is no region';
  return hint.startsWith('there is') ? `${hint}; to take a region away, keep its entry with \`state: decommissioning\`` : hint;
}

export const rule = defineRule('spec', {
  ...unknownRegion,
  *run(spec) {
    const regions = Object.keys(spec.regions);
    for (const [agent, { regions: placed, overrides }] of Object.entries(spec.agents ?? {})) {
      for (const [i, region] of (placed ?? []).entries()) {
        if (region in spec.regions) continue;
        yield {
          path: pointer('agents', agent, 'regions', i),
          message: `agent "${agent}" is placed in the region "${region}", which the fleet does not have`,
          hint: wayOut(region, regions, placed ?? []),
        };
      }
      for (const region of Object.keys(overrides ?? {})) {
        if (region in spec.regions) continue;
        yield {
          path: pointer('agents', agent, 'overrides', region),
          key: true,
          message: `agent "${agent}" has overrides for the region "${region}", which the fleet does not have`,
          hint: wayOut(region, regions, Object.keys(overrides ?? {})),
        };
      }
    }
  },
});
