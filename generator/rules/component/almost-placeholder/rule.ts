export { closePlaceholder as rule } from '../../../fleet/declared/rules.ts';
