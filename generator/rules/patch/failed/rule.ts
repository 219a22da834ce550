export { failedPatch as rule } from '../../../render/rules.ts';
