import { VERSIONED_KINDS, fieldProblems } from '../../../k8s/versioned-fields.ts';
import { defineRule } from '../../kit.ts';

export const rule = defineRule('api', {
  code: 'object/unserved-field',
  severity: 'error',
  what: 'An object has a field, or a value of one, that the version of the region does not know.',
  why: 'The API server refuses the object, or drops the field: then Argo CD sees a difference that no sync removes, and what the field should do is not done.',
  fix: 'Leave the field out of what goes to that region, or correct the version of the region.',
  kinds: VERSIONED_KINDS,
  order: 21,
  *run(object, versions) {
    for (const { system, path, key, message, instead } of fieldProblems(object, versions))
      yield {
        path,
        ...(key === true ? { key } : {}),
        system,
        message,
        hint: instead === undefined ? 'leave it out, or correct the version of the region' : `use ${instead}`,
      };
  },
});
