export { wrongType as rule } from '../../../fleet/schema/rules.ts';
