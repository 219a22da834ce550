// What is wrong with objects and patches that people add by hand. Each is passed on by its folder below rules/, which has its examples.
import type { RuleInfo } from '../model/rule.ts';

export const invalidObject: RuleInfo = {
  code: 'extra/invalid-object',
  severity: 'error',
  what: 'An object in `config/extra` is not one that can be delivered.',
  why: 'It goes to clusters like our own objects and is held to the same rules.',
  fix: 'Mend what the message names.',
  scope: 'text',
};

export const deliveryKey: RuleInfo = {
  code: 'security/delivery-key',
  severity: 'error',
  what: 'An extra object or a patch holds a label or annotation that tells Argo CD, Helm or Kustomize what to do with an object.',
  why: 'With `helm.sh/hook` Argo CD deletes an object that it would keep; with others it replaces it, forces it, skips it, or does not see that it is left behind.',
  fix: 'Remove it. Allowed are `helm.sh/chart`, `helm.sh/resource-policy: keep`, and on an object itself `argocd.argoproj.io/sync-wave` from 0 to 99, `sync-options` that keep it, and `compare-options: ServerSideDiff=true`. What components write stays as it is.',
  scope: 'text',
};

export const invalidPatch: RuleInfo = {
  code: 'patch/invalid',
  severity: 'error',
  what: 'A file in `config/patches` holds no JSON 6902 patches with targets, or one that is not understood.',
  why: 'A patch that is half understood changes the wrong thing.',
  fix: 'Write a list of `{target: {kind, name}, patch: [{op, path, value}]}`; with placeholders, `{placeholders: true, patches: [the list]}`.',
  scope: 'text',
  order: 10,
};

export const noTarget: RuleInfo = {
  code: 'patch/no-target',
  severity: 'error',
  what: 'The target of a patch matches no object.',
  why: 'Kustomize passes over such a patch silently; the change its author wanted does not happen.',
  fix: 'Correct kind, name or namespace, or remove the patch.',
  scope: 'text',
  order: 20,
};

export const overlappingPatch: RuleInfo = {
  code: 'patch/overlap',
  severity: 'warning',
  what: 'Two patches write one path of one object.',
  why: 'Only the patch that is applied last shows: whoever changes the other sees no effect. Those for a region are applied after those for its groups, and these after those for all.',
  fix: 'Write the path in one of them, or let the later one test first what the earlier one wrote.',
  scope: 'text',
  order: 40,
};

export const failedPatch: RuleInfo = {
  code: 'patch/failed',
  severity: 'error',
  what: 'A patch does not apply to the object it targets.',
  why: 'The object has another shape than the patch expects.',
  fix: 'Correct the path or the expected value.',
  scope: 'text',
  order: 30,
};
