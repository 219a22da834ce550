export { duplicateKey as rule } from '../../../yaml/rules.ts';
