import { get } from '../model/data.ts';
import type { KubeObject } from '../kube/object.ts';

const OPTIONS = 'argocd.argoproj.io/sync-options';

function options(object: KubeObject): string[] {
  const text = get(object, ['metadata', 'annotations', OPTIONS]);
  return typeof text === 'string' ? text.split(',').map((option) => option.trim()) : [];
}

/** Whether Argo CD leaves the object in the cluster when it leaves Git. */
export function isKept(object: KubeObject): boolean {
  return options(object).includes('Prune=false');
}

/** Whether the object asks not to be deleted just so. */
export function asksForCare(object: KubeObject): boolean {
  return options(object).some((option) => /^(Prune|Delete)=(false|confirm)$/.test(option));
}
