export { missingKey as rule } from '../../../fleet/schema/rules.ts';
