import { presentName } from '../../../fleet/moved.ts';
import { targetMeant, targetOf } from '../../../fleet/target.ts';
import { settingsSchemas } from '../../../fleet/schema/schemas.ts';
import { hintFor, meant } from '../../../fleet/schema/suggest.ts';
import { child, defineRule, quoted } from '../../kit.ts';

export const rule = defineRule('spec', {
  code: 'rollout/unknown-target',
  severity: 'error',
  what: 'A rollout changes an agent or a component that the fleet does not have, or an agent that is terminated.',
  why: 'Every wave would be reached, and nothing would change.',
  fix: 'Correct the name, or end the rollout: `pap-fleet rollout abort NAME`.',
  order: 30,
  *run(spec, declared) {
    const components = Object.keys(settingsSchemas(declared));
    const agents = spec.agents ?? {};
    for (const { at, name: rollout, set } of spec.rollouts ?? [])
      for (const key of Object.keys(set)) {
        const [section, name = ''] = targetOf(key);
        const here = { path: child(child(at, 'set'), key), key: true };
        const names = section === 'agents' ? Object.keys(agents) : section === 'components' ? components : undefined;
        if (names !== undefined && !names.includes(name)) {
          const renamed = section === 'agents' && presentName(spec, name) !== name ? presentName(spec, name) : undefined;
          const what = section === 'agents' ? 'agent' : 'component';
          yield {
            ...here,
            message: `there is no ${what} ${quoted(name)}`,
            hint: renamed === undefined ? hintFor(name, names) : `${renamed} is its name now: correct it here`,
            ...targetMeant(key, name, renamed ?? meant(name, names), Object.keys(set)),
          };
        } else if (section === 'agents' && agents[name]?.state === 'terminated')
          yield {
            ...here,
            message: `agent ${quoted(name)} is terminated: there is nothing of it to change`,
            hint: `leave it out; a rollout that has begun ends by pap-fleet rollout abort ${rollout}`,
          };
      }
  },
});
