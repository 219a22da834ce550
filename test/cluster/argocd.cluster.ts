// What Argo CD itself says of out/: its packages for differences (util/argo/diff, gitops-engine/pkg/diff) and for health
// (gitops-engine/pkg/health, and the Lua scripts of resource_customizations) over what is desired and what an API server has after a sync.
// Each Application is read as Argo CD reads it: its folder, its sync options, its ignoreDifferences.
// Judges: Argo CD, Kubernetes.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KubeObject } from '../../generator/k8s/object.ts';
import { objectTitle } from '../../generator/k8s/object.ts';
import { kubectl } from '../support/kubectl.ts';
import { must } from '../system/servers/run.ts';
import { ArgoCd } from './argo-cd.ts';
import type { Health, Judgement, Question } from './argo-cd.ts';
import { Cluster, accepted } from './cluster.ts';
import { THERE_BEFORE, built, inOrder, namespace, ofArgocd, regions } from './delivered.ts';
import { clustersOf, golden, goldenFleets } from './examples.ts';
import { eventually, run } from './pods.ts';
import { sourceOf } from './programs/sources.ts';
import type { Upstream } from './programs/sources.ts';

interface Application extends KubeObject {
  readonly spec: {
    readonly source: { readonly path: string };
    readonly destination: { readonly name: string };
    readonly syncPolicy: { readonly syncOptions: readonly string[]; readonly retry: object };
    readonly ignoreDifferences?: readonly unknown[];
  };
}

/** An object of an Application, with what the Application says of differences. */
interface Managed extends Question {
  readonly desired: KubeObject;
  readonly options: readonly string[];
}

const REGION = 'pap.plugged.in/region';
const argocd = await ofArgocd();
const applications = argocd.filter(({ kind }) => kind === 'Application') as Application[];
const root = applications.find(({ metadata }) => metadata.labels?.[REGION] === undefined) as Application;
const ofRegion = (region: string): Application[] => applications.filter(({ metadata }) => metadata.labels?.[REGION] === region);

/** As the repository server hands it to the controller: with the note to whom it belongs (util/argo/resource_tracking.go). */
function tracked(application: Application, object: KubeObject): KubeObject {
  const { namespace: place = '', name, annotations } = object.metadata;
  const group = object.apiVersion.includes('/') ? String(object.apiVersion.split('/')[0]) : '';
  const id = `${application.metadata.name}:${group}/${object.kind}:${place}/${name}`;
  return { ...object, metadata: { ...object.metadata, annotations: { ...annotations, 'argocd.argoproj.io/tracking-id': id } } };
}

function managed(application: Application, objects: readonly KubeObject[]): Managed[] {
  const { syncPolicy, ignoreDifferences = [] } = application.spec;
  return objects.map((object) => ({ desired: tracked(application, object), options: syncPolicy.syncOptions, ignore: ignoreDifferences }));
}

/** All that the Applications of a region bring. */
async function ofApplications(region: string): Promise<Managed[]> {
  const each = await Promise.all(ofRegion(region).map(async (one) => managed(one, await built(one.spec.source.path))));
  const order = new Map(inOrder(each.flat().map(({ desired }) => desired)).map((object, i) => [object, i]));
  return each.flat().sort((a, b) => (order.get(a.desired) ?? 0) - (order.get(b.desired) ?? 0));
}

/** As a sync does it: server-side where the Application says so, else as kubectl does it. */
async function sync(cluster: Cluster, all: readonly Managed[]): Promise<void> {
  for (const { desired, options } of all) {
    if (options.includes('ServerSideApply=true')) accepted(await cluster.apply(desired));
    else {
      const env = { KUBECONFIG: cluster.kubeconfig('argocd') };
      must(kubectl(), ['apply', '--field-manager', 'argocd-controller', '--filename', '-'], { input: JSON.stringify(desired), env });
    }
  }
}

async function judged(cluster: Cluster, argo: ArgoCd, all: readonly Managed[]): Promise<Judgement[]> {
  const lives = await Promise.all(all.map(({ desired }) => cluster.get(desired)));
  return argo.judge(all.map((one, i) => ({ ...one, live: lives[i] as KubeObject })));
}

/** Which objects are OutOfSync, and by what, in either way of comparing. */
function outOfSync(all: readonly Managed[], judgements: readonly Judgement[]): string[] {
  return judgements.flatMap(({ diff, serverSideDiff }, i) =>
    [diff, serverSideDiff].flatMap((one) => (one?.modified === false ? [] : [`${objectTitle((all[i] as Managed).desired)}: ${JSON.stringify(one)}`])),
  );
}

describe.each(regions)('Argo CD compares the cluster %s', (region) => {
  let cluster: Cluster;
  let argo: ArgoCd;
  let all: Managed[];
  beforeAll(async () => {
    cluster = await Cluster.serve();
    argo = await ArgoCd.beside(cluster);
    for (const name of THERE_BEFORE) accepted(await cluster.apply(namespace(name)));
    all = [...(region === regions[0] ? managed(root, argocd) : []), ...(await ofApplications(region))];
    await sync(cluster, all);
  });
  afterAll(async () => {
    argo?.stop();
    await cluster?.stop();
  });

  test('no object is OutOfSync after a sync, neither by its own comparison nor by that of the API server', async () => {
    expect(all.length).toBeGreaterThan(10);
    expect(outOfSync(all, await judged(cluster, argo, all))).toEqual([]);
  });

  test('no object is Degraded before any controller has seen it', async () => {
    const found = (await judged(cluster, argo, all)).map(({ health }, i) => [objectTitle((all[i] as Managed).desired), health?.status] as const);
    expect(found.filter(([, status]) => status !== undefined && !['Healthy', 'Progressing'].includes(status))).toEqual([]);
  });

  test('what somebody has changed by hand is OutOfSync', async () => {
    const service = all.find(({ desired }) => desired.kind === 'Service') as Managed;
    const path = `${(await cluster.path(service.desired)) ?? ''}?fieldManager=kubectl-edit`;
    const body = { spec: { selector: { 'app.kubernetes.io/name': 'another' } } };
    const answer = await cluster.ask('PATCH', path, { body, type: 'application/merge-patch+json' });
    expect(answer.code, JSON.stringify(answer.body)).toBe(200);
    const judgements = await judged(cluster, argo, all);
    const titles = new Set(outOfSync(all, judgements).map((line) => line.split(':')[0]));
    expect([...titles]).toEqual([objectTitle(service.desired)]);
    await sync(cluster, [service]);
    expect(outOfSync(all, await judged(cluster, argo, all))).toEqual([]);
  });
});

describe('Argo CD looks at the health of a region', () => {
  const region = 'us-east';
  const CONTROLLERS = [
    'deployment',
    'replicaset',
    'disruption',
    'horizontal-pod-autoscaler',
    'endpointslice',
    'resourcequota',
    'persistentvolume-binder',
  ];
  let cluster: Cluster;
  let argo: ArgoCd;
  let all: Managed[];
  beforeAll(async () => {
    cluster = await Cluster.serve();
    argo = await ArgoCd.beside(cluster);
    for (const name of THERE_BEFORE) accepted(await cluster.apply(namespace(name)));
    all = await ofApplications(region);
    await sync(cluster, all);
  });
  afterAll(async () => {
    argo?.stop();
    await cluster?.stop();
  });

  const ofKind = (...kinds: readonly string[]): Managed[] => all.filter(({ desired }) => kinds.includes(desired.kind));
  /** Health → which objects. */
  async function healths(some: readonly Managed[]): Promise<Partial<Record<Health, string[]>>> {
    const lives = await Promise.all(some.map(({ desired }) => cluster.get(desired)));
    const found: Partial<Record<Health, string[]>> = {};
    for (const [title, health] of await argo.health(lives)) (found[health] ??= []).push(title);
    return found;
  }
  const titles = (some: readonly Managed[]): string[] => some.map(({ desired }) => objectTitle(desired));

  test('it asks exactly these kinds, and waits for the work of a controller', async () => {
    const waited = [
      'Certificate',
      'ClusterIssuer',
      'Deployment',
      'ExternalSecret',
      'HorizontalPodAutoscaler',
      'PersistentVolumeClaim',
      'PodDisruptionBudget',
    ];
    expect(await healths(all)).toEqual({ Healthy: titles(ofKind('Service')), Progressing: titles(ofKind(...waited)) });
    expect(new Set(ofKind(...waited).map(({ desired }) => desired.kind)).size).toBe(waited.length);
  });

  test('without a metrics server an autoscaler is Degraded, so docs/operations.md has one among what a cluster needs', async () => {
    await cluster.startControllers(CONTROLLERS.map((name) => `${name}-controller`));
    const scalers = ofKind('HorizontalPodAutoscaler');
    expect(scalers.length).toBeGreaterThan(0);
    await eventually(async () => (await healths(scalers)).Degraded ?? [], titles(scalers));
  });

  test('a Deployment is Healthy when all its pods run, a volume when it is bound, a budget when its pods are counted', async () => {
    for (const { desired } of ofKind('PersistentVolumeClaim')) accepted(await cluster.apply(volumeFor(desired)));
    accepted(await cluster.create({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'node' } }));
    let address = 0;
    const some = ofKind('Deployment', 'PersistentVolumeClaim', 'PodDisruptionBudget', 'Service');
    await eventually(
      async () => {
        for (const place of ['agents', 'external-dns']) {
          const { body } = await cluster.ask('GET', `/api/v1/namespaces/${place}/pods`);
          for (const pod of body['items'] as (KubeObject & { status?: { phase?: string } })[]) {
            if (pod.status?.phase !== 'Running') await run(cluster, pod, `10.1.0.${++address}`);
          }
        }
        return healths(some);
      },
      { Healthy: titles(some) },
    );
  });

  test('no controller makes an object OutOfSync', async () => {
    expect(outOfSync(all, await judged(cluster, argo, all))).toEqual([]);
  });

  /** What docs/operations.md says of each kind. */
  const told = [...readFileSync('docs/operations.md', 'utf8').matchAll(/^\| (\w+) +\| (.+?) +\| (.+?) +\| (.+?) +\|$/gm)]
    .map(([, kind = '', ...words]) => ({ kind, words }))
    .filter(({ kind }) => /^[A-Z]/.test(kind));
  const rows = told.flatMap(({ kind, words }) =>
    (['Healthy', 'Progressing', 'Degraded'] as const).flatMap((health, i) => (words[i] === '–' ? [] : [{ kind, health, words: String(words[i]) }])),
  );

  test.each(rows)('docs/operations.md says of a $kind when it is $health, and Argo CD says the same', async ({ kind, health, words }) => {
    const live = OBJECTS.get(kind) as KubeObject;
    for (const status of STATES[kind]?.[health] ?? []) {
      const metadata = { ...live.metadata, generation: 1 };
      const [said] = await argo.judge([{ live: { ...live, metadata, ...(status === null ? {} : { status }) } as KubeObject }]);
      expect(said?.health?.status, `${words}: ${JSON.stringify(said?.health)}`).toBe(health);
    }
    expect(STATES[kind]?.[health] ?? [], 'an example').not.toEqual([]);
  });

  test('docs/operations.md names every kind of out/ and of the golden fleets whose health Argo CD knows', async () => {
    const objects = [...OBJECTS.values()].map((object) => ({ ...object, status: {} }) as KubeObject);
    const known = (await argo.judge(objects.map((live) => ({ live })))).flatMap(({ health }, i) => (health === undefined ? [] : [objects[i]?.kind]));
    expect(told.map(({ kind }) => kind).sort()).toEqual(known.sort());
  });

  test('an agent that drains and one that is suspended are Healthy once they are what they shall be', async () => {
    const deployments = clustersOf(golden('draining'))
      .flat()
      .filter(({ kind }) => kind === 'Deployment');
    const counts = deployments.map(({ spec }) => (spec as { replicas?: number }).replicas);
    expect(counts).toContain(0);
    const lives = deployments.map((live, i) => {
      const pods = { replicas: counts[i] ?? 1, updatedReplicas: counts[i] ?? 1, availableReplicas: counts[i] ?? 1 };
      return { ...live, metadata: { ...live.metadata, generation: 1 }, status: { observedGeneration: 1, ...pods } } as KubeObject;
    });
    expect((await argo.judge(lives.map((live) => ({ live })))).map(({ health }) => health?.status)).toEqual(lives.map(() => 'Healthy'));
  });
});

/** One object of each kind that out/ and the golden fleets hold. */
const OBJECTS: ReadonlyMap<string, KubeObject> = new Map(
  [...goldenFleets.map(golden), new Map([['fleet.yaml', readFileSync('config/fleet.yaml')]])]
    .flatMap((files) => clustersOf(files).flat())
    // Which of the two issues for agents is a setting.
    .flatMap((object) => (object.kind === 'ClusterIssuer' ? [object, { ...object, kind: 'Issuer' }] : [object]))
    .map((object) => [object.kind, object]),
);

const condition = (type: string, status: 'True' | 'False', reason = ''): object => ({ conditions: [{ type, status, reason, message: '' }] });
const READY = { Healthy: [condition('Ready', 'True')], Progressing: [null, {}], Degraded: [condition('Ready', 'False')] };
const pods = (available: number): object => ({ observedGeneration: 1, replicas: 2, updatedReplicas: 2, availableReplicas: available });

/** Kind → health → the status that controllers write then; `null` before there is any. */
const STATES: Readonly<Record<string, Partial<Record<Health, readonly (object | null)[]>>>> = {
  Certificate: {
    ...READY,
    Progressing: [
      null,
      {},
      {
        conditions: [
          { type: 'Ready', status: 'False' },
          { type: 'Issuing', status: 'True' },
        ],
      },
    ],
  },
  ClusterIssuer: READY,
  CronJob: {
    Healthy: [{}, { lastScheduleTime: '2026-11-30T01:00:00Z', lastSuccessfulTime: '2026-11-30T01:00:09Z' }],
    Progressing: [null],
    Degraded: [{ lastScheduleTime: '2026-11-30T02:00:00Z', lastSuccessfulTime: '2026-11-30T01:00:09Z' }],
  },
  CustomResourceDefinition: {
    Healthy: [condition('Established', 'True')],
    Progressing: [{}, condition('Established', 'False', 'Installing')],
    Degraded: [condition('NamesAccepted', 'False')],
  },
  Deployment: {
    Healthy: [pods(2)],
    Progressing: [pods(1)],
    Degraded: [{ ...pods(1), ...condition('Progressing', 'False', 'ProgressDeadlineExceeded') }],
  },
  ExternalSecret: READY,
  HorizontalPodAutoscaler: {
    Healthy: [condition('AbleToScale', 'True', 'ReadyForNewScale')],
    Progressing: [null, {}],
    Degraded: [condition('ScalingActive', 'False', 'FailedGetResourceMetric')],
  },
  Issuer: READY,
  PersistentVolumeClaim: { Healthy: [{ phase: 'Bound' }], Progressing: [{ phase: 'Pending' }], Degraded: [{ phase: 'Lost' }] },
  PodDisruptionBudget: {
    Healthy: [condition('DisruptionAllowed', 'True', 'SufficientPods'), condition('DisruptionAllowed', 'False', 'InsufficientPods')],
    Progressing: [null, {}],
    Degraded: [condition('DisruptionAllowed', 'False', 'SyncFailed')],
  },
  ScaledObject: { ...READY, Degraded: [condition('Ready', 'False'), condition('Fallback', 'True')] },
  Service: { Healthy: [null, {}] },
  StatefulSet: {
    Healthy: [{ observedGeneration: 1, replicas: 1, readyReplicas: 9, updatedReplicas: 9, currentRevision: 'a', updateRevision: 'a' }],
    Progressing: [{ observedGeneration: 1, replicas: 1, readyReplicas: 0, updatedReplicas: 0, currentRevision: 'a', updateRevision: 'a' }],
  },
};

/** Of the size and class that a claim asks for. */
function volumeFor(claim: KubeObject): KubeObject {
  const { accessModes, resources, storageClassName } = claim['spec'] as {
    accessModes: string[];
    resources: { requests: { storage: string } };
    storageClassName?: string;
  };
  const capacity = { storage: resources.requests.storage };
  const spec = { accessModes, capacity, hostPath: { path: '/nowhere' }, ...(storageClassName === undefined ? {} : { storageClassName }) };
  return { apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: claim.metadata.name }, spec };
}

/** What out/ has → where the source of Argo CD reads it: project, file, and the line that names it. */
const OPTIONS: Readonly<Record<string, readonly [Upstream, file: string, line: string]>> = {
  'ApplyOutOfSyncOnly=true': ['gitops-engine', 'pkg/sync/common/types.go', 'SyncOptionApplyOutOfSyncOnly = "ApplyOutOfSyncOnly=true"'],
  'FailOnSharedResource=true': ['argo-cd', 'controller/sync.go', 'syncOp.SyncOptions.HasOption("FailOnSharedResource=true")'],
  'PruneLast=true': ['gitops-engine', 'pkg/sync/common/types.go', 'SyncOptionPruneLast = "PruneLast=true"'],
  'RespectIgnoreDifferences=true': ['argo-cd', 'controller/sync.go', 'syncOp.SyncOptions.HasOption("RespectIgnoreDifferences=true")'],
  'ServerSideApply=true': ['gitops-engine', 'pkg/sync/common/types.go', 'SyncOptionServerSideApply = "ServerSideApply=true"'],
  'Prune=false': ['gitops-engine', 'pkg/sync/sync_context.go', 'GetAnnotationOptionValue(obj, common.AnnotationSyncOptions, common.SyncOptionPrune)'],
  'Delete=false': [
    'argo-cd',
    'controller/appcontroller.go',
    'GetAnnotationOptionValue(obj, synccommon.AnnotationSyncOptions, synccommon.SyncOptionDelete)',
  ],
  'Delete=confirm': ['argo-cd', 'controller/state.go', 'deleteOption != nil && *deleteOption == synccommon.SyncValueConfirm'],
  IgnoreExtraneous: ['argo-cd', 'controller/state.go', 'HasAnnotationOption(obj, common.AnnotationCompareOptions, "IgnoreExtraneous")'],
};

const TYPES = 'pkg/apis/application/v1alpha1/types.go';

/** Further fields by which out/ says how a sync is done. */
const FIELDS: typeof OPTIONS = {
  'syncPolicy.automated.prune': ['argo-cd', TYPES, 'Prune *bool `json:"prune,omitempty"'],
  'syncPolicy.automated.selfHeal': ['argo-cd', TYPES, 'SelfHeal *bool `json:"selfHeal,omitempty"'],
  // Below nought is without a limit.
  'syncPolicy.retry.limit': [
    'argo-cd',
    'controller/appcontroller.go',
    'state.RetryCount < state.Operation.Retry.Limit || state.Operation.Retry.Limit < 0',
  ],
  'syncPolicy.retry.refresh': ['argo-cd', TYPES, 'Refresh bool `json:"refresh,omitempty"'],
  'syncPolicy.retry.backoff.duration': ['argo-cd', TYPES, 'Duration string `json:"duration,omitempty"'],
  'syncPolicy.retry.backoff.factor': ['argo-cd', TYPES, 'Factor *int64 `json:"factor,omitempty"'],
  'syncPolicy.retry.backoff.maxDuration': ['argo-cd', TYPES, 'MaxDuration string `json:"maxDuration,omitempty"'],
};

const ANNOTATIONS: typeof OPTIONS = {
  'argocd.argoproj.io/sync-options': ['gitops-engine', 'pkg/sync/common/types.go', 'AnnotationSyncOptions = "argocd.argoproj.io/sync-options"'],
  'argocd.argoproj.io/compare-options': ['argo-cd', 'controller/state.go', 'common.AnnotationCompareOptions'],
  'argocd.argoproj.io/manifest-generate-paths': [
    'argo-cd',
    'pkg/apis/application/v1alpha1/application_annotations.go',
    'AnnotationKeyManifestGeneratePaths = "argocd.argoproj.io/manifest-generate-paths"',
  ],
};

describe('every word of out/ by which Argo CD is told how to sync', () => {
  test.each(Object.entries({ ...OPTIONS, ...FIELDS, ...ANNOTATIONS }))('%s stands in the source of Argo CD', (_, [upstream, file, line]) => {
    expect(sourceOf(upstream, file).replaceAll(/[ \t]+/g, ' ')).toContain(line);
  });

  test('is in the table, and there is no hook and no wave', async () => {
    const objects = [...argocd, ...(await Promise.all(regions.map(ofApplications))).flat().map(({ desired }) => desired)];
    const said = objects.flatMap(({ metadata }) => Object.entries(metadata.annotations ?? {}));
    const own = said.filter(([name]) => name.includes('argoproj.io/') && !name.endsWith('/tracking-id'));
    expect([...new Set(own.map(([name]) => name))].filter((name) => ANNOTATIONS[name] === undefined)).toEqual([]);
    const inAnnotations = own.filter(([name]) => name.endsWith('-options')).flatMap(([, text]) => text.split(','));
    const options = [...inAnnotations, ...applications.flatMap(({ spec }) => spec.syncPolicy.syncOptions)];
    expect([...new Set(options)].filter((option) => OPTIONS[option] === undefined)).toEqual([]);
    const fields = applications.flatMap(({ spec }) => {
      const { syncOptions: _, ...rest } = spec.syncPolicy;
      return leaves(rest, 'syncPolicy');
    });
    expect([...new Set(fields)].filter((field) => FIELDS[field] === undefined)).toEqual([]);
    expect(options.length).toBeGreaterThan(10);
  });
});

/** Paths of the fields that hold no other ones. */
function leaves(value: object, path: string): string[] {
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) =>
    typeof inner === 'object' && inner !== null ? leaves(inner, `${path}.${name}`) : [`${path}.${name}`],
  );
}
