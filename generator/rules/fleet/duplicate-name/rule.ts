export { duplicateName as rule } from '../../../yaml/rules.ts';
