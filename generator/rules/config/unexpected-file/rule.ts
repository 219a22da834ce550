export { unexpectedFile as rule } from '../../../yaml/rules.ts';
