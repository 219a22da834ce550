// Objects of kinds that no manifest of other projects shows, or shows little of: what is changed in them is judged as well.
import type { KubeObject } from '../../../generator/k8s/object.ts';

const one = (apiVersion: string, kind: string, rest: object, namespace?: string): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name: 'seed', ...(namespace === undefined ? {} : { namespace }) },
  ...rest,
});

const metric = { name: 'requests', selector: { matchLabels: { app: 'web' } } };

export const SEEDS: readonly KubeObject[] = [
  one(
    'coordination.k8s.io/v1',
    'Lease',
    { spec: { holderIdentity: 'a', leaseDurationSeconds: 15, leaseTransitions: 1, renewTime: '2026-01-01T00:00:00.000000Z' } },
    'default',
  ),
  one('scheduling.k8s.io/v1', 'PriorityClass', { value: 1000, globalDefault: false, description: 'seed', preemptionPolicy: 'Never' }),
  one('node.k8s.io/v1', 'RuntimeClass', {
    handler: 'runc',
    overhead: { podFixed: { cpu: '250m', memory: '120Mi' } },
    scheduling: { nodeSelector: { runtime: 'a' }, tolerations: [{ key: 'runtime', operator: 'Equal', value: 'a', effect: 'NoSchedule' }] },
  }),
  one('flowcontrol.apiserver.k8s.io/v1', 'FlowSchema', {
    spec: {
      matchingPrecedence: 1000,
      priorityLevelConfiguration: { name: 'workload-low' },
      distinguisherMethod: { type: 'ByUser' },
      rules: [
        {
          resourceRules: [{ apiGroups: [''], namespaces: ['default'], resources: ['pods'], verbs: ['get'] }],
          nonResourceRules: [{ nonResourceURLs: ['/healthz'], verbs: ['get'] }],
          subjects: [{ kind: 'ServiceAccount', serviceAccount: { name: 'a', namespace: 'default' } }],
        },
      ],
    },
  }),
  one('flowcontrol.apiserver.k8s.io/v1', 'PriorityLevelConfiguration', {
    spec: {
      type: 'Limited',
      limited: {
        nominalConcurrencyShares: 10,
        lendablePercent: 20,
        limitResponse: { type: 'Queue', queuing: { handSize: 4, queueLengthLimit: 50, queues: 16 } },
      },
    },
  }),
  one('storage.k8s.io/v1', 'VolumeAttributesClass', { driverName: 'csi.example.com', parameters: { iops: '100' } }),
  one('storage.k8s.io/v1', 'CSINode', {
    spec: { drivers: [{ name: 'csi.example.com', nodeID: 'a', topologyKeys: ['example.com/zone'], allocatable: { count: 3 } }] },
  }),
  one(
    'storage.k8s.io/v1',
    'CSIStorageCapacity',
    { storageClassName: 'fast', capacity: '1Gi', nodeTopology: { matchLabels: { zone: 'a' } } },
    'default',
  ),
  one('storage.k8s.io/v1', 'VolumeAttachment', { spec: { attacher: 'csi.example.com', nodeName: 'a', source: { persistentVolumeName: 'a' } } }),
  one('apps/v1', 'ControllerRevision', { revision: 1, data: { a: 1 } }, 'default'),
  one(
    'autoscaling/v2',
    'HorizontalPodAutoscaler',
    {
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
        minReplicas: 2,
        maxReplicas: 5,
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
          { type: 'ContainerResource', containerResource: { name: 'cpu', container: 'web', target: { type: 'AverageValue', averageValue: '500m' } } },
          { type: 'Pods', pods: { metric, target: { type: 'AverageValue', averageValue: '10' } } },
          {
            type: 'Object',
            object: { describedObject: { apiVersion: 'v1', kind: 'Service', name: 'web' }, metric, target: { type: 'Value', value: '10' } },
          },
          { type: 'External', external: { metric, target: { type: 'AverageValue', averageValue: '10' } } },
        ],
        behavior: {
          scaleDown: { stabilizationWindowSeconds: 300, selectPolicy: 'Min', policies: [{ type: 'Percent', value: 10, periodSeconds: 60 }] },
          scaleUp: { stabilizationWindowSeconds: 0, policies: [{ type: 'Pods', value: 4, periodSeconds: 60 }] },
        },
      },
    },
    'default',
  ),
  one('cert-manager.io/v1', 'ClusterIssuer', {
    spec: {
      acme: {
        server: 'https://acme.example/directory',
        email: 'a@b.example',
        privateKeySecretRef: { name: 'account' },
        solvers: [{ dns01: { cloudflare: { apiTokenSecretRef: { name: 'token', key: 'token' } } }, selector: { dnsZones: ['b.example'] } }],
      },
    },
  }),
  one(
    'monitoring.coreos.com/v1',
    'Probe',
    { spec: { jobName: 'a', prober: { url: 'prober:9115' }, module: 'http_2xx', targets: { staticConfig: { static: ['https://a.example'] } } } },
    'default',
  ),
  one(
    'velero.io/v1',
    'Schedule',
    { spec: { schedule: '0 3 * * *', template: { includedNamespaces: ['a'], ttl: '720h0m0s', storageLocation: 'default' } } },
    'velero',
  ),
  one('v1', 'PersistentVolume', {
    spec: {
      capacity: { storage: '1Gi' },
      accessModes: ['ReadWriteOnce'],
      persistentVolumeReclaimPolicy: 'Retain',
      storageClassName: 'fast',
      volumeMode: 'Filesystem',
      local: { path: '/mnt/a' },
      claimRef: { namespace: 'default', name: 'a' },
      nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['a'] }] }] } },
    },
  }),
  one(
    'v1',
    'PersistentVolumeClaim',
    {
      spec: {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: '1Gi' } },
        storageClassName: 'fast',
        volumeMode: 'Filesystem',
        selector: { matchLabels: { a: 'b' } },
      },
    },
    'default',
  ),
  one(
    'v1',
    'Pod',
    {
      spec: {
        activeDeadlineSeconds: 100,
        affinity: {
          nodeAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [
              { weight: 1, preference: { matchExpressions: [{ key: 'zone', operator: 'In', values: ['a'] }] } },
            ],
          },
          podAffinity: {
            preferredDuringSchedulingIgnoredDuringExecution: [
              { weight: 1, podAffinityTerm: { topologyKey: 'zone', labelSelector: { matchLabels: { a: 'b' } } } },
            ],
          },
        },
        dnsConfig: { nameservers: ['10.0.0.10'], searches: ['a.example'], options: [{ name: 'ndots', value: '2' }] },
        dnsPolicy: 'None',
        hostAliases: [{ ip: '10.0.0.1', hostnames: ['a.example'] }],
        hostname: 'a',
        subdomain: 'b',
        imagePullSecrets: [{ name: 'pull' }],
        nodeSelector: { zone: 'a' },
        preemptionPolicy: 'PreemptLowerPriority',
        readinessGates: [{ conditionType: 'example.com/ready' }],
        restartPolicy: 'Always',
        schedulingGates: [{ name: 'example.com/gate' }],
        securityContext: {
          fsGroup: 1,
          fsGroupChangePolicy: 'Always',
          runAsUser: 1,
          runAsNonRoot: true,
          supplementalGroups: [1],
          sysctls: [{ name: 'kernel.shm_rmid_forced', value: '1' }],
          seccompProfile: { type: 'RuntimeDefault' },
        },
        tolerations: [{ key: 'a', operator: 'Equal', value: 'b', effect: 'NoExecute', tolerationSeconds: 10 }],
        topologySpreadConstraints: [
          { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { a: 'b' } } },
        ],
        volumes: [
          { name: 'a', emptyDir: { medium: 'Memory', sizeLimit: '1Gi' } },
          { name: 'b', configMap: { name: 'b', defaultMode: 420, items: [{ key: 'a', path: 'a', mode: 420 }] } },
          {
            name: 'c',
            projected: { sources: [{ serviceAccountToken: { path: 'token', expirationSeconds: 3600, audience: 'a' } }, { secret: { name: 'a' } }] },
          },
          { name: 'd', hostPath: { path: '/a', type: 'Directory' } },
          { name: 'e', csi: { driver: 'csi.example.com', volumeAttributes: { a: 'b' } } },
        ],
        containers: [
          {
            name: 'web',
            image: 'registry.example/web:1',
            command: ['a'],
            env: [
              { name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
              { name: 'B', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1m' } } },
              { name: 'C', valueFrom: { secretKeyRef: { name: 'a', key: 'b', optional: true } } },
            ],
            envFrom: [{ prefix: 'P_', configMapRef: { name: 'a' } }],
            lifecycle: {
              preStop: { httpGet: { path: '/', port: 8080, scheme: 'HTTP', httpHeaders: [{ name: 'X-A', value: 'b' }] } },
              postStart: { exec: { command: ['a'] } },
            },
            livenessProbe: {
              grpc: { port: 9090, service: 'a' },
              periodSeconds: 10,
              failureThreshold: 3,
              successThreshold: 1,
              timeoutSeconds: 1,
              initialDelaySeconds: 1,
              terminationGracePeriodSeconds: 5,
            },
            readinessProbe: { tcpSocket: { port: 'http' } },
            ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
            resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'NotRequired' }],
            resources: { requests: { cpu: '100m', memory: '1Gi' }, limits: { cpu: '1', memory: '1Gi' } },
            securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true, procMount: 'Default' },
            volumeMounts: [
              { name: 'a', mountPath: '/a', subPath: 'b', readOnly: true },
              { name: 'b', mountPath: '/b' },
            ],
          },
        ],
      },
    },
    'default',
  ),
];
