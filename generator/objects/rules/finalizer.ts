import { isLabelKey } from '../../model/names.ts';
import type { Rule } from '../rule.ts';
import { shown } from '../shown.ts';

/** Finalizers that the API server itself knows without a domain. */
const PLAIN = ['foregroundDeletion', 'orphan', 'kubernetes'];

/** https://argo-cd.readthedocs.io/en/stable/user-guide/app_deletion/ */
const ARGO = [
  'resources-finalizer.argocd.argoproj.io',
  'resources-finalizer.argocd.argoproj.io/foreground',
  'resources-finalizer.argocd.argoproj.io/background',
  'pre-delete-finalizer.argocd.argoproj.io',
  'pre-delete-finalizer.argocd.argoproj.io/cleanup',
  'post-delete-finalizer.argocd.argoproj.io',
  'post-delete-finalizer.argocd.argoproj.io/cleanup',
];

/** A finalizer that no controller takes away keeps its object for ever. */
export const finalizer: Rule = {
  code: 'object/finalizer',
  *run(object) {
    const list: unknown = object.metadata.finalizers;
    if (!Array.isArray(list)) return;
    const application = object.kind === 'Application';
    for (const [i, name] of (list as unknown[]).entries()) {
      if (typeof name !== 'string') continue;
      const path = `/metadata/finalizers/${i}`;
      if (application ? !ARGO.includes(name) : !PLAIN.includes(name) && !(isLabelKey(name) && /[./]/.test(name)))
        yield {
          path,
          message: `${shown(name)} is no finalizer that ${application ? 'Argo CD knows' : 'a controller could know'}`,
          hint: application ? ARGO[0] : 'a name with the domain of its controller, such as example.org/cleanup',
        };
    }
  },
};
