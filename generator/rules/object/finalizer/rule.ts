import { servedKind } from '../../../k8s/served/types.ts';
import { isLabelKey } from '../../../model/names.ts';
import { defineRule, group, shownValue, type KubeObject } from '../../kit.ts';

/** Finalizers that the API server itself knows without a domain. */
const PLAIN = ['foregroundDeletion', 'orphan', 'kubernetes'];

const RESOURCES = 'resources-finalizer.argocd.argoproj.io';

/** What Argo CD takes away again, and of which kind: https://argo-cd.readthedocs.io/en/stable/user-guide/app_deletion/ */
const ARGO: Readonly<Record<string, readonly string[]>> = {
  'argoproj.io/Application': [
    RESOURCES,
    `${RESOURCES}/foreground`,
    `${RESOURCES}/background`,
    'pre-delete-finalizer.argocd.argoproj.io',
    'pre-delete-finalizer.argocd.argoproj.io/cleanup',
    'post-delete-finalizer.argocd.argoproj.io',
    'post-delete-finalizer.argocd.argoproj.io/cleanup',
  ],
  'argoproj.io/AppProject': [RESOURCES],
  'argoproj.io/ApplicationSet': [RESOURCES],
};

/** On hooks of any kind (gitops-engine, pkg/sync/hook). */
const HOOK = 'argocd.argoproj.io/hook-finalizer';

const ARGO_DOMAIN = /(^|\.)argocd\.argoproj\.io(\/|$)/;

/** Programs beside the API server serve them, with checks of their own. */
const APART = new Set(['apiextensions.k8s.io', 'apiregistration.k8s.io']);

/** Kinds of Kubernetes ask for a domain and a slash; those of definitions take any name. kubernetes, pkg/apis/core/validation/validation.go, validateKubeFinalizerName. */
function isRefused(object: KubeObject, name: string): boolean {
  return !isLabelKey(name) || (!name.includes('/') && servedKind(object) !== undefined && !APART.has(group(object)));
}

export const rule = defineRule('object', {
  code: 'object/finalizer',
  severity: 'error',
  inFleets: 'error',
  what: 'An object carries a finalizer that is none, or that no controller takes away.',
  why: 'The API server refuses what is no name. With another one the object can never be deleted, and keeps its namespace from being deleted.',
  source: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/finalizers/',
  fix: 'Use the name that the documentation of the controller gives.',
  order: 90,
  *run(object) {
    const list: unknown = object.metadata.finalizers;
    if (!Array.isArray(list)) return;
    const known = ARGO[`${group(object)}/${object.kind}`];
    for (const [i, name] of (list as unknown[]).entries()) {
      if (typeof name !== 'string') continue;
      const path = `/metadata/finalizers/${i}`;
      const severity = isRefused(object, name) ? undefined : 'warning';
      if (known !== undefined) {
        if (!known.includes(name))
          yield { path, severity, message: `${shownValue(name)} is no finalizer that Argo CD takes off this kind`, hint: RESOURCES };
      } else if (ARGO_DOMAIN.test(name)) {
        if (name !== HOOK)
          yield { path, severity, message: `${shownValue(name)} is no finalizer that Argo CD takes off this kind`, hint: 'leave it out' };
      } else if (!PLAIN.includes(name) && (isRefused(object, name) || !/[./]/.test(name)))
        yield {
          path,
          severity,
          message: `${shownValue(name)} is no finalizer that a controller could know`,
          hint: 'a name with the domain of its controller, such as example.org/cleanup',
        };
    }
  },
});
