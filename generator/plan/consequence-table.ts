import { components } from '../components/index.ts';
import { TOPICS, changesSpec, isMadeAnew, isNamed, isRead } from '../components/consequence.ts';
import type { Consequence, ObjectChange } from '../components/consequence.ts';
import type { Cluster } from '../k8s/cluster.ts';
import { concerns, isolation } from '../k8s/network.ts';
import type { KubeObject } from '../k8s/object.ts';
import { quantity } from '../k8s/quantity.ts';
import { selects } from '../k8s/selector.ts';
import { get, isMap } from '../model/data.ts';
import { WORKLOADS, hadPods, hasPods, isPaused, keepsPods, onDelete, restarts, wanted } from './pods.ts';
import { losesCare } from './protection.ts';

const JOBS = ['Job', 'CronJob'];
const CLAIMS = ['PersistentVolumeClaim', 'PersistentVolume'];
const BINDINGS = ['RoleBinding', 'ClusterRoleBinding'];
const POLICIES = ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding', 'MutatingAdmissionPolicy', 'MutatingAdmissionPolicyBinding'];
const WEBHOOKS = ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'];

const not =
  (condition: NonNullable<Consequence['when']>): NonNullable<Consequence['when']> =>
  (change, after) =>
    !condition(change, after);

/** Whether pods stop before those that replace them start. */
const stopsFirst = ({ after }: ObjectChange): boolean => get(after, ['spec', 'strategy', 'type']) === 'Recreate' || after?.kind === 'StatefulSet';
const isAutoscaled = ({ after: object }: ObjectChange, after: Cluster | undefined): boolean =>
  after?.all('autoscaling/HorizontalPodAutoscaler').some((scaler) => {
    const target = get(scaler, ['spec', 'scaleTargetRef']);
    return (
      get(target, ['kind']) === object?.kind &&
      get(target, ['name']) === object?.metadata.name &&
      scaler.metadata.namespace === object?.metadata.namespace
    );
  }) === true;
const counts = ({ before, after }: ObjectChange, has: (object: KubeObject | undefined) => boolean): [boolean, boolean] => [has(before), has(after)];
const isCounted = (object: KubeObject | undefined): boolean => get(object, ['spec', 'replicas']) !== undefined;
/** The count is taken out, and an autoscaler is there to set it: until it does, the API server says one. */
const leavesCount = (change: ObjectChange, after: Cluster | undefined): boolean =>
  counts(change, isCounted).join() === 'true,false' && wanted(change.before) > 1 && isAutoscaled(change, after);

/** Whether a pod of the cluster still mounts or reads a ConfigMap. */
const isMounted = (change: ObjectChange, after: Cluster | undefined): boolean => isNamed('/ConfigMap', change, after);
const runsPods = (change: ObjectChange, after: Cluster | undefined): boolean => isNamed('/ServiceAccount', change, after);

const DIRECTIONS = ['ingress', 'egress'] as const;

/** What is left of the pods that a policy was about, where it is no longer: nobody, pods that others hold back, or pods that nothing does. */
function leftBehind({ before }: ObjectChange, after: Cluster | undefined): 'nobody' | 'held' | 'open' {
  if (after === undefined || before === undefined) return 'open';
  const pods = after.allPods.filter(
    ({ owner, labels }) => owner.metadata.namespace === before.metadata.namespace && selects(get(before, ['spec', 'podSelector']), labels),
  );
  if (pods.length === 0) return 'nobody';
  const held = pods.every((pod) => DIRECTIONS.every((direction) => !concerns(before, direction) || isolation(after, pod, direction) !== undefined));
  return held ? 'held' : 'open';
}

/** Whether nothing but new ports of a Service comes. */
const onlyOpens = ({ fields }: ObjectChange): boolean =>
  fields.filter(({ path }) => path[0] === 'spec').every((field) => field.path[1] === 'ports' && field.path.length === 3 && !('before' in field));
const isOutside = (object: KubeObject | undefined): boolean => ['LoadBalancer', 'NodePort'].includes(String(get(object, ['spec', 'type'])));
const goesOutside = (change: ObjectChange): boolean => counts(change, isOutside).join() === 'false,true';
const retains = ({ before }: ObjectChange): boolean =>
  before?.kind === 'PersistentVolume' && get(before, ['spec', 'persistentVolumeReclaimPolicy']) !== 'Delete';
const grows = ({ before, after }: ObjectChange): boolean => {
  const [old, now] = [before, after].map((object) => quantity(get(object, ['spec', 'resources', 'requests', 'storage'])));
  return old !== undefined && now !== undefined && now > old;
};

/** What is not deleted when it leaves Git: Argo CD is told to keep it. */
export const KEPT: Readonly<Record<string, string>> = {
  PersistentVolumeClaim: 'the volume stays in the cluster and nobody manages it any more',
  PersistentVolume: 'the volume stays in the cluster and nobody manages it any more',
  Namespace: 'the namespace stays in the cluster and nobody manages it any more',
};
export const KEPT_OTHER = 'it stays in the cluster as it is, and nobody manages it any more';
/** Before what happens to an object that the API server does not let us change. */
export const THEN = 'once it is deleted: ';

/** What changes of the kinds of Kubernetes and Argo CD themselves do. Of what is replaced that holds which holds of what is deleted. */
const GENERIC: readonly Consequence[] = [
  { topic: 'loss', kinds: CLAIMS, verbs: ['delete'], when: not(retains), says: 'data is lost' },
  { topic: 'loss', kinds: CLAIMS, verbs: ['delete'], when: retains, says: 'the data stays on its storage, and the cluster no longer knows it' },
  { topic: 'loss', kinds: ['Namespace'], verbs: ['delete'], says: 'everything in the namespace goes' },
  { topic: 'loss', kinds: ['CustomResourceDefinition'], verbs: ['delete'], says: 'every object of that kind goes' },
  {
    topic: 'hazard',
    verbs: ['replace'],
    when: ({ before, after }) => before?.kind !== 'Certificate' && !isForced(after),
    says: 'the API server refuses the change: the sync fails until the object has been deleted and made anew',
  },
  { topic: 'hazard', verbs: ['replace'], when: ({ after }) => isForced(after), says: 'Argo CD deletes the object and makes it anew' },
  {
    topic: 'hazard',
    verbs: ['update'],
    when: ({ before, after }) => before !== undefined && after !== undefined && losesCare(before, after),
    says: 'from now on Argo CD deletes it when it leaves Git',
  },
  { topic: 'pods', kinds: WORKLOADS, verbs: ['delete'], when: hadPods, says: 'pods stop' },
  {
    topic: 'pods',
    kinds: WORKLOADS,
    verbs: ['update'],
    path: /^spec\.replicas$/,
    when: (change) => hadPods(change) && !hasPods(change),
    says: 'pods stop',
  },
  {
    topic: 'pods',
    kinds: WORKLOADS,
    verbs: ['update'],
    path: /^spec\.replicas$/,
    when: leavesCount,
    says: 'one pod is left until the autoscaler acts',
  },
  {
    topic: 'pods',
    kinds: WORKLOADS,
    verbs: ['update'],
    path: /^spec\.template\b/,
    when: (change) => restarts(change) && stopsFirst(change),
    says: 'pods restart, the old ones stop first',
  },
  {
    topic: 'pods',
    kinds: WORKLOADS,
    verbs: ['update'],
    path: /^spec\.template\b/,
    when: (change) => restarts(change) && !stopsFirst(change),
    says: 'pods restart',
  },
  {
    topic: 'pods',
    kinds: WORKLOADS,
    verbs: ['update'],
    path: /^spec\.template\b/,
    when: (change) => keepsPods(change) && !isPaused(change) && onDelete(change),
    says: 'pods are as they were until somebody deletes them',
  },
  {
    topic: 'pods',
    kinds: WORKLOADS,
    verbs: ['update'],
    path: /^spec\.template\b/,
    when: (change) => keepsPods(change) && isPaused(change),
    says: 'pods are as they were until the Deployment is no longer paused',
  },
  { topic: 'pods', kinds: [...WORKLOADS, 'Pod'], verbs: ['create'], when: hasPods, says: 'pods start' },
  { topic: 'pods', kinds: [...WORKLOADS, 'Pod'], verbs: ['create'], when: not(hasPods), says: 'no pod runs: the count is 0' },
  { topic: 'pods', kinds: ['Pod'], verbs: ['delete'], says: 'pods stop' },
  {
    topic: 'pods',
    kinds: WORKLOADS,
    verbs: ['update'],
    path: /^spec\.replicas$/,
    when: (change) => !hadPods(change) && hasPods(change),
    says: 'pods start',
  },
  {
    topic: 'pods',
    kinds: WORKLOADS,
    verbs: ['update'],
    path: /^spec\.replicas$/,
    when: (change) => hadPods(change) && wanted(change.before) < wanted(change.after),
    says: 'scaled up: more pods run',
  },
  {
    topic: 'pods',
    kinds: WORKLOADS,
    verbs: ['update'],
    path: /^spec\.replicas$/,
    when: (change, after) => hasPods(change) && wanted(change.before) > wanted(change.after) && !leavesCount(change, after),
    says: 'scaled down: fewer pods run',
  },
  { topic: 'pods', kinds: WORKLOADS, verbs: ['update'], path: /^spec\.(strategy|updateStrategy)\b/, says: 'how pods are replaced changes' },
  { topic: 'pods', kinds: ['Job'], verbs: ['create'], when: ({ after }) => get(after, ['spec', 'suspend']) !== true, says: 'a job runs' },
  { topic: 'pods', kinds: ['Job'], verbs: ['delete'], says: 'a job is stopped, if it still runs' },
  { topic: 'pods', kinds: ['CronJob'], verbs: ['create'], says: 'a job runs by the clock' },
  { topic: 'pods', kinds: ['CronJob'], verbs: ['delete'], says: 'a job no longer runs by the clock' },
  { topic: 'pods', kinds: JOBS, verbs: ['update'], when: changesSpec, says: 'how a job runs changes' },
  { topic: 'pods', kinds: ['ServiceAccount'], verbs: ['delete'], when: runsPods, says: 'pods that run as it cannot start' },
  { topic: 'interruption', kinds: ['Service', 'Ingress'], verbs: ['delete'], says: 'traffic is interrupted' },
  { topic: 'traffic', kinds: ['Service'], verbs: ['create', 'update'], when: goesOutside, says: 'it can be reached from outside of the cluster' },
  {
    topic: 'traffic',
    kinds: ['Service'],
    verbs: ['update'],
    path: /^spec\.(ports|selector|type)\b/,
    when: not(onlyOpens),
    says: 'traffic may be interrupted',
  },
  { topic: 'traffic', kinds: ['Service'], verbs: ['update'], path: /^spec\.ports\b/, when: onlyOpens, says: 'a port opens' },
  { topic: 'traffic', kinds: ['Ingress', 'IngressClass'], verbs: ['update'], path: /^spec\b/, says: 'routing changes' },
  { topic: 'traffic', kinds: ['Ingress'], verbs: ['create'], says: 'a route opens' },
  {
    topic: 'secrets',
    kinds: ['Secret'],
    verbs: ['delete'],
    when: (change, after) => !isMadeAnew(change, after) && isRead(change, after),
    says: 'a Secret goes; pods that mount it cannot start',
  },
  {
    topic: 'secrets',
    kinds: ['Secret'],
    verbs: ['delete'],
    when: (change, after) => !isMadeAnew(change, after) && !isRead(change, after),
    says: 'a Secret goes; nothing mounts it any more',
  },
  { topic: 'secrets', kinds: ['Secret'], verbs: ['delete'], when: isMadeAnew, says: 'a Secret is made by another object from now on' },
  { topic: 'secrets', kinds: ['Secret'], verbs: ['update'], path: /^(spec|data|stringData)\b/, says: 'a Secret changes' },
  { topic: 'secrets', kinds: ['Secret'], verbs: ['create'], says: 'a Secret is made' },
  { topic: 'capacity', kinds: ['HorizontalPodAutoscaler'], verbs: ['create'], says: 'an autoscaler sets how many pods run' },
  { topic: 'capacity', kinds: ['HorizontalPodAutoscaler'], verbs: ['delete'], says: 'no autoscaler sets how many pods run any more' },
  { topic: 'capacity', kinds: ['HorizontalPodAutoscaler'], verbs: ['update'], when: changesSpec, says: 'scaling changes' },
  { topic: 'capacity', kinds: ['PodDisruptionBudget'], verbs: ['create'], says: 'a node drain may stop some of its pods only' },
  { topic: 'capacity', kinds: ['PodDisruptionBudget'], verbs: ['delete'], says: 'a node drain may stop all of its pods at once' },
  { topic: 'capacity', kinds: ['PodDisruptionBudget'], verbs: ['update'], when: changesSpec, says: 'how many pods a node drain may stop changes' },
  {
    topic: 'capacity',
    kinds: ['PersistentVolumeClaim'],
    verbs: ['update'],
    path: /^spec\.resources(\.requests(\.storage)?)?$/,
    when: grows,
    says: 'the volume grows',
  },
  { topic: 'capacity', kinds: ['PersistentVolumeClaim'], verbs: ['create'], says: 'a volume is made' },
  {
    topic: 'guards',
    kinds: ['NetworkPolicy'],
    verbs: ['delete'],
    when: (change, after) => leftBehind(change, after) === 'open',
    says: 'a barrier between pods goes',
  },
  {
    topic: 'guards',
    kinds: ['NetworkPolicy'],
    verbs: ['delete'],
    when: (change, after) => leftBehind(change, after) === 'held',
    says: 'what only it allowed is refused: another policy holds back the same pods',
  },
  {
    topic: 'guards',
    kinds: ['NetworkPolicy'],
    verbs: ['delete'],
    when: (change, after) => leftBehind(change, after) === 'nobody',
    says: 'it is about pods that are no longer there',
  },
  { topic: 'guards', kinds: ['NetworkPolicy'], verbs: ['create', 'update'], when: changesSpec, says: 'who may reach whom changes' },
  { topic: 'guards', kinds: [...POLICIES, ...WEBHOOKS], verbs: ['delete'], says: 'the cluster admits what it refused' },
  { topic: 'guards', kinds: [...POLICIES, ...WEBHOOKS], verbs: ['create', 'update'], when: changesSpec, says: 'what the cluster admits changes' },
  { topic: 'guards', kinds: ['Namespace'], verbs: ['update'], path: /pod-security\.kubernetes\.io/, says: 'what the cluster admits changes' },
  { topic: 'guards', kinds: BINDINGS, verbs: ['create'], says: 'permissions are given' },
  { topic: 'guards', kinds: BINDINGS, verbs: ['delete'], says: 'permissions are taken away' },
  { topic: 'guards', kinds: ['Role', 'ClusterRole'], verbs: ['create'], says: 'permissions that a binding may give' },
  { topic: 'guards', kinds: ['Role', 'ClusterRole'], verbs: ['delete'], says: 'permissions are taken away' },
  { topic: 'guards', kinds: ['Role', 'ClusterRole', ...BINDINGS], verbs: ['update'], when: changesSpec, says: 'permissions change' },
  { topic: 'guards', kinds: ['ResourceQuota'], verbs: ['create', 'update'], when: changesSpec, says: 'the quota changes' },
  { topic: 'guards', kinds: ['ResourceQuota'], verbs: ['delete'], says: 'the quota goes' },
  { topic: 'guards', kinds: ['LimitRange'], verbs: ['create', 'update'], when: changesSpec, says: 'default limits change' },
  { topic: 'guards', kinds: ['LimitRange'], verbs: ['delete'], says: 'default limits go' },
  { topic: 'configuration', kinds: ['ConfigMap'], verbs: ['create'], when: isDashboard, says: 'a dashboard appears' },
  { topic: 'configuration', kinds: ['ConfigMap'], verbs: ['delete'], when: isDashboard, says: 'a dashboard goes' },
  { topic: 'configuration', kinds: ['ConfigMap'], verbs: ['update'], when: isDashboard, says: 'a dashboard changes' },
  {
    topic: 'configuration',
    kinds: ['ConfigMap'],
    verbs: ['update'],
    when: (change) => !isDashboard(change) && changesSpec(change),
    says: 'configuration changes',
  },
  {
    topic: 'configuration',
    kinds: ['ConfigMap'],
    verbs: ['delete'],
    when: (change, after) => !isDashboard(change) && isMounted(change, after),
    says: 'configuration goes; pods that mount it cannot start',
  },
  {
    topic: 'configuration',
    kinds: ['ConfigMap'],
    verbs: ['delete'],
    when: (change, after) => !isDashboard(change) && !isMounted(change, after),
    says: 'configuration goes; no pod mounts it any more',
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
    path: /^spec\.syncPolicy\.automated$/,
    when: ({ after }) => get(after, ['spec', 'syncPolicy', 'automated']) === undefined,
    says: 'Argo CD no longer syncs it by itself: nothing that Git says of it from now on is applied',
  },
  {
    topic: 'delivery',
    kinds: ['Application'],
    verbs: ['update'],
    path: /^spec\.(syncPolicy|ignoreDifferences)\b/,
    says: 'how Argo CD syncs changes',
  },
  { topic: 'delivery', kinds: ['AppProject'], verbs: ['create', 'update'], when: changesSpec, says: 'what Argo CD may deliver changes' },
  {
    topic: 'delivery',
    kinds: ['AppProject'],
    verbs: ['delete'],
    says: 'the root does not prune, so the project stays until a person removes it; then Argo CD may no longer touch what it delivered there, nor delete it',
  },
];

/** Kind and field → what happens, the gravest first. Each component says what its own kinds do. */
export const CONSEQUENCES: readonly Consequence[] = [...GENERIC, ...components.flatMap(({ consequences }) => consequences ?? [])].sort(
  (a, b) => TOPICS.indexOf(a.topic) - TOPICS.indexOf(b.topic),
);

/** Argo CD deletes what it cannot change where both options say so. */
function isForced(object: KubeObject | undefined): boolean {
  const options = String(get(object, ['metadata', 'annotations', 'argocd.argoproj.io/sync-options'])).split(/, */);
  return options.includes('Force=true') && options.includes('Replace=true');
}

function isDashboard({ before, after }: ObjectChange): boolean {
  return isMap(get(before ?? after, ['metadata', 'labels'])) && 'grafana_dashboard' in (get(before ?? after, ['metadata', 'labels']) as object);
}
