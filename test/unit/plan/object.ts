import type { KubeObject } from '../../../generator/k8s/object.ts';

export function object(kind: string, spec: unknown, more: Partial<KubeObject['metadata']> = {}, apiVersion = 'v1'): KubeObject {
  return { apiVersion, kind, metadata: { name: 'x', namespace: 'agents', ...more }, ...(spec === undefined ? {} : { spec }) };
}
