export { unknownComponent as rule } from '../../../fleet/schema/rules.ts';
