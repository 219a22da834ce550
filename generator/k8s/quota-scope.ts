import type { KubeObject } from './object.ts';
import { podCompute, type Compute } from './compute.ts';
import { each, fields, text, texts } from './look.ts';
import type { Pod } from './pod.ts';

type Test = (pod: Pod, defaults: Compute) => boolean;

const SCOPES: ReadonlyMap<string, Test> = new Map(
  Object.entries({
    // Of the pod, not of its Job: only the pod's own deadline counts.
    Terminating: ({ spec }: Pod) => spec['activeDeadlineSeconds'] !== undefined,
    NotTerminating: ({ spec }: Pod) => spec['activeDeadlineSeconds'] === undefined,
    BestEffort: (pod: Pod, defaults: Compute) => !asksForAny(pod, defaults),
    NotBestEffort: asksForAny,
  }),
);

function asksForAny(pod: Pod, defaults: Compute): boolean {
  const { requests, limits } = podCompute(pod, defaults);
  return ['cpu', 'memory'].some((key) => (requests[key] ?? 0) > 0 || (limits[key] ?? 0) > 0);
}

/**
 * Which pods a quota is about; undefined where that cannot be judged. It is `true` for a quota without scopes, which counts
 * objects of other kinds as well. https://kubernetes.io/docs/concepts/policy/resource-quotas/#quota-scopes
 */
export function scopeOf(quota: KubeObject): Test | true | undefined {
  const { scopes } = fields(quota['spec']);
  const tests: (Test | undefined)[] = texts(scopes).map((scope) => SCOPES.get(scope));
  for (const { item } of each(quota, 'spec.scopeSelector.matchExpressions[]')) tests.push(expressed(item));
  if (tests.length === 0) return true;
  if (!tests.every((test) => test !== undefined)) return undefined;
  return (pod, defaults) => tests.every((test) => test(pod, defaults));
}

function expressed({ scopeName, operator, values }: Readonly<Record<string, unknown>>): Test | undefined {
  const scope = text(scopeName) ?? '';
  if (scope !== 'PriorityClass') return operator === 'Exists' ? SCOPES.get(scope) : undefined;
  const names = texts(values);
  // A pod that names no class gets the one that is the default, if any is: the others are not judged by it.
  const nameOf = ({ spec }: Pod): string | undefined => text(spec['priorityClassName']);
  switch (operator) {
    case 'In':
      return (pod) => names.includes(nameOf(pod) ?? '');
    case 'NotIn':
      return (pod) => nameOf(pod) !== undefined && !names.includes(nameOf(pod) as string);
    case 'Exists':
      return (pod) => nameOf(pod) !== undefined;
    default:
      return undefined;
  }
}
