import { defineRule } from '../../kit.ts';
import { apiFaults } from '../api.ts';

export const rule = defineRule('api', {
  code: 'object/off-by-default',
  severity: 'warning',
  what: 'An object uses an alpha or beta API of Kubernetes, which an API server serves only where it is switched on.',
  why: 'A cluster that nobody told about it refuses the object; and what is alpha or beta is gone some minors later.',
  source: 'https://kubernetes.io/docs/reference/using-api/#api-versioning',
  fix: 'Switch it on in every API server that gets the object, or use a stable version.',
  order: 15,
  run: (object, versions) => apiFaults(object, versions, 'off'),
});
