import { defineRule } from '../../kit.ts';
import { apiFaults } from '../api.ts';

export const rule = defineRule('api', {
  code: 'object/deprecated-api',
  severity: 'warning',
  what: 'An object uses an API that is deprecated in the version of the region.',
  why: 'The API will be gone after an upgrade.',
  fix: 'Use the replacement that is named.',
  order: 20,
  run: (object, versions) => apiFaults(object, versions, 'deprecated'),
});
