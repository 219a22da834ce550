export { wrongPlaceholder as rule } from '../../../fleet/declared/rules.ts';
