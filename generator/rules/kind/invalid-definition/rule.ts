export { invalidDefinition as rule } from '../../../k8s/crd/rules.ts';
