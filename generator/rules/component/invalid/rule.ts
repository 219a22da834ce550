export { invalidComponent as rule } from '../../../fleet/declared/rules.ts';
