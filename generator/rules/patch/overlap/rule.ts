export { overlappingPatch as rule } from '../../../render/rules.ts';
