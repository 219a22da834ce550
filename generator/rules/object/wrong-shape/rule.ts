import type { Rule } from '../../object-rule.ts';
import { schemaOf } from '../../../k8s/schema/kinds.ts';
import { shapeFaults } from '../../../k8s/schema/shape.ts';

/** The API server prunes fields it does not know without a word, and refuses the whole object for a wrong type. */
export const wrongShape: Rule = {
  code: 'object/wrong-shape',
  run(object) {
    const schema = schemaOf(object);
    return schema === undefined ? [] : shapeFaults(schema, object);
  },
};
