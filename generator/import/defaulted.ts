// What the API server fills in, so that what a cluster printed can be held against what somebody wrote.
import { each } from '../k8s/look.ts';
import { kindName } from '../k8s/object.ts';
import type { KubeObject } from '../k8s/object.ts';
import { canonicalQuantity } from '../k8s/quantity.ts';
import { canonicalDuration, goSeconds } from '../k8s/duration.ts';
import { equal, isMap } from '../model/data.ts';

/** Defaults at a place, as `each` reads it. */
type Row = readonly [at: string, defaults: Readonly<Record<string, unknown>>];

const PROBES = 'livenessProbe|readinessProbe|startupProbe';

/** k8s.io/kubernetes, pkg/apis/core/v1/defaults.go; `at` is where the pod's spec lies. */
function podRows(at: string): Row[] {
  const containers = `${at}.containers|initContainers[]`;
  return [
    [
      at,
      {
        restartPolicy: 'Always',
        dnsPolicy: 'ClusterFirst',
        schedulerName: 'default-scheduler',
        terminationGracePeriodSeconds: 30,
        securityContext: {},
      },
    ],
    [containers, { terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File', resources: {} }],
    [`${containers}.ports[]`, { protocol: 'TCP' }],
    [`${containers}.${PROBES}`, { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 }],
    [`${containers}.${PROBES}.httpGet`, { scheme: 'HTTP' }],
    [`${containers}.env[].valueFrom.fieldRef`, { apiVersion: 'v1' }],
    [`${at}.volumes[].secret|configMap|projected|downwardAPI`, { defaultMode: 0o644 }],
  ];
}

const SERVICE: readonly Row[] = [
  ['spec', { type: 'ClusterIP', sessionAffinity: 'None', internalTrafficPolicy: 'Cluster' }],
  ['spec.ports[]', { protocol: 'TCP' }],
];

const POLICY: readonly Row[] = [['spec.ingress|egress[].ports[]', { protocol: 'TCP' }]];

/** By `group/Kind`. */
const DEFAULTS: Readonly<Record<string, readonly Row[]>> = {
  'apps/Deployment': [
    ['spec', { progressDeadlineSeconds: 600, revisionHistoryLimit: 10, replicas: 1 }],
    ['spec.strategy', { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } }],
    ['spec', { strategy: {} }],
    ...podRows('spec.template.spec'),
  ],
  Service: SERVICE,
  PersistentVolumeClaim: [['spec', { volumeMode: 'Filesystem' }]],
  'autoscaling/HorizontalPodAutoscaler': [
    [
      'spec.behavior',
      {
        scaleUp: {
          policies: [
            { type: 'Pods', value: 4, periodSeconds: 15 },
            { type: 'Percent', value: 100, periodSeconds: 15 },
          ],
          selectPolicy: 'Max',
          stabilizationWindowSeconds: 0,
        },
      },
    ],
    ['spec.behavior.scaleUp|scaleDown', { selectPolicy: 'Max' }],
  ],
  'networking.k8s.io/NetworkPolicy': POLICY,
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy': [
    ['spec.matchConstraints', { namespaceSelector: {}, objectSelector: {}, matchPolicy: 'Equivalent' }],
    ['spec.matchConstraints.resourceRules[]', { scope: '*' }],
  ],
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding': [['spec.matchResources', { objectSelector: {}, matchPolicy: 'Equivalent' }]],
  'monitoring.coreos.com/ServiceMonitor': [['spec.endpoints[].relabelings|metricRelabelings[]', { action: 'replace' }]],
  'monitoring.coreos.com/PodMonitor': [['spec.podMetricsEndpoints[].relabelings|metricRelabelings[]', { action: 'replace' }]],
};

/** An object without what the API server would fill in, and with amounts as it stores them: two that are equal then are one to a cluster. */
export function plain(object: KubeObject): KubeObject {
  const copy = canonical(object) as KubeObject;
  for (const [at, defaults] of DEFAULTS[kindName(object)] ?? []) {
    for (const { item } of each(copy, at)) {
      const map = item as Record<string, unknown>;
      for (const [key, value] of Object.entries(defaults)) if (equal(map[key], value)) delete map[key];
    }
  }
  for (const { item } of each(copy, 'spec.template.spec')) {
    const pod = item as Record<string, unknown>;
    // The older name of the same, which the API server keeps up.
    if (pod['serviceAccount'] === pod['serviceAccountName']) delete pod['serviceAccount'];
  }
  return copy;
}

const AMOUNTS = new Set(['requests', 'limits', 'hard', 'default', 'defaultRequest', 'max', 'min']);
const DURATIONS = new Set(['duration', 'renewBefore', 'refreshInterval', 'ttl']);

/** A copy that can be changed. */
function canonical(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => canonical(item));
  if (isMap(value)) {
    const amounts = AMOUNTS.has(key);
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [
        name,
        amounts && (typeof item === 'string' || typeof item === 'number') ? canonicalQuantity(item) : canonical(item, name),
      ]),
    );
  }
  if (key === 'sizeLimit' && typeof value === 'string') return canonicalQuantity(value);
  if (DURATIONS.has(key) && typeof value === 'string' && goSeconds(value) !== undefined) return canonicalDuration(value);
  return value;
}
