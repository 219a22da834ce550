// There is no node: a test takes its part, and says of each pod that it runs.
import { expect } from 'vitest';
import type { KubeObject } from '../../generator/k8s/object.ts';
import type { Cluster } from './cluster.ts';

/** As scheduler and kubelet do it, on a node that the test has made. */
export async function runPod(cluster: Cluster, pod: KubeObject, podIP: string): Promise<void> {
  // In a list an object does not say of which kind it is.
  const path = `/api/v1/namespaces/${pod.metadata.namespace ?? 'default'}/pods/${pod.metadata.name}`;
  const binding = {
    apiVersion: 'v1',
    kind: 'Binding',
    metadata: { name: pod.metadata.name },
    target: { apiVersion: 'v1', kind: 'Node', name: 'node' },
  };
  const bound = await cluster.ask('POST', `${path}/binding`, { body: binding });
  expect(bound.code, JSON.stringify(bound.body)).toBe(201);
  const status = { phase: 'Running', podIP, podIPs: [{ ip: podIP }], conditions: [{ type: 'Ready', status: 'True' }] };
  const answer = await cluster.ask('PATCH', `${path}/status`, { body: { status }, type: 'application/merge-patch+json' });
  expect(answer.code, JSON.stringify(answer.body)).toBe(200);
}

/** What a controller does, it does in its time. */
export async function eventually<T>(look: () => Promise<T>, expected: T): Promise<void> {
  let found = await look();
  for (let i = 0; i < 200 && JSON.stringify(found) !== JSON.stringify(expected); i++) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    found = await look();
  }
  expect(found).toEqual(expected);
}
