export { invalidPolicy as rule } from '../../../fleet/policies/rules.ts';
