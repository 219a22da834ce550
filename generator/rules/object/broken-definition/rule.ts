import { readDefinition } from '../../../k8s/crd/definition.ts';
import { defineRule } from '../../kit.ts';

/** Sources: the validation of apiextensions-apiserver, as far as a definition by itself shows it. */
export const rule = defineRule('object', {
  code: 'object/broken-definition',
  severity: 'error',
  what: 'A CustomResourceDefinition that the fleet delivers is one that the API server refuses.',
  why: 'Nothing of its kind can be applied, and the sync of the component stops at it.',
  fix: 'Take the definition of a release of upstream, or mend what the message names.',
  order: 44,
  kinds: ['apiextensions.k8s.io/CustomResourceDefinition'],
  *run(object) {
    yield* readDefinition({ ...object }).flaws;
  },
});
