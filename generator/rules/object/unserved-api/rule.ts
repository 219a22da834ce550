import { defineRule } from '../../kit.ts';
import { apiFaults } from '../api.ts';

export const rule = defineRule('api', {
  code: 'object/unserved-api',
  severity: 'error',
  what: 'An object uses an API that the region does not serve.',
  why: 'The API server refuses it, and with it the whole sync.',
  fix: 'Use the replacement that is named, or correct the version of the region.',
  order: 10,
  run: (object, versions) => apiFaults(object, versions, 'unserved'),
});
