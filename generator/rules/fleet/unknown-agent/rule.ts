import { presentName } from '../../../fleet/moved.ts';
import { hintFor, keyMeant } from '../../../fleet/schema/suggest.ts';
import { defineRule, pointer } from '../../kit.ts';

export const rule = defineRule('spec', {
  code: 'fleet/unknown-agent',
  severity: 'error',
  what: 'An agent is named that the fleet does not have.',
  why: 'What is set for it would have no effect.',
  fix: 'Correct the name or define the agent under `agents`.',
  order: 25,
  *run(spec) {
    for (const [group, { agents }] of Object.entries(spec.groups ?? {})) {
      for (const agent of Object.keys(agents ?? {})) {
        if (Object.hasOwn(spec.agents ?? {}, agent)) continue;
        yield {
          path: pointer('groups', group, 'agents', agent),
          key: true,
          message: `group "${group}" has fields for the agent "${agent}", which the fleet does not have`,
          hint:
            presentName(spec, agent) === agent
              ? hintFor(agent, Object.keys(spec.agents ?? {}), Object.keys(agents ?? {}))
              : `it is called ${presentName(spec, agent)} now`,
          ...keyMeant(
            presentName(spec, agent),
            Object.keys(spec.agents ?? {}).filter((name) => presentName(spec, agent) === agent || name === presentName(spec, agent)),
            Object.keys(agents ?? {}),
          ),
        };
      }
    }
  },
});
