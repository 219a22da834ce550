import { expect, test } from 'vitest';
import { anyCluster, judge } from '../../../generator/lint/lint.ts';
import { parseManifests } from '../../../generator/yaml/manifests.ts';

// What is there several times. Seen to fail: without generator/lint/copies.ts the quota is too small for two copies; with policies looked up pod by pod
// 150 fleets take minutes.

const fleet = (name: string, memory = '1Gi'): string => `
{ apiVersion: v1, kind: ResourceQuota, metadata: { name: all, namespace: a }, spec: { hard: { requests.memory: ${memory} } } }
---
{ apiVersion: apps/v1, kind: Deployment, metadata: { name: ${name}, namespace: a }, spec: { strategy: { type: Recreate }, selector: { matchLabels: { app: a } },
  template: { metadata: { labels: { app: a } }, spec: { containers: [{ name: a, image: a, ports: [{ name: web, containerPort: 8080 }], resources: { requests: { memory: 600Mi } } }] } } } }
---
{ apiVersion: v1, kind: Service, metadata: { name: ${name}, namespace: a, labels: { app: a } }, spec: { selector: { app: a }, ports: [{ name: web, port: 80, targetPort: web }] } }
---
{ apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: { name: ${name}, namespace: a },
  spec: { rules: [{ host: ${name}.example.net, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: ${name}, port: { name: web } } } }] } }] } }
---
{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: ${name}, namespace: a },
  spec: { podSelector: { matchLabels: { app: a } }, ingress: [{ ports: [{ port: 8080 }], from: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: monitoring } } }] }] } }
---
{ apiVersion: monitoring.coreos.com/v1, kind: ServiceMonitor, metadata: { name: ${name}, namespace: a }, spec: { selector: { matchLabels: { app: a } }, endpoints: [{ port: web }] } }
`;

function codes(...texts: readonly string[]): string[] {
  const manifests = texts.flatMap((text, i) => parseManifests({ path: `${i}.yaml`, bytes: Buffer.from(text) }).manifests);
  return judge(manifests, anyCluster).findings.map(({ code, place }) => `${place.file} ${code}`);
}

test('what stands there word for word again takes no room, and has the findings of the first', () => {
  const ofOne = codes(fleet('a'));
  expect(ofOne.join()).not.toContain('over-quota');
  expect(codes(fleet('a'), fleet('a'))).toEqual([...ofOne, ...ofOne.map((line) => line.replace('0.yaml', '1.yaml'))]);
  const tight = codes(fleet('a', '500Mi'), fleet('a', '500Mi'));
  expect(tight.filter((line) => line.includes('over-quota'))).toEqual(['0.yaml quantity/over-quota', '1.yaml quantity/over-quota']);
});

test('what only looks alike takes room', () => {
  expect(codes(fleet('a'), fleet('b')).join()).toContain('over-quota');
});

test('many that select the same pods are judged in time', { timeout: 10_000 }, () => {
  expect(codes(...Array.from({ length: 150 }, (_, i) => fleet(`a${i}`))).join()).toContain('over-quota');
});
