export { encoding as rule } from '../../../yaml/rules.ts';
