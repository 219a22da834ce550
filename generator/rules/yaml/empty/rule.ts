export { emptyFile as rule } from '../../../yaml/rules.ts';
