export { deliveryKey as rule } from '../../../render/rules.ts';
