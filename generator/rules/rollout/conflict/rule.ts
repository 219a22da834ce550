import { overlaps } from '../../../fleet/rollouts/overlaps.ts';
import { child, defineRule, quoted, type Pointer } from '../../kit.ts';

export const rule = defineRule('spec', {
  code: 'rollout/conflict',
  severity: 'error',
  what: 'Two rollouts set one key.',
  why: 'Neither lies above the other, so nothing says which of the values a region of both has.',
  fix: 'Finish or abort one of them, or leave the key out of one.',
  order: 50,
  *run({ rollouts = [] }) {
    for (const [i, second] of rollouts.entries())
      for (const first of rollouts.slice(0, i))
        for (const steps of overlaps(first.set, second.set)) {
          const at = (rollout: Pointer): Pointer => steps.reduce<Pointer>(child, child(rollout, 'set'));
          yield {
            path: at(second.at),
            message: `rollouts ${first.name} and ${second.name} set ${quoted(steps.join('.'))}`,
            hint: `leave it out of one of them; which is under way: pap-fleet rollout status`,
            related: [{ path: at(first.at), note: `set by rollout ${first.name}` }],
          };
        }
  },
});
