export { noDefinition as rule } from '../../../k8s/crd/rules.ts';
