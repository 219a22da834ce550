import { components } from '../components/index.ts';
import { GONE, TOPICS, changesSpec } from '../components/consequence.ts';
import type { Consequence, ObjectChange } from '../components/consequence.ts';
import { get, isMap } from '../model/data.ts';
import { isKept, losesCare } from './protection.ts';

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet'];
const ANY = ['create', 'update', 'delete', 'replace'] as const;

const kept = ({ before }: ObjectChange): boolean => before !== undefined && isKept(before);
const lost = (change: ObjectChange): boolean => !kept(change);
const recreates = ({ after }: ObjectChange): boolean => get(after, ['spec', 'strategy', 'type']) === 'Recreate';

const stops = ({ after }: ObjectChange): boolean => get(after, ['spec', 'replicas']) === 0;
const starts = ({ before }: ObjectChange): boolean => get(before, ['spec', 'replicas']) === 0;

/** What changes of the kinds of Kubernetes and Argo CD themselves do. */
const GENERIC: readonly Consequence[] = [
  { topic: 'loss', kinds: ['PersistentVolumeClaim', 'PersistentVolume'], verbs: ['delete'], when: lost, says: 'data is lost' },
  {
    topic: 'loss',
    kinds: ['PersistentVolumeClaim', 'PersistentVolume'],
    verbs: ['delete'],
    when: kept,
    says: 'the volume stays in the cluster and nobody manages it any more',
  },
  { topic: 'loss', kinds: ['PersistentVolumeClaim', 'PersistentVolume'], verbs: ['replace'], says: 'data is lost when the volume is made anew' },
  { topic: 'loss', kinds: ['Namespace'], verbs: ['delete'], when: lost, says: 'everything in the namespace goes' },
  { topic: 'loss', kinds: ['Namespace'], verbs: ['delete'], when: kept, says: 'the namespace stays in the cluster and nobody manages it any more' },
  { topic: 'loss', kinds: ['CustomResourceDefinition'], verbs: GONE, says: 'every object of that kind goes' },
  {
    topic: 'hazard',
    verbs: ['replace'],
    when: ({ before }) => before?.kind !== 'Certificate',
    says: 'the API server refuses the change: the sync fails until the object has been deleted and made anew',
  },
  {
    topic: 'hazard',
    verbs: ['update'],
    when: ({ before, after }) => before !== undefined && after !== undefined && losesCare(before, after),
    says: 'from now on Argo CD deletes it when it leaves Git',
  },
  { topic: 'pods', kinds: WORKLOADS, verbs: ['delete'], says: 'pods stop' },
  { topic: 'pods', kinds: WORKLOADS, verbs: ['replace'], says: 'pods stop until the object is made anew' },
  { topic: 'pods', kinds: WORKLOADS, verbs: ['update'], path: /^spec\.template\b/, when: recreates, says: 'pods restart, the old ones stop first' },
  { topic: 'pods', kinds: WORKLOADS, verbs: ['update'], path: /^spec\.template\b/, when: (change) => !recreates(change), says: 'pods restart' },
  { topic: 'pods', kinds: WORKLOADS, verbs: ['create'], says: 'pods start' },
  { topic: 'pods', kinds: WORKLOADS, verbs: ['update'], path: /^spec\.replicas$/, when: stops, says: 'pods stop' },
  { topic: 'pods', kinds: WORKLOADS, verbs: ['update'], path: /^spec\.replicas$/, when: starts, says: 'pods start' },
  {
    topic: 'pods',
    kinds: WORKLOADS,
    verbs: ['update'],
    path: /^spec\.replicas$/,
    when: (change) => !stops(change) && !starts(change),
    says: 'scaling changes',
  },
  { topic: 'pods', kinds: WORKLOADS, verbs: ['update'], path: /^spec\.strategy\b/, says: 'how pods are replaced changes' },
  { topic: 'pods', kinds: ['Job'], verbs: ['create'], says: 'a job runs' },
  { topic: 'interruption', kinds: ['Service', 'Ingress'], verbs: GONE, says: 'traffic is interrupted' },
  { topic: 'traffic', kinds: ['Service'], verbs: ['update'], path: /^spec\.(ports|selector|type)\b/, says: 'traffic may be interrupted' },
  { topic: 'traffic', kinds: ['Ingress', 'IngressClass'], verbs: ['update'], path: /^spec\b/, says: 'routing changes' },
  { topic: 'traffic', kinds: ['Ingress'], verbs: ['create'], says: 'a route opens' },
  { topic: 'secrets', kinds: ['Secret'], verbs: GONE, says: 'a Secret goes; pods that mount it cannot start' },
  { topic: 'secrets', kinds: ['Secret'], verbs: ['update'], path: /^(spec|data|stringData)\b/, says: 'a Secret changes' },
  { topic: 'secrets', kinds: ['Secret'], verbs: ['create'], says: 'a Secret is made' },
  { topic: 'capacity', kinds: ['HorizontalPodAutoscaler'], verbs: ANY, when: changesSpec, says: 'scaling changes' },
  { topic: 'capacity', kinds: ['PodDisruptionBudget'], verbs: ANY, when: changesSpec, says: 'how many pods a node drain may stop changes' },
  { topic: 'capacity', kinds: ['PersistentVolumeClaim'], verbs: ['update'], path: /^spec\.resources\.requests\.storage$/, says: 'the volume grows' },
  { topic: 'capacity', kinds: ['PersistentVolumeClaim'], verbs: ['create'], says: 'a volume is made' },
  { topic: 'guards', kinds: ['NetworkPolicy'], verbs: GONE, says: 'a barrier between pods goes' },
  { topic: 'guards', kinds: ['NetworkPolicy'], verbs: ['create', 'update'], when: changesSpec, says: 'who may reach whom changes' },
  {
    topic: 'guards',
    kinds: ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'],
    verbs: GONE,
    says: 'the cluster admits what it refused',
  },
  {
    topic: 'guards',
    kinds: ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'],
    verbs: ['create', 'update'],
    when: changesSpec,
    says: 'what the cluster admits changes',
  },
  { topic: 'guards', kinds: ['Namespace'], verbs: ['update'], path: /pod-security\.kubernetes\.io/, says: 'what the cluster admits changes' },
  { topic: 'guards', kinds: ['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'], verbs: ANY, when: changesSpec, says: 'permissions change' },
  { topic: 'guards', kinds: ['ResourceQuota'], verbs: ANY, when: changesSpec, says: 'the quota changes' },
  { topic: 'guards', kinds: ['LimitRange'], verbs: ANY, when: changesSpec, says: 'default limits change' },
  { topic: 'configuration', kinds: ['ConfigMap'], verbs: ANY, when: isDashboard, says: 'a dashboard changes' },
  {
    topic: 'configuration',
    kinds: ['ConfigMap'],
    verbs: ['update', ...GONE],
    when: (change) => !isDashboard(change) && changesSpec(change),
    says: 'configuration changes',
  },
  {
    topic: 'delivery',
    kinds: ['Application'],
    verbs: ['delete'],
    says: 'Argo CD must be told by hand: the root does not prune, so the Application and its objects stay until a person removes them',
  },
  { topic: 'delivery', kinds: ['Application'], verbs: ['create'], says: 'Argo CD begins to deliver it' },
  {
    topic: 'delivery',
    kinds: ['Application'],
    verbs: ['update'],
    path: /^spec\.destination\b/,
    says: 'it is delivered elsewhere; what was delivered before stays where it is',
  },
  { topic: 'delivery', kinds: ['Application'], verbs: ['update'], path: /^spec\.source\b/, says: 'it is read from elsewhere' },
  { topic: 'delivery', kinds: ['Application'], verbs: ['update'], path: /^spec\.project\b/, says: 'it moves to another project' },
  {
    topic: 'delivery',
    kinds: ['Application'],
    verbs: ['update'],
    path: /^metadata\.finalizers\b/,
    when: ({ after }) => get(after, ['metadata', 'finalizers']) !== undefined,
    says: 'from now on, removing the Application removes its objects',
  },
  {
    topic: 'delivery',
    kinds: ['Application'],
    verbs: ['update'],
    path: /^spec\.(syncPolicy|ignoreDifferences)\b/,
    says: 'how Argo CD syncs changes',
  },
  { topic: 'delivery', kinds: ['AppProject'], verbs: ['create', 'update'], when: changesSpec, says: 'what Argo CD may deliver changes' },
  { topic: 'delivery', kinds: ['AppProject'], verbs: ['delete'], says: 'Argo CD may no longer touch what it delivered there, nor delete it' },
];

/** Kind and field → what happens, the gravest first. Each component says what its own kinds do. */
export const CONSEQUENCES: readonly Consequence[] = [...GENERIC, ...components.flatMap(({ consequences }) => consequences ?? [])].sort(
  (a, b) => TOPICS.indexOf(a.topic) - TOPICS.indexOf(b.topic),
);

function isDashboard({ before, after }: ObjectChange): boolean {
  return isMap(get(before ?? after, ['metadata', 'labels'])) && 'grafana_dashboard' in (get(before ?? after, ['metadata', 'labels']) as object);
}
