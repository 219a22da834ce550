export { multipleDocuments as rule } from '../../../yaml/rules.ts';
