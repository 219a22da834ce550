// https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
// https://kubernetes.io/docs/concepts/security/pod-security-standards/
import { get } from '../../../../model/data.ts';
import { any, first, leaves, lower, on, restarts, when, wider } from '../../rule.ts';
import { below } from '../../table.ts';
import type { Fields } from '../../table.ts';
import { ofAgent } from './agent.ts';
import { IDENTITY_OF_PROCESS, MAY_BE_ROOT } from './security-context.ts';
import { CONTAINER } from './container.ts';
import { VOLUME } from './volume.ts';

function list(name: string, fields: Fields): Fields {
  return below(`${name}[]`, fields);
}

const NOWHERE = 'the scheduler may find no node for the pods';

/** `spec` of a pod. */
export const POD: Fields = {
  ...list('containers', CONTAINER),
  ...list('initContainers', CONTAINER),
  ephemeralContainers: any('power', 'another container runs in the pod'),
  activeDeadlineSeconds: any('work', 'the kubelet stops the pods after this time', { effect: 'stops' }),
  affinity: any('work', NOWHERE, { effect: 'stops' }),
  nodeSelector: any('work', NOWHERE, { effect: 'stops' }),
  schedulerName: any('work', 'pods wait for a scheduler of that name', { effect: 'stops' }),
  schedulingGates: any('work', 'pods wait until the gate is removed', { effect: 'stops' }),
  schedulingGroup: any('work', NOWHERE, { effect: 'stops' }),
  readinessGates: any('work', 'pods become ready only when somebody sets the condition', { effect: 'stops' }),
  overhead: any('work', NOWHERE, { effect: 'stops' }),
  os: any('work', NOWHERE, { effect: 'stops' }),
  resourceClaims: any('power', 'the pods get a device'),
  topologySpreadConstraints: {
    weigh: (before, after, spot) =>
      Array.isArray(after) && after.some((item) => get(item, ['whenUnsatisfiable']) === 'DoNotSchedule')
        ? { class: 'work', effect: 'stops', says: NOWHERE }
        : restarts.weigh(before, after, spot),
  },
  nodeName: any('power', 'the pods go to a node past the scheduler and its taints'),
  tolerations: ofAgent(
    first(
      when(wider, 'power', 'the pods may run on nodes that are kept free of them'),
      when((_, __, { verb }) => verb !== 'create', 'work', NOWHERE, { effect: 'stops' }),
    ),
  ),
  priority: any('power', 'the scheduler evicts other pods for these, or these for others'),
  priorityClassName: ofAgent(any('power', 'the scheduler evicts other pods for these, or these for others')),
  preemptionPolicy: any('power', 'the scheduler evicts other pods for these, or these for others'),
  runtimeClassName: any('power', 'the pods run in another sandbox'),
  automountServiceAccountToken: first(
    when((_, after) => after !== false, 'power', 'the pods get a token of the API server'),
    restarts,
  ),
  serviceAccount: any('power', 'the pods act with the rights of another account'),
  serviceAccountName: any('power', 'the pods act with the rights of another account'),
  dnsConfig: any('power', 'the pods resolve names elsewhere'),
  dnsPolicy: any('power', 'the pods resolve names elsewhere'),
  hostAliases: any('power', 'the pods resolve names to other addresses'),
  hostIPC: first(when(on, 'power', 'the pods share memory with the node'), restarts),
  hostNetwork: first(when(on, 'power', "the pods use the node's network: no NetworkPolicy holds them"), restarts),
  hostPID: first(when(on, 'power', 'the pods see every process of the node'), restarts),
  hostUsers: first(when(leaves([false], true), 'power', 'users of the pods are users of the node'), restarts),
  hostname: restarts,
  hostnameOverride: restarts,
  setHostnameAsFQDN: restarts,
  subdomain: restarts,
  enableServiceLinks: restarts,
  imagePullSecrets: first(when(wider, 'identity', 'the kubelet pulls images with the credentials of others'), restarts),
  resources: restarts,
  restartPolicy: any('work', 'pods that end are not started again', { effect: 'stops' }),
  ...IDENTITY_OF_PROCESS,
  'securityContext.fsGroup': MAY_BE_ROOT,
  'securityContext.fsGroupChangePolicy': restarts,
  'securityContext.seLinuxChangePolicy': restarts,
  'securityContext.supplementalGroups': any('power', 'the pods have the rights of more groups'),
  'securityContext.supplementalGroupsPolicy': any('power', 'the pods have the rights of more groups'),
  'securityContext.sysctls': any('power', 'the pods set parameters of the kernel'),
  shareProcessNamespace: first(when(on, 'power', 'containers of a pod see the processes of each other'), restarts),
  terminationGracePeriodSeconds: first(when(lower(30), 'work', 'pods are killed before they have finished', { effect: 'weakens' }), restarts),
  ...list('volumes', VOLUME),
};
