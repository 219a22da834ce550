import { isMap } from '../../model/data.ts';
import { fields, texts, type Fields } from '../look.ts';
import { canonicalAddress, isIpv4, isIpv6 } from '../ip.ts';
import { isSubdomain } from '../../model/names.ts';
import { quantity } from '../quantity.ts';
import { shownValue } from '../shown.ts';

interface Wrong {
  /** The field of the type that is wrong; absent: the whole. */
  readonly key?: string;
  readonly message: string;
}

/** What validation of the API server asks of several fields of one type together. */
export type Relation = (item: Fields) => Iterable<Wrong>;

const has = (item: Fields, key: string): boolean => item[key] !== undefined && item[key] !== null && item[key] !== '';
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

function* one(item: Fields, keys: readonly string[], { least = 1 } = {}): Iterable<Wrong> {
  const there = keys.filter((key) => item[key] !== undefined && item[key] !== null);
  if (there.length < least) yield { message: `needs one of ${keys.slice(0, 6).join(', ')}${keys.length > 6 ? ', …' : ''}` };
  if (there.length > 1) yield { key: there[1] as string, message: `stands beside ${there[0] as string}: one of them, not both` };
}

function* needs(item: Fields, ...keys: readonly string[]): Iterable<Wrong> {
  for (const key of keys)
    if (!has(item, key) || (Array.isArray(item[key]) && (item[key] as unknown[]).length === 0)) yield { message: `needs ${key}` };
}

const all = (...relations: readonly Relation[]): Relation =>
  function* (item) {
    for (const relation of relations) yield* relation(item);
  };
const needing =
  (...keys: readonly string[]): Relation =>
  (item) =>
    needs(item, ...keys);
const oneOfThese =
  (...keys: readonly string[]): Relation =>
  (item) =>
    one(item, keys);
const oneAtMost =
  (...keys: readonly string[]): Relation =>
  (item) =>
    one(item, keys, { least: 0 });

function* operated(item: Fields): Iterable<Wrong> {
  const { operator } = item;
  const values = listOf(item['values']);
  if ((operator === 'In' || operator === 'NotIn') && values.length === 0) yield { message: `needs values, since operator is ${operator}` };
  if ((operator === 'Exists' || operator === 'DoesNotExist') && values.length > 0)
    yield { key: 'values', message: `must be left out, since operator is ${operator}` };
  if ((operator === 'Gt' || operator === 'Lt') && !(values.length === 1 && /^[-+]?\d+$/.test(String(values[0]))))
    yield { message: `needs one value that is a whole number, since operator is ${operator}` };
}

function* tolerates(item: Fields): Iterable<Wrong> {
  if (!has(item, 'key') && item['operator'] !== 'Exists') yield { message: 'needs key, or Exists for operator' };
  if (item['operator'] === 'Exists' && has(item, 'value')) yield { key: 'value', message: 'must be left out, since operator is Exists' };
  if (has(item, 'tolerationSeconds') && item['effect'] !== 'NoExecute') yield { key: 'tolerationSeconds', message: 'is for effect NoExecute alone' };
}

const VOLUMES =
  'awsElasticBlockStore azureDisk azureFile cephfs cinder configMap csi downwardAPI emptyDir ephemeral fc flexVolume flocker gcePersistentDisk gitRepo glusterfs hostPath image iscsi nfs persistentVolumeClaim photonPersistentDisk portworxVolume projected quobyte rbd scaleIO secret storageos vsphereVolume'.split(
    ' ',
  );
const PERSISTENT =
  'awsElasticBlockStore azureDisk azureFile cephfs cinder csi fc flexVolume flocker gcePersistentDisk glusterfs hostPath iscsi local nfs photonPersistentDisk portworxVolume quobyte rbd scaleIO storageos vsphereVolume'.split(
    ' ',
  );

function* claims(item: Fields): Iterable<Wrong> {
  yield* needs(item, 'accessModes');
  const { storage } = fields(fields(item['resources'])['requests']);
  if (storage === undefined) yield { message: 'needs resources.requests.storage' };
  else if ((quantity(storage) ?? 1) <= 0) yield { key: 'resources', message: 'requests.storage must be more than zero' };
}

function* exclusive(item: Fields): Iterable<Wrong> {
  const modes = texts(item['accessModes']);
  if (modes.includes('ReadWriteOncePod') && modes.length > 1) yield { key: 'accessModes', message: 'ReadWriteOncePod must be the only one' };
}

function* selects(item: Fields): Iterable<Wrong> {
  const selector = fields(item['selector']);
  const labels = fields(fields(fields(item['template'])['metadata'])['labels']);
  const wanted = fields(selector['matchLabels']);
  if (Object.keys(wanted).length === 0 && listOf(selector['matchExpressions']).length === 0) yield { message: 'needs selector' };
  else if (Object.entries(wanted).some(([key, value]) => labels[key] !== value))
    yield { key: 'selector', message: 'does not match the labels of the template' };
  else {
    for (const expression of listOf(selector['matchExpressions']).map(fields)) {
      const value = labels[String(expression['key'])];
      const values = listOf(expression['values']);
      const holds = {
        In: value !== undefined && values.includes(value),
        NotIn: value === undefined || !values.includes(value),
        Exists: value !== undefined,
        DoesNotExist: value === undefined,
      };
      if (holds[expression['operator'] as keyof typeof holds] === false)
        yield { key: 'selector', message: 'does not match the labels of the template' };
    }
  }
  if (!isMap(item['template'])) yield { message: 'needs template' };
  else yield* templated(item['template'], ['Always']);
}

/** Of a StatefulSet some volumes are claims that it makes. */
function* mounted(item: Fields): Iterable<Wrong> {
  const spec = fields(fields(item['template'])['spec']);
  const volumes = new Set(listOf(spec['volumes']).map((volume) => fields(volume)['name']));
  for (const one of [...listOf(spec['containers']), ...listOf(spec['initContainers'])].map(fields)) {
    if (!has(one, 'image')) yield { key: 'template', message: 'each container needs image' };
    for (const mount of listOf(one['volumeMounts']).map(fields))
      if (has(mount, 'name') && !volumes.has(mount['name']))
        yield { key: 'template', message: `mounts ${shownValue(mount['name'])}, and there is no such volume` };
  }
}

function* templated(template: Fields, policies: readonly string[]): Iterable<Wrong> {
  const spec = template['spec'];
  if (!isMap(spec) || !Array.isArray(spec['containers']) || spec['containers'].length === 0)
    yield { key: 'template', message: 'needs spec.containers, one at least' };
  else if (!policies.includes(String(has(spec, 'restartPolicy') ? spec['restartPolicy'] : 'Always')))
    yield { key: 'template', message: `spec.restartPolicy must be ${policies.join(' or ')}` };
  else if (has(spec, 'activeDeadlineSeconds') && policies.length === 1)
    yield { key: 'template', message: 'spec.activeDeadlineSeconds must be left out' };
}

const zero = (value: unknown): boolean => value === 0 || value === '0%';

function* rolls(item: Fields): Iterable<Wrong> {
  if (zero(item['maxUnavailable']) && zero(item['maxSurge'])) yield { key: 'maxUnavailable', message: 'must not be 0 where maxSurge is' };
}

const strategy = (type: string): Relation =>
  function* (item) {
    if (item['type'] !== undefined && item['type'] !== '' && item['type'] !== type && isMap(item['rollingUpdate']))
      yield { key: 'rollingUpdate', message: `is for type ${type} alone` };
  };

function* handled(item: Fields): Iterable<Wrong> {
  yield* one(item, ['exec', 'grpc', 'httpGet', 'tcpSocket']);
}

function* job(item: Fields): Iterable<Wrong> {
  if (!isMap(item['template'])) yield { message: 'needs template' };
  else yield* templated(item['template'], ['OnFailure', 'Never']);
  if (item['completionMode'] === 'Indexed' && !has(item, 'completions')) yield { message: 'needs completions, since completionMode is Indexed' };
  if (item['completionMode'] !== 'Indexed') {
    for (const key of ['backoffLimitPerIndex', 'maxFailedIndexes', 'successPolicy'])
      if (has(item, key)) yield { key, message: 'is for completionMode Indexed alone' };
  }
  if (has(item, 'maxFailedIndexes') && !has(item, 'backoffLimitPerIndex'))
    yield { key: 'maxFailedIndexes', message: 'needs backoffLimitPerIndex beside it' };
  if (item['manualSelector'] !== true && isMap(item['selector']) && Object.keys(item['selector']).length > 0)
    yield { key: 'selector', message: 'is made by the cluster, unless manualSelector is true' };
  if (item['manualSelector'] === true && !isMap(item['selector'])) yield { message: 'needs selector, since manualSelector is true' };
  if (isMap(item['podFailurePolicy']) && fields(fields(item['template'])['spec'])['restartPolicy'] !== 'Never')
    yield { key: 'podFailurePolicy', message: 'needs restartPolicy Never' };
}

const SOURCES: Readonly<Record<string, string>> = {
  Resource: 'resource',
  ContainerResource: 'containerResource',
  Pods: 'pods',
  Object: 'object',
  External: 'external',
};

function* metric(item: Fields): Iterable<Wrong> {
  const source = SOURCES[String(item['type'])];
  if (source === undefined) return;
  if (!isMap(item[source])) yield { message: `needs ${source}, since type is ${String(item['type'])}` };
  for (const other of Object.values(SOURCES))
    if (other !== source && isMap(item[other])) yield { key: other, message: `stands beside ${source}: one of them, not both` };
}

function* target(item: Fields): Iterable<Wrong> {
  const keys = ['averageUtilization', 'averageValue', 'value'].filter((key) => has(item, key));
  if (keys.length === 0) yield { message: 'needs averageUtilization, averageValue or value' };
  if (has(item, 'averageUtilization') && has(item, 'averageValue'))
    yield { key: 'averageUtilization', message: 'stands beside averageValue: one of them, not both' };
}

function* scaled(item: Fields): Iterable<Wrong> {
  const { apiVersion, kind } = fields(item['scaleTargetRef']);
  if (typeof apiVersion === 'string' && apiVersion.split('/').length > 2)
    yield { key: 'scaleTargetRef', message: `${shownValue(apiVersion)} is no apiVersion` };
  // Without one, older servers take the core group for meant.
  if (kind !== 'ReplicationController' && typeof apiVersion === 'string' && apiVersion !== '' && !apiVersion.includes('/'))
    yield { key: 'scaleTargetRef', message: 'apiVersion must name a group, such as apps/v1' };
}

function* bounded(item: Fields): Iterable<Wrong> {
  if (typeof item['maxReplicas'] !== 'number') yield { message: 'needs maxReplicas' };
  else if (typeof item['minReplicas'] === 'number' && item['minReplicas'] > item['maxReplicas'])
    yield { key: 'maxReplicas', message: `must not be less than minReplicas` };
  if (!isMap(item['scaleTargetRef'])) yield { message: 'needs scaleTargetRef' };
}

function* path(item: Fields): Iterable<Wrong> {
  const { pathType, path } = item;
  if (pathType !== 'Exact' && pathType !== 'Prefix') return;
  if (typeof path !== 'string' || !path.startsWith('/')) yield { message: 'needs an absolute path' };
  else if (/\/\/|\/\.(?=\/|$)|\/\.\.(?=\/|$)|%2[fF]/.test(path)) yield { key: 'path', message: 'must not hold "//", "/./", "/../" or "%2f"' };
}

function* peer(item: Fields): Iterable<Wrong> {
  if (!isMap(item['podSelector']) && !isMap(item['namespaceSelector']) && !isMap(item['ipBlock']))
    yield { message: 'needs podSelector, namespaceSelector or ipBlock' };
  if (isMap(item['ipBlock']) && (isMap(item['podSelector']) || isMap(item['namespaceSelector'])))
    yield { key: 'ipBlock', message: 'must stand alone' };
}

const RBAC = 'rbac.authorization.k8s.io';

function* subject(item: Fields): Iterable<Wrong> {
  const { kind, apiGroup } = item;
  yield* needs(item, 'name');
  if (kind === 'ServiceAccount') {
    if (has(item, 'apiGroup')) yield { key: 'apiGroup', message: 'must be empty for a ServiceAccount' };
  } else if (kind === 'User' || kind === 'Group') {
    if (has(item, 'apiGroup') && apiGroup !== RBAC) yield { key: 'apiGroup', message: `must be ${RBAC}` };
  } else if (kind !== undefined) yield { key: 'kind', message: `must be one of Group, ServiceAccount, User, not ${shownValue(kind)}` };
}

function* policyRule(item: Fields): Iterable<Wrong> {
  yield* needs(item, 'verbs');
  const urls = listOf(item['nonResourceURLs']).length > 0;
  if (urls) {
    for (const key of ['apiGroups', 'resources', 'resourceNames'])
      if (listOf(item[key]).length > 0) yield { key, message: 'must not stand beside nonResourceURLs' };
    return;
  }
  yield* needs(item, 'apiGroups', 'resources');
}

const seccomp = (key: string): Relation =>
  function* (item) {
    yield* needs(item, 'type');
    if (item['type'] === 'Localhost' ? item[key] === undefined : item['type'] !== undefined && item[key] !== undefined)
      yield { message: `${key} belongs to type Localhost, and to no other` };
  };

function* secured(item: Fields): Iterable<Wrong> {
  if (item['allowPrivilegeEscalation'] !== false) return;
  if (item['privileged'] === true) yield { key: 'allowPrivilegeEscalation', message: 'must not be false where privileged is true' };
  if (texts(fields(item['capabilities'])['add']).includes('CAP_SYS_ADMIN'))
    yield { key: 'allowPrivilegeEscalation', message: 'must not be false where CAP_SYS_ADMIN is added' };
}

function* service(item: Fields): Iterable<Wrong> {
  const type = has(item, 'type') ? String(item['type']) : 'ClusterIP';
  const ports = listOf(item['ports']).map(fields);
  if (type === 'ExternalName') {
    yield* needs(item, 'externalName');
    if ((has(item, 'clusterIP') && item['clusterIP'] !== 'None') || listOf(item['clusterIPs']).some((ip) => ip !== 'None'))
      yield { message: 'clusterIP must be left out, since type is ExternalName' };
  } else if (ports.length === 0 && item['clusterIP'] !== 'None') yield { message: 'needs ports' };
  const opens = type === 'NodePort' || type === 'LoadBalancer';
  if (!opens) {
    if (ports.some((port) => typeof port['nodePort'] === 'number' && port['nodePort'] !== 0))
      yield { key: 'ports', message: `nodePort is for type NodePort or LoadBalancer, not ${type}` };
    const external = listOf(item['externalIPs']).length > 0;
    if (has(item, 'externalTrafficPolicy') && !(external && type === 'ClusterIP'))
      yield { key: 'externalTrafficPolicy', message: `is for a Service that is reached from outside, not for ${type}` };
  }
  if (opens && item['clusterIP'] === 'None') yield { key: 'clusterIP', message: `must not be None for type ${type}` };
  if (type !== 'LoadBalancer') {
    for (const key of ['allocateLoadBalancerNodePorts', 'loadBalancerClass'])
      if (item[key] !== undefined) yield { key, message: 'is for type LoadBalancer alone' };
    if (listOf(item['loadBalancerSourceRanges']).length > 0) yield { key: 'loadBalancerSourceRanges', message: 'is for type LoadBalancer alone' };
  }
  if (
    has(item, 'healthCheckNodePort') &&
    item['healthCheckNodePort'] !== 0 &&
    !(type === 'LoadBalancer' && item['externalTrafficPolicy'] === 'Local')
  )
    yield { key: 'healthCheckNodePort', message: 'is for type LoadBalancer with externalTrafficPolicy Local' };
  if (isMap(item['sessionAffinityConfig']) && item['sessionAffinity'] !== 'ClientIP' && isMap(item['sessionAffinityConfig']['clientIP']))
    yield { key: 'sessionAffinityConfig', message: 'is for sessionAffinity ClientIP' };
  if (ports.length > 1 && ports.some((port) => !has(port, 'name'))) yield { key: 'ports', message: 'each needs a name, since there are several' };
  if (listOf(item['clusterIPs']).length > 0 && has(item, 'clusterIP') && listOf(item['clusterIPs'])[0] !== item['clusterIP'])
    yield { key: 'clusterIPs', message: 'must begin with clusterIP' };
}

function* container(item: Fields): Iterable<Wrong> {
  for (const key of ['livenessProbe', 'startupProbe']) {
    const { successThreshold } = fields(item[key]);
    if (typeof successThreshold === 'number' && successThreshold > 1) yield { key, message: 'successThreshold must be 1' };
  }
  if (
    fields(item['securityContext'])['privileged'] !== true &&
    listOf(item['volumeMounts']).some((mount) => fields(mount)['mountPropagation'] === 'Bidirectional')
  )
    yield { key: 'volumeMounts', message: 'mountPropagation Bidirectional is for privileged containers alone' };
  if (has(fields(item['readinessProbe']), 'terminationGracePeriodSeconds'))
    yield { key: 'readinessProbe', message: 'terminationGracePeriodSeconds must be left out: nothing is ended' };
  const { requests, limits } = fields(item['resources']);
  for (const [name, request] of Object.entries(fields(requests))) {
    const [less, most] = [quantity(request), quantity(fields(limits)[name])];
    if (less !== undefined && most !== undefined && less > most) yield { key: 'resources', message: `${name}: the request is above the limit` };
    if (/^hugepages-|\//.test(name) && less !== most) yield { key: 'resources', message: `${name}: request and limit must be equal` };
  }
}

function* pod(item: Fields): Iterable<Wrong> {
  yield* needs(item, 'containers');
  for (const key of ['containers', 'initContainers']) {
    for (const each of listOf(item[key]).map(fields)) {
      if (key === 'initContainers' && each['restartPolicy'] !== 'Always')
        for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle'])
          if (isMap(each[probe])) yield { key, message: `${probe} must be left out of an init container that ends` };
      if (item['hostNetwork'] === true)
        for (const port of listOf(each['ports']).map(fields))
          if (has(port, 'hostPort') && port['hostPort'] !== 0 && port['hostPort'] !== port['containerPort'])
            yield { key, message: 'hostPort must be containerPort, since hostNetwork is true' };
    }
  }
  const claims = new Set(listOf(item['resourceClaims']).map((claim) => fields(claim)['name']));
  for (const claim of [...listOf(item['containers']), ...listOf(item['initContainers'])]
    .flatMap((each) => listOf(fields(fields(each)['resources'])['claims']))
    .map(fields))
    if (has(claim, 'name') && !claims.has(claim['name']))
      yield { key: 'containers', message: `claims ${shownValue(claim['name'])}, which resourceClaims does not name` };
  const account = has(item, 'serviceAccountName') ? item['serviceAccountName'] : item['serviceAccount'];
  if (typeof account === 'string' && account !== '' && !isSubdomain(account))
    yield { key: 'serviceAccount', message: `${shownValue(account)} is no name of a ServiceAccount` };
  if (item['dnsPolicy'] === 'None' && listOf(fields(item['dnsConfig'])['nameservers']).length === 0)
    yield { message: 'needs dnsConfig.nameservers, since dnsPolicy is None' };
}

/** Type → what its fields must be to one another. kubernetes, pkg/apis/<group>/validation/validation.go. */
export const RELATIONS: Readonly<Record<string, Relation>> = {
  'meta.v1.LabelSelectorRequirement': all(needing('key', 'operator'), operated),
  'core.v1.NodeSelectorRequirement': all(needing('key', 'operator'), operated),
  'core.v1.ScopedResourceSelectorRequirement': all(operated, function* (item) {
    if (
      has(item, 'scopeName') &&
      item['scopeName'] !== 'PriorityClass' &&
      item['scopeName'] !== 'VolumeAttributesClass' &&
      has(item, 'operator') &&
      item['operator'] !== 'Exists'
    )
      yield { key: 'operator', message: `must be Exists for ${shownValue(item['scopeName'])}` };
  }),
  'core.v1.Toleration': tolerates,
  'core.v1.Volume': all(needing('name'), oneAtMost(...VOLUMES)),
  'core.v1.PersistentVolumeSpec': all(
    needing('capacity', 'accessModes'),
    function* (item) {
      if (isMap(item['local']) && !isMap(item['nodeAffinity'])) yield { message: 'needs nodeAffinity, since it is local' };
      if (isMap(item['capacity']) && Object.keys(item['capacity']).join() !== 'storage')
        yield { key: 'capacity', message: 'must hold storage, and nothing else' };
    },
    oneOfThese(...PERSISTENT),
    exclusive,
  ),
  'core.v1.PersistentVolumeClaimSpec': all(claims, exclusive),
  'core.v1.PodSpec': pod,
  'core.v1.Container': container,
  'core.v1.EnvVar': function* (item) {
    if (has(item, 'value') && isMap(item['valueFrom'])) yield { key: 'valueFrom', message: 'stands beside value: one of them, not both' };
  },
  'core.v1.EnvVarSource': oneOfThese('configMapKeyRef', 'fieldRef', 'fileKeyRef', 'resourceFieldRef', 'secretKeyRef'),
  'core.v1.EnvFromSource': oneOfThese('configMapRef', 'secretRef'),
  'core.v1.ConfigMapKeySelector': needing('key', 'name'),
  'core.v1.SecretKeySelector': needing('key', 'name'),
  'core.v1.ConfigMapEnvSource': needing('name'),
  'core.v1.SecretEnvSource': needing('name'),
  'core.v1.ConfigMapVolumeSource': needing('name'),
  'core.v1.SecretVolumeSource': needing('secretName'),
  'core.v1.ConfigMapProjection': needing('name'),
  'core.v1.SecretProjection': needing('name'),
  'core.v1.DownwardAPIVolumeFile': oneOfThese('fieldRef', 'resourceFieldRef'),
  'core.v1.VolumeProjection': oneOfThese('clusterTrustBundle', 'configMap', 'downwardAPI', 'podCertificate', 'secret', 'serviceAccountToken'),
  'core.v1.Probe': handled,
  'core.v1.LifecycleHandler': oneOfThese('exec', 'httpGet', 'sleep', 'tcpSocket'),
  'core.v1.ExecAction': needing('command'),
  'core.v1.SeccompProfile': seccomp('localhostProfile'),
  'core.v1.AppArmorProfile': seccomp('localhostProfile'),
  'core.v1.SecurityContext': secured,
  'core.v1.ServiceSpec': service,
  'core.v1.TopologySpreadConstraint': function* (item) {
    if (has(item, 'minDomains') && item['whenUnsatisfiable'] !== 'DoNotSchedule')
      yield { key: 'minDomains', message: 'is for whenUnsatisfiable DoNotSchedule' };
  },
  'core.v1.ReplicationControllerSpec': function* (item) {
    yield* mounted(item);
    if (!isMap(item['template'])) yield { message: 'needs template' };
    else {
      yield* templated(item['template'], ['Always']);
      const labels = fields(fields(item['template']['metadata'])['labels']);
      const wanted = isMap(item['selector']) && Object.keys(item['selector']).length > 0 ? item['selector'] : labels;
      if (Object.keys(wanted).length === 0) yield { message: 'needs selector' };
      else if (Object.entries(wanted).some(([key, value]) => labels[key] !== value))
        yield { key: 'selector', message: 'does not match the labels of the template' };
    }
  },
  'core.v1.EndpointSubset': function* (item) {
    if (listOf(item['addresses']).length + listOf(item['notReadyAddresses']).length === 0) yield { message: 'needs addresses or notReadyAddresses' };
  },
  'apps.v1.DeploymentSpec': function* (item) {
    yield* selects(item);
    const [ready, deadline] = [item['minReadySeconds'] ?? 0, item['progressDeadlineSeconds'] ?? 600];
    if (typeof ready === 'number' && typeof deadline === 'number' && deadline <= ready)
      yield { key: 'progressDeadlineSeconds', message: 'must be more than minReadySeconds' };
  },
  ...Object.fromEntries(
    [
      ...['core.v1.Pod', 'core.v1.PersistentVolume', 'core.v1.PersistentVolumeClaim', 'core.v1.ReplicationController', 'core.v1.Service'],
      ...['apps.v1.DaemonSet', 'apps.v1.Deployment', 'apps.v1.ReplicaSet', 'apps.v1.StatefulSet', 'batch.v1.CronJob', 'batch.v1.Job'],
      ...['autoscaling.v1.HorizontalPodAutoscaler', 'autoscaling.v2.HorizontalPodAutoscaler', 'networking.v1.Ingress', 'networking.v1.IngressClass'],
      ...['admissionregistration.v1.ValidatingAdmissionPolicy', 'admissionregistration.v1.ValidatingAdmissionPolicyBinding'],
    ].map((kind) => [kind, needing('spec')]),
  ),
  'core.v1.PodResourceClaim': all(needing('name'), oneOfThese('resourceClaimName', 'resourceClaimTemplateName')),
  'networking.v1.IngressClassSpec': needing('controller'),
  'admissionregistration.v1.RuleWithOperations': needing('operations', 'apiGroups', 'apiVersions', 'resources'),
  'admissionregistration.v1.NamedRuleWithOperations': needing('operations', 'apiGroups', 'apiVersions', 'resources'),
  'admissionregistration.v1.ValidatingAdmissionPolicySpec': function* (item) {
    if (listOf(item['validations']).length === 0 && listOf(item['auditAnnotations']).length === 0)
      yield { message: 'needs validations or auditAnnotations' };
    yield* needs(item, 'matchConstraints');
  },
  'admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec': all(needing('policyName', 'validationActions'), function* (item) {
    const actions = listOf(item['validationActions']);
    if (actions.includes('Deny') && actions.includes('Warn')) yield { key: 'validationActions', message: 'Deny and Warn must not stand together' };
  }),
  'apiregistration.v1.APIService': function* (item) {
    yield* needs(item, 'spec');
    const { group, version } = fields(item['spec']);
    const name = `${String(version)}.${typeof group === 'string' ? group : ''}`;
    if (typeof version === 'string' && fields(item['metadata'])['name'] !== name)
      yield { key: 'metadata', message: `must have the name ${shownValue(name)}, of version and group` };
  },
  'apiregistration.v1.APIServiceSpec': needing('version', 'groupPriorityMinimum', 'versionPriority'),
  'discovery.v1.EndpointSlice': function* (item) {
    const names = listOf(item['ports']).map((each) => fields(each)['name'] ?? '');
    if (new Set(names).size < names.length) yield { key: 'ports', message: 'each needs a name of its own' };
    const is = { IPv4: isIpv4, IPv6: isIpv6 }[String(item['addressType'])];
    if (is === undefined) return;
    for (const address of listOf(item['endpoints']).flatMap((endpoint) => listOf(fields(endpoint)['addresses'])))
      if (typeof address !== 'string' || !is(address) || canonicalAddress(address) !== address)
        yield { key: 'endpoints', message: `${shownValue(address)} is no ${String(item['addressType'])} address in its usual form` };
  },
  'core.v1.EndpointPort': needing('port'),
  'core.v1.EndpointAddress': needing('ip'),
  'resource.v1.DeviceSelector': needing('cel'),
  'resource.v1.DeviceClaimConfiguration': needing('opaque'),
  'resource.v1.DeviceClassConfiguration': needing('opaque'),
  'resource.v1.OpaqueDeviceConfiguration': needing('driver', 'parameters'),
  'resource.v1.DeviceRequest': all(needing('name'), oneOfThese('exactly', 'firstAvailable')),
  'resource.v1.ExactDeviceRequest': needing('deviceClassName'),
  'resource.v1.DeviceConstraint': function* (item) {
    if (!has(item, 'matchAttribute') && !has(item, 'distinctAttribute')) yield { message: 'needs matchAttribute' };
  },
  'apps.v1.ReplicaSetSpec': all(selects, mounted),
  'core.v1.PodTemplate': all(needing('template'), mounted, function* (item) {
    if (isMap(item['template'])) yield* templated(item['template'], ['Always', 'OnFailure', 'Never']);
  }),
  'batch.v1.JobTemplateSpec': needing('spec'),
  'rbac.v1.AggregationRule': needing('clusterRoleSelectors'),
  'apiregistration.v1.ServiceReference': needing('name', 'namespace'),

  'apps.v1.StatefulSetSpec': selects,
  'apps.v1.DaemonSetSpec': selects,
  'apps.v1.DeploymentStrategy': strategy('RollingUpdate'),
  'apps.v1.RollingUpdateDeployment': rolls,
  'batch.v1.JobSpec': job,
  'batch.v1.CronJobSpec': all(needing('schedule', 'jobTemplate')),
  'autoscaling.v2.MetricSpec': metric,
  'autoscaling.v2.MetricTarget': target,
  'autoscaling.v2.HorizontalPodAutoscalerSpec': all(bounded, scaled),
  'autoscaling.v1.HorizontalPodAutoscalerSpec': all(bounded, scaled),
  'policy.v1.PodDisruptionBudgetSpec': oneAtMost('minAvailable', 'maxUnavailable'),
  'networking.v1.IngressSpec': function* (item) {
    if (!isMap(item['defaultBackend']) && listOf(item['rules']).length === 0) yield { message: 'needs rules or defaultBackend' };
  },
  'networking.v1.IngressBackend': oneOfThese('service', 'resource'),
  'networking.v1.ServiceBackendPort': function* (item) {
    const [name, number] = [has(item, 'name'), has(item, 'number') && item['number'] !== 0];
    if (name === number) yield { message: 'needs name or number, and not both' };
  },
  'networking.v1.IngressServiceBackend': needing('name', 'port'),
  'networking.v1.HTTPIngressPath': all(needing('backend', 'pathType'), path),
  'networking.v1.NetworkPolicyPeer': peer,
  'rbac.v1.Subject': subject,
  'rbac.v1.PolicyRule': policyRule,
  'rbac.v1.RoleRef': needing('kind', 'name'),
  'discovery.v1.Endpoint': needing('addresses'),
  'admissionregistration.v1.WebhookClientConfig': oneOfThese('service', 'url'),
  'flowcontrol.v1.FlowSchema': needing('spec'),
  'flowcontrol.v1.FlowSchemaSpec': needing('priorityLevelConfiguration'),
  'flowcontrol.v1.ResourcePolicyRule': function* (item) {
    yield* needs(item, 'verbs', 'apiGroups', 'resources');
    if (item['clusterScope'] !== true) yield* needs(item, 'namespaces');
  },
  'flowcontrol.v1.NonResourcePolicyRule': needing('verbs', 'nonResourceURLs'),
  'flowcontrol.v1.PriorityLevelConfigurationSpec': function* (item) {
    if (item['type'] === 'Limited' && !isMap(item['limited'])) yield { message: 'needs limited, since type is Limited' };
    if (item['type'] === 'Exempt' && isMap(item['limited'])) yield { key: 'limited', message: 'is for type Limited alone' };
  },
  'flowcontrol.v1.LimitResponse': function* (item) {
    if (item['type'] === 'Queue' && !isMap(item['queuing'])) yield { message: 'needs queuing, since type is Queue' };
    if (item['type'] === 'Reject' && isMap(item['queuing'])) yield { key: 'queuing', message: 'is for type Queue alone' };
  },
  'storage.v1.VolumeAttachmentSource': oneOfThese('inlineVolumeSpec', 'persistentVolumeName'),
  'storage.v1.VolumeAttributesClass': function* (item) {
    if (!isMap(item['parameters']) || Object.keys(item['parameters']).length === 0) yield { message: 'needs parameters' };
  },
  'apps.v1.ControllerRevision': needing('data'),
  'storage.v1.StorageClass': needing('provisioner'),
};
