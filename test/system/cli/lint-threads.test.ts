import { expect, test } from 'vitest';
import { run } from '../../../generator/cli.ts';
import { writePlain } from '../../bench/lint.mjs';
import { Desk } from '../../support/program.ts';

// What is much is read and judged by two threads of the built program. In this process there is one, and it says the same.

const desk = new Desk();
writePlain(`${desk.folder}/much`, 10_400);
desk.write({
  'much/a.yaml': `apiVersion: v1
kind: Service
metadata: { name: wrong, namespace: shop-0 }
spec: { selector: { app.kubernetes.io/name: nobody }, ports: [{ name: http, port: 70000 }] }
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: a, namespace: shop-0 }
spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: nowhere }, metrics: [] }
---
apiVersion: example.org/v1
kind: Shop
metadata: { name: a, namespace: shop-0 }
spec: { size: large }
`,
  'much/z.yaml': `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: shops.example.org }
spec:
  group: example.org
  scope: Namespaced
  names: { kind: Shop, plural: shops }
  versions:
    - name: v1
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object, properties: { spec: { type: object, properties: { size: { type: integer } } } } } }
`,
});

test('two threads say what one says', () => {
  const args = ['lint', '--json', `${desk.folder}/much`];
  const { code } = desk.line(`$PAP_FLEET ${args.join(' ')} > said.json`);
  const out = desk.read('said.json');
  let here = '';
  const streams = { out: (text: string) => (here += text), err: () => undefined, color: false };
  expect(run(args, { streams, version: (JSON.parse(out) as { version: string }).version, build: '', cacheFolder: undefined })).toBe(code);
  expect(code).toBe(2);
  expect(out === here).toBe(true);
  const { findings, objects } = JSON.parse(out) as { findings: { code: string }[]; objects: number };
  expect(objects).toBe(10_404);
  expect(findings.map(({ code: each }) => each)).toEqual(
    expect.arrayContaining(['object/illegal-port', 'object/wrong-shape', 'reference/missing-object']),
  );
});
