import { get, isMap } from '../model/data.ts';
import type { Consequence, Judged } from './consequence.ts';
import { isKept, losesCare } from './protection.ts';
import { pathText } from './fields.ts';

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet'];
const ROUTES = ['IngressRoute', 'IngressRouteTCP', 'IngressRouteUDP', 'Ingress'];
const SECRETS = ['ExternalSecret', 'SealedSecret', 'Secret'];
const GONE = ['delete', 'replace'] as const;
const ANY = ['create', 'update', 'delete', 'replace'] as const;

const kept = ({ before }: Judged): boolean => before !== undefined && isKept(before);
const lost = (judged: Judged): boolean => !kept(judged);
const recreates = ({ after }: Judged): boolean => get(after, ['spec', 'strategy', 'type']) === 'Recreate';

/** Names for which records stood before and do not after. */
function recordsGo({ before, after }: Judged): boolean {
  const names = (object: unknown): string[] => {
    const endpoints = get(object, ['spec', 'endpoints']);
    return Array.isArray(endpoints)
      ? endpoints.map((item: unknown) => (isMap(item) ? `${String(item['dnsName'])} ${String(item['recordType'])}` : ''))
      : [];
  };
  const left = new Set(names(after));
  return names(before).some((name) => !left.has(name));
}

/** Kind and field → what happens, the gravest first. */
export const CONSEQUENCES: readonly Consequence[] = [
  // What cannot come back.
  { kinds: ['PersistentVolumeClaim', 'PersistentVolume'], verbs: ['delete'], when: lost, says: 'data is lost' },
  {
    kinds: ['PersistentVolumeClaim', 'PersistentVolume'],
    verbs: ['delete'],
    when: kept,
    says: 'the volume stays in the cluster and nobody manages it any more',
  },
  { kinds: ['PersistentVolumeClaim', 'PersistentVolume'], verbs: ['replace'], says: 'data is lost when the volume is made anew' },
  { kinds: ['Namespace'], verbs: ['delete'], when: lost, says: 'everything in the namespace goes' },
  { kinds: ['Namespace'], verbs: ['delete'], when: kept, says: 'the namespace stays in the cluster and nobody manages it any more' },
  { kinds: ['CustomResourceDefinition'], verbs: GONE, says: 'every object of that kind goes' },
  { kinds: ['Zone'], verbs: ['delete'], says: 'a zone goes, and every name in it' },
  { kinds: ['Certificate'], verbs: ['replace'], says: 'the certificate goes to another Secret; who mounts the old one keeps a copy that expires' },
  {
    verbs: ['replace'],
    when: ({ before }) => before?.kind !== 'Certificate',
    says: 'the API server refuses the change: the sync fails until the object has been deleted and made anew',
  },
  {
    verbs: ['update'],
    when: ({ before, after }) => before !== undefined && after !== undefined && losesCare(before, after),
    says: 'from now on Argo CD deletes it when it leaves Git',
  },
  // What people notice.
  { kinds: WORKLOADS, verbs: ['delete'], says: 'pods stop' },
  { kinds: WORKLOADS, verbs: ['replace'], says: 'pods stop until the object is made anew' },
  { kinds: WORKLOADS, verbs: ['update'], path: /^spec\.template\b/, when: recreates, says: 'pods restart, the old ones stop first' },
  { kinds: WORKLOADS, verbs: ['update'], path: /^spec\.template\b/, when: (judged) => !recreates(judged), says: 'pods restart' },
  { kinds: WORKLOADS, verbs: ['create'], says: 'pods start' },
  { kinds: WORKLOADS, verbs: ['update'], path: /^spec\.replicas$/, says: 'scaling changes' },
  { kinds: WORKLOADS, verbs: ['update'], path: /^spec\.strategy\b/, says: 'how pods are replaced changes' },
  { kinds: ['Job'], verbs: ['create'], says: 'a job runs' },
  { kinds: ['Service', ...ROUTES], verbs: GONE, says: 'traffic is interrupted' },
  { kinds: ['Service'], verbs: ['update'], path: /^spec\.(ports|selector|type)\b/, says: 'traffic may be interrupted' },
  { kinds: [...ROUTES, 'Middleware', 'TLSOption', 'ServersTransport', 'IngressClass'], verbs: ['update'], path: /^spec\b/, says: 'routing changes' },
  { kinds: ROUTES, verbs: ['create'], says: 'a route opens' },
  { kinds: ['Middleware', 'TLSOption', 'ServersTransport'], verbs: GONE, says: 'routes that refer to it stop working' },
  { kinds: ['DNSEndpoint'], verbs: ['delete'], says: 'a DNS record goes' },
  { kinds: ['DNSEndpoint'], verbs: ['update', 'replace'], when: recordsGo, says: 'a DNS record goes' },
  { kinds: ['DNSEndpoint'], verbs: ['update', 'replace'], path: /^spec\b/, says: 'DNS records change' },
  { kinds: ['DNSEndpoint'], verbs: ['create'], says: 'DNS records appear' },
  { kinds: ['Certificate'], verbs: ['create'], says: 'a certificate is issued' },
  {
    kinds: ['Certificate'],
    verbs: ['update', 'replace'],
    path: /^spec\.(dnsNames|issuerRef|privateKey|usages|duration|commonName|isCA|ipAddresses|uris|emailAddresses|subject|literalSubject)\b/,
    says: 'a certificate is reissued',
  },
  { kinds: ['Certificate'], verbs: ['update'], path: /^spec\.renewBefore/, says: 'a certificate is renewed at another time' },
  { kinds: ['Certificate'], verbs: ['delete'], says: 'a certificate is no longer renewed' },
  { kinds: ['ClusterIssuer', 'Issuer'], verbs: ['update'], path: /^spec\b/, says: 'certificates are issued in another way' },
  { kinds: ['ClusterIssuer', 'Issuer'], verbs: GONE, says: 'certificates can no longer be issued or renewed' },
  { kinds: SECRETS, verbs: GONE, says: 'a Secret goes; pods that mount it cannot start' },
  { kinds: SECRETS, verbs: ['update'], path: /^(spec|data|stringData)\b/, says: 'a Secret changes' },
  { kinds: SECRETS, verbs: ['create'], says: 'a Secret is made' },
  { kinds: ['HorizontalPodAutoscaler'], verbs: ANY, when: changesSpec, says: 'scaling changes' },
  { kinds: ['PodDisruptionBudget'], verbs: ANY, when: changesSpec, says: 'how many pods a node drain may stop changes' },
  { kinds: ['PersistentVolumeClaim'], verbs: ['update'], path: /^spec\.resources\.requests\.storage$/, says: 'the volume grows' },
  { kinds: ['PersistentVolumeClaim'], verbs: ['create'], says: 'a volume is made' },
  // What guards.
  { kinds: ['NetworkPolicy'], verbs: GONE, says: 'a barrier between pods goes' },
  { kinds: ['NetworkPolicy'], verbs: ['create', 'update'], when: changesSpec, says: 'who may reach whom changes' },
  { kinds: ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'], verbs: GONE, says: 'the cluster admits what it refused' },
  {
    kinds: ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'],
    verbs: ['create', 'update'],
    when: changesSpec,
    says: 'what the cluster admits changes',
  },
  { kinds: ['Namespace'], verbs: ['update'], path: /pod-security\.kubernetes\.io/, says: 'what the cluster admits changes' },
  { kinds: ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'], verbs: ANY, when: changesSpec, says: 'permissions change' },
  { kinds: ['ResourceQuota'], verbs: ANY, when: changesSpec, says: 'the quota changes' },
  { kinds: ['LimitRange'], verbs: ANY, when: changesSpec, says: 'default limits change' },
  { kinds: ['PrometheusRule'], verbs: ['delete'], says: 'alerts go' },
  { kinds: ['PrometheusRule'], verbs: ['create', 'update', 'replace'], when: changesSpec, says: 'alerts change' },
  { kinds: ['ServiceMonitor', 'PodMonitor', 'Probe'], verbs: ['delete'], says: 'metrics are no longer collected' },
  { kinds: ['ServiceMonitor', 'PodMonitor', 'Probe'], verbs: ['create', 'update', 'replace'], when: changesSpec, says: 'what is measured changes' },
  { kinds: ['Schedule'], verbs: GONE, says: 'backups are no longer made' },
  { kinds: ['Schedule'], verbs: ['create', 'update'], when: changesSpec, says: 'backups change' },
  { kinds: ['ConfigMap'], verbs: ANY, when: (judged) => isDashboard(judged), says: 'a dashboard changes' },
  { kinds: ['ConfigMap'], verbs: ['update', ...GONE], when: (judged) => !isDashboard(judged) && changesSpec(judged), says: 'configuration changes' },
  // What delivers.
  {
    kinds: ['Application'],
    verbs: ['delete'],
    says: 'Argo CD must be told by hand: the root does not prune, so the Application and its objects stay until a person removes them',
  },
  { kinds: ['Application'], verbs: ['create'], says: 'Argo CD begins to deliver it' },
  {
    kinds: ['Application'],
    verbs: ['update'],
    path: /^spec\.destination\b/,
    says: 'it is delivered elsewhere; what was delivered before stays where it is',
  },
  { kinds: ['Application'], verbs: ['update'], path: /^spec\.source\b/, says: 'it is read from elsewhere' },
  { kinds: ['Application'], verbs: ['update'], path: /^spec\.project\b/, says: 'it moves to another project' },
  {
    kinds: ['Application'],
    verbs: ['update'],
    path: /^metadata\.finalizers\b/,
    when: ({ after }) => get(after, ['metadata', 'finalizers']) !== undefined,
    says: 'from now on, removing the Application removes its objects',
  },
  { kinds: ['Application'], verbs: ['update'], path: /^spec\.(syncPolicy|ignoreDifferences)\b/, says: 'how Argo CD syncs changes' },
  { kinds: ['AppProject'], verbs: ['create', 'update'], when: changesSpec, says: 'what Argo CD may deliver changes' },
  { kinds: ['AppProject'], verbs: ['delete'], says: 'Argo CD may no longer touch what it delivered there, nor delete it' },
  {
    kinds: ['Zone', 'OperatorFile'],
    verbs: ['create', 'update'],
    says: 'the operator of the name server has something to do: Argo CD does not deliver out/dns',
  },
];

function isDashboard({ before, after }: Judged): boolean {
  return isMap(get(before ?? after, ['metadata', 'labels'])) && 'grafana_dashboard' in (get(before ?? after, ['metadata', 'labels']) as object);
}

/** More than labels and annotations. */
function changesSpec({ verb, fields }: Judged): boolean {
  return verb !== 'update' || fields.some(({ path }) => !/^metadata\b/.test(pathText(path)));
}
