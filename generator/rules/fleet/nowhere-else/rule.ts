import { nowhereElse } from '../../../fleet/elsewhere.ts';
import { drainsAgents } from '../../../fleet/region.ts';
import { defineRule, pointer } from '../../kit.ts';

/** So many agents are named. */
const NAMED = 20;

export const rule = defineRule('fleet', {
  code: 'fleet/nowhere-else',
  severity: 'warning',
  what: 'A region drains, and agents of it serve in no other region.',
  why: 'Their clients have nowhere to go: for these agents the end of the region is the end altogether.',
  fix: 'Let them run in another region first, or say at the agent that it drains.',
  order: 62,
  *run(fleet, where) {
    for (const region of fleet.regions) {
      const at = pointer('regions', region.name, 'state');
      if (!drainsAgents(region.state)) continue;
      // What says of itself that it drains is meant to end.
      const names = nowhereElse(fleet, region).flatMap(({ name }) => (where.agent(name, region.name, 'state') === at ? [name] : []));
      if (names.length === 0) continue;
      const rest = names.length - NAMED;
      const other = fleet.regions.find(({ state }) => state === 'active')?.name;
      yield {
        path: at,
        message: `region "${region.name}" drains, and of its agents these serve nowhere else: ${names.slice(0, NAMED).join(', ')}${rest > 0 ? `, and ${rest} more` : ''}`,
        hint: `${other === undefined ? '' : `let them run in another region first, such as ${other}; or `}write "state: draining" at an agent that is meant to end`,
      };
    }
  },
});
