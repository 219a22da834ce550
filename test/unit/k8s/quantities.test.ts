import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { amountsIn, podCompute } from '../../../generator/k8s/compute.ts';
import type { Compute } from '../../../generator/k8s/compute.ts';
import { NO_DEFAULTS } from '../../../generator/k8s/compute.ts';
import { podOf } from '../../../generator/k8s/pod.ts';
import type { Pod } from '../../../generator/k8s/pod.ts';
import { MILLIONTHS, amount } from '../../../generator/k8s/quantity.ts';
import { faults, found, object, workload } from '../../support/worlds.ts';
import type { Fields } from '../../support/worlds.ts';

// Quantities as the API server adds them up. Seen to fail: the rows about init containers, sidecars, overhead, defaults, claims,
// jobs, rounding and pairs of budgets, before the rules knew of them.

const cpu = (requests: string | undefined, limits?: string): Fields => ({
  resources: { ...(requests === undefined ? {} : { requests: { cpu: requests } }), ...(limits === undefined ? {} : { limits: { cpu: limits } }) },
});
const main = (requests?: string, limits?: string): Fields => ({ name: 'main', ...cpu(requests, limits) });
const init = (requests: string): Fields => ({ name: 'init', ...cpu(requests) });
const sidecar = (requests: string): Fields => ({ ...init(requests), restartPolicy: 'Always' });

const requestsOf = (spec: Fields, defaults: Compute = NO_DEFAULTS): number | undefined => {
  const requests = podCompute(podOf(workload('/Pod', 'web', { spec })) as Pod, defaults).requests['cpu'];
  return requests === undefined ? undefined : requests / MILLIONTHS;
};

test.each<[unknown, number | undefined]>([
  ['500m', 0.5],
  ['0.5', 0.5],
  [2, 2],
  ['1e3', 1000],
  ['1.5Gi', 1.5 * 2 ** 30],
  ['128974848000m', 128974848],
  ['100u', 0.0001],
  ['-1', undefined],
  ['.5Gi', 2 ** 29],
  ['1e-3', 0.001],
  ['+1', 1],
  ['1e', undefined],
  ['1e999999999', Infinity],
  ['1 Gi', undefined],
  [null, undefined],
])('the quantity %j', (text, value) => {
  expect(amount(text)).toBe(value);
});

test.each<[string, Fields, number | undefined]>([
  ['nothing', { containers: [{ name: 'main' }] }, undefined],
  ['containers add up', { containers: [main('1'), main('500m')] }, 1.5],
  ['a limit is a request', { containers: [main(undefined, '2')] }, 2],
  ['a request of its own counts', { containers: [main('1', '2')] }, 1],
  ['a smaller init container', { containers: [main('1')], initContainers: [init('500m')] }, 1],
  ['a larger init container', { containers: [main('1')], initContainers: [init('3'), init('2')] }, 3],
  ['a sidecar stays', { containers: [main('1')], initContainers: [sidecar('500m')] }, 1.5],
  ['an init container after a sidecar', { containers: [main('1')], initContainers: [sidecar('500m'), init('2')] }, 2.5],
  ['an init container before a sidecar', { containers: [main('1')], initContainers: [init('2'), sidecar('500m')] }, 2],
  ['sidecars in a row', { containers: [main('1')], initContainers: [sidecar('1'), sidecar('1'), init('2')] }, 4],
  ['overhead', { containers: [main('1')], overhead: { cpu: '250m' } }, 1.25],
  ['overhead comes on top of an init container', { containers: [main('1')], initContainers: [init('2')], overhead: { cpu: '1' } }, 3],
  ['the pod as a whole', { containers: [main('1'), main('1')], resources: { requests: { cpu: '3' } } }, 3],
  ['the pod as a whole, by its limit', { containers: [{ name: 'main' }], resources: { limits: { cpu: '3' } } }, 3],
  ['the pod has a limit and its containers requests', { containers: [main('1')], resources: { limits: { cpu: '3' } } }, 1],
])('a pod asks for what it needs at its peak: %s', (_, spec, expected) => {
  expect(requestsOf(spec)).toBe(expected);
});

test('containers that say nothing get what their namespace gives', () => {
  const defaults = { requests: amountsIn({ cpu: '250m' }), limits: amountsIn({ cpu: '1' }) };
  expect(requestsOf({ containers: [{ name: 'main' }], initContainers: [init('100m')] }, defaults)).toBe(0.25);
  expect(requestsOf({ containers: [main(undefined, '2')] }, defaults)).toBe(2);
});

const quota = (hard: Fields, more: Fields = {}): KubeObject => object('/ResourceQuota', 'all', { spec: { hard, ...more } });
const range = (...limits: Fields[]): KubeObject => object('/LimitRange', 'range', { spec: { limits } });
const scaler = (minReplicas: number, maxReplicas: number, kind = 'Deployment'): KubeObject =>
  object('autoscaling/HorizontalPodAutoscaler', 'web', {
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind, name: 'web' }, minReplicas, maxReplicas },
  });
const still = { strategy: { type: 'Recreate' } };
const web = (container: Fields, more: Fields = {}): KubeObject => workload('apps/Deployment', 'web', { container, ...still, ...more });
const claim = (name: string, storage: string, storageClassName?: string): KubeObject =>
  object('/PersistentVolumeClaim', name, { spec: { resources: { requests: { storage } }, ...(storageClassName ? { storageClassName } : {}) } });
const stateful = (replicas: number | undefined): KubeObject =>
  workload('apps/StatefulSet', 'web', {
    ...(replicas === undefined ? {} : { replicas }),
    volumeClaimTemplates: [
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'data' },
        spec: { resources: { requests: { storage: '1Gi' } }, storageClassName: 'fast', volumeMode: 'Filesystem' },
      },
    ],
  });
const fast = object('storage.k8s.io/StorageClass', '/fast');
const service = (spec: Fields): KubeObject => object('/Service', 'web', { spec: { ports: [{ port: 1 }, { port: 2 }], ...spec } });
const job = (kind: string, name: string, more: Fields): KubeObject => workload(kind, name, { container: cpu('1'), ...more });

describe('quotas', () => {
  /** The largest that is refused, and by which rule; what is one more fits. */
  test.each<[string, string, string, string, readonly KubeObject[]]>([
    ['requests', 'requests.cpu', '1499m', '1500m', [web(cpu('500m'), { replicas: 3 })]],
    ['requests by their short name', 'cpu', '1499m', '1500m', [web(cpu('500m'), { replicas: 3 })]],
    ['memory', 'memory', '1023Mi', '1Gi', [web({ resources: { requests: { memory: '1Gi' } } })]],
    ['limits', 'limits.cpu', '1', '2', [web(cpu('1', '2'))]],
    ['disk', 'requests.ephemeral-storage', '1', '2Gi', [web({ resources: { requests: { 'ephemeral-storage': '2Gi' } } })]],
    ['devices', 'requests.example.com/gpu', '1', '2', [web({ resources: { limits: { 'example.com/gpu': 2 } } })]],
    ['pods', 'pods', '2', '3', [web({}, { replicas: 3 })]],
    ['pods by their long name', 'count/pods', '2', '3', [web({}, { replicas: 3 })]],
    ['defaults of the namespace', 'requests.cpu', '249m', '250m', [web({}), range({ type: 'Container', defaultRequest: { cpu: '250m' } })]],
    ['defaults from a maximum', 'limits.cpu', '1', '2', [web({}), range({ type: 'Container', max: { cpu: '2' } })]],
    ['defaults from a minimum', 'requests.cpu', '9m', '10m', [web({}), range({ type: 'Container', min: { cpu: '10m' } })]],
    ['an autoscaler at its minimum', 'pods', '1', '3', [web({}), scaler(2, 3)]],
    ['claims', 'persistentvolumeclaims', '1', '2', [claim('a', '1Gi'), claim('b', '1Gi')]],
    ['claims by their long name', 'count/persistentvolumeclaims', '1', '2', [claim('a', '1Gi'), claim('b', '1Gi')]],
    ['storage', 'requests.storage', '2047Mi', '2Gi', [claim('a', '1Gi'), claim('b', '1Gi')]],
    [
      'storage of a class',
      'fast.storageclass.storage.k8s.io/requests.storage',
      '1Gi',
      '2Gi',
      [claim('a', '2Gi', 'fast'), claim('b', '1Gi', 'slow'), claim('c', '1Gi')],
    ],
    ['claims of a class', 'fast.storageclass.storage.k8s.io/persistentvolumeclaims', '0', '1', [claim('a', '2Gi', 'fast'), claim('b', '1Gi')]],
    ['storage of replicas', 'requests.storage', '2Gi', '3Gi', [stateful(3), object('/Service', 'web')]],
    [
      'storage that lives with the pod',
      'requests.storage',
      '1Gi',
      '2Gi',
      [
        web(
          {},
          {
            replicas: 2,
            spec: { volumes: [{ name: 'a', ephemeral: { volumeClaimTemplate: { spec: { resources: { requests: { storage: '1Gi' } } } } } }] },
          },
        ),
      ],
    ],
    ['Services', 'services', '0', '1', [service({})]],
    ['Services by their long name', 'count/services', '0', '1', [service({})]],
    ['balancers', 'services.loadbalancers', '0', '1', [service({ type: 'LoadBalancer' })]],
    ['ports of nodes', 'services.nodeports', '1', '2', [service({ type: 'NodePort' })]],
    ['ports of nodes behind a balancer', 'services.nodeports', '1', '2', [service({ type: 'LoadBalancer' })]],
    ['Deployments', 'count/deployments.apps', '0', '1', [web({})]],
    ['CronJobs', 'count/cronjobs.batch', '0', '1', [job('batch/CronJob', 'a', {})]],
    ['the largest of the jobs', 'requests.cpu', '1', '3', [web(cpu('1')), job('batch/Job', 'a', {}), job('batch/CronJob', 'b', {})]],
    ['a scope', 'pods', '0', '1', [web({}, { spec: { priorityClassName: 'system-node-critical' } })]],
  ])('%s', (name, key, less, enough, objects) => {
    const scope = name === 'a scope' ? { scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'Exists' }] } } : {};
    const path = `ResourceQuota /spec/hard/${key.replace('/', '~1')}`;
    const about = (hard: string): string[] => found([...objects, quota({ [key]: hard }, scope)]).filter((fault) => fault.includes('ResourceQuota'));
    expect(about(less)).toEqual([`quantity/over-quota ${path}`]);
    expect(about(enough)).toEqual([]);
  });

  test.each<[string, Fields, readonly KubeObject[]]>([
    ['balancers without ports of nodes', { 'services.nodeports': '0' }, [service({ type: 'LoadBalancer', allocateLoadBalancerNodePorts: false })]],
    ['a class that nobody names', { 'fast.storageclass.storage.k8s.io/requests.storage': '0' }, [claim('a', '1Gi')]],
    ['jobs that wait', { pods: '0' }, [job('batch/Job', 'a', { suspend: true })]],
    ['none', { pods: '0' }, [web({}, { replicas: 0 })]],
    ['another namespace', { pods: '0' }, [workload('apps/Deployment', 'other/web')]],
    ['what nobody counts here', { 'count/widgets.example.com': '0' }, [web({})]],
  ])('nothing is counted: %s', (_, hard, objects) => {
    expect(found([...objects, quota(hard)])).toEqual([]);
  });

  test.each<[string, Fields, boolean]>([
    ['Terminating', { scopes: ['Terminating'] }, false],
    ['NotTerminating', { scopes: ['NotTerminating'] }, true],
    ['BestEffort', { scopes: ['BestEffort'] }, false],
    ['NotBestEffort', { scopes: ['NotBestEffort'] }, true],
    ['both', { scopes: ['NotBestEffort', 'Terminating'] }, false],
    ['one that says nothing of the pod alone', { scopes: ['CrossNamespacePodAffinity'] }, false],
    ['a class', { scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['high'] }] } }, false],
    ['a scope as an expression', { scopeSelector: { matchExpressions: [{ scopeName: 'NotBestEffort', operator: 'Exists' }] } }, true],
  ])('a quota is about pods of its scope: %s', (_, more, counts) => {
    expect(found([web(cpu('1')), quota({ pods: '0' }, more)])).toEqual(counts ? ['quantity/over-quota ResourceQuota /spec/hard/pods'] : []);
  });

  test('what only autoscalers and jobs at their most need is a warning, once', () => {
    const warned = 'quantity/autoscaler-quota ResourceQuota /spec/hard/pods';
    expect(found([web({}), scaler(1, 3), quota({ pods: '2' })])).toEqual([warned]);
    expect(found([web({}), scaler(1, 3), quota({ pods: '3' })])).toEqual([]);
    expect(
      found([
        workload('apps/StatefulSet', 'web', { serviceName: 'web' }),
        object('/Service', 'web'),
        scaler(1, 3, 'StatefulSet'),
        quota({ pods: '2' }),
      ]),
    ).toEqual([warned]);
    expect(found([job('batch/Job', 'a', { parallelism: 3, completions: 2 }), quota({ pods: '1' })])).toEqual([warned]);
    expect(found([job('batch/Job', 'a', { parallelism: 3, completions: 2 }), quota({ pods: '2' })])).toEqual([]);
    expect(faults([web({}), scaler(1, 3), job('batch/CronJob', 'a', {}), quota({ pods: '2' })])[0]?.message).toBe(
      'allows 2 of pods; its workloads need 2, and 4 when every autoscaler is at its maximum and all jobs run at once',
    );
  });

  test.each<[string, Fields | undefined, number, boolean]>([
    ['one that starts a pod first', { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }, 4, true],
    ['the default for few pods: a quarter of 3 is none', undefined, 3, true],
    ['the default for more: a quarter of 4 is one', undefined, 4, false],
    ['one that stops a pod first', { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } }, 1, false],
    ['neither: Kubernetes stops one', { rollingUpdate: { maxSurge: '0%', maxUnavailable: '0%' } }, 3, false],
    ['one that stops all', { type: 'Recreate' }, 3, false],
    ['none', undefined, 0, false],
  ])('a rollout needs room: %s', (_, strategy, replicas, needs) => {
    const pods = web(cpu('1'), { replicas, strategy });
    const path = 'quantity/over-quota ResourceQuota /spec/hard/pods';
    expect(found([pods, quota({ pods: String(replicas) })])).toEqual(needs ? [path] : []);
    expect(found([pods, quota({ pods: String(replicas + 1) })])).toEqual([]);
  });
});

describe('ranges', () => {
  const at = (path: string): string => `quantity/over-limit-range Deployment /spec/template/spec${path}`;
  const container = (path: string): string => at(`/containers/0/resources${path}`);

  test.each<[string, Fields, Fields, string | undefined]>([
    ['a limit above the maximum', { max: { cpu: '1' } }, cpu('1', '2'), container('/limits/cpu')],
    ['a limit at the maximum', { max: { cpu: '1' } }, cpu('1', '1'), undefined],
    ['a request above the maximum, the limit by default', { max: { cpu: '1' } }, cpu('2'), container('/requests/cpu')],
    ['no limit, which is then the maximum', { max: { cpu: '1' } }, {}, undefined],
    ['a request below the minimum', { min: { cpu: '100m' } }, cpu('50m'), container('/requests/cpu')],
    ['no request, which is then the minimum', { min: { cpu: '100m' } }, {}, undefined],
    ['a limit below the minimum', { min: { cpu: '100m' } }, cpu('100m', '50m'), container('/limits/cpu')],
    ['a limit far above the request', { maxLimitRequestRatio: { cpu: '2' } }, cpu('1', '3'), container('/limits/cpu')],
    ['a limit near the request', { maxLimitRequestRatio: { cpu: '2' } }, cpu('1', '2'), undefined],
    ['no limit where the ratio is held', { maxLimitRequestRatio: { cpu: '2' } }, cpu('1'), container('')],
    [
      'defaults that are too far apart',
      { default: { cpu: '3' }, defaultRequest: { cpu: '1' }, maxLimitRequestRatio: { cpu: '2' } },
      {},
      at('/containers/0'),
    ],
  ])('of a container: %s', (_, limits, resources, expected) => {
    expect(found([web(resources), range({ type: 'Container', ...limits })])).toEqual(expected === undefined ? [] : [expected]);
  });

  test.each<[string, Fields, Fields, string | undefined]>([
    ['containers together above the maximum', { max: { cpu: '2' } }, { containers: [main('1', '2'), main('1', '1')] }, at('')],
    ['containers together at the maximum', { max: { cpu: '3' } }, { containers: [main('1', '2'), main('1', '1')] }, undefined],
    ['no limit where there is a maximum', { max: { cpu: '3' } }, { containers: [main('1')] }, at('')],
    [
      'an init container below the minimum counts for nothing',
      { min: { cpu: '1' } },
      { containers: [main('1')], initContainers: [init('1m')] },
      undefined,
    ],
    ['too little in all', { min: { cpu: '3' } }, { containers: [main('1'), main('1')] }, at('')],
    ['too far apart in all', { maxLimitRequestRatio: { cpu: '2' } }, { containers: [main('1', '3')] }, at('')],
    [
      'the limit of the pod itself',
      { max: { cpu: '2' } },
      { containers: [main('1')], resources: { limits: { cpu: '3' } } },
      at('/resources/limits/cpu'),
    ],
  ])('of a pod: %s', (_, limits, spec, expected) => {
    expect(found([web({}, { spec }), range({ type: 'Pod', ...limits })])).toEqual(expected === undefined ? [] : [expected]);
  });

  test.each<[string, Fields, KubeObject, string | undefined]>([
    ['too large', { max: { storage: '1Gi' } }, claim('a', '2Gi'), 'PersistentVolumeClaim /spec/resources/requests/storage'],
    ['too small', { min: { storage: '1Gi' } }, claim('a', '1Mi'), 'PersistentVolumeClaim /spec/resources/requests/storage'],
    ['large enough', { min: { storage: '1Gi' }, max: { storage: '1Gi' } }, claim('a', '1Gi'), undefined],
    ['of replicas', { max: { storage: '1Mi' } }, stateful(1), 'StatefulSet /spec/volumeClaimTemplates/0/spec/resources/requests/storage'],
  ])('of a claim: %s', (_, limits, by, expected) => {
    expect(found([by, fast, range({ type: 'PersistentVolumeClaim', ...limits })])).toEqual(
      expected === undefined ? [] : [`quantity/over-limit-range ${expected}`],
    );
  });

  test('says what is asked for, and by whom it is bounded', () => {
    const words = (limits: Fields, resources: Fields): string[] =>
      faults([web(resources), range({ type: 'Container', ...limits })]).map(({ message }) => message);
    expect(words({ max: { cpu: '1' } }, cpu('1', '2'))).toEqual(['limits cpu to 2; LimitRange shop/range allows at most 1']);
    expect(words({ min: { memory: '1Gi' } }, { resources: { requests: { memory: '1Mi' } } })).toEqual([
      'asks for 1Mi of memory; LimitRange shop/range demands at least 1Gi',
    ]);
    expect(words({ maxLimitRequestRatio: { cpu: '2' } }, cpu('1', '3'))).toEqual([
      'limits cpu to 3, 3 times the request; LimitRange shop/range allows at most 2 times',
    ]);
  });
});

describe('budgets', () => {
  const budget = (spec: Fields, name = 'web'): KubeObject =>
    object('policy/PodDisruptionBudget', name, { spec: { selector: { matchLabels: { app: 'web' } }, ...spec } });

  test.each<[string, Fields, number, boolean]>([
    ['90 % of 3 is all of them', { minAvailable: '90%' }, 3, true],
    ['90 % of 10 leaves one', { minAvailable: '90%' }, 10, false],
    ['1 % of 1 is one', { minAvailable: '1%' }, 1, true],
    ['50 % of 1 is one', { minAvailable: '50%' }, 1, true],
    ['50 % of 3 is two', { minAvailable: '50%' }, 3, false],
    ['all', { minAvailable: '100%' }, 3, true],
    ['as many as there are', { minAvailable: 3 }, 3, true],
    ['one less', { minAvailable: 2 }, 3, false],
    ['10 % of 3 may go: one', { maxUnavailable: '10%' }, 3, false],
    ['1 % of 1 may go: one', { maxUnavailable: '1%' }, 1, false],
    ['none may go', { maxUnavailable: 0 }, 3, true],
    ['0 % may go', { maxUnavailable: '0%' }, 3, true],
    ['one may go', { maxUnavailable: 1 }, 1, false],
    ['no word of it: none has to stay', {}, 1, true],
  ])('%s', (name, spec, replicas, blocks) => {
    const faulty = found([web({}, { replicas }), budget(spec)]);
    if (name.startsWith('no word')) return expect(faulty).toEqual([]);
    return expect(faulty).toEqual(blocks ? [`quantity/blocking-budget PodDisruptionBudget /spec/${Object.keys(spec)[0] as string}`] : []);
  });

  test('the fewest replicas count', () => {
    expect(found([web({}), scaler(2, 20), budget({ minAvailable: '60%' })])).toEqual([
      'quantity/blocking-budget PodDisruptionBudget /spec/minAvailable',
    ]);
    expect(found([web({}), scaler(3, 20), budget({ minAvailable: '60%' })])).toEqual([]);
  });

  test('two budgets of one pod: nobody can evict it', () => {
    const [one, two] = [budget({ maxUnavailable: 1 }), budget({ maxUnavailable: 1, selector: {} }, 'all')];
    expect(found([web({}, { replicas: 3 }), one, two])).toEqual(['quantity/blocking-budget PodDisruptionBudget /spec/selector']);
    expect(found([web({}, { replicas: 3 }), one, one])).toEqual([]);
    const other = object('policy/PodDisruptionBudget', 'other/all', { spec: { selector: {}, maxUnavailable: 1 } });
    expect(found([web({}, { replicas: 3 }), one, other])).toEqual([]);
  });
});
