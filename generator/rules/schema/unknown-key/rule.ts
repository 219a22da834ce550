export { unknownKey as rule } from '../../../fleet/schema/rules.ts';
