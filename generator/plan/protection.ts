import { get } from '../model/data.ts';
import type { KubeObject } from '../k8s/object.ts';

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
  return guards(object).length > 0;
}

/** Whether an object stops asking for care that it asked for: after that, its deletion is nothing special any more. */
export function losesCare(before: KubeObject, after: KubeObject): boolean {
  const kept = new Set(guards(after).map(subject));
  return guards(before).some((guard) => !kept.has(subject(guard)));
}

function guards(object: KubeObject): string[] {
  return options(object).filter((option) => /^(Prune|Delete)=(false|confirm)$/.test(option));
}

/** `Prune` or `Delete`: from `false` to `confirm` is still care. */
function subject(option: string): string {
  return option.split('=')[0] as string;
}
