import type { Rule } from '../rule.ts';
import { schemaOf } from '../strict/kinds.ts';
import { shapeFaults } from '../strict/shape.ts';

/** The API server prunes fields it does not know without a word, and refuses the whole object for a wrong type. */
export const wrongShape: Rule = {
  code: 'object/wrong-shape',
  run(object) {
    const schema = schemaOf(object);
    return schema === undefined ? [] : shapeFaults(schema, object);
  },
};
