export { secretInConfig as rule } from '../../../yaml/rules.ts';
