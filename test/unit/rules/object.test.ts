import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyPatch } from '../../../generator/k8s/json-patch.ts';
import type { KubeObject } from '../../../generator/k8s/object.ts';
import { faultsOf } from '../../../generator/check/faults.ts';
import { rulesOf } from '../../../generator/rules/rules.ts';
import { committedObjects } from '../../support/objects.ts';

// Seen to fail: each rule emptied in turn (`run` that yields nothing) fails its own rows and its own examples.

type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

const object = (apiVersion: string, kind: string, rest: Record<string, unknown>): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name: 'x', namespace: 'agents' },
  ...rest,
});

const container = {
  name: 'main',
  image: 'registry.example.net/x:1.0.0',
  command: ['external-dns', '--rfc2136-tsig-secret-alg=$(ALGORITHM)'],
  args: ['--rfc2136-tsig-secret-alg=hmac-sha256', '--rfc2136-tsig-secret-alg', 'hmac-sha512'],
  env: [
    { name: 'A', value: '1' },
    { name: 'B', valueFrom: { fieldRef: { fieldPath: 'metadata.uid' } } },
    { name: 'EXTERNAL_DNS_RFC2136_TSIG_SECRET_ALG', value: 'hmac-sha256' },
    { name: 'ALGORITHM', value: '$(A)' },
  ],
  lifecycle: { preStop: { sleep: { seconds: 5 } } },
  livenessProbe: { httpGet: { path: '/', port: 'http' }, successThreshold: 1, periodSeconds: 10 },
  ports: [
    { name: 'http', containerPort: 80 },
    { name: 'dns', containerPort: 53, protocol: 'UDP' },
    { name: 'dns-tcp', containerPort: 53, protocol: 'TCP' },
  ],
  resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: 1, memory: '1Gi' } },
  volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
};

/** A good object of each kind that rules speak about. */
const GOOD = {
  deployment: object('apps/v1', 'Deployment', {
    spec: {
      replicas: 0,
      strategy: { type: 'Recreate' },
      selector: { matchLabels: { app: 'x' } },
      template: {
        metadata: { labels: { app: 'x', 'example.net/tier': 'a_B.1' }, annotations: { 'example.net/Note': 'any text / at all' } },
        spec: {
          containers: [container],
          volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '64Mi' } }],
          nodeSelector: { disk: 'ssd' },
          serviceAccountName: 'x.y',
          affinity: {
            podAntiAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: [
                { topologyKey: 'zone', labelSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['x'] }] } },
              ],
            },
          },
        },
      },
    },
  }),
  service: object('v1', 'Service', {
    spec: {
      selector: { app: 'x' },
      ports: [
        { name: 'http', port: 80, targetPort: 'http' },
        { name: 'alt', port: 80, targetPort: 8080, protocol: 'UDP' },
      ],
    },
  }),
  limits: object('v1', 'LimitRange', {
    spec: { limits: [{ type: 'Container', default: { cpu: '1' }, defaultRequest: { cpu: '500m' }, max: { cpu: '2' } }] },
  }),
  config: object('v1', 'ConfigMap', { data: { 'a.txt': 'x', _b: 'y' } }),
  dashboard: {
    ...object('v1', 'ConfigMap', { data: { 'web.json': '{ "title": "Web", "templating": { "list": [] } }', 'a.txt': '{ "dashboard": {} }' } }),
    metadata: { name: 'x', namespace: 'agents', labels: { grafana_dashboard: '1' } },
  },
  cronJob: object('batch/v1', 'CronJob', {
    spec: {
      schedule: '*/15 0-6,22 * jan-mar mon-fri',
      jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'x', image: 'x' }] } } } },
    },
  }),
  schedule: object('velero.io/v1', 'Schedule', { spec: { schedule: '17 2 * * 0', template: { ttl: '720h0m0s' } } }),
  budget: object('policy/v1', 'PodDisruptionBudget', { spec: { maxUnavailable: '50%' } }),
  autoscaler: object('autoscaling/v2', 'HorizontalPodAutoscaler', {
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'x' },
      maxReplicas: 1,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } }],
    },
  }),
  scaling: object('autoscaling/v2', 'HorizontalPodAutoscaler', {
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'x' },
      maxReplicas: 3,
      metrics: [
        { type: 'Pods', pods: { metric: { name: 'x' }, target: { type: 'AverageValue', averageValue: '5' } } },
        { type: 'External', external: { metric: { name: 'y' }, target: { type: 'Value', value: '5' } } },
      ],
      behavior: {
        scaleUp: { stabilizationWindowSeconds: 0, selectPolicy: 'Max', policies: [{ type: 'Pods', value: 1, periodSeconds: 1800 }] },
        scaleDown: { stabilizationWindowSeconds: 3600, selectPolicy: 'Disabled' },
      },
    },
  }),
  foreignLimits: object('v1', 'LimitRange', { spec: { limits: [{ type: 'openshift.io/Image', max: { storage: '1Gi' } }] } }),
  job: object('batch/v1', 'Job', { spec: { template: { spec: { restartPolicy: 'OnFailure', containers: [{ name: 'x', image: 'x' }] } } } }),
  pod: object('v1', 'Pod', { spec: { containers: [{ name: 'x', image: 'x' }] } }),
  rolling: object('apps/v1', 'Deployment', {
    spec: {
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      selector: { matchLabels: { app: 'x' } },
      template: { metadata: { labels: { app: 'x' } }, spec: { restartPolicy: 'Always', containers: [{ name: 'x', image: 'x' }] } },
    },
  }),
  stateful: object('apps/v1', 'StatefulSet', {
    spec: {
      selector: { matchLabels: { app: 'x' } },
      template: {
        metadata: { labels: { app: 'x' } },
        spec: { containers: [{ name: 'x', image: 'x', volumeMounts: [{ name: 'data', mountPath: '/data' }] }] },
      },
      volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }],
    },
  }),
  claim: object('v1', 'PersistentVolumeClaim', { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }),
  binding: object('rbac.authorization.k8s.io/v1', 'RoleBinding', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'x' },
    subjects: [
      { kind: 'ServiceAccount', name: 'x', namespace: 'agents' },
      { apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'x' },
    ],
  }),
  clusterBinding: object('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'x' },
    subjects: [{ kind: 'ServiceAccount', name: 'x', namespace: 'agents' }],
  }),
  ownBinding: object('rbac.authorization.k8s.io/v1', 'RoleBinding', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'x' },
    // Of the binding's own namespace.
    subjects: [{ kind: 'ServiceAccount', name: 'x' }],
  }),
  role: object('rbac.authorization.k8s.io/v1', 'Role', { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] }),
  place: object('v1', 'Namespace', {
    metadata: {
      name: 'x',
      labels: { 'pod-security.kubernetes.io/enforce': 'baseline', 'pod-security.kubernetes.io/enforce-version': 'v1.35' },
    },
  }),
  quota: object('v1', 'ResourceQuota', { spec: { hard: { pods: '9', 'requests.cpu': '1', 'count/jobs.batch': '3', 'hugepages-2Mi': '1Gi' } } }),
  admission: object('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy', {
    spec: {
      matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }] },
      validations: [{ expression: 'true', reason: 'Forbidden' }],
    },
  }),
  bound: object('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicyBinding', {
    spec: {
      policyName: 'x',
      validationActions: ['Deny'],
      matchResources: {
        matchPolicy: 'Equivalent',
        namespaceSelector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['agents'] }] },
      },
    },
  }),
  emptyPort: object('v1', 'Service', { spec: { selector: { app: 'x' }, ports: [{ port: 80, targetPort: '' }] } }),
  /** What templates leave empty counts as left out. */
  empty: object('v1', 'Pod', {
    spec: { serviceAccountName: '', containers: [{ name: 'x', image: 'x:1', ports: [{ name: '', containerPort: 80 }] }] },
  }),
  typed: object('networking.k8s.io/v1', 'NetworkPolicy', {
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'], ingress: [{}], egress: [] },
  }),
  policy: object('networking.k8s.io/v1', 'NetworkPolicy', {
    spec: {
      podSelector: {},
      egress: [
        {
          ports: [{ port: 1, endPort: 2 }, { port: 'http' }],
          to: [
            { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } },
            { ipBlock: { cidr: '::/0', except: ['2001:db8::/32', '::ffff:192.0.2.0/120'] } },
            { podSelector: {} },
          ],
        },
      ],
    },
  }),
  limit: object('traefik.io/v1alpha1', 'Middleware', { spec: { rateLimit: { average: 10, period: '1m' } } }),
  retry: object('traefik.io/v1alpha1', 'Middleware', { spec: { retry: { attempts: 3, initialInterval: '10' } } }),
  plugin: object('traefik.io/v1alpha1', 'Middleware', { spec: { plugin: { x: { period: 'a day' } } } }),
  transport: object('traefik.io/v1alpha1', 'ServersTransport', { spec: { forwardingTimeouts: { dialTimeout: '1500ms', pingTimeout: 5 } } }),
  percentage: object('cert-manager.io/v1', 'Certificate', {
    spec: { dnsNames: ['a.example.net'], issuerRef: { name: 'x' }, renewBeforePercentage: 33, secretName: 'x' },
  }),
  middleware: object('traefik.io/v1alpha1', 'Middleware', { spec: { ipAllowList: { sourceRange: ['10.0.0.0/8', '192.0.2.7'] } } }),
  certificate: object('cert-manager.io/v1', 'Certificate', {
    spec: {
      dnsNames: ['*.a.example.net', 'b.example.net'],
      duration: '2160h0m0s',
      renewBefore: '720h',
      issuerRef: { name: 'x' },
      privateKey: { algorithm: 'ECDSA', size: 256 },
      secretName: 'x',
    },
  }),
  issuer: {
    ...object('cert-manager.io/v1', 'ClusterIssuer', {
      spec: {
        acme: {
          server: 'https://acme.example.net',
          privateKeySecretRef: { name: 'x' },
          solvers: [{ dns01: { rfc2136: { nameserver: '192.0.2.1:53', tsigAlgorithm: 'HMACSHA512' } } }],
        },
      },
    }),
    metadata: { name: 'x' },
  },
  monitor: object('monitoring.coreos.com/v1', 'ServiceMonitor', {
    spec: { endpoints: [{ port: 'http', interval: '1m30s', scrapeTimeout: '90s' }], selector: { matchLabels: { app: 'x' } } },
  }),
  rule: object('monitoring.coreos.com/v1', 'PrometheusRule', {
    spec: {
      groups: [
        {
          name: 'a',
          interval: '30s',
          rules: [
            { alert: 'Down', expr: 'up == 0', for: '1d12h', labels: { severity: 'a text, not a Kubernetes label' } },
            { record: 'a:b', expr: 'up' },
          ],
        },
      ],
    },
  }),
  tls: object('traefik.io/v1alpha1', 'TLSOption', {
    spec: {
      minVersion: 'VersionTLS12',
      maxVersion: 'VersionTLS13',
      cipherSuites: ['TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384', 'TLS_FALLBACK_SCSV'],
      curvePreferences: ['X25519', 'CurveP256', 'secp384r1'],
    },
  }),
  route: object('traefik.io/v1alpha1', 'IngressRoute', {
    spec: {
      tls: { domains: [{ main: 'a.example.net', sans: ['*.a.example.net'] }] },
      routes: [
        {
          kind: 'Rule',
          match: '(Host(`a.b`) || !HeaderRegexp("X-A", "^\\"b")) && (Path(`/hooks`) || PathPrefix(`/hooks/`))',
          services: [{ name: 'x', port: 'http' }],
        },
        { kind: 'Rule', match: 'Query(`a`)', services: [{ name: 'x', port: 80 }] },
        {
          kind: 'Rule',
          match:
            'Host(`A.b.`) && HostRegexp(`^[a-z0-9-]+\\.example\\.net$`) && PathRegexp("^/v[0-9]{1,2}(?:/|$)") && ClientIP(`10.0.0.1/8`) && Method(`get`)',
          services: [{ name: 'x', port: 80 }],
        },
      ],
    },
  }),
  tcp: object('traefik.io/v1alpha1', 'IngressRouteTCP', {
    spec: { routes: [{ match: 'HostSNI(`a.b`)', services: [{ name: 'x', port: 'grpc' }] }], tls: { passthrough: true } },
  }),
  records: object('externaldns.k8s.io/v1alpha1', 'DNSEndpoint', {
    spec: {
      endpoints: [
        { dnsName: '*.a.example.net', recordType: 'CNAME', targets: ['in.example.net'] },
        { dnsName: '_pap-hooks._tcp.a.example.net', recordType: 'SRV', targets: ['10 10 443 a.example.net.'] },
        { dnsName: 'a.example.net', recordType: 'A', targets: ['192.0.2.1', '192.0.2.2'] },
        { dnsName: 'a.example.net', recordType: 'AAAA', targets: ['2001:db8::1'] },
        { dnsName: 'a.example.net', recordType: 'MX', targets: ['10 mail.example.net'], recordTTL: 2_147_483_647 },
        { dnsName: 'a.example.net', recordType: 'NS', targets: ['ns1.example.net', 'ns2.example.net'] },
        { dnsName: 'a.example.net', recordType: 'TXT', targets: ['any text. 192.0.2.1'] },
      ],
    },
  }),
  application: {
    ...object('argoproj.io/v1alpha1', 'Application', {
      spec: {
        project: 'x',
        source: { repoURL: 'https://git.example.net/x.git', path: 'x' },
        destination: { name: 'a', namespace: 'b' },
        syncPolicy: {
          managedNamespaceMetadata: { labels: { a: 'b' }, annotations: { 'example.net/a': 'any text' } },
          syncOptions: ['ServerSideApply=true', 'PrunePropagationPolicy=background'],
          retry: { backoff: { duration: '30s' } },
        },
      },
    }),
    metadata: {
      name: 'x',
      namespace: 'argocd',
      annotations: {
        'argocd.argoproj.io/sync-options': 'Prune=false, Delete=confirm',
        'argocd.argoproj.io/compare-options': 'IgnoreExtraneous,ServerSideDiff=true',
      },
      finalizers: ['resources-finalizer.argocd.argoproj.io/background'],
    },
  },
  several: object('argoproj.io/v1alpha1', 'Application', {
    spec: {
      project: 'x',
      destination: { name: 'a', namespace: 'b' },
      sources: [
        { repoURL: 'https://charts.example.net', chart: 'x', targetRevision: '1.0.0', helm: { valueFiles: ['$values/x.yaml'] } },
        { repoURL: 'https://git.example.net/x.git', targetRevision: 'main', ref: 'values' },
      ],
    },
  }),
  dns: object('apps/v1', 'Deployment', {
    spec: {
      selector: { matchLabels: { app: 'x' } },
      template: {
        metadata: { labels: { app: 'x' } },
        spec: {
          containers: [
            {
              name: 'x',
              image: 'registry.example.net/external-dns:v0.21.0',
              args: ['--source=crd', '--no-once', '--pihole-api-version=6', '--domain-filter', 'example.net'],
            },
          ],
        },
      },
    },
  }),
  edge: object('apps/v1', 'DaemonSet', {
    spec: {
      selector: { matchLabels: { app: 'x' } },
      template: {
        metadata: { labels: { app: 'x' } },
        spec: {
          containers: [
            {
              name: 'x',
              image: 'traefik:v3.6',
              args: ['--entryPoints.web.address=:80', '--certificatesresolvers.a.acme.email=a@example.net', '--providers.plugin.mine.any.thing=1'],
            },
          ],
        },
      },
    },
  }),
  external: object('external-secrets.io/v1', 'ExternalSecret', {
    spec: {
      secretStoreRef: { name: 'x' },
      target: { name: 'x', creationPolicy: 'Merge', deletionPolicy: 'Retain' },
      data: [{ secretKey: 'a', remoteRef: { key: 'a' } }],
      dataFrom: [{ extract: { key: 'x' } }],
    },
  }),
  project: {
    ...object('argoproj.io/v1alpha1', 'AppProject', {
      spec: {
        roles: [
          {
            name: 'ops',
            groups: ['ops', '"a, b"'],
            policies: ['p, proj:x:ops, applications, action/apps/Deployment/restart, x/*, allow', 'p,proj:x:ops,logs,get,x/a/b,deny'],
          },
        ],
        destinations: [{ server: 'https://a', namespace: 'b' }],
        syncWindows: [{ kind: 'deny', schedule: '0 22 * * *', duration: '1h30m', applications: ['*'], timeZone: 'Europe/Berlin' }],
      },
    }),
    metadata: { name: 'x', namespace: 'argocd', finalizers: ['resources-finalizer.argocd.argoproj.io'] },
  },
} as const satisfies Record<string, KubeObject>;

const POD = '/spec/template/spec';
const C = `${POD}/containers/0`;

/** What breaks which rule: the good object, the place that is changed, what it then holds, and where the fault is told. */
const BAD: readonly (readonly [rule: string, good: keyof typeof GOOD, path: string, value: Value, at?: string])[] = [
  ['source-ref', 'several', '/spec/sources/0/helm/valueFiles/0', '$other/x.yaml'],
  ['source-ref', 'several', '/spec/sources/0/helm/fileParameters', [{ name: 'a', path: '$other/a' }], '/spec/sources/0/helm/fileParameters/0/path'],
  ['source-ref', 'several', '/spec/sources/0/ref', 'values', '/spec/sources/1/ref'],
  ['source-ref', 'several', '/spec/sources/1/ref', 'a.b'],
  ['source-ref', 'several', '/spec/sources/1/chart', 'y', '/spec/sources/0/helm/valueFiles/0'],
  ['source-ref', 'application', '/spec/source/helm', { valueFiles: ['$values/x.yaml'] }, '/spec/source/helm/valueFiles/0'],
  ['unused-source', 'several', '/spec/sources/0/helm/valueFiles', ['x.yaml'], '/spec/sources/1/ref'],
  ['project-role', 'project', '/spec/roles/0/policies/0', 'p, proj:x:ops, applications, get, y/*, allow'],
  ['project-role', 'project', '/spec/roles/0/policies/0', 'p, proj:y:ops, applications, get, x/*, allow'],
  ['project-role', 'project', '/spec/roles/0/policies/0', 'p, proj:x:ops, accounts, get, x/*, allow'],
  ['project-role', 'project', '/spec/roles/0/policies/0', 'p, proj:x:ops, applications, read, x/*, allow'],
  ['project-role', 'project', '/spec/roles/0/policies/0', 'g, proj:x:ops, admin'],
  ['project-role', 'project', '/spec/roles/0/policies/0', 'p, proj:x:ops, applications, get, x/*, Allow'],
  ['project-role', 'project', '/spec/roles/0/policies/0', 'p,proj:x:ops,logs,get,x/a/b,deny', '/spec/roles/0/policies/1'],
  ['project-role', 'project', '/spec/roles/0/groups/0', 'a, b'],
  ['project-role', 'project', '/spec/roles/0/groups/0', ' '],
  ['project-role', 'project', '/spec/roles/0/name', 'ops!'],
  ['external-secret', 'external', '/spec/target/deletionPolicy', 'Delete'],
  ['external-secret', 'external', '/spec/dataFrom/0/find', { name: { regexp: 'a' } }, '/spec/dataFrom/0'],
  ['external-secret', 'external', '/spec/dataFrom/0', { rewrite: [] }],
  ['external-secret', 'external', '/spec/data', [{ secretKey: 'a' }, { secretKey: 'a' }], '/spec/data/1/secretKey'],
  ['application', 'application', '/spec/source', { repoURL: 'https://charts.example.net', chart: 'a' }, '/spec/source/chart'],
  ['application', 'application', '/spec/source', { repoURL: 'https://git.example.net/x.git' }],
  ['velero-filter', 'schedule', '/spec/template', { includedNamespaces: ['*', 'a'] }, '/spec/template/includedNamespaces'],
  [
    'velero-filter',
    'schedule',
    '/spec/template',
    { includeClusterResources: false, excludedClusterScopedResources: ['*'] },
    '/spec/template/excludedClusterScopedResources',
  ],
  ['controller-flag', 'dns', '/spec/template/spec/containers/0/args/0', '--sources=crd'],
  ['controller-flag', 'dns', '/spec/template/spec/containers/0/image', 'external-dns:0.22.0', '/spec/template/spec/containers/0/args/2'],
  ['controller-flag', 'edge', '/spec/template/spec/containers/0/args/0', '--entryPoints.web.adress=:80'],
  ['controller-flag', 'edge', '/spec/template/spec/containers/0/args/0', '--pilot.token=a'],
  ['unknown-kind', 'config', '/kind', 'Configmap'],
  ['unknown-kind', 'budget', '/apiVersion', 'policy/v1beta1', '/kind'],
  ['wrong-shape', 'deployment', '/spec/replicaz', 1],
  ['wrong-shape', 'deployment', '/spec/replicas', '1'],
  ['wrong-shape', 'deployment', '/spec/replicas', 1.5],
  ['wrong-shape', 'deployment', '/status', {}],
  ['wrong-shape', 'service', '/spec/ports/0/protocol', 'tcp'],
  ['wrong-shape', 'config', '/data/n', 1],
  ['wrong-shape', 'schedule', '/spec/template/tll', '1h'],
  ['wrong-shape', 'records', '/spec/endpoints/0/recordType', 'cname'],
  ['illegal-name', 'config', '/metadata/name', 'Research_Agent'],
  ['illegal-name', 'config', '/metadata/namespace', 'a.b'],
  ['illegal-name', 'service', '/metadata/name', 'a.b'],
  ['illegal-name', 'binding', '/metadata/name', 'a/b'],
  ['illegal-name', 'cronJob', '/metadata/name', 'a'.repeat(53)],
  ['illegal-name', 'deployment', `${C}/name`, 'a_b'],
  ['illegal-name', 'deployment', `${POD}/volumes/0/name`, 'a.b'],
  ['illegal-name', 'deployment', `${POD}/serviceAccountName`, 'A'],
  ['illegal-label', 'deployment', '/spec/template/metadata/labels/uuid', 'pluggedin/research@1.2.0'],
  ['illegal-label', 'deployment', '/spec/template/metadata/labels/a~1b~1c', 'x'],
  ['illegal-label', 'deployment', `${POD}/nodeSelector/disk`, 'a b'],
  ['illegal-label', 'service', '/spec/selector/app', 'a'.repeat(64)],
  ['illegal-label', 'monitor', '/spec/selector/matchLabels/app', '-x'],
  [
    'illegal-label',
    'deployment',
    `${POD}/affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution/0/labelSelector/matchExpressions/0/values`,
    [],
    `${POD}/affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution/0/labelSelector/matchExpressions/0`,
  ],
  ['illegal-label', 'bound', '/spec/matchResources/namespaceSelector/matchExpressions/0/operator', 'in'],
  ['illegal-label', 'bound', '/spec/matchResources/namespaceSelector/matchExpressions/0/values/0', 'a b'],
  ['illegal-annotation', 'deployment', '/spec/template/metadata/annotations/a b', 'x'],
  ['illegal-annotation', 'deployment', '/spec/template/metadata/annotations/big', 'x'.repeat(262_144), '/spec/template/metadata/annotations'],
  ['illegal-label', 'application', '/spec/syncPolicy/managedNamespaceMetadata/labels/a', 'a/b'],
  ['illegal-annotation', 'application', '/spec/syncPolicy/managedNamespaceMetadata/annotations/a b', 'x'],
  ['finalizer', 'application', '/metadata/finalizers/0', 'resource-finalizer.argocd.argoproj.io'],
  ['finalizer', 'config', '/metadata/finalizers', ['cleanup'], '/metadata/finalizers/0'],
  ['finalizer', 'project', '/metadata/finalizers/0', 'resources-finalizer.argocd.argoproj.io/background'],
  ['finalizer', 'project', '/metadata/finalizers/0', 'example.org/cleanup'],
  ['finalizer', 'config', '/metadata/finalizers', ['resource-finalizer.argocd.argoproj.io'], '/metadata/finalizers/0'],
  ['finalizer', 'config', '/metadata/finalizers', ['argocd.argoproj.io/x'], '/metadata/finalizers/0'],
  ['sync-option', 'application', '/spec/syncPolicy/syncOptions/0', 'ServerSideApply'],
  ['sync-option', 'application', '/spec/syncPolicy/syncOptions/0', 'serverSideApply=true'],
  ['sync-option', 'application', '/metadata/annotations/argocd.argoproj.io~1sync-options', 'Prune=no'],
  ['helm-values', 'application', '/spec/source/helm', { values: '- a\n' }, '/spec/source/helm/values'],
  ['helm-values', 'application', '/spec/source/helm', { values: 'a: [1' }, '/spec/source/helm/values'],
  ['sync-option', 'application', '/metadata/annotations/argocd.argoproj.io~1compare-options', 'IgnoreExtraneous=true'],
  ['destination', 'application', '/spec/destination/server', 'https://a', '/spec/destination'],
  ['destination', 'application', '/spec/destination/name', '', '/spec/destination'],
  ['destination', 'application', '/spec/sources', [{ repoURL: 'x' }], '/spec'],
  ['destination', 'project', '/spec/destinations/0/server', '', '/spec/destinations/0'],
  ['served', 'deployment', `${POD}/hostname`, 'A b'],
  ['served', 'deployment', `${POD}/dnsPolicy`, 'None', POD],
  ['selector-mismatch', 'deployment', '/spec/template/metadata/labels/app', 'y', '/spec/selector/matchLabels/app'],
  ['selector-mismatch', 'deployment', '/spec/selector', {}],
  ['duplicate-item', 'deployment', `${POD}/containers/-`, container, `${POD}/containers/1/name`],
  ['duplicate-item', 'deployment', `${POD}/volumes/-`, { name: 'tmp', emptyDir: {} }, `${POD}/volumes/1/name`],
  ['duplicate-item', 'deployment', `${C}/env/1`, { name: 'A', value: 'x' }, `${C}/env/1/name`],
  ['duplicate-item', 'deployment', `${C}/volumeMounts/-`, { name: 'x', mountPath: '/tmp' }, `${C}/volumeMounts/1/mountPath`],
  ['duplicate-item', 'deployment', `${C}/ports/1/protocol`, 'TCP', `${C}/ports/2/containerPort`],
  ['duplicate-item', 'service', '/spec/ports/1/protocol', 'TCP', '/spec/ports/1/port'],
  ['exactly-one', 'deployment', `${C}/livenessProbe/tcpSocket`, { port: 1 }, `${C}/livenessProbe`],
  ['exactly-one', 'deployment', `${C}/readinessProbe`, { periodSeconds: 1 }],
  ['exactly-one', 'deployment', `${C}/lifecycle/preStop/exec`, { command: ['x'] }, `${C}/lifecycle/preStop`],
  ['exactly-one', 'deployment', `${C}/env/1/value`, 'x', `${C}/env/1/valueFrom`],
  ['exactly-one', 'deployment', `${POD}/volumes/0/secret`, { secretName: 'x' }, `${POD}/volumes/0`],
  ['exactly-one', 'deployment', '/spec/strategy/rollingUpdate', { maxSurge: 1 }],
  ['exactly-one', 'policy', '/spec/egress/0/to/0/podSelector', {}, '/spec/egress/0/to/0'],
  ['exactly-one', 'policy', '/spec/egress/0/to/2', {}],
  ['exactly-one', 'rule', '/spec/groups/0/rules/0/record', 'x', '/spec/groups/0/rules/0'],
  ['exactly-one', 'limit', '/spec/headers', {}, '/spec'],
  ['exactly-one', 'limit', '/spec', {}],
  ['unknown-value', 'scaling', '/spec/metrics/0/type', 'Pod'],
  ['unknown-value', 'scaling', '/spec/metrics/1/external/target/type', 'Average'],
  ['unknown-value', 'scaling', '/spec/behavior/scaleDown/selectPolicy', 'Off'],
  ['unknown-value', 'scaling', '/spec/behavior/scaleUp/policies/0/type', 'pods'],
  ['unknown-value', 'limits', '/spec/limits/0/type', 'Containers'],
  ['unknown-value', 'rolling', `${POD}/restartPolicy`, 'Never'],
  ['unknown-value', 'stateful', `${POD}/restartPolicy`, 'OnFailure'],
  ['unknown-value', 'job', `${POD}/restartPolicy`, 'Always'],
  ['unknown-value', 'job', POD, { containers: [{ name: 'x', image: 'x' }] }],
  ['unknown-value', 'cronJob', '/spec/jobTemplate/spec/template/spec/restartPolicy', 'Always'],
  ['unknown-value', 'binding', '/subjects/0/kind', 'Serviceaccount'],
  ['unknown-value', 'binding', '/subjects/1/apiGroup', 'rbac'],
  ['unknown-value', 'binding', '/roleRef/kind', 'role'],
  ['unknown-value', 'binding', '/roleRef/apiGroup', 'v1'],
  ['unknown-value', 'project', '/spec/syncWindows/0/kind', 'block'],
  ['unknown-value', 'project', '/spec/syncWindows/0', { schedule: '0 0 * * *', duration: '1h' }],
  ['missing-part', 'deployment', `${POD}/containers`, []],
  ['missing-part', 'deployment', `${C}/env/0/name`, ''],
  ['missing-part', 'claim', '/spec/accessModes', []],
  ['missing-part', 'claim', '/spec', { resources: { requests: { storage: '1Gi' } } }],
  ['missing-part', 'claim', '/spec/resources', { limits: { storage: '1Gi' } }, '/spec'],
  ['missing-part', 'stateful', '/spec/volumeClaimTemplates/0/spec/accessModes', []],
  ['missing-part', 'clusterBinding', '/subjects/0', { kind: 'ServiceAccount', name: 'x' }],
  ['missing-part', 'clusterBinding', '/roleRef/name', ''],
  ['missing-part', 'binding', '/subjects/1/name', ''],
  ['missing-part', 'role', '/rules/0/verbs', []],
  ['missing-part', 'role', '/rules/0', { apiGroups: [''], verbs: ['get'] }],
  ['missing-part', 'role', '/rules/0/apiGroups', []],
  ['missing-part', 'service', '/spec/ports', [], '/spec'],
  ['missing-part', 'deployment', `${C}/image`, '', C],
  ['missing-part', 'deployment', `${C}/volumeMounts/0/mountPath`, ''],
  ['missing-part', 'deployment', `${C}/env/1/valueFrom/fieldRef/fieldPath`, ''],
  ['missing-part', 'deployment', `${POD}/volumes/0`, { name: 'tmp', secret: {} }, `${POD}/volumes/0/secret`],
  ['missing-part', 'deployment', `${C}/envFrom`, [{ secretRef: { name: '' } }], `${C}/envFrom/0/secretRef/name`],
  ['missing-part', 'scaling', '/spec/scaleTargetRef/name', ''],
  ['missing-part', 'scaling', '/spec/behavior/scaleUp/policies', []],
  ['missing-part', 'admission', '/spec/validations', []],
  ['missing-part', 'admission', '/spec/matchConstraints', {}],
  ['missing-part', 'admission', '/spec/matchConstraints/resourceRules/0/operations', []],
  ['missing-part', 'bound', '/spec/validationActions', []],
  ['unknown-value', 'admission', '/spec/validations/0/reason', 'Refused'],
  ['unknown-value', 'place', '/metadata/labels/pod-security.kubernetes.io~1enforce', 'strict'],
  ['unknown-value', 'place', '/metadata/labels/pod-security.kubernetes.io~1enforce-version', '1.35'],
  ['unknown-value', 'deployment', `${C}/env/1/valueFrom/fieldRef/fieldPath`, 'metadata.id'],
  ['unknown-value', 'deployment', `${C}/resources/limits/memroy`, '1Gi'],
  ['unknown-value', 'limits', '/spec/limits/0/max/cpus', '2'],
  ['unknown-value', 'quota', '/spec/hard/pod', '9'],
  ['illegal-name', 'deployment', `${C}/env/1/valueFrom`, { secretKeyRef: { name: 'A_b', key: 'x' } }, `${C}/env/1/valueFrom/secretKeyRef/name`],
  ['illegal-name', 'binding', '/subjects/0/name', 'A_b'],
  ['illegal-name', 'claim', '/spec/storageClassName', 'Fast'],
  ['illegal-name', 'bound', '/spec/policyName', 'A_b'],
  ['number-range', 'rolling', '/spec/strategy/rollingUpdate', { maxSurge: '1' }, '/spec/strategy/rollingUpdate/maxSurge'],
  ['number-range', 'rolling', '/spec/strategy/rollingUpdate', { maxUnavailable: -1 }, '/spec/strategy/rollingUpdate/maxUnavailable'],
  ['number-range', 'deployment', '/spec/replicas', 3_000_000_000],
  ['number-range', 'deployment', `${C}/lifecycle/preStop/sleep/seconds`, 31],
  ['selector-mismatch', 'deployment', '/spec/selector/matchLabels', {}, '/spec/selector'],
  ['missing-part', 'rule', '/spec/groups/0/rules/0/expr', ' '],
  ['scheduling', 'deployment', `${POD}/tolerations`, [{ operator: 'Equal', value: 'x' }], `${POD}/tolerations/0`],
  ['scheduling', 'deployment', `${POD}/tolerations`, [{ key: 'x', operator: 'Exists', value: 'x' }], `${POD}/tolerations/0/value`],
  ['scheduling', 'deployment', `${POD}/tolerations`, [{ key: 'x', tolerationSeconds: 1 }], `${POD}/tolerations/0/tolerationSeconds`],
  ['unknown-volume', 'deployment', `${C}/volumeMounts/0/name`, 'temp'],
  ['unknown-volume', 'stateful', `${C}/volumeMounts/0/name`, 'dat'],
  ['policy-types', 'typed', '/spec/policyTypes', ['Egress'], '/spec/ingress'],
  ['policy-types', 'policy', '/spec/policyTypes', ['Ingress'], '/spec/egress'],
  ['metric-name', 'rule', '/spec/groups/0/rules/1/record', 'a b'],
  ['metric-name', 'rule', '/spec/groups/0/rules/1/record', 'job-rate'],
  ['metric-name', 'rule', '/spec/groups/0/rules/0/labels/my-label', 'x'],
  ['metric-name', 'rule', '/spec/groups/0/rules/0/annotations', { 'a b': 'x' }, '/spec/groups/0/rules/0/annotations/a b'],
  ['number-range', 'rolling', '/spec/strategy/rollingUpdate', { maxSurge: '0%', maxUnavailable: 0 }],
  ['autoscaler-bounds', 'scaling', '/spec/metrics/0', { type: 'Pods' }],
  ['autoscaler-bounds', 'scaling', '/spec/behavior/scaleUp/policies/0/periodSeconds', 1801],
  ['autoscaler-bounds', 'scaling', '/spec/behavior/scaleUp/policies/0/periodSeconds', 0],
  ['autoscaler-bounds', 'scaling', '/spec/behavior/scaleUp/policies/0/value', 0],
  ['autoscaler-bounds', 'scaling', '/spec/behavior/scaleDown/stabilizationWindowSeconds', 3601],
  ['autoscaler-bounds', 'scaling', '/spec/behavior/scaleUp/stabilizationWindowSeconds', -1],
  ['illegal-port', 'deployment', `${C}/ports/0/containerPort`, 99_999],
  ['illegal-port', 'deployment', `${C}/ports/0/containerPort`, 0],
  ['illegal-port', 'deployment', `${C}/ports/0/name`, 'a-name-of-sixteen'],
  ['illegal-port', 'deployment', `${C}/ports/0/name`, '8080'],
  ['illegal-port', 'deployment', `${C}/ports/0/name`, 'a--b'],
  ['illegal-port', 'deployment', `${C}/livenessProbe/httpGet/port`, 'HTTP'],
  ['illegal-port', 'service', '/spec/ports/0/targetPort', 'Http'],
  ['illegal-port', 'service', '/spec/ports/0/name', 'a.b'],
  ['illegal-port', 'service', '/spec/ports/0', { port: 1 }],
  ['illegal-port', 'policy', '/spec/egress/0/ports/0/endPort', 0],
  ['illegal-port', 'policy', '/spec/egress/0/ports/0/port', 'http', '/spec/egress/0/ports/0/endPort'],
  ['illegal-port', 'policy', '/spec/egress/0/ports/1/port', 'HTTP'],
  ['number-range', 'deployment', '/spec/replicas', -1],
  ['number-range', 'deployment', `${C}/livenessProbe/periodSeconds`, -1],
  [
    'number-range',
    'autoscaler',
    '/spec/behavior',
    { scaleUp: { policies: [{ type: 'Pods', value: 1, periodSeconds: 0 }] } },
    '/spec/behavior/scaleUp/policies/0/periodSeconds',
  ],
  ['number-range', 'deployment', `${C}/livenessProbe/successThreshold`, 2],
  [
    'number-range',
    'deployment',
    `${POD}/volumes/0`,
    { name: 'tmp', secret: { secretName: 'x', defaultMode: 640 } },
    `${POD}/volumes/0/secret/defaultMode`,
  ],
  ['illegal-quantity', 'deployment', `${C}/resources/limits/memory`, '512MB'],
  ['illegal-quantity', 'deployment', `${C}/resources/limits/memory`, '512ki'],
  ['illegal-quantity', 'deployment', `${C}/resources/requests/cpu`, '-1'],
  ['illegal-quantity', 'deployment', `${C}/resources/requests/cpu`, '1001m'],
  ['illegal-quantity', 'deployment', `${POD}/volumes/0/emptyDir/sizeLimit`, 'much'],
  ['illegal-quantity', 'limits', '/spec/limits/0/defaultRequest/cpu', '1500m'],
  ['illegal-quantity', 'limits', '/spec/limits/0/default/cpu', '3'],
  ['image', 'deployment', `${C}/image`, 'registry.example.net/X:1'],
  ['image', 'deployment', `${C}/image`, 'x:'],
  ['image', 'deployment', `${C}/image`, 'x@sha256:abc'],
  ['config-key', 'config', '/data/a~1b', 'x'],
  ['config-key', 'config', '/data/big', 'x'.repeat(1_048_577), '/data'],
  ['dashboard-envelope', 'dashboard', '/data/web.json', '{"dashboard": {"title": "Web"}}'],
  ['dashboard-envelope', 'dashboard', '/data/web.json', '\n{ "overwrite": true, "folderId": 0, "dashboard": { "title": "Web" } }'],
  ['dashboard-envelope', 'dashboard', '/data/web.json', '{ "meta": { "slug": "web" }, "dashboard": {} }'],
  ['budget-limits', 'budget', '/spec/minAvailable', 1, '/spec'],
  ['budget-limits', 'budget', '/spec', {}],
  ['budget-limits', 'budget', '/spec/maxUnavailable', '101%'],
  ['autoscaler-bounds', 'autoscaler', '/spec/minReplicas', 2, '/spec/maxReplicas'],
  ['autoscaler-bounds', 'autoscaler', '/spec/minReplicas', 0],
  ['autoscaler-bounds', 'autoscaler', '/spec/metrics/0/resource/target', { type: 'Utilization', averageValue: '1' }],
  ['illegal-network', 'service', '/spec/clusterIP', 'None/'],
  ['illegal-name', 'stateful', '/spec/serviceName', '-queue'],
  ['illegal-network', 'policy', '/spec/egress/0/to/0/ipBlock/cidr', '10.0.0.1/8'],
  ['illegal-network', 'policy', '/spec/egress/0/to/0/ipBlock/cidr', '10.0.0.0'],
  ['illegal-network', 'policy', '/spec/egress/0/to/0/ipBlock/cidr', '10.0.0.0/33'],
  ['illegal-network', 'policy', '/spec/egress/0/to/0/ipBlock/cidr', '010.0.0.0/8'],
  ['illegal-network', 'policy', '/spec/egress/0/to/0/ipBlock/cidr', '2001:db8::1::/64'],
  ['illegal-network', 'policy', '/spec/egress/0/to/0/ipBlock/cidr', '2001:db8::1/64'],
  ['illegal-network', 'policy', '/spec/egress/0/to/0/ipBlock/cidr', '::/129'],
  ['illegal-network', 'policy', '/spec/egress/0/to/0/ipBlock/except/0', 'x'],
  ['illegal-network', 'policy', '/spec/egress/0/to/0/ipBlock/except/0', '192.168.0.0/16'],
  ['illegal-network', 'policy', '/spec/egress/0/to/0/ipBlock/except/0', '10.0.0.0/8'],
  ['illegal-network', 'policy', '/spec/egress/0/to/0/ipBlock/except/0', '2001:db8::/32'],
  [
    'source-criterion',
    'middleware',
    '/spec/rateLimit',
    { average: 1, sourceCriterion: { requestHeaderName: 'X-Id', requestHost: true } },
    '/spec/rateLimit/sourceCriterion',
  ],
  ['illegal-network', 'middleware', '/spec/ipAllowList/sourceRange/0', '10.0.0.256'],
  ['illegal-duration', 'certificate', '/spec/duration', '90d'],
  ['illegal-duration', 'certificate', '/spec/duration', '30m'],
  ['illegal-duration', 'certificate', '/spec/renewBefore', '2160h'],
  ['illegal-duration', 'certificate', '/spec/renewBefore', '1m'],
  ['illegal-duration', 'monitor', '/spec/endpoints/0/interval', '1.5m'],
  ['illegal-duration', 'monitor', '/spec/endpoints/0/interval', '30s1m'],
  ['illegal-duration', 'monitor', '/spec/endpoints/0/scrapeTimeout', '91s'],
  ['illegal-duration', 'rule', '/spec/groups/0/rules/0/for', '5 minutes'],
  ['illegal-duration', 'schedule', '/spec/template/ttl', '30d'],
  ['illegal-duration', 'application', '/spec/syncPolicy/retry/backoff/duration', 'soon'],
  ['illegal-duration', 'project', '/spec/syncWindows/0/duration', '1d'],
  ['illegal-duration', 'limit', '/spec/rateLimit/period', '1d'],
  ['illegal-duration', 'retry', '/spec/retry/initialInterval', '100 ms'],
  ['illegal-duration', 'transport', '/spec/forwardingTimeouts/dialTimeout', 'soon'],
  ['illegal-duration', 'percentage', '/spec/renewBefore', '720h', '/spec/renewBeforePercentage'],
  ['illegal-duration', 'percentage', '/spec/renewBeforePercentage', 0],
  ['illegal-duration', 'percentage', '/spec/renewBeforePercentage', 100],
  ['illegal-duration', 'percentage', '/spec', { duration: '1h', renewBeforePercentage: 5 }, '/spec/renewBeforePercentage'],
  ['environment-size', 'deployment', `${C}/args/2`, 'x'.repeat(131_072)],
  ['environment-size', 'deployment', `${C}/env/0/value`, 'x'.repeat(131_070)],
  ['cron', 'project', '/spec/syncWindows/0/schedule', '0 25 * * *'],
  ['cron', 'project', '/spec/syncWindows/0/schedule', '@daily'],
  ['cron', 'cronJob', '/spec/schedule', '0 25 * * *'],
  ['cron', 'cronJob', '/spec/schedule', '0 0 * *'],
  ['cron', 'cronJob', '/spec/schedule', '0 0 * * 7'],
  ['cron', 'cronJob', '/spec/schedule', '5-1 0 * * *'],
  ['cron', 'cronJob', '/spec/schedule', '*/0 0 * * *'],
  ['cron', 'cronJob', '/spec/schedule', 'CRON_TZ=UTC 0 0 * * *'],
  ['cron', 'schedule', '/spec/schedule', 'CRON_TZ=UTC daily'],
  ['schedule-zone', 'schedule', '/spec/schedule', 'CRON_TZ=UTC 17 2 * * 0'],
  ['schedule-zone', 'schedule', '/spec/schedule', 'TZ=Europe/Berlin 17 2 * * 0'],
  ['host-name', 'certificate', '/spec/commonName', 'a'.repeat(65)],
  ['host-name', 'route', '/spec/tls/domains/0/main', 'https://a.example.net'],
  ['host-name', 'route', '/spec/tls/domains/0/sans/0', '*'],
  ['host-name', 'records', '/spec/endpoints/0/dnsName', 'A.example.net'],
  ['dns-record', 'records', '/spec/endpoints/1/dnsName', 'a.example.net'],
  ['dns-record', 'records', '/spec/endpoints/6/targets/0', 'one\ntwo'],
  ['dns-record', 'records', '/spec/endpoints/6/targets/0', 'x'.repeat(256)],
  ['dns-record', 'records', '/spec/endpoints/6/targets/0', `"one" "${'x'.repeat(256)}"`],
  ['dns-record', 'records', '/spec/endpoints/0/targets/0', 'in.example.net.'],
  ['dns-record', 'records', '/spec/endpoints/0/targets/0', '192.0.2.1'],
  ['dns-record', 'records', '/spec/endpoints/0/targets/0', '2001:db8::1'],
  ['dns-record', 'records', '/spec/endpoints/0/targets/1', 'b.example.net', '/spec/endpoints/0/targets'],
  ['dns-record', 'records', '/spec/endpoints/0/targets', []],
  ['dns-record', 'records', '/spec/endpoints/6/targets', []],
  ['dns-record', 'records', '/spec/endpoints/1/targets/0', '10 10 443 a.example.net'],
  ['dns-record', 'records', '/spec/endpoints/1/targets/0', '10 443 a.example.net.'],
  ['dns-record', 'records', '/spec/endpoints/1/targets/0', '10 10 65536 a.example.net.'],
  ['dns-record', 'records', '/spec/endpoints/1/targets/0', '10 10 443 192.0.2.1.'],
  ['dns-record', 'records', '/spec/endpoints/2/targets/1', 'a.example.net'],
  ['dns-record', 'records', '/spec/endpoints/2/targets/1', '2001:db8::1'],
  ['dns-record', 'records', '/spec/endpoints/3/targets/0', '192.0.2.1'],
  ['dns-record', 'records', '/spec/endpoints/4/targets/0', 'mail.example.net'],
  ['dns-record', 'records', '/spec/endpoints/4/targets/0', '65536 mail.example.net'],
  ['dns-record', 'records', '/spec/endpoints/4/targets/0', '10 192.0.2.1'],
  ['dns-record', 'records', '/spec/endpoints/5/targets/0', '192.0.2.1'],
  ['number-range', 'records', '/spec/endpoints/4/recordTTL', 2_147_483_648],
  ['tsig-algorithm', 'issuer', '/spec/acme/solvers/0/dns01/rfc2136/tsigAlgorithm', 'hmac-sha256'],
  ['tsig-algorithm', 'deployment', `${C}/args/0`, '--rfc2136-tsig-secret-alg=HMACSHA256'],
  ['tsig-algorithm', 'deployment', `${C}/args/2`, 'HMACSHA512'],
  ['tsig-algorithm', 'deployment', `${C}/command/1`, '--rfc2136-tsig-secret-alg=sha256'],
  ['tsig-algorithm', 'deployment', `${C}/env/2/value`, 'hmac_sha256'],
  [
    'tsig-algorithm',
    'cronJob',
    '/spec/jobTemplate/spec/template/spec/containers/0/args',
    ['--rfc2136-tsig-secret-alg=x'],
    '/spec/jobTemplate/spec/template/spec/containers/0/args/0',
  ],
  ['key-size', 'certificate', '/spec/privateKey/size', 2048],
  ['key-size', 'certificate', '/spec/privateKey', { size: 1024 }, '/spec/privateKey/size'],
  ['key-size', 'certificate', '/spec/privateKey', { algorithm: 'Ed25519', size: 256 }, '/spec/privateKey/size'],
  ['tls-version', 'tls', '/spec/minVersion', 'TLS1.2'],
  ['tls-version', 'tls', '/spec/maxVersion', 'VersionTLS11'],
  ['tls-name', 'tls', '/spec/cipherSuites/0', 'ECDHE-ECDSA-AES256-GCM-SHA384'],
  ['tls-name', 'tls', '/spec/curvePreferences/1', 'P-256'],
  ['traefik-rule', 'route', '/spec/routes/0/match', 'Host(`a`'],
  ['traefik-rule', 'route', '/spec/routes/0/match', 'Host(`a`))'],
  ['traefik-rule', 'route', '/spec/routes/0/match', 'Host(`a`) and Path(`/`)'],
  ['traefik-rule', 'route', '/spec/routes/0/match', 'Host(`a`) & Path(`/`)'],
  ['traefik-rule', 'route', '/spec/routes/0/match', 'Host(`a`) &&'],
  ['traefik-rule', 'route', '/spec/routes/0/match', "Host('a')"],
  ['traefik-rule', 'route', '/spec/routes/0/match', 'Host(a)'],
  ['traefik-rule', 'route', '/spec/routes/0/match', 'Host(`a`, `b`)'],
  ['traefik-rule', 'route', '/spec/routes/0/match', 'Host()'],
  ['traefik-rule', 'route', '/spec/routes/0/match', 'Hosts(`a`)'],
  ['traefik-rule', 'route', '/spec/routes/0/match', 'HostSNI(`a`)'],
  ['traefik-rule', 'route', '/spec/routes/0/match', 'Path(`hooks`)'],
  ['traefik-rule', 'route', '/spec/routes/0/match', ''],
  ['traefik-rule', 'route', '/spec/routes/0/match', 'Host(`a.*.b`)'],
  ['traefik-rule', 'route', '/spec/routes/0/match', 'Host(`https://a.b`)'],
  ['traefik-rule', 'route', '/spec/routes/0/match', 'HostRegexp(`^(a|b.example.net$`)'],
  ['traefik-rule', 'route', '/spec/routes/0/match', 'PathRegexp(`^/(?!admin)`)'],
  ['traefik-rule', 'route', '/spec/routes/0/match', 'PathRegexp("[")'],
  ['traefik-rule', 'route', '/spec/routes/0/match', 'HeaderRegexp(`A`, `*`)'],
  ['traefik-rule', 'route', '/spec/routes/0/match', 'ClientIP(`10.0.0.0/33`)'],
  ['traefik-rule', 'route', '/spec/routes/0/match', 'ClientIP(`office`)'],
  ['traefik-rule', 'route', '/spec/routes/0/match', 'Method(`GET, POST`)'],
  ['traefik-rule', 'tcp', '/spec/routes/0/match', 'Host(`a`)'],
  ['traefik-rule', 'tcp', '/spec/routes/0/match', 'HostSNI(`a.*.b`)'],
  ['traefik-rule', 'tcp', '/spec/routes/0/match', 'HostSNIRegexp(`a{2,1}`)'],
];

function damaged(good: KubeObject, path: string, value: Value): KubeObject {
  const made = applyPatch(good, [{ op: 'add', path, value }], () => false);
  // A list item is replaced, not pushed along.
  const replaced = /\/[0-9]+$/.test(path) ? applyPatch(good, [{ op: 'replace', path, value }], () => false) : made;
  const result = typeof replaced === 'object' && replaced !== null && 'reason' in replaced ? made : replaced;
  expect(result, path).not.toHaveProperty('reason');
  return result as KubeObject;
}

describe.each(Object.entries(GOOD))('a good %s', (_, good) => {
  test('has no fault', () => {
    expect(faultsOf(good)).toEqual([]);
  });
});

/** What looks bad and is not: what the API server makes of it is what was meant. */
const FINE: readonly (readonly [good: keyof typeof GOOD, path: string, value: Value])[] = [
  ['deployment', `${C}/livenessProbe/timeoutSeconds`, 0],
  ['deployment', `${C}/env/1/value`, ''],
  ['deployment', `${POD}/volumes/1`, { name: 'other' }],
  ['monitor', '/spec/endpoints/0/interval', ''],
  ['binding', '/metadata/name', 'cert-manager:leaderelection'],
];

test.each(FINE)('a good %s may have at %s: %j', (good, path, value) => {
  const made = applyPatch(GOOD[good], [{ op: 'add', path, value }], () => false) as KubeObject;
  expect(made).not.toHaveProperty('reason');
  expect(faultsOf(made)).toEqual([]);
});

describe('a bad object', () => {
  for (const [rule, good, path, value, at = path] of BAD) {
    test(`breaks ${rule}: ${good} ${path} ${JSON.stringify(value).slice(0, 60)}`, () => {
      const faults = faultsOf(damaged(GOOD[good], path, value)).filter((fault) => fault.rule.code === `object/${rule}`);
      expect(faults.map((fault) => fault.path)).toContain(at);
      for (const { message } of faults) expect(message.length, 'a message that fits a line').toBeLessThan(200);
    });
  }

  test('is known for every rule of the group', () => {
    expect([...new Set(BAD.map(([rule]) => `object/${rule}`))].sort()).toEqual(
      rulesOf('object')
        .map(({ code }) => code)
        // These are about kinds that people bring: test/unit/render/read-kinds.test.ts has them, or their examples.
        .filter(
          (code) =>
            code.startsWith('object/') &&
            !/\/(application-set|broken-definition|broken-rule|deprecated-api|filled-in-later|gateway-shape|ignored-difference|scaled-object|scaled-trigger|secret-template|store-auth|store-namespace|unserved-api)$/.test(
              code,
            ),
        )
        .sort(),
    );
  });
});

test('no damage makes a rule stumble', () => {
  const objects: KubeObject[] = [...Object.values(GOOD), ...committedObjects()];
  const garbage: readonly Value[] = ['', 'x', -1, 1e9, true, null, {}, [], [null], [[]], [{}], { a: null }];
  const places = (value: unknown, path = ''): string[] =>
    typeof value !== 'object' || value === null
      ? []
      : Object.entries(value).flatMap(([key, item]) => {
          const at = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
          return [at, ...places(item, at)];
        });
  fc.assert(
    fc.property(fc.constantFrom(...objects), fc.nat(), fc.constantFrom(...garbage), (good, n, value) => {
      const all = places(good).filter((path) => !['/apiVersion', '/kind', '/metadata', '/metadata/name'].includes(path));
      faultsOf(damaged(good, all[n % all.length] as string, value));
    }),
    { numRuns: 2000 },
  );
});
