export { invalidFreeze as rule } from '../../../fleet/freezes/rules.ts';
