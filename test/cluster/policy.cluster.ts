// What may run in the namespaces of a fleet, asked of a real API server: the admission policy of images, Pod Security and the LimitRange
// that components/cluster makes. Two fleets share the cluster: of one agents need a tag, of the other a digest and certain registries.
// Judges: Kubernetes.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KubeObject } from '../../generator/k8s/object.ts';
import { Cluster, accepted } from './cluster.ts';
import type { Verdict } from './cluster.ts';
import { namespace, ofRegion } from './delivered.ts';
import { clustersOf, golden } from './examples.ts';

const DIGEST = `@sha256:${'0123456789abcdef'.repeat(4)}`;
const OF_POLICY = new Set(['LimitRange', 'Namespace', 'ResourceQuota', 'ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding']);
/** Of a namespace of somebody else. */
const ELSEWHERE = 'shop';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await Cluster.serve();
  const [orbit = []] = clustersOf(golden('cluster'));
  const objects = [...(await ofRegion('us-east')), ...orbit].filter(({ kind }) => OF_POLICY.has(kind));
  for (const object of [namespace(ELSEWHERE), ...objects]) accepted(await cluster.apply(object));
  for (const object of objects.filter(({ kind }) => kind === 'ResourceQuota')) await countNothing(object);
  for (const name of ['agents', 'external-dns', 'satellites', ELSEWHERE]) {
    accepted(await cluster.apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: name } }));
  }
  // A policy holds a moment after it was written.
  for (const name of ['agents', 'external-dns', 'satellites']) {
    const pod = workload('Pod', name, { containers: ['untagged'] });
    for (let i = 0; i < 300 && (await create(pod)).accepted; i++) await new Promise((resolve) => setTimeout(resolve, 100));
  }
});
afterAll(() => cluster?.stop());

/** As the quota controller does when nothing runs: without a status no pod is let in. */
async function countNothing(quota: KubeObject): Promise<void> {
  const { hard } = quota['spec'] as { hard: Record<string, string> };
  const status = { hard, used: Object.fromEntries(Object.keys(hard).map((name) => [name, '0'])) };
  const { code } = await cluster.ask('PATCH', `${await cluster.path(quota)}/status`, { body: { status }, type: 'application/merge-patch+json' });
  expect(code).toBe(200);
}

const create = (object: KubeObject): Promise<Verdict> => cluster.create(object, { dryRun: true });

interface Images {
  readonly containers: readonly string[];
  readonly initContainers?: readonly string[];
  /** Volumes that are images. */
  readonly volumes?: readonly string[];
}

/** Within what Pod Security calls restricted. */
const RESTRICTED = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

function podSpec({ containers, initContainers = [], volumes = [] }: Images, more: object = {}): object {
  const each = (images: readonly string[], prefix: string): object[] =>
    images.map((image, i) => ({ name: `${prefix}${i}`, image, securityContext: RESTRICTED, ...more }));
  return {
    containers: each(containers, 'c'),
    ...(initContainers.length === 0 ? {} : { initContainers: each(initContainers, 'i') }),
    ...(volumes.length === 0 ? {} : { volumes: volumes.map((reference, i) => ({ name: `v${i}`, image: { reference } })) }),
  };
}

type Kind = 'Pod' | 'Deployment' | 'ReplicaSet' | 'StatefulSet' | 'DaemonSet' | 'Job' | 'CronJob' | 'ReplicationController';

function workload(kind: Kind, place: string, images: Images, more: object = {}): KubeObject {
  const metadata = { name: 'asked', namespace: place };
  const labels = { app: 'asked' };
  const spec = podSpec(images, more);
  const template = { metadata: { labels }, spec };
  const once = { template: { metadata: { labels }, spec: { ...spec, restartPolicy: 'Never' } } };
  const selector = { matchLabels: labels };
  const made: Record<Kind, [string, object]> = {
    Pod: ['v1', spec],
    Deployment: ['apps/v1', { selector, template }],
    ReplicaSet: ['apps/v1', { selector, template }],
    StatefulSet: ['apps/v1', { selector, template, serviceName: 'asked' }],
    DaemonSet: ['apps/v1', { selector, template }],
    Job: ['batch/v1', once],
    CronJob: ['batch/v1', { schedule: '0 3 * * *', jobTemplate: { spec: once } }],
    ReplicationController: ['v1', { selector: labels, template }],
  };
  const [apiVersion, content] = made[kind];
  return { apiVersion, kind, metadata, spec: content };
}

/** Where, what, its images, and what the refusal says: nothing where it is admitted. */
type Row = readonly [place: string, kind: Kind, images: Images, refusal?: string];

const TAG = 'every image must carry a tag other than latest, or a digest';
const PINNED = 'every image must be pinned by digest';
const REGISTRIES = 'images come from';
const only = (...containers: string[]): Images => ({ containers });

/** A mistake in the CEL expressions turns rows of every group red. */
const ROWS: readonly Row[] = [
  // A tag, or a digest.
  ['agents', 'Pod', only('plugged.in/agents/a:v1')],
  ['agents', 'Pod', only('a:1')],
  ['agents', 'Pod', only(`a${DIGEST}`)],
  ['agents', 'Pod', only(`a:v1${DIGEST}`)],
  ['agents', 'Pod', only(`a:latest${DIGEST}`)],
  ['agents', 'Pod', only('registry.example.net:5000/a:v1')],
  ['agents', 'Pod', only('a:latest-stable')],
  ['agents', 'Pod', only('a'), TAG],
  ['agents', 'Pod', only('plugged.in/agents/a'), TAG],
  ['agents', 'Pod', only('a:latest'), TAG],
  ['agents', 'Pod', only('registry.example.net:5000/a'), TAG],
  ['agents', 'Pod', only('registry.example.net:5000/a:latest'), TAG],
  ['agents', 'Pod', only('a:'), TAG],
  ['agents', 'Pod', only('a:v1', 'b'), TAG],
  ['agents', 'Pod', { containers: ['a:v1'], initContainers: ['i:v1'] }],
  ['agents', 'Pod', { containers: ['a:v1'], initContainers: ['i'] }, TAG],
  ['agents', 'Pod', { containers: ['a:v1'], initContainers: ['i:v1', 'j:latest'] }, TAG],
  ['agents', 'Pod', { containers: ['a:v1'], volumes: ['data:v1'] }],
  ['agents', 'Pod', { containers: ['a:v1'], volumes: ['data'] }, TAG],
  ...(['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'ReplicationController'] as const).flatMap((kind): Row[] => [
    ['agents', kind, only('a:v1')],
    ['agents', kind, only('a:latest'), TAG],
    ['agents', kind, { containers: ['a:v1'], initContainers: ['i'] }, TAG],
  ]),
  // A digest, and a registry of the fleet.
  ['satellites', 'Pod', only(`registry.example.net/satellites/a${DIGEST}`)],
  ['satellites', 'Pod', only(`registry.example.net/satellites/deep/a:v1${DIGEST}`)],
  ['satellites', 'Pod', only(`ghcr.io/a${DIGEST}`)],
  ['satellites', 'Deployment', only(`ghcr.io/a${DIGEST}`)],
  ['satellites', 'CronJob', only(`ghcr.io/a${DIGEST}`)],
  ['satellites', 'Pod', only('ghcr.io/a:v1'), PINNED],
  ['satellites', 'Pod', only('ghcr.io/a'), PINNED],
  ['satellites', 'Pod', only(`ghcr.io/a${DIGEST.slice(0, -1)}`), PINNED],
  ['satellites', 'Pod', only(`ghcr.io/a${DIGEST.toUpperCase().replace('SHA', 'sha')}`), PINNED],
  ['satellites', 'Job', only('ghcr.io/a:v1'), PINNED],
  ['satellites', 'Pod', { containers: [`ghcr.io/a${DIGEST}`], initContainers: ['ghcr.io/i:v1'] }, PINNED],
  ['satellites', 'Pod', only(`a${DIGEST}`), REGISTRIES],
  ['satellites', 'Pod', only(`docker.io/ghcr.io/a${DIGEST}`), REGISTRIES],
  ['satellites', 'Pod', only(`ghcr.io.example.com/a${DIGEST}`), REGISTRIES],
  ['satellites', 'Pod', only(`ghcr-io/a${DIGEST}`), REGISTRIES],
  ['satellites', 'Pod', only(`ghcr.io:5000/a${DIGEST}`), REGISTRIES],
  ['satellites', 'Pod', only(`registry.example.net/a${DIGEST}`), REGISTRIES],
  ['satellites', 'Pod', only(`registry.example.net/satellites-2/a${DIGEST}`), REGISTRIES],
  ['satellites', 'StatefulSet', only(`ghcr.io/a${DIGEST}`, `quay.io/b${DIGEST}`), REGISTRIES],
  // What runs beside the agents: a tag will do, and ExternalDNS's own registry is one of the fleet's.
  ['external-dns', 'Pod', only('registry.k8s.io/external-dns/external-dns:v0.22.0')],
  ['external-dns', 'Deployment', only('registry.k8s.io/external-dns/external-dns:v0.22.0')],
  ['external-dns', 'Deployment', only('registry.k8s.io/external-dns/external-dns'), TAG],
  ['external-dns', 'Deployment', only('registry.k8s.io/external-dns/external-dns:latest'), TAG],
  ['external-dns', 'Deployment', only('docker.io/external-dns:v0.22.0'), REGISTRIES],
  // Of somebody else.
  [ELSEWHERE, 'Pod', only('a')],
  [ELSEWHERE, 'Pod', only('a:latest')],
  [ELSEWHERE, 'Deployment', only('a:latest')],
  [ELSEWHERE, 'CronJob', only('a:latest')],
];

describe('the admission policy', () => {
  test.each(ROWS.map((row) => [row] as const))('%j', async ([place, kind, images, refusal]) => {
    const { accepted, message } = await create(workload(kind, place, images));
    if (refusal === undefined) expect(message).toBe('');
    else expect(message).toContain(refusal);
    expect(accepted).toBe(refusal === undefined);
  });

  test('has rows enough for both answers', () => {
    expect(ROWS.filter(([, , , refusal]) => refusal === undefined).length).toBeGreaterThan(20);
    expect(ROWS.filter(([, , , refusal]) => refusal !== undefined).length).toBeGreaterThan(20);
  });

  test('judges containers that are put into a running pod', async () => {
    for (const [place, image] of [
      ['agents', 'plugged.in/agents/a:v1'],
      ['satellites', `ghcr.io/a${DIGEST}`],
    ] as const) {
      const { metadata, ...rest } = workload('Pod', place, only(image));
      const pod: KubeObject = { ...rest, metadata: { ...metadata, name: 'running' } };
      accepted(await cluster.create(pod));
      const put = async (debugger_: string): Promise<string> => {
        const container = { name: 'debugger', image: debugger_, securityContext: RESTRICTED };
        const path = `${await cluster.path(pod)}/ephemeralcontainers?dryRun=All`;
        const body = { spec: { ephemeralContainers: [container] } };
        const answer = await cluster.ask('PATCH', path, { body, type: 'application/strategic-merge-patch+json' });
        return answer.code === 200 ? '' : String(answer.body['message']);
      };
      expect(await put(image)).toBe('');
      expect(await put('ghcr.io/debugger')).toContain(place === 'agents' ? TAG : PINNED);
      expect(await put('ghcr.io/debugger:latest')).toContain(place === 'agents' ? TAG : PINNED);
      expect(await put(`quay.io/debugger${DIGEST}`)).toContain(place === 'agents' ? '' : REGISTRIES);
    }
  });
});

describe('Pod Security and the LimitRange', () => {
  const image = 'plugged.in/agents/a:v1';

  test.each([
    ['a root user', { securityContext: { ...RESTRICTED, runAsNonRoot: false } }],
    ['more rights than it started with', { securityContext: { ...RESTRICTED, allowPrivilegeEscalation: true } }],
    ['capabilities', { securityContext: { ...RESTRICTED, capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] } } }],
    ['no seccomp profile', { securityContext: { ...RESTRICTED, seccompProfile: undefined } }],
    ['all rights', { securityContext: { privileged: true } }],
  ])('refuse a pod of the agents with %s', async (_, more) => {
    expect((await create(workload('Pod', 'agents', only(image), more))).message).toContain('violates PodSecurity "restricted');
    expect((await create(workload('Pod', ELSEWHERE, only(image), more))).message).toBe('');
  });

  test('refuse a container that is larger than the largest', async () => {
    const sized = (cpu: string): KubeObject => workload('Pod', 'agents', only(image), { resources: { requests: { cpu }, limits: { cpu } } });
    expect((await create(sized('9'))).message).toContain('maximum cpu usage per Container is 8');
    expect((await create(sized('8'))).message).toBe('');
  });

  test('give a container that asks for nothing what the settings say', async () => {
    const { containers } = accepted(await create(workload('Pod', 'agents', only(image))))['spec'] as { containers: { resources: unknown }[] };
    expect(containers[0]?.resources).toEqual({ limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '250m', memory: '256Mi' } });
  });
});
