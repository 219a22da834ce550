// What the controllers of Kubernetes make of a region: pods within quota, limits and Pod Security, budgets, autoscalers, endpoints. There is
// no node: the test takes its part, and says of each pod that it runs.
// Judges: Kubernetes.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KubeObject } from '../../generator/k8s/object.ts';
import { Cluster, accepted } from './cluster.ts';
import { THERE_BEFORE, namespace, ofRegion } from './delivered.ts';
import { clustersOf, golden } from './examples.ts';
import { eventually, run } from './pods.ts';

const CONTROLLERS = ['deployment', 'replicaset', 'disruption', 'horizontal-pod-autoscaler', 'endpointslice', 'resourcequota'].map(
  (name) => `${name}-controller`,
);
const AGENTS = '/namespaces/agents';

let cluster: Cluster;
let objects: readonly KubeObject[];
beforeAll(async () => {
  [cluster, objects] = await Promise.all([Cluster.serve(), ofRegion('us-east')]);
  for (const name of THERE_BEFORE) accepted(await cluster.apply(namespace(name)));
  await cluster.startControllers(CONTROLLERS);
  for (const object of objects) accepted(await cluster.apply(object));
});
afterAll(() => cluster?.stop());

interface Live<Status = unknown, Spec = unknown> extends KubeObject {
  readonly spec: Spec;
  readonly status: Status;
}

const all = (kind: string): KubeObject[] => objects.filter((object) => object.kind === kind && object.metadata.namespace === 'agents');

async function list<Status, Spec = unknown>(path: string): Promise<Live<Status, Spec>[]> {
  return ((await cluster.ask('GET', path)).body['items'] ?? []) as Live<Status, Spec>[];
}

interface PodSpec {
  readonly containers: readonly { readonly image: string }[];
}

const pods = (): Promise<Live<{ podIP?: string }, PodSpec>[]> => list(`/api/v1${AGENTS}/pods`);

const nameOf = (object: KubeObject): string => object.metadata.labels?.['app.kubernetes.io/name'] ?? '';

/** Agent → how many pods; those of an autoscaler as many as its fewest, since nothing measures them. */
function wanted(): Record<string, number> {
  const fewest = new Map(
    all('HorizontalPodAutoscaler').map((object) => [object.metadata.name, (object['spec'] as { minReplicas: number }).minReplicas]),
  );
  const counts = all('Deployment').map((object) => [
    nameOf(object),
    fewest.get(object.metadata.name) ?? (object['spec'] as { replicas?: number }).replicas ?? 1,
  ]);
  return Object.fromEntries(counts.sort()) as Record<string, number>;
}

async function counted(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of (await pods()).map(nameOf).sort()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

describe('controllers', () => {
  test('make as many pods of each agent as it shall have, and are refused none', async () => {
    expect(Object.keys(wanted()).length).toBeGreaterThan(2);
    await eventually(counted, wanted());
    const failed = (await list<{ conditions?: { type: string; message: string }[] }>(`/apis/apps/v1${AGENTS}/deployments`)).flatMap(
      ({ status: { conditions = [] } }) => conditions.filter(({ type }) => type === 'ReplicaFailure').map(({ message }) => message),
    );
    expect(failed).toEqual([]);
  });

  test('count them in the quota', async () => {
    const many = Object.values(wanted()).reduce((sum, count) => sum + count, 0);
    const used = async (): Promise<string[]> =>
      (await list<{ used?: { pods?: string } }>(`/api/v1${AGENTS}/resourcequotas`)).map(({ status }) => status.used?.pods ?? '');
    await eventually(used, [String(many)]);
  });

  test('find what each autoscaler scales', async () => {
    const able = async (): Promise<string[]> =>
      (await list<{ conditions?: { type: string; status: string }[] }>(`/apis/autoscaling/v2${AGENTS}/horizontalpodautoscalers`)).flatMap(
        ({ metadata, status: { conditions = [] } }) =>
          conditions.filter(({ type, status }) => type === 'AbleToScale' && status === 'True').map(() => metadata.name),
      );
    expect(all('HorizontalPodAutoscaler').length).toBeGreaterThan(0);
    await eventually(
      able,
      all('HorizontalPodAutoscaler')
        .map(({ metadata }) => metadata.name)
        .sort(),
    );
  });

  test('count the pods of each disruption budget', async () => {
    const expected = async (): Promise<unknown[]> =>
      (await list<{ expectedPods?: number }>(`/apis/policy/v1${AGENTS}/poddisruptionbudgets`)).map((budget) => [
        nameOf(budget),
        budget.status.expectedPods ?? 0,
      ]);
    const budgets = all('PodDisruptionBudget').map((budget) => [nameOf(budget), wanted()[nameOf(budget)]]);
    expect(budgets.length).toBeGreaterThan(0);
    await eventually(expected, budgets.sort());
  });

  test('give each Service the addresses of its pods, and of no others', async () => {
    accepted(await cluster.create({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'node' } }));
    for (const [i, pod] of (await pods()).entries()) await run(cluster, pod, `10.1.0.${i + 1}`);
    const running = await pods();
    const addresses = Object.keys(wanted()).map((agent): [string, string[]] => [
      agent,
      running
        .filter((pod) => nameOf(pod) === agent)
        .map(({ status }) => status.podIP ?? '')
        .sort(),
    ]);
    const selected = async (): Promise<Record<string, string[]>> => {
      const slices = (await list(`/apis/discovery.k8s.io/v1${AGENTS}/endpointslices`)) as unknown as (KubeObject & {
        endpoints: { addresses: string[] }[] | null;
      })[];
      const services = all('Service').map(({ metadata: { name } }): [string, string[]] => {
        const own = slices.filter(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === name);
        return [name, own.flatMap(({ endpoints }) => (endpoints ?? []).flatMap((endpoint) => endpoint.addresses)).sort()];
      });
      return Object.fromEntries(services.sort());
    };
    const services = all('Service').map((service): [string, string[]] => [service.metadata.name, new Map(addresses).get(nameOf(service)) ?? []]);
    await eventually(selected, Object.fromEntries(services.sort()));
  });
});

describe('where images need a digest from today on', () => {
  const PLACE = 'satellites';
  const [OLD, NEW] = ['ghcr.io/a:v1', `ghcr.io/a@sha256:${'0123456789abcdef'.repeat(4)}`];
  const labels = { app: 'a' };
  const metadata = { name: 'a', namespace: PLACE };
  const container = (image: string): object => ({ name: 'a', image, resources: { limits: { cpu: '10m', memory: '10Mi' } } });
  const deployment = (image: string): KubeObject => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      replicas: 1,
      // As an agent with a volume.
      strategy: { type: 'Recreate' },
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container(image)] } },
    },
  });
  const pod = (image: string): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'before', namespace: PLACE, finalizers: ['batch.kubernetes.io/job-tracking'] },
    spec: { containers: [container(image)] },
  });
  const images = async (): Promise<string[]> =>
    (await list<unknown, PodSpec>(`/api/v1/namespaces/${PLACE}/pods?labelSelector=app%3Da`)).map(({ spec }) => spec.containers[0]?.image ?? '');

  beforeAll(async () => {
    accepted(await cluster.apply(namespace(PLACE)));
    await eventually(async () => (await cluster.ask('GET', `/api/v1/namespaces/${PLACE}/serviceaccounts/default`)).code, 200);
    accepted(await cluster.apply(deployment(OLD)));
    accepted(await cluster.create(pod(OLD)));
    await eventually(images, [OLD]);
    const [orbit = []] = clustersOf(golden('cluster'));
    for (const object of orbit.filter(({ kind }) => /^(Namespace|ValidatingAdmissionPolicy.*)$/.test(kind))) accepted(await cluster.apply(object));
    const another = { ...pod(OLD), metadata: { name: 'another', namespace: PLACE } };
    await eventually(async () => (await cluster.create(another, { dryRun: true })).accepted, false);
  });

  // Seen to fail: with the images that an object has had before judged again.
  test('an agent comes to have one: what runs with a tag goes', async () => {
    accepted(await cluster.apply(deployment(NEW)));
    await eventually(images, [NEW]);
  });

  test('controllers may finish with what runs with a tag', async () => {
    const path = (await cluster.path(pod(OLD))) ?? '';
    const { code, body } = await cluster.ask('PATCH', path, { body: { metadata: { finalizers: null } }, type: 'application/merge-patch+json' });
    expect(code, JSON.stringify(body)).toBe(200);
  });

  test('nobody may give it another image with a tag', async () => {
    const body = { spec: { containers: [{ name: 'a', image: 'ghcr.io/b:v1' }] } };
    const path = (await cluster.path(pod(OLD))) ?? '';
    const answer = await cluster.ask('PATCH', path, { body, type: 'application/strategic-merge-patch+json' });
    expect(String(answer.body['message'])).toContain('every image must be pinned by digest');
    expect((await cluster.apply(deployment(OLD))).message).toContain('every image must be pinned by digest');
  });
});
