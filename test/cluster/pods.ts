// There is no node and no kubelet: a test takes their part, and waits for what controllers make of it.
import { expect } from 'vitest';
import type { KubeObject } from '../../generator/k8s/object.ts';
import type { Cluster } from './cluster.ts';

/** What a controller does, it does in its time. */
export async function eventually<T>(look: () => Promise<T>, expected: T): Promise<void> {
  let found = await look();
  for (let i = 0; i < 200 && JSON.stringify(found) !== JSON.stringify(expected); i++) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    found = await look();
  }
  expect(found).toEqual(expected);
}

/** As scheduler and kubelet do it. The node is named `node`, and is there. */
export async function run(cluster: Cluster, { metadata: { name, namespace = 'default' } }: KubeObject, podIP: string): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/pods/${name}`;
  const binding = { apiVersion: 'v1', kind: 'Binding', metadata: { name }, target: { apiVersion: 'v1', kind: 'Node', name: 'node' } };
  const bound = await cluster.ask('POST', `${path}/binding`, { body: binding });
  expect(bound.code, JSON.stringify(bound.body)).toBe(201);
  const status = { phase: 'Running', podIP, podIPs: [{ ip: podIP }], conditions: [{ type: 'Ready', status: 'True' }] };
  const answer = await cluster.ask('PATCH', `${path}/status`, { body: { status }, type: 'application/merge-patch+json' });
  expect(answer.code, JSON.stringify(answer.body)).toBe(200);
}
