export { unsupported as rule } from '../../../yaml/rules.ts';
