import { limitFaults } from '../../../k8s/schema/limits.ts';
import { schemaOf } from '../../../k8s/schema/kinds.ts';
import { shapeFaults } from '../../../k8s/schema/shape.ts';
import { defineRule } from '../../kit.ts';

/** Metadata that only the API server writes; in templates within its own kinds it passes over them. */
const PRINTED =
  /\/metadata\/(?:uid|resourceVersion|generation|managedFields|selfLink|ownerReferences|creationTimestamp|deletionTimestamp|deletionGracePeriodSeconds|generateName)$/;

export const rule = defineRule('object', {
  code: 'object/wrong-shape',
  severity: 'error',
  what: 'An object has a field that its kind does not know, lacks one, or holds a value of the wrong type, or one that the definition of its kind forbids.',
  why: 'The API server prunes unknown fields in silence and refuses the rest; the sync stops, or the setting has no effect.',
  fix: 'Correct or remove the field that is named.',
  order: 50,
  // Printed objects have `status` and what the API server says about them; and to it null is as good as absent.
  forgives: ({ path, message }, { sketch, served }) =>
    path === '/status' ||
    // What a person starts by hand; Argo CD takes it off again.
    (path === '/operation' && !served) ||
    (/^(?:\/spec\/template)?\/metadata\//.test(path) && PRINTED.test(path)) ||
    (served && PRINTED.test(path)) ||
    // A field that came and went is held against the minors that are asked for: `object/unserved-field`.
    (served && /\/spec\/workloadRef$/.test(path)) ||
    (message.endsWith('not null') && (served || /^\/metadata/.test(path))) ||
    // In kinds of Kubernetes an empty word is none; where one is needed, `object/served` says so.
    (served &&
      (message.endsWith('not ""') ||
        (message === 'lacks the field "limits"' && path === '/spec') ||
        (message === 'lacks the field "value"' && /\/httpHeaders\/\d+$/.test(path)))) ||
    (sketch && message.startsWith('lacks ')),
  run(object, kinds) {
    const schema = schemaOf(object);
    const faults = schema === undefined ? [] : shapeFaults(schema, object);
    // Of a kind that is known anyway, both hold: what is wrong by both is said once.
    // What a cluster printed is passed over, and hides nothing else.
    if (faults.some(({ path }) => path !== '/status' && !PRINTED.test(path))) return faults;
    const more = (kinds.definitionOf(object) === undefined ? limitFaults(object) : kinds.faultsOf(object)).shape;
    return [...faults, ...more.filter(({ path }) => faults.every((fault) => fault.path !== path))];
  },
});
