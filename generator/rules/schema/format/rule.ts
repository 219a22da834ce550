export { wrongFormat as rule } from '../../../fleet/schema/rules.ts';
