export { invalidPatch as rule } from '../../../render/rules.ts';
