export { ambiguous as rule } from '../../../yaml/rules.ts';
