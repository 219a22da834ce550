// Kinds that people bring, KEDA's and those of the Gateway API: what a real API server says to objects of them, good ones and damaged ones, is what
// their definitions say here, rules in CEL included.
// Judges: Kubernetes.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readKinds } from '../../generator/k8s/crd/read-kinds.ts';
import type { KubeObject } from '../../generator/k8s/object.ts';
import { Cluster } from './cluster.ts';
import { changed } from './by-schema.ts';
import { damage } from './damage.ts';
import { namespace } from './delivered.ts';
import { crds } from './programs/crds.ts';
import { publishedDefinitions, publishedExamples } from './programs/kinds.ts';

/** As upstream shows them little: what their fields may hold, and rules look at. */
const MORE: readonly KubeObject[] = [
  {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name: 'queue', namespace: 'default' },
    spec: {
      scaleTargetRef: { name: 'queue', kind: 'Deployment', apiVersion: 'apps/v1', envSourceContainerName: 'main' },
      pollingInterval: 15,
      cooldownPeriod: 60,
      minReplicaCount: 0,
      maxReplicaCount: 5,
      fallback: { failureThreshold: 3, replicas: 2, behavior: 'static' },
      advanced: {
        restoreToOriginalReplicaCount: true,
        scalingModifiers: { formula: 'a + 1', target: '2', metricType: 'AverageValue' },
        horizontalPodAutoscalerConfig: {
          name: 'queue',
          behavior: {
            scaleDown: { stabilizationWindowSeconds: 300, selectPolicy: 'Max', policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] },
          },
        },
      },
      triggers: [
        {
          type: 'cron',
          name: 'a',
          metadata: { start: '0 6 * * *' },
          metricType: 'Value',
          authenticationRef: { name: 'x', kind: 'TriggerAuthentication' },
        },
      ],
    },
  },
  {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'TriggerAuthentication',
    metadata: { name: 'queue', namespace: 'default' },
    spec: {
      podIdentity: { provider: 'azure-workload', identityId: 'abc' },
      secretTargetRef: [{ parameter: 'host', name: 'queue', key: 'host' }],
      env: [{ parameter: 'host', name: 'HOST', containerName: 'main' }],
      hashiCorpVault: {
        address: 'https://vault.example.net',
        authentication: 'token',
        credential: { token: 'x', serviceAccount: 'y' },
        secrets: [{ key: 'a', parameter: 'b', path: 'c', type: 'secretV2', pkiData: { commonName: 'a' } }],
      },
    },
  },
];

/** Servers before 1.36 take a number that does not fit, and no controller can read the object then: Go holds it in 32 bits. */
const MEANT = /^\S+ \S+ = 1000000000000: taken, and here: \S+ must fit into 32 bits/;

let cluster: Cluster;
const definitions = publishedDefinitions();
const { kinds, faults } = readKinds(definitions.map((data) => ({ where: data.metadata.name, data })));
const examples = [...MORE, ...publishedExamples()];

/** What is wrong with an object by its kind, in words; empty where nothing is. */
function verdict(object: KubeObject): string {
  const found = kinds.faultsOf(object);
  return [...found.shape, ...found.rules].map(({ path, message }) => `${path} ${message}`).join('; ');
}

beforeAll(async () => {
  cluster = await Cluster.serve(definitions);
  for (const name of new Set(examples.flatMap(({ metadata }) => metadata.namespace ?? []))) await cluster.apply(namespace(name));
});
afterAll(() => cluster?.stop());

/** Where the two do not say the same. */
async function differences(objects: Iterable<{ readonly object: KubeObject; readonly field: string; readonly value: string }>) {
  const queue = [...objects];
  const found: string[] = [];
  let refused = 0;
  const worker = async (): Promise<void> => {
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      const { object, field, value } = next;
      // To create an object drops null; Argo CD applies, and then null is held against the definition.
      const ask = value === 'null' ? cluster.apply.bind(cluster) : cluster.create.bind(cluster);
      const { accepted, message } = await ask(object, { dryRun: true });
      if (!accepted) refused += 1;
      const ours = verdict(object);
      if (accepted !== (ours === ''))
        found.push(`${field} = ${value.slice(0, 120)}: ${accepted ? `taken, and here: ${ours}` : `refused: ${message.slice(0, 500)}`}`);
    }
  };
  const tried = queue.length;
  await Promise.all([worker(), worker(), worker(), worker()]);
  return { tried, refused, found: found.sort() };
}

test('the definitions are ones that the server takes', () => {
  expect(definitions.length).toBeGreaterThan(12);
  expect(faults).toEqual([]);
  expect(readKinds(crds().map((data) => ({ where: data.metadata.name, data }))).faults, 'nor of those of the systems').toEqual([]);
});

test('of examples of upstream, right and wrong, the same are refused', async () => {
  const objects = examples.map((object) => ({ object, field: `${object.kind} ${object.metadata.name}`, value: '' }));
  const { tried, refused, found } = await differences(objects);
  expect(found).toEqual([]);
  expect(refused).toBeGreaterThan(5);
  expect(tried - refused).toBeGreaterThan(30);
});

test('of thousands of damaged ones the same are refused', async () => {
  const good = examples.filter((object) => verdict(object) === '');
  const { tried, refused, found } = await differences(
    [...damage(good), ...changed(good, (object) => kinds.versionOf(object)?.schema)].filter(isJudged),
  );
  expect(found.filter((what) => !MEANT.test(what))).toEqual([]);
  expect(found.some((what) => MEANT.test(what))).toBe(true);
  expect(refused).toBeGreaterThan(2000);
  expect(tried - refused).toBeGreaterThan(1000);
});

/** Names, labels and the like are judged by rules for all objects. */
function isJudged({ field }: { readonly field: string }): boolean {
  return !/ (metadata|status)/.test(field);
}
