import { schemaOf } from '../../../k8s/schema/kinds.ts';
import { servedFaults } from '../../../k8s/served/faults.ts';
import { defineRule } from '../../kit.ts';

export const rule = defineRule('object', {
  code: 'object/served',
  severity: 'error',
  what: 'An object of a kind of Kubernetes itself holds what the API server does not take: by what the server says of its types, or by its validation.',
  why: 'The API server refuses the object, and with it the sync.',
  fix: 'Change what the message names; `kubectl explain` shows what the field is for.',
  order: 330,
  // What other rules have words of their own for, they say.
  backstop: true,
  forgives: ({ path, message }, { sketch }) => /^\/(?:status|metadata\/managedFields)(?:\/|$)/.test(path) || (sketch && message.startsWith('lacks ')),
  run: (object) => servedFaults(object, { open: schemaOf(object) !== undefined }),
});
