export { noTarget as rule } from '../../../render/rules.ts';
