export { syntax as rule } from '../../../yaml/rules.ts';
