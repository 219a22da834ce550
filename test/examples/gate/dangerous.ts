// Changes that nobody delivers without having been asked. Each says what Kubernetes, Argo CD or a controller makes of it.
import type { Change, Spec } from './fleet.ts';
import { drained, large, small } from './fleet.ts';
import { FURTHER } from './further.ts';
import { SELECTING } from './selections.ts';
import { AGENT_SETTINGS } from './settings.ts';
import { agent, component, container, every, extra, image, object, override, patch, pod, region, regional } from './write.ts';

/** Name, the change, and how it does harm. */
export type Row = readonly [name: string, change: Change, how: string];

const RBAC = 'rbac.authorization.k8s.io/v1';
const ADMISSION = 'admissionregistration.k8s.io/v1';
const role = (kind: string, name: string, body: object): Change => ({
  files: extra('north/cluster', object(RBAC, kind, name, { ...body }, kind.startsWith('Cluster') ? null : 'agents')),
});
const subject = (kind: string, name: string): object =>
  kind === 'ServiceAccount' ? { kind, name, namespace: 'agents' } : { kind, name, apiGroup: 'rbac.authorization.k8s.io' };
const ref = (kind: string, name: string): object => ({ apiGroup: 'rbac.authorization.k8s.io', kind, name });

const rights: readonly Row[] = [
  [
    'cluster-admin for everybody who is not logged in',
    role('ClusterRoleBinding', 'open', { roleRef: ref('ClusterRole', 'cluster-admin'), subjects: [subject('User', 'system:anonymous')] }),
    'RBAC grants every verb on everything to requests without credentials',
  ],
  [
    'cluster-admin for an account of an agent',
    role('ClusterRoleBinding', 'open', { roleRef: ref('ClusterRole', 'cluster-admin'), subjects: [subject('ServiceAccount', 'alpha-agent')] }),
    'pods with a token of the account may do everything',
  ],
  [
    'admin of the namespace for an account of an agent',
    role('RoleBinding', 'open', { roleRef: ref('ClusterRole', 'admin'), subjects: [subject('ServiceAccount', 'alpha-agent')] }),
    'admin may read all Secrets of the namespace',
  ],
  [
    'a role that reads Secrets',
    role('Role', 'reader', { rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list'] }] }),
    'whoever is bound to it reads the signing keys',
  ],
  [
    'a cluster role that escalates',
    role('ClusterRole', 'maker', { rules: [{ apiGroups: ['rbac.authorization.k8s.io'], resources: ['clusterroles'], verbs: ['escalate', 'bind'] }] }),
    'escalate and bind let an account give itself every right',
  ],
  [
    'a cluster role with no rules of a known name',
    role('ClusterRole', 'cluster-admin', { rules: [] }),
    'server-side apply takes the rules of cluster-admin away from everybody',
  ],
  [
    'a cluster role that is aggregated into view',
    role('ClusterRole', 'more', {
      metadata: { name: 'more', labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } },
      rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }],
    }),
    'the controller adds the rules to the role view',
  ],
  [
    'a cluster role that aggregates others',
    role('ClusterRole', 'all', { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] }, rules: [] }),
    'the controller fills the role with the rules of all roles it selects',
  ],
  [
    'more verbs for ExternalDNS',
    { files: patch('north/dns', 'Role external-dns', ['add', '/rules/-', { apiGroups: [''], resources: ['secrets'], verbs: ['get'] }]) },
    'its account reads the Secrets of its namespace',
  ],
  [
    'a verb more in a rule',
    { files: patch('north/dns', 'Role external-dns', ['add', '/rules/0/verbs/-', 'delete']) },
    'its account deletes records that people wrote',
  ],
  [
    'fewer verbs for ExternalDNS',
    { files: patch('north/dns', 'Role external-dns', ['replace', '/rules/0/verbs', ['get']]) },
    'without list and watch ExternalDNS stops publishing records',
  ],
  [
    'a further subject of the binding',
    {
      files: patch('north/dns', 'RoleBinding external-dns', [
        'add',
        '/subjects/-',
        { kind: 'Group', name: 'system:authenticated', apiGroup: 'rbac.authorization.k8s.io' },
      ]),
    },
    'every account writes records',
  ],
  [
    'no subject of the binding',
    { files: patch('north/dns', 'RoleBinding external-dns', ['replace', '/subjects', []]) },
    'ExternalDNS loses its rights and stops',
  ],
  [
    'a token for the pods of an agent',
    { files: pod(['replace', '/automountServiceAccountToken', true]) },
    'the kubelet mounts a token of the API server',
  ],
  [
    'a token for the account of an agent',
    { files: patch('north/agents', 'ServiceAccount alpha-agent', ['replace', '/automountServiceAccountToken', true]) },
    'pods that do not say otherwise get a token',
  ],
  ['another account for the pods', { files: pod(['replace', '/serviceAccountName', 'beta-agent']) }, 'the pods act as another agent'],
];

const policyName = 'pap-agent-images';
const admission: readonly Row[] = [
  [
    'the admission policy ignores its own failures',
    { files: patch('north/cluster', `ValidatingAdmissionPolicy ${policyName}`, ['replace', '/spec/failurePolicy', 'Ignore']) },
    'an expression that fails admits the object',
  ],
  [
    'the admission policy is only audited',
    { files: patch('north/cluster', `ValidatingAdmissionPolicyBinding ${policyName}`, ['replace', '/spec/validationActions', ['Audit']]) },
    'the API server writes a log line and admits the object',
  ],
  [
    'the admission policy only warns',
    { files: patch('north/cluster', `ValidatingAdmissionPolicyBinding ${policyName}`, ['replace', '/spec/validationActions', ['Warn']]) },
    'the API server warns and admits the object',
  ],
  [
    'the admission policy validates nothing',
    { files: patch('north/cluster', `ValidatingAdmissionPolicy ${policyName}`, ['replace', '/spec/validations', [{ expression: 'true' }]]) },
    'every image is admitted',
  ],
  [
    'the admission policy judges another list of images',
    { files: patch('north/cluster', `ValidatingAdmissionPolicy ${policyName}`, ['replace', '/spec/variables/1/expression', '[]']) },
    'there is no image left to judge',
  ],
  [
    'the admission policy matches no pods',
    { files: patch('north/cluster', `ValidatingAdmissionPolicy ${policyName}`, ['remove', '/spec/matchConstraints/resourceRules/1']) },
    'pods that are created directly are not judged',
  ],
  [
    'the admission policy has a condition',
    {
      files: patch('north/cluster', `ValidatingAdmissionPolicy ${policyName}`, [
        'add',
        '/spec/matchConditions',
        [{ name: 'never', expression: 'false' }],
      ]),
    },
    'a condition that is false skips the policy',
  ],
  [
    'the binding selects another namespace',
    {
      files: patch('north/cluster', `ValidatingAdmissionPolicyBinding ${policyName}`, [
        'replace',
        '/spec/matchResources/namespaceSelector/matchLabels',
        { 'kubernetes.io/metadata.name': 'other' },
      ]),
    },
    'the policy no longer holds where the agents run',
  ],
  [
    'a mutating webhook',
    {
      files: extra(
        'north/cluster',
        object(
          `${ADMISSION}`,
          'MutatingWebhookConfiguration',
          'hook',
          {
            webhooks: [
              {
                name: 'a.example.net',
                admissionReviewVersions: ['v1'],
                sideEffects: 'None',
                clientConfig: { url: 'https://hook.example.net' },
                rules: [{ apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: ['*'] }],
              },
            ],
          },
          null,
        ),
      ),
    },
    'the webhook rewrites every object before it is stored',
  ],
  [
    'a validating webhook',
    {
      files: extra(
        'north/cluster',
        object(
          `${ADMISSION}`,
          'ValidatingWebhookConfiguration',
          'hook',
          {
            webhooks: [
              {
                name: 'a.example.net',
                admissionReviewVersions: ['v1'],
                sideEffects: 'None',
                clientConfig: { url: 'https://hook.example.net' },
                rules: [{ apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: ['*'] }],
              },
            ],
          },
          null,
        ),
      ),
    },
    'the webhook sees every Secret and may refuse every pod',
  ],
  [
    'a policy of people',
    {
      files: extra(
        'north/cluster',
        object(
          ADMISSION,
          'ValidatingAdmissionPolicy',
          'mine',
          {
            spec: {
              failurePolicy: 'Fail',
              matchConstraints: { resourceRules: [{ apiGroups: ['*'], apiVersions: ['*'], operations: ['*'], resources: ['*'] }] },
              validations: [{ expression: 'false' }],
            },
          },
          null,
        ),
      ),
    },
    'bound, it refuses every write of the cluster',
  ],
  [
    'Pod Security is privileged',
    { edit: component('cluster', { podSecurity: 'privileged' }) },
    'the namespace admits pods with all rights of their node',
  ],
  [
    'Pod Security is baseline in one region',
    { edit: regional('north', 'cluster', { podSecurity: 'baseline' }) },
    'the namespace admits pods that run as root',
  ],
  [
    'Pod Security is patched to privileged',
    { files: patch('north/cluster', 'Namespace agents', ['replace', '/metadata/labels/pod-security.kubernetes.io~1enforce', 'privileged']) },
    'the namespace admits pods with all rights of their node',
  ],
  [
    'Pod Security is taken off',
    { files: patch('north/cluster', 'Namespace agents', ['remove', '/metadata/labels/pod-security.kubernetes.io~1enforce']) },
    'without the label everything is admitted',
  ],
  [
    'Pod Security of an older Kubernetes',
    { edit: region('north', { versions: { kubernetes: '1.29', traefik: '3.7', 'cert-manager': '1.21', 'external-dns': '0.22' } }) },
    'pods are judged by the weaker rules of that version',
  ],
  [
    'another label of a namespace',
    { files: patch('north/cluster', 'Namespace agents', ['add', '/metadata/labels/team', 'x']) },
    'policies and webhooks select namespaces by labels',
  ],
  [
    'a namespace of people',
    { files: extra('north/cluster', object('v1', 'Namespace', 'more', {}, null)) },
    'objects can be put where no policy holds',
  ],
  [
    'the namespace kube-system',
    { files: extra('north/cluster', object('v1', 'Namespace', 'kube-system', {}, null)) },
    'server-side apply would relabel the namespace of the control plane',
  ],
  [
    'images without a digest again',
    { base: () => withSettings('cluster', { images: 'digest' }), edit: component('cluster', { images: 'tag' }), had: {} },
    'a tag can be moved to other code',
  ],
  [
    'images from everywhere',
    {
      base: () => withSettings('cluster', { registries: ['registry.example.net', 'registry.k8s.io'] }),
      edit: component('cluster', { registries: [] }),
    },
    'the policy admits images of every registry',
  ],
];

function withSettings(name: string, settings: Record<string, unknown>): ReturnType<typeof large> {
  const spec = large();
  spec.regions = { r1: spec.regions['r1'] as (typeof spec.regions)[string] };
  for (const own of Object.values(spec.agents)) Object.assign(own, { regions: ['r1'], image: `${String(own['image'])}@sha256:${'ab'.repeat(32)}` });
  component(name, settings)(spec);
  return spec;
}

const isolation: readonly Row[] = [
  [
    'a policy that allows everything',
    {
      files: extra(
        'north/policies',
        object('networking.k8s.io/v1', 'NetworkPolicy', 'open', {
          spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'], ingress: [{}], egress: [{}] },
        }),
      ),
    },
    'NetworkPolicies add up: one that allows everything undoes the others',
  ],
  [
    'an agent reaches the whole internet',
    { edit: agent('alpha', { egress: [{ cidr: '0.0.0.0/0', ports: [443] }] }) },
    'the policy lets every address through',
  ],
  [
    'an agent reaches the metadata of the cloud',
    { edit: agent('alpha', { egress: [{ cidr: '169.254.169.254/32', ports: [80] }] }) },
    'the address hands out credentials of the node',
  ],
  [
    'an agent reaches the API server',
    { edit: agent('alpha', { egress: [{ cidr: '10.96.0.1/32', ports: [443] }] }) },
    'with a token its pods act on the cluster',
  ],
  [
    'an agent reaches one more address',
    { edit: override('alpha', 'north', { egress: [{ cidr: '203.0.113.7/32', ports: [443] }] }) },
    'data can leave to where it could not',
  ],
  [
    'a new agent that reaches one more address',
    {
      edit: (spec) =>
        void (spec.agents['delta'] = {
          ...structuredClone(spec.agents['alpha'] as object),
          ref: 'acme/delta@1.0.0',
          ...image('delta', 'v1'),
          regions: ['north'],
          egress: [{ cidr: '203.0.113.7/32', ports: [443] }],
        }),
    },
    'what comes with a new agent is new power as well',
  ],
  [
    'the whole network reaches an agent',
    { files: patch('north/policies', 'NetworkPolicy alpha-agent', ['add', '/spec/ingress/-', {}]) },
    'an empty rule lets everybody in',
  ],
  [
    'a policy for no pod',
    { files: patch('north/policies', 'NetworkPolicy pap-default-deny', ['replace', '/spec/podSelector', { matchLabels: { app: 'none' } }]) },
    'pods that no policy selects are open',
  ],
  [
    'a policy for one direction',
    { files: patch('north/policies', 'NetworkPolicy pap-default-deny', ['replace', '/spec/policyTypes', ['Ingress']]) },
    'egress is open where no policy isolates it',
  ],
  [
    'no default deny',
    { files: patch('north/policies', 'NetworkPolicy pap-default-deny', ['add', '/spec/egress', [{}]]) },
    'all pods reach everything',
  ],
  [
    'an agent is cut off',
    { files: patch('all/policies', 'NetworkPolicy alpha-agent', ['replace', '/spec/ingress', []]) },
    'no rule lets the ingress controller in',
  ],
  [
    'agents resolve nothing',
    { files: patch('all/policies', 'NetworkPolicy pap-allow-dns', ['replace', '/spec/egress', []]) },
    'queries to the DNS of the cluster are dropped',
  ],
  ['another address of the Station', { edit: (spec) => void (spec.station['cidrs'] = ['198.18.0.1/32']) }, 'agents speak to another host'],
  ['a broader range for the Station', { edit: (spec) => void (spec.station['cidrs'] = ['192.0.2.0/24']) }, 'agents reach 255 further hosts'],
  [
    'policies are switched off',
    { edit: component('policies', { enabled: false }) },
    'without a policy every pod reaches every other and the internet',
  ],
  [
    'policies are switched off in a region',
    { edit: regional('north', 'policies', { enabled: false }) },
    'without a policy every pod reaches every other and the internet',
  ],
  [
    'another ingress namespace',
    { edit: region('north', { clusterFacts: { ingress: { namespace: 'default', labels: { app: 'x' } } } }) },
    'pods of another namespace reach the agents',
  ],
];

const nodes: readonly Row[] = [
  ['all rights of the node', { files: container(['add', '/securityContext/privileged', true]) }, 'a privileged container is root on its node'],
  [
    'a kernel capability',
    { files: container(['add', '/securityContext/capabilities/add', ['SYS_ADMIN']]) },
    'the kernel lets the container mount and trace',
  ],
  [
    'the smallest capability',
    { files: container(['add', '/securityContext/capabilities/add', ['NET_BIND_SERVICE']]) },
    'the kernel gives the container a right more',
  ],
  [
    'capabilities are kept',
    { files: container(['remove', '/securityContext/capabilities/drop']) },
    'the runtime leaves the container its default set',
  ],
  ['more rights than the parent', { files: container(['replace', '/securityContext/allowPrivilegeEscalation', true]) }, 'setuid programs give root'],
  [
    'a writable image',
    { files: container(['replace', '/securityContext/readOnlyRootFilesystem', false]) },
    'an attacker keeps files in the container',
  ],
  ['every system call', { files: pod(['replace', '/securityContext/seccompProfile/type', 'Unconfined']) }, 'the kernel filters nothing'],
  ['root', { files: pod(['replace', '/securityContext/runAsUser', 0]) }, 'the container runs as root'],
  ['perhaps root', { files: pod(['replace', '/securityContext/runAsNonRoot', false]) }, 'the image decides who the container runs as'],
  ['the processes of the node', { files: pod(['add', '/hostPID', true]) }, 'the pod sees, and as root kills, every process of the node'],
  ['the network of the node', { files: pod(['add', '/hostNetwork', true]) }, 'NetworkPolicies do not hold pods in the network of the node'],
  ['the memory of the node', { files: pod(['add', '/hostIPC', true]) }, 'the pod reads shared memory of others'],
  [
    'the files of the node',
    { files: pod(['add', '/volumes/-', { name: 'host', hostPath: { path: '/' } }]) },
    'the pod reads the keys of the kubelet',
  ],
  ['a port of the node', { files: container(['add', '/ports/0/hostPort', 80]) }, 'the pod answers for the node'],
  ['one certain node', { files: pod(['add', '/nodeName', 'control-plane-1']) }, 'the pod goes past the scheduler and its taints'],
  ['nodes of the control plane', { files: pod(['add', '/tolerations', [{ operator: 'Exists' }]]) }, 'the pod may run beside the API server'],
  ['before all other pods', { files: pod(['add', '/priorityClassName', 'system-cluster-critical']) }, 'the scheduler evicts other pods for it'],
  ['another sandbox', { files: pod(['add', '/runtimeClassName', 'other']) }, 'the container is isolated in another way'],
  [
    'parameters of the kernel',
    { files: pod(['add', '/securityContext/sysctls', [{ name: 'kernel.shm_rmid_forced', value: '0' }]]) },
    'the kubelet sets them for the pod',
  ],
  [
    'names resolve elsewhere',
    { files: pod(['add', '/hostAliases', [{ ip: '198.18.0.1', hostnames: ['station.plugged.in'] }]]) },
    'the kubelet writes the name into /etc/hosts',
  ],
  [
    'another name server',
    { files: pod(['add', '/dnsPolicy', 'None'], ['add', '/dnsConfig', { nameservers: ['198.18.0.1'] }]) },
    'every name the pod asks for is answered by somebody else',
  ],
];

const code: readonly Row[] = [
  [
    'an image of another repository',
    { edit: override('alpha', 'north', { image: 'registry.example.net/agents/beta:v1.2.0' }) },
    'the pods run the code of another agent',
  ],
  [
    'an image of another registry',
    { edit: override('alpha', 'north', { image: 'evil.example.com/agents/alpha:v1.2.0' }) },
    'the kubelet pulls from there',
  ],
  [
    'a new agent of another registry',
    {
      edit: (spec) =>
        void (spec.agents['delta'] = {
          ...structuredClone(spec.agents['alpha'] as object),
          ref: 'acme/delta@1.0.0',
          image: 'evil.example.com/x/delta:v1',
          regions: ['north'],
        }),
    },
    'code of a registry that nobody has looked at runs',
  ],
  ['another command', { files: container(['add', '/command', ['sh', '-c', 'sleep 1']]) }, 'the kubelet starts another program of the image'],
  ['other arguments', { files: container(['add', '/args', ['--debug']]) }, 'the program does something else'],
  [
    'a second container',
    {
      files: pod([
        'add',
        '/containers/-',
        {
          name: 'side',
          image: 'registry.example.net/agents/alpha:v1.2.0',
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true },
        },
      ]),
    },
    'the container shares the network and volumes of the agent',
  ],
  [
    'an init container',
    {
      files: pod([
        'add',
        '/initContainers',
        [
          {
            name: 'first',
            image: 'registry.example.net/agents/alpha:v1.2.0',
            securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
          },
        ],
      ]),
    },
    'the container runs before the agent and may change its volumes',
  ],
  [
    'a command after the start',
    { files: container(['add', '/lifecycle/postStart', { exec: { command: ['sh', '-c', 'true'] } }]) },
    'the kubelet runs it in the container',
  ],
  [
    'a command before the stop',
    { files: container(['replace', '/lifecycle/preStop', { exec: { command: ['sh', '-c', 'true'] } }]) },
    'the kubelet runs it in the container',
  ],
  [
    'a command as a probe',
    {
      files: container([
        'replace',
        '/livenessProbe',
        { exec: { command: ['sh'] }, periodSeconds: 30, timeoutSeconds: 5, failureThreshold: 3, successThreshold: 1 },
      ]),
    },
    'the kubelet runs it in the container every few seconds',
  ],
  [
    'a variable that loads code',
    { edit: override('alpha', 'north', { env: { NODE_OPTIONS: '--require /tmp/x.js' } }) },
    'Node reads the file before the program',
  ],
  [
    'a variable that preloads a library',
    { edit: override('alpha', 'north', { env: { LD_PRELOAD: '/tmp/x.so' } }) },
    'the loader puts the library in front of every other',
  ],
  ['a proxy', { edit: override('alpha', 'north', { env: { HTTPS_PROXY: 'http://198.18.0.1:3128' } }) }, 'requests go through another host'],
  [
    'certificates are not checked',
    { edit: override('alpha', 'north', { env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } }) },
    'anybody may answer for the Station',
  ],
  [
    'a Deployment of people',
    {
      files: extra(
        'north/agents',
        object('apps/v1', 'Deployment', 'mine', {
          spec: {
            replicas: 1,
            selector: { matchLabels: { app: 'mine' } },
            template: {
              metadata: { labels: { app: 'mine' } },
              spec: {
                automountServiceAccountToken: false,
                containers: [
                  {
                    name: 'x',
                    image: 'registry.example.net/x:v1',
                    resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '1', memory: '1Gi' } },
                    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true },
                  },
                ],
                securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
              },
            },
          },
        }),
      ),
    },
    'code runs in the namespace of the agents, beside their Secrets',
  ],
  [
    'a CronJob of people',
    {
      files: extra(
        'north/agents',
        object('batch/v1', 'CronJob', 'mine', {
          spec: {
            schedule: '0 3 * * *',
            jobTemplate: {
              spec: {
                template: {
                  spec: {
                    restartPolicy: 'Never',
                    automountServiceAccountToken: false,
                    containers: [
                      {
                        name: 'x',
                        image: 'registry.example.net/x:v1',
                        resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '1', memory: '1Gi' } },
                        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true },
                      },
                    ],
                    securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
                  },
                },
              },
            },
          },
        }),
      ),
    },
    'code runs every night in the namespace of the agents',
  ],
  [
    'a Job that is a hook',
    {
      files: extra('north/agents', {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name: 'hook', namespace: 'agents', annotations: { 'argocd.argoproj.io/hook': 'PreSync' } },
        spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'x', image: 'registry.example.net/x:v1' }] } } },
      }),
    },
    'Argo CD runs it before every sync',
  ],
  [
    'a hook of a backup',
    {
      files: patch('north/backup', 'Schedule pap-north', [
        'add',
        '/spec/template/hooks',
        { resources: [{ name: 'x', pre: [{ exec: { container: 'agent', command: ['sh'] } }] }] },
      ]),
    },
    'Velero runs the command in every pod it backs up',
  ],
  [
    'another user of an agent that is root by patch',
    { files: container(['add', '/securityContext/runAsUser', 0]) },
    "the container's own user wins over that of the pod",
  ],
];

const trust: readonly Row[] = [
  ['another store of Secrets', { edit: component('secrets', { store: 'other' }) }, 'External Secrets fills the signing keys from there'],
  ['another path of the store', { edit: component('secrets', { prefix: 'other' }) }, 'External Secrets reads the values of another fleet'],
  [
    'the Secrets of another region',
    {
      files: patch('north/secrets', 'ExternalSecret alpha-signing-keys', [
        'replace',
        '/spec/dataFrom/0/extract/key',
        'pap/south/agents/alpha-signing-keys',
      ]),
    },
    'two regions sign with one key',
  ],
  [
    'the Secrets of another agent',
    {
      files: patch('north/secrets', 'ExternalSecret alpha-signing-keys', [
        'replace',
        '/spec/dataFrom/0/extract/key',
        'pap/north/agents/beta-signing-keys',
      ]),
    },
    'one agent signs as another',
  ],
  [
    'a Secret of people from the store',
    {
      files: extra(
        'north/secrets',
        object('external-secrets.io/v1', 'ExternalSecret', 'mine', {
          spec: {
            refreshInterval: '1h0m0s',
            secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' },
            target: { name: 'mine' },
            data: [{ secretKey: 'a', remoteRef: { key: 'root', property: 'token' } }],
          },
        }),
      ),
    },
    'whatever the store holds can be read in the namespace',
  ],
  [
    'a Secret is deleted with its entry',
    { files: patch('north/secrets', 'ExternalSecret alpha-signing-keys', ['replace', '/spec/target/deletionPolicy', 'Delete']) },
    'an empty answer of the store deletes the Secret',
  ],
  [
    'a Secret is not read again',
    { files: patch('all/secrets', 'ExternalSecret station-credentials', ['replace', '/spec/refreshInterval', '0s']) },
    'a key that is rotated in the store never arrives',
  ],
  ['Secrets by hand again', { edit: component('secrets', { provider: 'manual' }) }, 'an ExternalSecret that goes takes its Secret along'],
  [
    'another ACME server',
    { edit: component('certs', { productionServer: 'https://acme.evil.example/directory' }) },
    'another authority issues the certificates of all hosts',
  ],
  [
    'certificates that nobody trusts',
    { edit: component('certs', { environment: 'staging' }) },
    'clients refuse certificates of the staging authority',
  ],
  [
    'another bundle for the ACME server',
    {
      files: patch('north/certs', 'ClusterIssuer pap-letsencrypt-production', ['add', '/spec/acme/caBundle', 'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t']),
    },
    'whoever holds the key of that authority can pose as the ACME server',
  ],
  [
    'an ACME server that is not checked',
    { files: patch('north/certs', 'ClusterIssuer pap-letsencrypt-production', ['add', '/spec/acme/skipTLSVerify', true]) },
    'anybody on the way can pose as the ACME server',
  ],
  ['another private authority', { edit: component('certs', { clientCA: 'other-ca' }) }, 'the Station does not know the agents, or knows others'],
  ['another solver', { edit: component('certs', { solver: 'cloudflare' }) }, 'another token may prove control over the zone'],
  [
    'an authority in a certificate',
    { files: patch('north/certs', 'Certificate alpha-agent-client', ['add', '/spec/isCA', true]) },
    'whoever holds the key issues certificates of his own',
  ],
  [
    'a key that never changes',
    { files: patch('north/certs', 'Certificate wildcard-north', ['replace', '/spec/privateKey/rotationPolicy', 'Never']) },
    'a stolen key stays of use after every renewal',
  ],
  [
    'names of another region in a certificate',
    { files: patch('north/certs', 'Certificate alpha-agent-client', ['add', '/spec/dnsNames/-', 'alpha.south.a.example.net']) },
    'the agent proves to be that of another region',
  ],
  [
    'a certificate of people',
    {
      base: small2,
      had: {},
      files: extra(
        'north/certs',
        object('cert-manager.io/v1', 'Certificate', 'mine', {
          spec: {
            secretName: 'mine-tls',
            dnsNames: ['beta.south.a.example.net'],
            issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'pap-client-ca' },
          },
        }),
      ),
    },
    'the private authority signs whatever name is asked of it',
  ],
  [
    'another authority of people',
    { files: extra('north/certs', object('cert-manager.io/v1', 'ClusterIssuer', 'mine', { spec: { selfSigned: {} } }, null)) },
    'certificates of nobody can be issued',
  ],
  [
    'another authentication',
    { edit: component('ingress', { forwardAuth: { address: 'https://auth.evil.example/verify' } }) },
    'whoever answers there lets anybody in',
  ],
  ['no authentication', { edit: component('ingress', { forwardAuth: null }) }, 'Traefik hands every request to the agents'],
  [
    'authentication that believes clients',
    { edit: component('ingress', { forwardAuth: { address: 'https://auth.example.net/verify', trustForwardHeader: true } }) },
    'a client says which address it comes from',
  ],
  [
    'more headers from the authentication',
    { edit: component('ingress', { forwardAuth: { address: 'https://auth.example.net/verify', responseHeaders: ['X-Admin'] } }) },
    'agents believe a header that clients may send where nobody sets it',
  ],
  ['no rate limit', { edit: component('ingress', { rateLimit: null }) }, 'one client may occupy every agent'],
  [
    'a rate limit that limits nothing',
    { edit: component('ingress', { rateLimit: { average: 1000000, burst: 1000000, period: '1s' } }) },
    'the bucket never empties',
  ],
  [
    'a rate limit over a second instead of a minute',
    { edit: component('ingress', { rateLimit: { average: 100, burst: 200, period: '1s' } }) },
    'a client may send sixty times as many requests',
  ],
  ['older TLS', { edit: component('ingress', { minTLSVersion: 'VersionTLS12' }) }, 'clients may negotiate TLS 1.2'],
  [
    'TLS for unknown names',
    { files: patch('north/ingress', 'TLSOption pap-tls', ['replace', '/spec/sniStrict', false]) },
    'Traefik answers for names it has no certificate of',
  ],
  ['another Station', { edit: (spec) => void (spec.station['controlPlane'] = 'grpc://station.evil.example:50051') }, 'agents take orders from there'],
  [
    'another gateway',
    { edit: (spec) => void (spec.station['hooksGateway'] = 'wss://gateway.evil.example/hooks') },
    'agents hand their answers to others',
  ],
  [
    'another gateway in one region',
    { edit: region('north', { station: { hooksGateway: 'wss://gateway.evil.example/hooks' } }) },
    'agents hand their answers to others',
  ],
  [
    'another name server for updates',
    { edit: (spec) => void (spec.zone['rfc2136'] = { host: 'ns.evil.example' }) },
    'ExternalDNS and cert-manager send signed updates there',
  ],
  [
    'another TSIG algorithm',
    { edit: (spec) => void (spec.zone['rfc2136'] = { host: 'ns1.example.net', tsigAlgorithm: 'hmac-sha512' }) },
    'the name server refuses every update until its keys are made anew',
  ],
  ['another repository', { edit: (spec) => void (spec.gitops['repoURL'] = 'https://git.evil.example/fleet.git') }, 'Argo CD applies what lies there'],
  ['another branch', { edit: (spec) => void (spec.gitops['branch'] = 'feature') }, 'Argo CD applies a branch that nobody protects'],
  [
    'an Application of people',
    {
      files: extra(
        'north/cluster',
        object('argoproj.io/v1alpha1', 'Application', 'mine', {
          spec: {
            project: 'default',
            source: { repoURL: 'https://git.evil.example/x.git', path: '.' },
            destination: { name: 'in-cluster', namespace: 'agents' },
          },
        }),
      ),
    },
    'Argo CD applies what lies in another repository',
  ],
  [
    'an AppProject of people',
    {
      files: extra(
        'north/cluster',
        object('argoproj.io/v1alpha1', 'AppProject', 'mine', { spec: { sourceRepos: ['*'], destinations: [{ server: '*', namespace: '*' }] } }),
      ),
    },
    'Applications of the project may do everything',
  ],
  [
    'the namespace of Argo CD as that of Velero',
    { edit: region('north', { clusterFacts: { velero: { namespace: 'argocd' } } }) },
    'the project of the region may write to the namespace of Argo CD',
  ],
  [
    'another name of the Station in the file of DNS',
    { edit: (spec) => void (spec.zone['caa'] = ['evil.example']) },
    'another authority may issue certificates for the zone',
  ],
  [
    'more authorities for the zone',
    { edit: (spec) => void (spec.zone['caa'] = ['letsencrypt.org', 'evil.example']) },
    'a further authority may issue certificates for the zone',
  ],
];

function small2(): ReturnType<typeof large> {
  const spec = large();
  const { r1 } = spec.regions;
  spec.regions = { north: r1 as (typeof spec.regions)[string], south: structuredClone(r1) as (typeof spec.regions)[string] };
  spec.agents = Object.fromEntries(
    Object.entries(spec.agents)
      .slice(0, 3)
      .map(([name, own]) => [name, { ...own, regions: ['north', 'south'] }]),
  );
  return spec;
}

const pods: readonly Row[] = [
  [
    'no replicas anywhere',
    { edit: (spec) => void (spec['agentDefaults'] = { tier: 'light', replicas: 0 }), base: () => noReplicas() },
    'the controller deletes every pod',
  ],
  ['no replicas of one agent', { edit: agent('alpha', { state: 'suspended' }) }, 'the controller deletes every pod of the agent'],
  [
    'no replicas in one region',
    {
      edit: (spec) =>
        ['alpha', 'beta', 'store'].forEach((name) => {
          override(name, 'north', { state: 'suspended' })(spec);
        }),
    },
    'the agents of a region stop',
  ],
  ['one agent of twenty drains everywhere', { base: large, edit: agent('agent-a', { state: 'draining' }) }, 'its routes refuse every new request'],
  ['a region drains', { edit: region('north', { state: 'draining' }) }, 'the routes of all its agents refuse every new request'],
  [
    'a region drains because it is decommissioned',
    { base: large, edit: region('r1', { state: 'decommissioning' }) },
    'the routes of all its agents refuse every new request',
  ],
  ['no replicas in 5 × 20', { base: large, edit: every(() => ({ state: 'suspended' })) }, 'a hundred agents stop'],
  [
    'one agent of twenty stops everywhere',
    { base: large, edit: agent('agent-a', { state: 'suspended' }) },
    'an agent stops in every region, however small its share is',
  ],
  ['an agent ends everywhere', { base: large, edit: agent('agent-a', { state: 'terminated' }) }, 'Argo CD prunes its Deployments'],
  [
    'three agents end',
    {
      base: large,
      edit: (spec) =>
        ['agent-a', 'agent-b', 'agent-c'].forEach((name) => {
          agent(name, { state: 'terminated' })(spec);
        }),
    },
    'Argo CD prunes their Deployments',
  ],
  [
    'an agent with one home ends there',
    { base: () => oneHome(), edit: override('beta', 'north', { state: 'terminated' }) },
    'nothing of the agent is left',
  ],
  [
    'a variable for all agents',
    { base: large, edit: (spec) => void (spec['agentDefaults'] = { tier: 'light', env: { LOG_LEVEL: 'debug' } }) },
    'a variable in the template restarts a hundred Deployments',
  ],
  [
    'a variable for every agent of three regions',
    { edit: every(() => ({ env: { LOG_LEVEL: 'debug' } })) },
    'a variable in the template restarts every pod',
  ],
  ['new images of all agents', { base: large, edit: every((name) => image(name, 'v1.3.0')) }, 'every pod is replaced at once'],
  [
    'a new image of one agent in all of three regions',
    { edit: agent('alpha', { ...image('alpha', 'v1.3.0'), ref: 'acme/alpha@1.3.0' }) },
    'a bad version takes all of the agent down at once',
  ],
  ['older images of all agents', { base: large, edit: every((name) => image(name, 'v1.1.0')) }, 'every pod runs an older version'],
  [
    'an older ExternalDNS',
    { edit: region('north', { versions: { kubernetes: '1.35', traefik: '3.7', 'cert-manager': '1.21', 'external-dns': '0.18' } }) },
    'an older controller may not know the records of the newer one',
  ],
  [
    'a fifth of the agents restart, and a few more',
    {
      base: large,
      edit: (spec) =>
        Object.keys(spec.agents)
          .slice(0, 5)
          .forEach((name) => {
            agent(name, image(name, 'v1.3.0'))(spec);
          }),
    },
    '25 of 100 placements restart at once',
  ],
  [
    'a node that does not exist',
    { files: patch('all/agents', 'Deployment alpha-agent', ['add', '/spec/template/spec/nodeSelector', { disk: 'none' }]) },
    'the scheduler finds no node',
  ],
  [
    'a scheduler that does not exist',
    { files: patch('all/agents', 'Deployment alpha-agent', ['add', '/spec/template/spec/schedulerName', 'other']) },
    'nobody schedules the pods',
  ],
  [
    'a gate in front of the scheduler',
    { files: patch('all/agents', 'Deployment alpha-agent', ['add', '/spec/template/spec/schedulingGates', [{ name: 'example.net/wait' }]]) },
    'the pods wait until somebody removes the gate',
  ],
  [
    'a condition that nobody sets',
    { files: patch('all/agents', 'Deployment alpha-agent', ['add', '/spec/template/spec/readinessGates', [{ conditionType: 'example.net/ready' }]]) },
    'the pods never become ready',
  ],
  [
    'no readiness',
    { files: patch('all/agents', 'Deployment alpha-agent', ['remove', '/spec/template/spec/containers/0/readinessProbe']) },
    'Services send traffic to pods that cannot answer',
  ],
  [
    'no liveness',
    { files: patch('all/agents', 'Deployment alpha-agent', ['remove', '/spec/template/spec/containers/0/livenessProbe']) },
    'a pod that hangs stays',
  ],
  ['a rollout that pauses', { files: patch('all/agents', 'Deployment alpha-agent', ['add', '/spec/paused', true]) }, 'later versions never arrive'],
  [
    'one pod of an autoscaled agent',
    { edit: agent('gamma', { autoscale: { min: 1, max: 1, cpu: 70 } }) },
    'the autoscaler goes down to one pod everywhere',
  ],
  ['no autoscaling', { edit: agent('gamma', { autoscale: null, replicas: 2 }) }, 'nothing adds pods at a peak'],
  [
    'autoscaling begins',
    { edit: agent('alpha', { autoscale: { min: 2, max: 4, cpu: 70 } }) },
    'server-side apply drops replicas to 1 until the autoscaler acts',
  ],
  [
    'a drain may stop everything',
    { files: patch('all/agents', 'PodDisruptionBudget alpha-agent', ['replace', '/spec/maxUnavailable', '100%']) },
    'an upgrade of nodes stops every pod at once',
  ],
  [
    'a budget for other pods',
    { files: patch('north/agents', 'PodDisruptionBudget alpha-agent', ['replace', '/spec/selector/matchLabels', { app: 'x' }]) },
    'the budget no longer protects the agent',
  ],
  ['a smaller quota', { edit: component('cluster', { quota: { pods: 20 } }) }, 'the API server refuses pods above it: what stops is not made anew'],
  ['a smaller quota in one region', { edit: regional('north', 'cluster', { quota: { cpu: '8' } }) }, 'the API server refuses pods above it'],
  [
    'no limit of pods in the quota',
    { files: patch('north/cluster', 'ResourceQuota pap-quota', ['remove', '/spec/hard/pods']) },
    'one agent may fill the cluster',
  ],
  ['smaller containers', { edit: component('cluster', { limits: { max: { cpu: '1', memory: '1Gi' } } }) }, 'the API server refuses pods above it'],
  [
    'no largest container',
    { files: patch('north/cluster', 'LimitRange pap-limits', ['remove', '/spec/limits/0/max']) },
    'one container may take a whole node',
  ],
  [
    'an autoscaler of people',
    {
      files: extra(
        'north/agents',
        object('autoscaling/v2', 'HorizontalPodAutoscaler', 'mine', {
          spec: {
            scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'alpha-agent' },
            minReplicas: 1,
            maxReplicas: 1,
            metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }],
          },
        }),
      ),
    },
    'the autoscaler sets the replicas of the agent',
  ],
  [
    'a budget of people',
    { files: extra('north/agents', object('policy/v1', 'PodDisruptionBudget', 'mine', { spec: { maxUnavailable: 0, selector: {} } })) },
    'no node can be drained',
  ],
  [
    'a quota of people',
    { files: extra('north/cluster', object('v1', 'ResourceQuota', 'mine', { spec: { hard: { pods: '1' } } })) },
    'the API server refuses every pod',
  ],
  ['agents are killed sooner', { edit: every(() => ({ terminationGracePeriodSeconds: 12 })) }, 'requests that run are cut off'],
  [
    'a slow drip within a day',
    {
      base: large,
      edit: (spec) =>
        Object.keys(spec.agents)
          .slice(0, 6)
          .forEach((name) => {
            agent(name, image(name, 'v1.3.0'))(spec);
          }),
    },
    '30 of 100 placements restart within a day',
  ],
];

function noReplicas(): ReturnType<typeof large> {
  const spec = large();
  for (const own of Object.values(spec.agents)) delete own['replicas'];
  return spec;
}

function oneHome(): ReturnType<typeof large> {
  const spec = small2();
  spec.agents = {
    ...spec.agents,
    beta: { ...(spec.agents['agent-a'] as object), ref: 'acme/beta@1.0.0', ...image('beta', 'v1.0.0'), regions: ['north'] },
  };
  return spec;
}

const systems: readonly Row[] = [
  ['the ingress leaves the fleet', { edit: component('ingress', { enabled: false }) }, 'no route leads to any agent'],
  ['the ingress leaves a region', { edit: regional('north', 'ingress', { enabled: false }) }, 'no route leads to the agents of the region'],
  ['monitoring leaves the fleet', { edit: component('monitoring', { enabled: false }) }, 'no alert tells of anything'],
  ['monitoring leaves a region', { edit: regional('north', 'monitoring', { enabled: false }) }, 'no alert tells of the region'],
  [
    'monitoring is not found',
    { edit: component('monitoring', { prometheusRelease: 'other' }) },
    'the operator selects monitors by the label of the release',
  ],
  [
    'an alert goes',
    {
      files: patch('all/monitoring', 'PrometheusRule pap-fleet', [
        'replace',
        '/spec/groups',
        [{ name: 'x', rules: [{ record: 'a:b', expr: 'vector(1)' }] }],
      ]),
    },
    'nobody is told any more',
  ],
  ['backups leave the fleet', { edit: component('backup', { enabled: false }) }, 'no volume is backed up'],
  ['backups leave a region', { edit: regional('north', 'backup', { enabled: false }) }, 'no volume of the region is backed up'],
  ['backups that are deleted at once', { edit: component('backup', { ttl: '1h' }) }, 'Velero deletes what is older'],
  ['backups that are deleted sooner', { edit: component('backup', { ttl: '719h' }) }, 'Velero deletes what is older'],
  ['backups once a month', { edit: component('backup', { schedule: '17 2 1 * *' }) }, 'up to a month of data is lost'],
  ['backups to another store', { edit: component('backup', { storageLocation: 'other' }) }, 'data goes to another bucket'],
  [
    'backups in another namespace',
    { edit: region('north', { clusterFacts: { velero: { namespace: 'other' } } }) },
    'the Schedule leaves the namespace that Velero watches',
  ],
  ['backups pause', { files: patch('north/backup', 'Schedule pap-north', ['replace', '/spec/paused', true]) }, 'Velero makes no more backups'],
  [
    'backups of nothing',
    { files: patch('north/backup', 'Schedule pap-north', ['replace', '/spec/template/labelSelector/matchLabels', { app: 'none' }]) },
    'a backup without volumes succeeds',
  ],
  [
    'backups with Secrets',
    { files: patch('north/backup', 'Schedule pap-north', ['replace', '/spec/template/excludedResources', []]) },
    'Velero writes the keys into the bucket in clear text',
  ],
  [
    'backups that go with their Schedule',
    { files: patch('north/backup', 'Schedule pap-north', ['replace', '/spec/useOwnerReferencesInBackup', true]) },
    'deleting the Schedule deletes its backups',
  ],
  ['records leave the fleet', { edit: component('dns', { enabled: false }) }, 'ExternalDNS goes and nobody keeps the records'],
  ['certificates leave the fleet', { edit: component('certs', { enabled: false }) }, 'certificates end and nobody renews them'],
  [
    'two regions say at once that they go',
    {
      edit: (spec) =>
        ['north', 'south'].forEach((name) => {
          region(name, { state: 'decommissioning' })(spec);
        }),
    },
    'Applications with finalizers take all workloads along when they are removed',
  ],
  [
    'all regions say at once that they go',
    {
      edit: (spec) =>
        ['north', 'south', 'west'].forEach((name) => {
          region(name, { state: 'decommissioning' })(spec);
        }),
    },
    'nothing is left to go on with',
  ],
  [
    'a region goes',
    { base: () => leavingFleet(), edit: region('north', { state: 'decommissioned' }) },
    'its Applications leave Git, and with them its Namespaces',
  ],
  [
    'a region is left out',
    {
      edit: (spec) => {
        delete spec.regions['north'];
        for (const own of Object.values(spec.agents)) own['regions'] = ['south', 'west'];
      },
    },
    'its workloads would run on, owned by nobody',
  ],
];

function leavingFleet(): ReturnType<typeof large> {
  const spec = small2();
  region('north', { state: 'decommissioning' })(spec);
  return spec;
}

const RESTRICTED = {
  automountServiceAccountToken: false,
  containers: [
    {
      name: 'x',
      image: 'registry.example.net/x:v1',
      resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '1', memory: '1Gi' } },
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true },
    },
  ],
  securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
};

const data: readonly Row[] = [
  [
    'a hook on a Namespace',
    { files: patch('north/cluster', 'Namespace agents', ['add', '/metadata/annotations/helm.sh~1hook', 'pre-upgrade']) },
    'Argo CD deletes a hook before it makes it anew, with all that is in the namespace',
  ],
  [
    'a hook of Argo CD on a volume',
    { files: patch('north/agents', 'PersistentVolumeClaim store-agent', ['add', '/metadata/annotations/argocd.argoproj.io~1hook', 'Sync']) },
    'Argo CD deletes hooks after they ran',
  ],
  [
    'a volume that may be pruned',
    {
      files: patch('north/agents', 'PersistentVolumeClaim store-agent', [
        'replace',
        '/metadata/annotations/argocd.argoproj.io~1sync-options',
        'Prune=true',
      ]),
    },
    'Argo CD deletes the volume with the agent',
  ],
  [
    'a volume that may be pruned as well',
    {
      files: patch('north/agents', 'PersistentVolumeClaim store-agent', [
        'replace',
        '/metadata/annotations/argocd.argoproj.io~1sync-options',
        'Prune=false,Delete=false,Prune=true',
      ]),
    },
    'which of two contradicting options holds depends on the version of Argo CD',
  ],
  [
    'a Namespace without protection',
    { files: patch('north/cluster', 'Namespace agents', ['replace', '/metadata/annotations/argocd.argoproj.io~1sync-options', 'Delete=confirm']) },
    'Argo CD prunes the namespace with everything in it',
  ],
  [
    'a volume that is replaced',
    {
      files: patch('north/agents', 'PersistentVolumeClaim store-agent', [
        'replace',
        '/metadata/annotations/argocd.argoproj.io~1sync-options',
        'Prune=false,Delete=false,Replace=true',
      ]),
    },
    'Argo CD deletes and creates instead of changing',
  ],
  [
    'a Deployment that is replaced by force',
    { files: patch('north/agents', 'Deployment alpha-agent', ['add', '/metadata/annotations', { 'argocd.argoproj.io/sync-options': 'Force=true' }]) },
    'Argo CD deletes the Deployment when it cannot change it',
  ],
  [
    'a volume of another class',
    { edit: override('store', 'north', { storage: { size: '10Gi', mountPath: '/data', class: 'other' } }) },
    'the class cannot change: the volume has to be made anew, empty',
  ],
  [
    'a smaller volume',
    { edit: agent('store', { storage: { size: '1Gi', mountPath: '/data' } }) },
    'a volume cannot shrink: it has to be made anew, empty',
  ],
  ['an agent loses its volume', { edit: agent('store', { storage: null, stateless: true }) }, 'the claim leaves Git and nobody manages the data'],
  [
    'a volume that backups do not see',
    { files: patch('north/agents', 'PersistentVolumeClaim store-agent', ['remove', '/metadata/labels/pap.plugged.in~1state']) },
    'the Schedule selects volumes by the label',
  ],
  [
    'a finalizer on a volume',
    { files: patch('north/agents', 'PersistentVolumeClaim store-agent', ['add', '/metadata/finalizers', ['example.net/keep']]) },
    'the claim can never be deleted, or goes with what the finalizer does',
  ],
  [
    'a StatefulSet whose volumes go with it',
    {
      files: extra(
        'north/agents',
        object('apps/v1', 'StatefulSet', 'mine', {
          spec: {
            serviceName: 'alpha-agent',
            replicas: 1,
            persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Delete' },
            selector: { matchLabels: { app: 'mine' } },
            template: { metadata: { labels: { app: 'mine' } }, spec: RESTRICTED },
          },
        }),
      ),
    },
    'the controller deletes the volumes with the StatefulSet',
  ],
  [
    'a volume that is deleted with its claim',
    {
      files: extra(
        'north/cluster',
        object(
          'v1',
          'PersistentVolume',
          'mine',
          {
            spec: {
              capacity: { storage: '1Gi' },
              accessModes: ['ReadWriteOnce'],
              persistentVolumeReclaimPolicy: 'Delete',
              hostPath: { path: '/data' },
            },
          },
          null,
        ),
      ),
    },
    'the controller deletes the data when the claim goes',
  ],
  [
    'another namespace for everything',
    { edit: (spec) => void (spec['namespace'] = 'other') },
    'all objects are made anew elsewhere; the volumes stay behind',
  ],
  ['another name of the fleet', { edit: (spec) => void (spec['name'] = 'other') }, 'selectors and projects change their names'],
  [
    'an emptyDir for the data',
    { files: patch('north/agents', 'Deployment store-agent', ['replace', '/spec/template/spec/volumes/4', { name: 'state', emptyDir: {} }]) },
    'the agent writes to a folder that goes with its pod',
  ],
];

const identity: readonly Row[] = [
  [
    'two agents swap their names',
    {
      edit: (spec) => {
        const { alpha, beta } = spec.agents;
        Object.assign(spec.agents, { alpha: beta, beta: alpha });
      },
    },
    'pods of one agent get name, host and keys of the other',
  ],
  [
    'an agent takes the name of one with a volume',
    {
      edit: (spec) => {
        const { alpha, store } = spec.agents;
        spec.agents['store'] = { ...(store as object), ref: (alpha as { ref: string }).ref, image: (alpha as { image: string }).image };
        (spec.agents['alpha'] as Record<string, unknown>)['ref'] = 'acme/omega@1.0.0';
      },
    },
    'the volume changes its owner',
  ],
  [
    'an agent takes the host of another',
    {
      edit: (spec) => {
        agent('alpha', { host: 'front' })(spec);
        agent('beta', { host: 'alpha' })(spec);
      },
    },
    'requests for one go to the other',
  ],
  [
    'two agents swap their hosts',
    {
      edit: (spec) => {
        agent('alpha', { host: 'beta' })(spec);
        agent('beta', { host: 'alpha' })(spec);
      },
    },
    'requests for one go to the other',
  ],
  ['another host of an agent', { edit: agent('alpha', { host: 'front' }) }, 'clients of the old host find nobody'],
  ['another owner in a ref', { edit: override('alpha', 'north', { ref: 'evil/alpha@1.2.0' }) }, 'the agent speaks as one of somebody else'],
  [
    'the volume of another agent',
    { files: pod(['add', '/volumes/-', { name: 'other', persistentVolumeClaim: { claimName: 'store-agent' } }]) },
    'the pods read and write the data of another',
  ],
  [
    'the signing keys of another agent',
    { files: pod(['add', '/volumes/-', { name: 'other', secret: { secretName: 'beta-signing-keys' } }]) },
    'the pods sign as another',
  ],
  [
    'the key of the wildcard certificate',
    { files: pod(['add', '/volumes/-', { name: 'other', secret: { secretName: 'wildcard-north-tls' } }]) },
    'the pods answer for every host of the region',
  ],
  [
    'a Secret as a variable',
    { files: container(['add', '/env/-', { name: 'KEY', valueFrom: { secretKeyRef: { name: 'beta-client-tls', key: 'tls.key' } } }]) },
    'the pods hold the key of another',
  ],
  [
    'all keys of a Secret as variables',
    { files: container(['add', '/envFrom', [{ secretRef: { name: 'beta-client-tls' } }]]) },
    'the pods hold the keys of another',
  ],
  [
    'a Service that leads to another agent',
    {
      files: patch('north/agents', 'Service alpha-agent', [
        'replace',
        '/spec/selector',
        { 'app.kubernetes.io/name': 'beta', 'app.kubernetes.io/part-of': 'pap' },
      ]),
    },
    'requests for one go to the other',
  ],
  [
    'a Service of people for an agent',
    {
      files: extra(
        'north/agents',
        object('v1', 'Service', 'mine', {
          spec: {
            type: 'ClusterIP',
            selector: { 'app.kubernetes.io/name': 'alpha' },
            ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 'http' }],
          },
        }),
      ),
    },
    'a second way leads to the pods',
  ],
  [
    'a Service at every node',
    { files: patch('north/agents', 'Service alpha-agent', ['replace', '/spec/type', 'NodePort']) },
    'the agent is open at a port of every node, past authentication',
  ],
  [
    'a Service for another host',
    { files: patch('north/agents', 'Service alpha-agent', ['add', '/spec/externalIPs', ['198.18.0.1']]) },
    'nodes take traffic for the address',
  ],
  [
    'addresses behind a Service',
    {
      files: extra('north/agents', {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: { name: 'mine', namespace: 'agents', labels: { 'kubernetes.io/service-name': 'alpha-agent' } },
        addressType: 'IPv4',
        endpoints: [{ addresses: ['198.18.0.1'] }],
        ports: [{ name: 'http', port: 80, protocol: 'TCP' }],
      }),
    },
    'kube-proxy sends requests for the agent to the address',
  ],
  [
    'pods with the labels of another',
    { files: patch('north/agents', 'Deployment alpha-agent', ['replace', '/spec/template/metadata/labels/app.kubernetes.io~1name', 'beta']) },
    'Services and policies take the pods for those of another',
  ],
  [
    'a route of people for the host of an agent',
    {
      files: extra(
        'north/ingress',
        object('traefik.io/v1alpha1', 'IngressRoute', 'mine', {
          spec: {
            entryPoints: ['websecure'],
            routes: [
              {
                kind: 'Rule',
                match: 'Host(`alpha.north.a.example.net`) && PathPrefix(`/hooks`)',
                priority: 9999,
                services: [{ name: 'beta-agent', port: 'http' }],
              },
            ],
          },
        }),
      ),
    },
    'the higher priority takes the requests',
  ],
  [
    'a route to another agent',
    { files: patch('north/ingress', 'IngressRoute alpha-agent-hooks', ['replace', '/spec/routes/0/services/0/name', 'beta-agent']) },
    'requests for one go to the other',
  ],
  [
    'a route without authentication',
    { files: patch('north/ingress', 'IngressRoute alpha-agent-hooks', ['remove', '/spec/routes/0/middlewares/1']) },
    'Traefik hands every request on',
  ],
  [
    'an agent that drains takes requests by a patch',
    {
      base: drained,
      files: patch('north/ingress', 'IngressRoute alpha-agent-hooks', ['remove', '/spec/routes/0/middlewares/0']),
    },
    'nobody has said that it serves again, and it may stop at any time',
  ],
  [
    'an agent serves again without authentication',
    {
      base: drained,
      edit: override('alpha', 'north', { state: 'active' }),
      files: patch('north/ingress', 'IngressRoute alpha-agent-hooks', ['remove', '/spec/routes/0/middlewares/1']),
    },
    'Traefik hands every request on',
  ],
  [
    'a route for every path',
    { files: patch('north/ingress', 'IngressRoute alpha-agent-hooks', ['replace', '/spec/routes/0/match', 'Host(`alpha.north.a.example.net`)']) },
    'metrics and health of the agent are open',
  ],
  [
    'a route without the options of TLS',
    { files: patch('north/ingress', 'IngressRoute alpha-agent-hooks', ['remove', '/spec/tls/options']) },
    'Traefik falls back to its default, which accepts TLS 1.2',
  ],
  [
    'a route with another certificate',
    { files: patch('north/ingress', 'IngressRoute alpha-agent-hooks', ['replace', '/spec/tls/secretName', 'alpha-client-tls']) },
    'clients see another certificate',
  ],
  [
    'a route that goes first',
    { files: patch('north/ingress', 'IngressRoute alpha-agent-hooks', ['add', '/spec/routes/0/priority', 9999]) },
    'the route takes requests from others',
  ],
  ['routes at another entry point', { edit: component('ingress', { entryPoint: 'web' }) }, 'requests arrive without TLS, or not at all'],
  ['PAP-CP is open to the outside', { edit: component('ingress', { grpc: { entryPoint: 'grpc' } }) }, 'a second port of every agent is open'],
  [
    'another cluster for a region',
    { edit: region('north', { cluster: 'other' }) },
    'Argo CD delivers the region to another cluster; the old one runs on',
  ],
  [
    'two regions swap their clusters',
    {
      edit: (spec) => {
        region('north', { cluster: 'south' })(spec);
        region('south', { cluster: 'north' })(spec);
      },
    },
    'each cluster gets the objects of the other',
  ],
];

const records: readonly Row[] = [
  ['another ingress of a region', { edit: region('north', { ingressHost: 'ingress-9.example.net' }) }, 'every host of the region leads elsewhere'],
  [
    'another ingress of all regions',
    {
      edit: (spec) =>
        Object.keys(spec.regions).forEach((name) => {
          region(name, { ingressHost: 'evil.example.com' })(spec);
        }),
    },
    'every host of the fleet leads elsewhere',
  ],
  [
    'records without hosts',
    { files: patch('north/dns', 'DNSEndpoint pap-agents', ['replace', '/spec/endpoints', []]) },
    'ExternalDNS deletes every record of the region',
  ],
  [
    'a record of people',
    {
      files: extra(
        'north/dns',
        object(
          'externaldns.k8s.io/v1alpha1',
          'DNSEndpoint',
          'mine',
          { spec: { endpoints: [{ dnsName: 'x.north.a.example.net', recordType: 'A', recordTTL: 300, targets: ['198.18.0.1'] }] } },
          'external-dns',
        ),
      ),
    },
    'ExternalDNS publishes the name',
  ],
  [
    'a record to another address',
    { files: patch('north/dns', 'DNSEndpoint pap-agents', ['replace', '/spec/endpoints/0/targets', ['evil.example.com']]) },
    'ExternalDNS moves the hosts',
  ],
  [
    'another source of records',
    { files: patch('north/dns', 'Deployment external-dns', ['replace', '/spec/template/spec/containers/0/args/0', '--source=service']) },
    'with policy sync ExternalDNS deletes all records of the old source',
  ],
  [
    'another owner of records',
    { files: patch('north/dns', 'Deployment external-dns', ['add', '/spec/template/spec/containers/0/args/-', '--txt-owner-id=other']) },
    'ExternalDNS no longer takes its own records for its own',
  ],
  [
    'another domain filter',
    { files: patch('north/dns', 'Deployment external-dns', ['add', '/spec/template/spec/containers/0/args/-', '--domain-filter=example.net']) },
    'ExternalDNS may delete records of others',
  ],
  ['records are never deleted', { edit: component('dns', { policy: 'upsert-only' }) }, 'records of agents that are gone stay and lead to others'],
  [
    'from a record per agent back to the wildcard',
    { base: () => withDns({ records: 'per-agent' }), edit: component('dns', { records: 'wildcard' }) },
    'a name that has something below it is not answered by the wildcard',
  ],
  [
    'from discovery back to the wildcard',
    { base: () => withDns({ discovery: true }), edit: component('dns', { discovery: false }) },
    'ExternalDNS leaves the SRV records: the hosts exist as empty names and the wildcard does not answer',
  ],
  [
    'from discovery to a record per agent',
    { base: () => withDns({ discovery: true }), edit: component('dns', { discovery: false, records: 'per-agent' }) },
    'BIND ignores the alias as long as there are addresses: the hosts resolve only after the next interval of ExternalDNS',
  ],
  [
    'the end of a handover',
    { base: () => withDns({ handover: 'addresses' }), edit: component('dns', { handover: 'none' }) },
    'whoever has not applied the clean-up script loses every host that has something below it',
  ],
  ['from the wildcard to a record per agent', { edit: component('dns', { records: 'per-agent' }) }, 'names that only the wildcard answered are gone'],
  ['another zone', { edit: (spec) => void (spec.zone['name'] = 'b.example.net') }, 'every host has another name'],
  [
    'other name servers',
    { edit: (spec) => void (spec.zone['nameservers'] = ['ns1.example.net', 'ns.evil.example']) },
    'another server answers for the zone',
  ],
  [
    'another address of the ingress',
    { base: () => withDns({ discovery: true }), edit: region('north', { ingressAddresses: ['198.51.100.77'] }) },
    'every host of the region leads elsewhere',
  ],
  [
    'annotations that publish a Service',
    {
      files: patch('north/agents', 'Service alpha-agent', [
        'add',
        '/metadata/annotations',
        { 'external-dns.alpha.kubernetes.io/hostname': 'x.a.example.net' },
      ]),
    },
    'ExternalDNS publishes names of annotations',
  ],
];

function withDns(settings: Record<string, unknown>): ReturnType<typeof large> {
  const spec = small2();
  const addresses = ['198.51.100.1', '198.51.100.2'];
  Object.values(spec.regions).forEach((own, i) => Object.assign(own, { ingressHost: `ingress-${i}.example.net`, ingressAddresses: [addresses[i]] }));
  component('dns', settings)(spec);
  return spec;
}

const DAY = '2027-02-01';
const external = (until: string) => ({ kind: 'Secret', namespace: 'agents', name: 'mine', reason: 'somebody makes it', until });
const withServer = (address: string): Spec => {
  const spec = small();
  Object.assign(spec.regions['north'] as object, { clusterFacts: { apiServer: [`${address}/32`] } });
  return spec;
};
const believed: readonly Row[] = [
  [
    'a waiver',
    {
      edit: (spec) =>
        void (spec['waivers'] = [{ code: 'network/closed-port', object: 'Service agents/alpha-agent', reason: 'it is known', until: DAY }]),
    },
    'a check that would have stopped something is silent',
  ],
  [
    'a waiver for ever',
    {
      edit: (spec) =>
        void (spec['waivers'] = [{ code: 'network/closed-port', object: 'Service agents/alpha-agent', reason: 'it is known', until: '2099-12-31' }]),
    },
    'a check is silent until nobody remembers why',
  ],
  ['an external object', { edit: (spec) => void (spec['externals'] = [external(DAY)]) }, 'references to it are no longer checked'],
  ['an external object for ever', { edit: (spec) => void (spec['externals'] = [external('2099-12-31')]) }, 'nobody looks again whether it is there'],
  [
    'an external object that is believed for longer',
    { base: () => ({ ...small(), externals: [external('2026-12-31')] }), edit: (spec) => void (spec['externals'] = [external(DAY)]) },
    'it is believed once more',
  ],
  [
    'a name that ExternalDNS may write',
    { edit: (spec) => void (spec.components['dns'] = { names: ['www'] }) },
    "the name server lets ExternalDNS write records of a site that is not the fleet's",
  ],
  [
    'an API server whose address is forgotten',
    { base: () => withServer('192.0.2.80'), edit: (spec) => void delete (spec.regions['north'] as { clusterFacts?: object }).clusterFacts },
    'later egress to the API server is refused no more',
  ],
  [
    'a warning that no longer counts as an error',
    { base: () => ({ ...small(), treatAsErrors: ['network/closed-port'] }), edit: (spec) => void delete spec['treatAsErrors'] },
    'what would have stopped every later change passes',
  ],
  ['a higher limit of deletions', { edit: (spec) => void (spec['gate'] = { maxDeletePercent: 100 }) }, 'the next change may delete everything'],
  ['a higher limit of updates', { edit: (spec) => void (spec['gate'] = { maxUpdatePercent: 100 }) }, 'the next change may alter everything'],
  ['a higher limit of work', { edit: (spec) => void (spec['gate'] = { maxWorkPercent: 100 }) }, 'the next change may restart everything'],
  [
    'a higher limit that is used at once',
    {
      base: large,
      edit: (spec) => {
        spec['gate'] = { maxWorkPercent: 100, maxUpdatePercent: 100 };
        every((name) => image(name, 'v1.3.0'))(spec);
      },
    },
    'a change must not raise its own limit',
  ],
];

const controllers: readonly Row[] = [
  [
    'a ConfigMap of certificates',
    { files: extra('north/agents', object('v1', 'ConfigMap', 'kube-root-ca.crt', { data: { 'ca.crt': 'x' } })) },
    'pods trust the API server by it',
  ],
  [
    'a ConfigMap for Velero',
    {
      files: extra('north/backup', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'mine', namespace: 'velero', labels: { 'velero.io/change-storage-class': 'RestoreItemAction' } },
        data: { a: 'b' },
      }),
    },
    'Velero changes the class of every volume it restores',
  ],
  [
    'a store for backups',
    {
      files: extra(
        'north/backup',
        object('velero.io/v1', 'BackupStorageLocation', 'mine', { spec: { provider: 'aws', objectStorage: { bucket: 'evil' } } }, 'velero'),
      ),
    },
    'backups can be written to the bucket',
  ],
  [
    'a backup of everything',
    { files: extra('north/backup', object('velero.io/v1', 'Backup', 'mine', { spec: { includedNamespaces: ['*'] } }, 'velero')) },
    'Velero writes all Secrets of the cluster into the bucket',
  ],
  [
    'a priority of people',
    { files: extra('north/cluster', object('scheduling.k8s.io/v1', 'PriorityClass', 'mine', { value: 1000000, globalDefault: true }, null)) },
    'pods without a class evict others',
  ],
  [
    'a class of volumes',
    {
      files: extra(
        'north/cluster',
        object('storage.k8s.io/v1', 'StorageClass', 'mine', { provisioner: 'example.net/x', reclaimPolicy: 'Delete' }, null),
      ),
    },
    'the driver makes volumes that go with their claims',
  ],
  [
    'a default store of certificates',
    {
      files: extra(
        'north/ingress',
        object('traefik.io/v1alpha1', 'TLSStore', 'default', { spec: { defaultCertificate: { secretName: 'alpha-client-tls' } } }),
      ),
    },
    'Traefik answers every unknown name with it',
  ],
  [
    'options of TLS for all',
    { files: extra('north/ingress', object('traefik.io/v1alpha1', 'TLSOption', 'default', { spec: { minVersion: 'VersionTLS12' } })) },
    'Traefik takes options named default for every route without its own',
  ],
  [
    'an Ingress of people',
    {
      files: extra(
        'north/ingress',
        object('networking.k8s.io/v1', 'Ingress', 'mine', {
          spec: {
            rules: [
              {
                host: 'alpha.north.a.example.net',
                http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'alpha-agent', port: { name: 'http' } } } }] },
              },
            ],
          },
        }),
      ),
    },
    'a second way leads to the agent, past authentication',
  ],
  [
    'a middleware that rewrites answers',
    {
      files: extra(
        'north/ingress',
        object('traefik.io/v1alpha1', 'Middleware', 'mine', { spec: { headers: { customResponseHeaders: { 'X-A': 'b' } } } }),
      ),
    },
    'routes that refer to it change what agents say',
  ],
  [
    'credentials for Prometheus',
    {
      files: patch('north/monitoring', 'ServiceMonitor alpha-agent', [
        'add',
        '/spec/endpoints/0/bearerTokenSecret',
        { name: 'beta-client-tls', key: 'tls.key' },
      ]),
    },
    'Prometheus sends the key to whoever answers',
  ],
  [
    'monitors that are not selected',
    { files: patch('north/monitoring', 'ServiceMonitor alpha-agent', ['replace', '/metadata/labels/release', 'other']) },
    'the operator selects monitors by the label',
  ],
  [
    'a probe of people',
    {
      files: extra(
        'north/monitoring',
        object('monitoring.coreos.com/v1', 'Probe', 'mine', {
          spec: { prober: { url: 'x.example.net' }, targets: { staticConfig: { static: ['http://169.254.169.254/'] } } },
        }),
      ),
    },
    'Prometheus asks addresses that pods may not reach',
  ],
];

/** The same where Pod Security lets it: then nothing but the gate asks. */
const admitted: readonly Row[] = nodes
  .filter(([name]) => name !== 'another sandbox')
  .map(([name, change, how]) => [`${name}, where Pod Security admits it`, { ...change, base: lenient }, how]);

function lenient(): ReturnType<typeof large> {
  const spec = small();
  component('cluster', { podSecurity: 'privileged' })(spec);
  return spec;
}

export const DANGEROUS: Readonly<Record<string, readonly Row[]>> = {
  rights,
  admission,
  isolation,
  nodes,
  admitted,
  code,
  trust,
  pods,
  systems,
  data,
  identity,
  records,
  believed,
  controllers,
  'settings of an agent': AGENT_SETTINGS,
  'labels of pods': SELECTING,
  ...FURTHER,
};
