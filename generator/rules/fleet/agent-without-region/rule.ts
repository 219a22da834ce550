import { pointer } from '../../../model/pointer.ts';
import type { SpecCheck } from '../../fleet-rule.ts';

export const agentWithoutRegion: SpecCheck = {
  code: 'fleet/agent-without-region',
  *run(spec) {
    for (const [agent, { regions, state }] of Object.entries(spec.agents ?? {})) {
      if ((regions ?? []).length > 0 || state === 'terminated') continue;
      yield {
        code: this.code,
        at: pointer('agents', agent),
        key: true,
        message: `agent "${agent}" is placed in no region`,
        hint: `add "regions", for example [${Object.keys(spec.regions)[0] ?? ''}]`,
      };
    }
  },
};
