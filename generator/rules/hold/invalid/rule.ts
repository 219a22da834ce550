export { invalidHold as rule } from '../../../fleet/holds/rules.ts';
