export { invalidObject as rule } from '../../../render/rules.ts';
