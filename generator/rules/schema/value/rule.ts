export { wrongValue as rule } from '../../../fleet/schema/rules.ts';
