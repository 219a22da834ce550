import { defineRule, pointer } from '../../kit.ts';

export const rule = defineRule('spec', {
  code: 'fleet/agent-without-region',
  severity: 'error',
  what: 'An agent is placed in no region.',
  why: 'It would run nowhere, and nothing would say so.',
  fix: 'Name at least one region under `regions`, or remove the agent.',
  order: 50,
  *run(spec) {
    for (const [agent, { regions, chosenBy, state }] of Object.entries(spec.agents ?? {})) {
      // Labels that no region has are a finding of their own.
      if ((regions ?? []).length > 0 || chosenBy !== undefined || state === 'terminated') continue;
      yield {
        path: pointer('agents', agent),
        key: true,
        message: `agent "${agent}" is placed in no region`,
        hint: `add "regions", for example [${Object.keys(spec.regions)[0] ?? ''}]`,
      };
    }
  },
});
