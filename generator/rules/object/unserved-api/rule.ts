import { apiProblem } from '../../../fleet/versions/serves.ts';
import { defineRule } from '../../kit.ts';

export const rule = defineRule('api', {
  code: 'object/unserved-api',
  severity: 'error',
  what: 'An object uses an API that the region does not serve.',
  why: 'The API server refuses it, and with it the whole sync.',
  fix: 'Use the replacement that is named, or correct the version of the region.',
  order: 10,
  *run(object, versions) {
    const problem = apiProblem(object, versions);
    if (problem?.severity !== 'unserved') return;
    yield {
      path: '/apiVersion',
      system: problem.system,
      message: problem.message,
      hint: problem.instead === undefined ? undefined : `use ${problem.instead}`,
    };
  },
});
