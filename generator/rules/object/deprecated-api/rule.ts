import { apiProblem } from '../../../fleet/versions/serves.ts';
import { defineRule } from '../../kit.ts';

export const rule = defineRule('api', {
  code: 'object/deprecated-api',
  severity: 'warning',
  what: 'An object uses an API that is deprecated in the version of the region.',
  why: 'The API will be gone after an upgrade.',
  fix: 'Use the replacement that is named.',
  order: 20,
  *run(object, versions) {
    const problem = apiProblem(object, versions);
    if (problem?.severity !== 'deprecated') return;
    yield {
      path: '/apiVersion',
      system: problem.system,
      message: problem.message,
      hint: problem.instead === undefined ? undefined : `use ${problem.instead}`,
    };
  },
});
