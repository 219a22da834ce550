export { invalidRollout as rule } from '../../../fleet/rollouts/rules.ts';
