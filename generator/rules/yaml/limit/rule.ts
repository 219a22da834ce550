export { overLimit as rule } from '../../../yaml/rules.ts';
