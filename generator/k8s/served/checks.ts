import { isAddress, network } from '../ip.ts';
import { isDnsLabel, isLabelKey, isLabelValue, isPortName, isSubdomain } from '../../model/names.ts';
import { celFlaw } from '../crd/cel/syntax.ts';
import { quantity } from '../quantity.ts';
import { shownValue } from '../shown.ts';

/** What validation of the API server asks of one field: words for what is wrong. What has another type is the type's to say. */
export type Check = (value: unknown) => string | undefined;

const text =
  (is: (text: string) => boolean, what: string): Check =>
  (value) =>
    // An empty text is as good as none, but where a field is needed.
    typeof value !== 'string' || value === '' || is(value) ? undefined : `${shownValue(value)} is no ${what}`;
const number =
  (least: number, most = Infinity): Check =>
  (value) =>
    typeof value !== 'number' || (value >= least && value <= most)
      ? undefined
      : `must be ${most === Infinity ? `at least ${least}` : `from ${least} to ${most}`}, not ${value}`;
const items =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) ? value.map(check).find((message) => message !== undefined) : undefined;
const filled: Check = (value) => ((Array.isArray(value) && value.length === 0) || value === '' ? 'must not be empty' : undefined);
/** Of items of lists, null included. */
const nonEmpty: Check = (value) => ((value ?? '') === '' ? 'must not be empty' : undefined);
/** A field that is a pointer in Go: an empty text is one, and refused. */
const alsoEmpty =
  (check: Check): Check =>
  (value) =>
    (value ?? '') === '' ? 'must not be empty' : check(value);
const both =
  (...checks: readonly Check[]): Check =>
  (value) =>
    checks.map((check) => check(value)).find((message) => message !== undefined);
const oneOf = (...words: readonly string[]): Check => text((word) => words.includes(word), `word of ${words.join(', ')}`);
const atMost =
  (most: number): Check =>
  (value) =>
    Array.isArray(value) && value.length > most ? `may have ${most} items at most` : undefined;
const keys =
  (is: (key: string) => boolean, what: string): Check =>
  (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const wrong = Object.keys(value).find((key) => !is(key));
    return wrong === undefined ? undefined : `${shownValue(wrong)} is no ${what}`;
  };

const label = text(isDnsLabel, 'name of lower-case letters, digits and hyphens, 63 at most');
const label35 = text(
  (name) => isDnsLabel(name) && /^[a-z]/.test(name),
  'name that begins with a lower-case letter and has 63 letters, digits and hyphens at most',
);
const subdomain = text(isSubdomain, 'name of lower-case letters, digits, hyphens and dots');
const wildcard = text(
  (name) => isSubdomain(name.replace(/^\*\./, '')),
  'name of lower-case letters, digits, hyphens and dots, whose first part may be *',
);
const segment = text((name) => name !== '.' && name !== '..' && !/[/%]/.test(name), 'name without slash and percent sign');
const qualified = text(isLabelKey, 'name with or without a DNS name and a slash before it');
const labelValue = text(isLabelValue, 'legal value of a label');
const configKey = text(
  (key) => /^[-._a-zA-Z0-9]{1,253}$/.test(key) && key !== '.' && !key.startsWith('..'),
  'key of letters, digits, hyphens, underscores and dots',
);
const port = number(1, 65_535);
const portName = text(isPortName, 'name of a port: at most 15 lower-case letters, digits and hyphens, with a letter');
const ip = text((address) => isAddress(address), 'IP address');
const cidr = text((range) => network(range) !== undefined, 'range of addresses such as 10.0.0.0/8');
const absolute = text((path) => path.startsWith('/'), 'absolute path');
const inside = text((path) => !path.startsWith('/') && !path.split('/').includes('..'), 'path inside a volume: relative, and without ".."');
const noBack = text((path) => !path.split('/').includes('..'), 'path without ".."');
const positive = number(1);
const natural = number(0);
const amount: Check = (value) => ((quantity(value) ?? 0) < 0 ? 'must not be negative' : undefined);
const amountAbove: Check = (value) => ((quantity(value) ?? 1) <= 0 ? 'must be more than zero' : undefined);
const amounts: Check = (value) =>
  typeof value !== 'object' || value === null
    ? undefined
    : Object.values(value)
        .map(amount)
        .find((message) => message !== undefined);
const resources = both(
  keys((key) => isLabelKey(key), 'name of a resource'),
  amounts,
);
const count: Check = (value) =>
  typeof value === 'number'
    ? natural(value)
    : text((share) => /^\d+%$/.test(share), 'whole number and no share such as 25%')(value === '' ? 'empty' : value);
const driver = text((name) => name.length <= 63 && isSubdomain(name.toLowerCase()), 'name of a driver');
const intPort: Check = (value) => (typeof value === 'number' ? port(value) : value === '' ? 'must not be empty' : portName(value));
const environment = text((name) => /^[ -<>-~]+$/.test(name), 'name of an environment variable: printable characters but =');
const mode = number(0, 0o777);
const https = text((url) => /^https:\/\/[^/?#@]+(\/[^?#]*)?$/.test(url), 'address of https://host/path');
const accessModes = items(alsoEmpty(oneOf('ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod')));
/** What stands for all stands alone. */
const alone: Check = (value) => (Array.isArray(value) && value.length > 1 && value.includes('*') ? '"*" must be the only item' : undefined);
const cron = text((schedule) => !/TZ/.test(schedule), 'schedule without a time zone: timeZone has it');
const userId = number(0, 2_147_483_647);

const requestName = text((name) => name.split('/').length <= 2 && name.split('/').every(isDnsLabel), 'name of a request');
const attribute = text((name) => name.includes('/') || /^[A-Za-z_]\w*$/.test(name), 'name of an attribute such as driver.example.com/model');
/** Syntax alone: what expressions may name differs from field to field. */
const cel = text((expression) => celFlaw(expression) === undefined, 'expression in CEL');

/** The same fields of types that differ in their name alone. */
function fieldsOf(types: readonly string[], fields: Readonly<Record<string, Check>>): Record<string, Check> {
  return Object.fromEntries(types.flatMap((type) => Object.entries(fields).map(([field, check]) => [`${type}.${field}`, check])));
}

/** Type and field → what it must be. kubernetes, pkg/apis/<group>/validation/validation.go, of the type's group. */
export const CHECKS: Readonly<Record<string, Check>> = {
  'meta.v1.ObjectMeta.generateName': text((name) => /^[a-z0-9]/.test(name), 'begin of a name'),
  'meta.v1.ObjectMeta.labels': keys(isLabelKey, 'key of a label'),
  'meta.v1.ObjectMeta.annotations': keys((key) => isLabelKey(key.toLowerCase()), 'key of an annotation'),
  'meta.v1.ObjectMeta.finalizers': items(alsoEmpty(qualified)),
  'meta.v1.LabelSelectorRequirement.values': items(labelValue),
  'meta.v1.LabelSelectorRequirement.key': alsoEmpty(qualified),
  'meta.v1.LabelSelectorRequirement.operator': alsoEmpty(oneOf('In', 'NotIn', 'Exists', 'DoesNotExist')),
  'meta.v1.OwnerReference.name': filled,
  'meta.v1.OwnerReference.kind': filled,
  'meta.v1.OwnerReference.uid': filled,
  'meta.v1.OwnerReference.apiVersion': alsoEmpty(text((version) => version.split('/').length <= 2, 'apiVersion')),

  'core.v1.PodSpec.containers': filled,
  'core.v1.PodSpec.activeDeadlineSeconds': number(1, 2_147_483_647),
  'core.v1.PodSpec.hostname': label,
  'core.v1.PodSpec.subdomain': label,
  'core.v1.PodSpec.serviceAccountName': subdomain,
  'core.v1.PodSpec.nodeName': subdomain,
  'core.v1.PodSpec.priorityClassName': subdomain,
  'core.v1.PodSpec.runtimeClassName': alsoEmpty(subdomain),
  'core.v1.PodSpec.preemptionPolicy': alsoEmpty(oneOf('Never', 'PreemptLowerPriority')),
  'core.v1.PodSpec.nodeSelector': keys(isLabelKey, 'key of a label'),
  'core.v1.PodSpec.overhead': resources,
  'core.v1.HostAlias.ip': alsoEmpty(ip),
  'core.v1.HostAlias.hostnames': items(alsoEmpty(subdomain)),
  'core.v1.PodDNSConfig.nameservers': both(items(alsoEmpty(ip)), atMost(3)),
  'core.v1.PodDNSConfig.searches': both(items(text((name) => /^(\.|[-_.a-zA-Z0-9]+)$/.test(name), 'search domain')), atMost(32)),
  'core.v1.PodDNSConfigOption.name': filled,
  'core.v1.PodReadinessGate.conditionType': alsoEmpty(qualified),
  'core.v1.PodSchedulingGate.name': alsoEmpty(qualified),
  'core.v1.PodOS.name': filled,
  'core.v1.PodResourceClaim.name': alsoEmpty(label),
  'core.v1.TopologySpreadConstraint.maxSkew': positive,
  'core.v1.TopologySpreadConstraint.minDomains': positive,
  'core.v1.TopologySpreadConstraint.topologyKey': filled,
  'core.v1.TopologySpreadConstraint.whenUnsatisfiable': filled,
  'core.v1.Toleration.key': qualified,
  'core.v1.Toleration.value': labelValue,
  'core.v1.Taint.key': alsoEmpty(qualified),
  'core.v1.Taint.value': labelValue,
  'core.v1.Taint.effect': filled,
  'core.v1.NodeSelector.nodeSelectorTerms': filled,
  'core.v1.NodeSelectorRequirement.key': alsoEmpty(qualified),
  'core.v1.NodeSelectorRequirement.operator': filled,
  'core.v1.PreferredSchedulingTerm.weight': number(1, 100),
  'core.v1.WeightedPodAffinityTerm.weight': number(1, 100),
  'core.v1.PodAffinityTerm.topologyKey': alsoEmpty(qualified),
  'core.v1.PodAffinityTerm.matchLabelKeys': items(alsoEmpty(qualified)),
  'core.v1.PodAffinityTerm.mismatchLabelKeys': items(alsoEmpty(qualified)),
  'core.v1.TopologySpreadConstraint.matchLabelKeys': items(alsoEmpty(qualified)),
  'core.v1.PodResourceClaim.resourceClaimName': subdomain,
  'core.v1.PodResourceClaim.resourceClaimTemplateName': subdomain,
  'core.v1.PodAffinityTerm.namespaces': items(alsoEmpty(label)),
  'core.v1.PodSecurityContext.runAsUser': userId,
  'core.v1.PodSecurityContext.runAsGroup': userId,
  'core.v1.PodSecurityContext.fsGroup': userId,
  'core.v1.PodSecurityContext.supplementalGroups': items(userId),
  'core.v1.PodSecurityContext.fsGroupChangePolicy': alsoEmpty(oneOf('Always', 'OnRootMismatch')),
  'core.v1.PodSecurityContext.supplementalGroupsPolicy': alsoEmpty(oneOf('Merge', 'Strict')),
  'core.v1.Sysctl.name': alsoEmpty(
    text((name) => name.length <= 253 && /^[a-z0-9]([-_a-z0-9]*[a-z0-9])?([./][a-z0-9]([-_a-z0-9]*[a-z0-9])?)*$/.test(name), 'name of a sysctl'),
  ),
  'core.v1.SecurityContext.runAsUser': userId,
  'core.v1.SecurityContext.runAsGroup': userId,
  'core.v1.SecurityContext.procMount': alsoEmpty(oneOf('Default', 'Unmasked')),
  'core.v1.SeccompProfile.type': filled,
  'core.v1.AppArmorProfile.type': filled,

  'core.v1.Container.name': alsoEmpty(label),
  'core.v1.Container.image': text((image) => image.trim() === image, 'image: it has space at an end'),
  'core.v1.Container.restartPolicy': alsoEmpty(oneOf('Always', 'Never', 'OnFailure')),
  'core.v1.ContainerPort.containerPort': port,
  'core.v1.ContainerPort.hostPort': number(0, 65_535),
  'core.v1.ContainerPort.name': portName,
  'core.v1.ContainerResizePolicy.resourceName': both(filled, oneOf('cpu', 'memory')),
  'core.v1.ContainerResizePolicy.restartPolicy': filled,
  'core.v1.EnvVar.name': alsoEmpty(environment),
  'core.v1.EnvFromSource.prefix': environment,
  'core.v1.ConfigMapEnvSource.name': both(filled, subdomain),
  'core.v1.SecretEnvSource.name': both(filled, subdomain),
  'core.v1.ConfigMapKeySelector.name': filled,
  'core.v1.ConfigMapKeySelector.key': alsoEmpty(configKey),
  'core.v1.SecretKeySelector.name': filled,
  'core.v1.SecretKeySelector.key': alsoEmpty(configKey),
  'core.v1.FileKeySelector.volumeName': filled,
  'core.v1.FileKeySelector.path': both(filled, inside),
  'core.v1.FileKeySelector.key': alsoEmpty(environment),
  'core.v1.ObjectFieldSelector.fieldPath': both(
    filled,
    text(
      (path) =>
        /^(metadata\.(name|namespace|uid|labels|annotations)|metadata\.(labels|annotations)\['[^']+'\]|spec\.(nodeName|serviceAccountName)|status\.(hostIP|hostIPs|podIP|podIPs))$/.test(
          path,
        ),
      'field of a pod that may be handed in',
    ),
  ),
  'core.v1.ObjectFieldSelector.apiVersion': oneOf('v1'),
  'core.v1.ResourceFieldSelector.resource': both(
    filled,
    text((name) => /^(limits|requests)\.(cpu|memory|ephemeral-storage|hugepages-.+)$/.test(name), 'resource that may be handed in'),
  ),
  'core.v1.ResourceRequirements.limits': resources,
  'core.v1.ResourceRequirements.requests': resources,
  'core.v1.VolumeResourceRequirements.limits': resources,
  'core.v1.VolumeResourceRequirements.requests': resources,
  'core.v1.ResourceClaim.name': filled,
  'core.v1.VolumeMount.name': filled,
  'core.v1.VolumeMount.mountPath': filled,
  'core.v1.VolumeMount.subPath': inside,
  'core.v1.VolumeMount.subPathExpr': inside,
  'core.v1.VolumeMount.mountPropagation': alsoEmpty(oneOf('Bidirectional', 'HostToContainer', 'None')),
  'core.v1.VolumeMount.recursiveReadOnly': alsoEmpty(oneOf('Disabled', 'Enabled', 'IfPossible')),
  'core.v1.VolumeDevice.name': filled,
  'core.v1.VolumeDevice.devicePath': both(filled, noBack),
  'core.v1.Probe.failureThreshold': natural,
  'core.v1.Probe.initialDelaySeconds': natural,
  'core.v1.Probe.periodSeconds': natural,
  'core.v1.Probe.successThreshold': natural,
  'core.v1.Probe.timeoutSeconds': natural,
  'core.v1.Probe.terminationGracePeriodSeconds': positive,
  'core.v1.HTTPGetAction.port': intPort,
  'core.v1.TCPSocketAction.port': intPort,
  'core.v1.GRPCAction.port': port,
  'core.v1.HTTPHeader.name': alsoEmpty(text((name) => /^[-A-Za-z0-9]+$/.test(name), 'name of a header')),
  'core.v1.ExecAction.command': filled,

  'core.v1.Volume.name': alsoEmpty(label),
  'core.v1.KeyToPath.key': filled,
  'core.v1.KeyToPath.path': both(filled, inside),
  'core.v1.KeyToPath.mode': mode,
  'core.v1.ConfigMapVolumeSource.defaultMode': mode,
  'core.v1.ConfigMapVolumeSource.name': filled,
  'core.v1.SecretVolumeSource.defaultMode': mode,
  'core.v1.SecretVolumeSource.secretName': filled,
  'core.v1.ProjectedVolumeSource.defaultMode': mode,
  'core.v1.DownwardAPIVolumeSource.defaultMode': mode,
  'core.v1.DownwardAPIVolumeFile.path': both(filled, inside),
  'core.v1.DownwardAPIVolumeFile.mode': mode,
  'core.v1.ConfigMapProjection.name': filled,
  'core.v1.SecretProjection.name': filled,
  'core.v1.ServiceAccountTokenProjection.path': both(filled, inside),
  'core.v1.ServiceAccountTokenProjection.expirationSeconds': number(600, 2 ** 32),
  'core.v1.HostPathVolumeSource.path': both(filled, noBack),
  'core.v1.NFSVolumeSource.server': filled,
  'core.v1.NFSVolumeSource.path': both(filled, absolute),
  'core.v1.EmptyDirVolumeSource.sizeLimit': amount,
  'core.v1.PersistentVolumeClaimVolumeSource.claimName': filled,
  'core.v1.CSIVolumeSource.driver': alsoEmpty(text((name) => name.length <= 63 && isSubdomain(name.toLowerCase()), 'name of a driver')),
  'core.v1.CSIPersistentVolumeSource.driver': alsoEmpty(text((name) => name.length <= 63 && isSubdomain(name.toLowerCase()), 'name of a driver')),
  'core.v1.CSIPersistentVolumeSource.volumeHandle': filled,
  'core.v1.ISCSIVolumeSource.targetPortal': filled,
  'core.v1.ISCSIVolumeSource.iqn': alsoEmpty(
    text(
      (name) => /^(iqn\.\d{4}-\d{2}\.([a-zA-Z0-9-]+\.)+?[^,;*&$|\s]+|eui\.[0-9A-Za-z]{16}|naa\.[0-9A-Za-z]{32})$/.test(name),
      'name such as iqn.2001-04.com.example:storage',
    ),
  ),
  'core.v1.ISCSIPersistentVolumeSource.targetPortal': filled,
  'core.v1.ISCSIPersistentVolumeSource.iqn': filled,
  'core.v1.ISCSIVolumeSource.lun': number(0, 255),
  'core.v1.ISCSIPersistentVolumeSource.lun': number(0, 255),
  'core.v1.GCEPersistentDiskVolumeSource.pdName': filled,
  'core.v1.GCEPersistentDiskVolumeSource.partition': number(0, 255),
  'core.v1.AWSElasticBlockStoreVolumeSource.volumeID': filled,
  'core.v1.AWSElasticBlockStoreVolumeSource.partition': number(0, 255),
  'core.v1.GitRepoVolumeSource.repository': filled,
  'core.v1.GitRepoVolumeSource.directory': inside,
  'core.v1.GlusterfsVolumeSource.endpoints': filled,
  'core.v1.GlusterfsVolumeSource.path': filled,
  'core.v1.GlusterfsPersistentVolumeSource.endpoints': filled,
  'core.v1.GlusterfsPersistentVolumeSource.path': filled,
  'core.v1.RBDVolumeSource.monitors': filled,
  'core.v1.RBDVolumeSource.image': filled,
  'core.v1.RBDPersistentVolumeSource.monitors': filled,
  'core.v1.RBDPersistentVolumeSource.image': filled,
  'core.v1.CephFSVolumeSource.monitors': filled,
  'core.v1.CephFSPersistentVolumeSource.monitors': filled,
  'core.v1.CinderVolumeSource.volumeID': filled,
  'core.v1.CinderPersistentVolumeSource.volumeID': filled,
  'core.v1.AzureFileVolumeSource.secretName': filled,
  'core.v1.AzureFileVolumeSource.shareName': filled,
  'core.v1.AzureFilePersistentVolumeSource.secretName': filled,
  'core.v1.AzureFilePersistentVolumeSource.shareName': filled,
  'core.v1.AzureDiskVolumeSource.diskName': filled,
  'core.v1.AzureDiskVolumeSource.diskURI': filled,
  'core.v1.VsphereVirtualDiskVolumeSource.volumePath': filled,
  'core.v1.PhotonPersistentDiskVolumeSource.pdID': filled,
  'core.v1.PortworxVolumeSource.volumeID': filled,
  'core.v1.FlexVolumeSource.driver': filled,
  'core.v1.FlexPersistentVolumeSource.driver': filled,
  'core.v1.QuobyteVolumeSource.registry': filled,
  'core.v1.QuobyteVolumeSource.volume': filled,
  'core.v1.ScaleIOVolumeSource.gateway': filled,
  'core.v1.ScaleIOVolumeSource.system': filled,
  'core.v1.ScaleIOPersistentVolumeSource.gateway': filled,
  'core.v1.ScaleIOPersistentVolumeSource.system': filled,
  'core.v1.LocalVolumeSource.path': both(filled, noBack),
  'core.v1.ImageVolumeSource.reference': filled,
  'core.v1.PersistentVolumeSpec.capacity': both(resources, (value) =>
    typeof value === 'object' && value !== null ? amountAbove((value as Record<string, unknown>)['storage']) : undefined,
  ),
  'core.v1.PersistentVolumeSpec.accessModes': both(filled, accessModes),
  'core.v1.PersistentVolumeSpec.storageClassName': subdomain,
  'core.v1.PersistentVolumeSpec.volumeAttributesClassName': subdomain,
  'core.v1.PersistentVolumeClaimSpec.accessModes': both(filled, accessModes),
  'core.v1.PersistentVolumeClaimSpec.storageClassName': subdomain,

  'core.v1.ServicePort.port': port,
  'core.v1.ServicePort.name': label,
  'core.v1.ServicePort.nodePort': number(0, 65_535),
  'core.v1.ServicePort.appProtocol': alsoEmpty(qualified),
  'core.v1.ServicePort.targetPort': (value) => (value === 0 || value === '' ? undefined : intPort(value)),
  'core.v1.ServiceSpec.externalIPs': items(alsoEmpty(ip)),
  'core.v1.ServiceSpec.externalName': text((name) => isSubdomain(name.replace(/\.$/, '')), 'name of a host'),
  'core.v1.ServiceSpec.clusterIP': text((address) => address === 'None' || isAddress(address), 'IP address, or None'),
  'core.v1.ServiceSpec.clusterIPs': both(items(text((address) => address === 'None' || isAddress(address), 'IP address, or None')), atMost(2)),
  'core.v1.ServiceSpec.ipFamilies': both(items(alsoEmpty(oneOf('IPv4', 'IPv6'))), atMost(2)),
  'core.v1.ServiceSpec.healthCheckNodePort': number(0, 65_535),
  'core.v1.ServiceSpec.loadBalancerClass': alsoEmpty(qualified),
  'core.v1.ServiceSpec.loadBalancerSourceRanges': items(text((range) => cidr(range.trim()) === undefined, 'range of addresses such as 10.0.0.0/8')),
  'core.v1.ServiceSpec.selector': keys(isLabelKey, 'key of a label'),
  'core.v1.ServiceSpec.trafficDistribution': oneOf('PreferClose', 'PreferSameNode', 'PreferSameZone'),
  'core.v1.ClientIPConfig.timeoutSeconds': number(1, 86_400),
  'core.v1.EndpointAddress.ip': alsoEmpty(ip),
  'core.v1.EndpointAddress.hostname': label,
  'core.v1.EndpointAddress.nodeName': subdomain,
  'core.v1.EndpointPort.port': port,
  'core.v1.EndpointPort.name': label,
  'core.v1.EndpointPort.appProtocol': alsoEmpty(qualified),

  'core.v1.ReplicationControllerSpec.replicas': natural,
  'core.v1.ReplicationControllerSpec.minReadySeconds': natural,
  'core.v1.NamespaceSpec.finalizers': items(alsoEmpty(qualified)),
  'core.v1.NodeSpec.podCIDRs': items(cidr),
  'core.v1.NodeSpec.podCIDR': cidr,
  'core.v1.ResourceQuotaSpec.hard': resources,
  'core.v1.ScopedResourceSelectorRequirement.scopeName': filled,
  'core.v1.ScopedResourceSelectorRequirement.operator': filled,
  'core.v1.LimitRangeItem.type': both(
    filled,
    text(
      (type) => ['Container', 'PersistentVolumeClaim', 'Pod'].includes(type) || /^[^/]+\/[^/]+$/.test(type),
      'type of a limit: Container, Pod, PersistentVolumeClaim',
    ),
  ),
  'core.v1.ConfigMap.data': keys((key) => configKey(key) === undefined && key !== '', 'key of a ConfigMap'),
  'core.v1.ConfigMap.binaryData': keys((key) => configKey(key) === undefined && key !== '', 'key of a ConfigMap'),
  'core.v1.Secret.data': keys((key) => configKey(key) === undefined && key !== '', 'key of a Secret'),
  'core.v1.Secret.stringData': keys((key) => configKey(key) === undefined && key !== '', 'key of a Secret'),

  'apps.v1.DeploymentSpec.replicas': natural,
  'apps.v1.DeploymentSpec.minReadySeconds': natural,
  'apps.v1.DeploymentSpec.revisionHistoryLimit': natural,
  'apps.v1.DeploymentSpec.progressDeadlineSeconds': natural,
  'apps.v1.RollingUpdateDeployment.maxSurge': count,
  'apps.v1.RollingUpdateDeployment.maxUnavailable': count,
  'apps.v1.RollingUpdateDaemonSet.maxSurge': count,
  'apps.v1.RollingUpdateDaemonSet.maxUnavailable': count,
  'apps.v1.RollingUpdateStatefulSetStrategy.partition': natural,
  'apps.v1.DaemonSetSpec.minReadySeconds': natural,
  'apps.v1.DaemonSetSpec.revisionHistoryLimit': natural,
  'apps.v1.StatefulSetSpec.replicas': natural,
  'apps.v1.StatefulSetSpec.serviceName': label,
  'apps.v1.StatefulSetSpec.minReadySeconds': natural,
  'apps.v1.StatefulSetOrdinals.start': natural,
  'apps.v1.ReplicaSetSpec.replicas': natural,
  'apps.v1.ReplicaSetSpec.minReadySeconds': natural,
  'apps.v1.ControllerRevision.revision': natural,

  'batch.v1.JobSpec.parallelism': natural,
  'batch.v1.JobSpec.completions': natural,
  'batch.v1.JobSpec.activeDeadlineSeconds': natural,
  'batch.v1.JobSpec.backoffLimit': natural,
  'batch.v1.JobSpec.ttlSecondsAfterFinished': natural,
  'batch.v1.JobSpec.backoffLimitPerIndex': natural,
  'batch.v1.JobSpec.maxFailedIndexes': natural,
  'batch.v1.JobSpec.completionMode': alsoEmpty(oneOf('Indexed', 'NonIndexed')),
  'batch.v1.JobSpec.podReplacementPolicy': alsoEmpty(oneOf('Failed', 'TerminatingOrFailed')),
  'batch.v1.JobSpec.managedBy': alsoEmpty(
    text((name) => name.length <= 63 && /^[^/]+\/.+$/.test(name) && isLabelKey(name), 'name such as example.com/controller'),
  ),
  'batch.v1.PodFailurePolicyRule.action': filled,
  'batch.v1.PodFailurePolicyOnExitCodesRequirement.operator': filled,
  'batch.v1.PodFailurePolicyOnExitCodesRequirement.values': filled,
  'batch.v1.CronJobSpec.schedule': both(filled, cron),
  'batch.v1.CronJobSpec.startingDeadlineSeconds': natural,
  'batch.v1.CronJobSpec.successfulJobsHistoryLimit': natural,
  'batch.v1.CronJobSpec.failedJobsHistoryLimit': natural,
  'batch.v1.CronJobSpec.timeZone': filled,

  'autoscaling.v1.CrossVersionObjectReference.kind': alsoEmpty(segment),
  'autoscaling.v1.CrossVersionObjectReference.name': alsoEmpty(segment),
  'autoscaling.v1.HorizontalPodAutoscalerSpec.maxReplicas': positive,
  'autoscaling.v1.HorizontalPodAutoscalerSpec.minReplicas': positive,
  'autoscaling.v1.HorizontalPodAutoscalerSpec.targetCPUUtilizationPercentage': positive,
  'autoscaling.v2.CrossVersionObjectReference.kind': alsoEmpty(segment),
  'autoscaling.v2.CrossVersionObjectReference.name': alsoEmpty(segment),
  'autoscaling.v2.HorizontalPodAutoscalerSpec.maxReplicas': positive,
  'autoscaling.v2.HorizontalPodAutoscalerSpec.minReplicas': positive,
  'autoscaling.v2.MetricSpec.type': filled,
  'autoscaling.v2.MetricTarget.type': filled,
  'autoscaling.v2.MetricTarget.averageUtilization': positive,
  'autoscaling.v2.MetricTarget.averageValue': amountAbove,
  'autoscaling.v2.MetricTarget.value': amountAbove,
  'autoscaling.v2.MetricIdentifier.name': alsoEmpty(segment),
  'autoscaling.v2.ResourceMetricSource.name': filled,
  'autoscaling.v2.ContainerResourceMetricSource.name': alsoEmpty(qualified),
  'autoscaling.v2.ContainerResourceMetricSource.container': alsoEmpty(label),
  'autoscaling.v2.HPAScalingRules.stabilizationWindowSeconds': number(0, 3600),
  'autoscaling.v2.HPAScalingRules.policies': filled,
  'autoscaling.v2.HPAScalingPolicy.value': positive,
  'autoscaling.v2.HPAScalingPolicy.periodSeconds': number(1, 1800),

  'policy.v1.PodDisruptionBudgetSpec.minAvailable': count,
  'policy.v1.PodDisruptionBudgetSpec.maxUnavailable': count,
  'policy.v1.PodDisruptionBudgetSpec.unhealthyPodEvictionPolicy': alsoEmpty(oneOf('AlwaysAllow', 'IfHealthyBudget')),

  'networking.v1.IngressRule.host': both(
    text((host) => !isAddress(host), 'name: it is an address'),
    wildcard,
  ),
  'networking.v1.IngressTLS.hosts': items(both(nonEmpty, wildcard)),
  'networking.v1.IngressTLS.secretName': subdomain,
  'networking.v1.HTTPIngressRuleValue.paths': filled,
  'networking.v1.HTTPIngressPath.pathType': filled,
  'networking.v1.HTTPIngressPath.path': absolute,
  'networking.v1.IngressServiceBackend.name': alsoEmpty(label35),
  'networking.v1.ServiceBackendPort.name': label,
  'networking.v1.ServiceBackendPort.number': number(0, 65_535),
  'networking.v1.IngressSpec.ingressClassName': alsoEmpty(subdomain),
  'networking.v1.IngressClassSpec.controller': alsoEmpty(
    text(
      (name) => name.length <= 250 && isSubdomain(name.split('/')[0] as string) && /^[^/]+\/.+$/.test(name),
      'name such as example.com/controller',
    ),
  ),
  'networking.v1.IngressClassParametersReference.kind': alsoEmpty(segment),
  'networking.v1.IngressClassParametersReference.name': alsoEmpty(segment),
  'networking.v1.IngressClassParametersReference.namespace': label,
  'networking.v1.IPBlock.cidr': both(filled, cidr),
  'networking.v1.IPBlock.except': items(both(filled, cidr)),
  'networking.v1.NetworkPolicyPort.port': intPort,
  'networking.v1.NetworkPolicyPort.endPort': port,
  'networking.v1.NetworkPolicyPort.protocol': alsoEmpty(oneOf('SCTP', 'TCP', 'UDP')),
  'networking.v1.NetworkPolicySpec.policyTypes': both(items(alsoEmpty(oneOf('Egress', 'Ingress'))), atMost(2)),
  'networking.v1.ServiceCIDRSpec.cidrs': both(filled, items(both(filled, cidr)), atMost(2)),

  'rbac.v1.Subject.name': filled,
  'rbac.v1.Subject.kind': filled,
  'rbac.v1.RoleRef.name': alsoEmpty(segment),
  'rbac.v1.RoleRef.kind': filled,
  'rbac.v1.AggregationRule.clusterRoleSelectors': filled,
  'rbac.v1.PolicyRule.verbs': filled,

  'discovery.v1.Endpoint.addresses': both(filled, atMost(100)),
  'discovery.v1.Endpoint.hostname': label,
  'discovery.v1.Endpoint.nodeName': subdomain,
  'discovery.v1.EndpointPort.name': label,
  'discovery.v1.EndpointPort.appProtocol': alsoEmpty(qualified),
  'discovery.v1.EndpointPort.protocol': alsoEmpty(oneOf('SCTP', 'TCP', 'UDP')),
  'discovery.v1.EndpointSlice.addressType': filled,

  'storage.v1.StorageClass.provisioner': alsoEmpty(text((name) => isLabelKey(name.toLowerCase()), 'name of a provisioner')),
  'storage.v1.StorageClass.parameters': keys((key) => key !== '', 'name of a parameter'),
  'storage.v1.CSIDriverSpec.fsGroupPolicy': alsoEmpty(oneOf('File', 'None', 'ReadWriteOnceWithFSType')),
  'storage.v1.CSIDriverSpec.volumeLifecycleModes': items(alsoEmpty(oneOf('Ephemeral', 'Persistent'))),
  'storage.v1.TokenRequest.expirationSeconds': number(600, 2 ** 32),
  'storage.v1.CSINodeDriver.name': alsoEmpty(driver),
  'storage.v1.CSINodeDriver.topologyKeys': items(alsoEmpty(qualified)),
  'storage.v1.CSINodeDriver.nodeID': filled,
  'storage.v1.VolumeAttributesClass.driverName': alsoEmpty(text((name) => isLabelKey(name.toLowerCase()) && !name.includes('/'), 'name of a driver')),
  'storage.v1.VolumeAttachmentSource.persistentVolumeName': alsoEmpty(subdomain),
  'storage.v1.CSIStorageCapacity.storageClassName': alsoEmpty(subdomain),
  'storage.v1.VolumeAttachmentSpec.attacher': alsoEmpty(driver),
  'storage.v1.VolumeAttachmentSpec.nodeName': alsoEmpty(subdomain),
  'scheduling.v1.PriorityClass.value': (value) => (typeof value === 'number' && value > 1_000_000_000 ? 'must be at most 1000000000' : undefined),
  'node.v1.RuntimeClass.handler': alsoEmpty(label),
  'coordination.v1.LeaseSpec.leaseDurationSeconds': positive,
  'coordination.v1.LeaseSpec.leaseTransitions': natural,

  'admissionregistration.v1.WebhookClientConfig.url': https,
  'admissionregistration.v1.ServiceReference.name': filled,
  'admissionregistration.v1.ServiceReference.namespace': filled,
  'admissionregistration.v1.ServiceReference.port': port,
  'admissionregistration.v1.ServiceReference.path': absolute,
  ...fieldsOf(['admissionregistration.v1.ValidatingWebhook', 'admissionregistration.v1.MutatingWebhook'], {
    name: alsoEmpty(text((name) => isSubdomain(name) && name.split('.').length >= 3, 'name of three parts with dots between them')),
    timeoutSeconds: number(1, 30),
    sideEffects: both(filled, oneOf('None', 'NoneOnDryRun')),
    admissionReviewVersions: both(filled, items(alsoEmpty(label35))),
  }),
  ...fieldsOf(['admissionregistration.v1.RuleWithOperations', 'admissionregistration.v1.NamedRuleWithOperations'], {
    apiGroups: both(filled, alone),
    apiVersions: both(filled, alone, items(nonEmpty)),
    operations: both(filled, alone, items(alsoEmpty(oneOf('*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE')))),
    resources: both(filled, items(nonEmpty)),
  }),
  'admissionregistration.v1.MatchCondition.name': alsoEmpty(qualified),
  'admissionregistration.v1.MatchCondition.expression': both(filled, cel),
  'admissionregistration.v1.Validation.expression': both(filled, cel),
  'admissionregistration.v1.Validation.messageExpression': cel,
  'admissionregistration.v1.Variable.name': alsoEmpty(text((name) => /^[A-Za-z_]\w*$/.test(name), 'name of a variable')),
  'admissionregistration.v1.Variable.expression': both(filled, cel),
  'admissionregistration.v1.AuditAnnotation.key': alsoEmpty(text((key) => isLabelValue(key), 'key of an annotation')),
  'admissionregistration.v1.AuditAnnotation.valueExpression': both(filled, cel),
  'admissionregistration.v1.ParamKind.kind': alsoEmpty(text((kind) => isDnsLabel(kind.toLowerCase()), 'name of a kind')),
  'admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec.policyName': alsoEmpty(subdomain),
  'admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec.validationActions': both(filled, items(alsoEmpty(oneOf('Audit', 'Deny', 'Warn')))),

  'resource.v1.DeviceRequest.name': alsoEmpty(label),
  'resource.v1.DeviceSubRequest.name': alsoEmpty(label),
  'resource.v1.ExactDeviceRequest.deviceClassName': alsoEmpty(subdomain),
  'resource.v1.ExactDeviceRequest.count': natural,
  'resource.v1.ExactDeviceRequest.allocationMode': oneOf('All', 'ExactCount'),
  'resource.v1.DeviceSubRequest.deviceClassName': alsoEmpty(subdomain),
  'resource.v1.DeviceSubRequest.count': natural,
  'resource.v1.OpaqueDeviceConfiguration.driver': alsoEmpty(text((name) => isSubdomain(name.toLowerCase()), 'name of a driver')),
  'resource.v1.DeviceConstraint.requests': items(alsoEmpty(requestName)),
  'resource.v1.DeviceClaimConfiguration.requests': items(alsoEmpty(requestName)),
  'resource.v1.DeviceConstraint.matchAttribute': alsoEmpty(attribute),
  'resource.v1.DeviceConstraint.distinctAttribute': alsoEmpty(attribute),
  'resource.v1.CELDeviceSelector.expression': both(filled, cel),
  'resource.v1.DeviceClassSpec.selectors': atMost(32),
  'apiregistration.v1.APIServiceSpec.version': alsoEmpty(label),
  'apiregistration.v1.APIServiceSpec.group': subdomain,
  'apiregistration.v1.ServiceReference.name': filled,
  'apiregistration.v1.ServiceReference.namespace': filled,
  'apiregistration.v1.APIServiceSpec.groupPriorityMinimum': number(1, 20_000),
  'apiregistration.v1.APIServiceSpec.versionPriority': number(1, 1000),
  'apiregistration.v1.ServiceReference.port': port,
  'flowcontrol.v1.FlowSchemaSpec.matchingPrecedence': number(0, 10_000),
  'flowcontrol.v1.PriorityLevelConfigurationReference.name': alsoEmpty(subdomain),
  'flowcontrol.v1.FlowDistinguisherMethod.type': alsoEmpty(oneOf('ByNamespace', 'ByUser')),
  'flowcontrol.v1.FlowSchemaSubject.kind': alsoEmpty(oneOf('Group', 'ServiceAccount', 'User')),
  'flowcontrol.v1.PolicyRulesWithSubjects.subjects': filled,
  'flowcontrol.v1.ServiceAccountSubject.name': alsoEmpty(text((name) => name === '*' || isSubdomain(name), 'name of a ServiceAccount')),
  'flowcontrol.v1.ServiceAccountSubject.namespace': alsoEmpty(label),
  'flowcontrol.v1.ResourcePolicyRule.verbs': both(
    filled,
    alone,
    items(alsoEmpty(oneOf('*', 'create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'proxy', 'update', 'watch'))),
  ),
  'flowcontrol.v1.ResourcePolicyRule.apiGroups': both(filled, alone),
  'flowcontrol.v1.ResourcePolicyRule.resources': both(filled, alone),
  'flowcontrol.v1.ResourcePolicyRule.namespaces': both(alone, items(alsoEmpty(text((name) => name === '*' || isDnsLabel(name), 'namespace')))),
  'flowcontrol.v1.NonResourcePolicyRule.verbs': both(
    filled,
    alone,
    items(alsoEmpty(oneOf('*', 'connect', 'delete', 'get', 'head', 'options', 'patch', 'post', 'put', 'trace'))),
  ),
  'flowcontrol.v1.NonResourcePolicyRule.nonResourceURLs': both(
    filled,
    alone,
    items(alsoEmpty(text((url) => url === '*' || /^\/([^/\s*]+\/?)*(\*)?$/.test(url), 'path such as /healthz'))),
  ),
  'flowcontrol.v1.PriorityLevelConfigurationSpec.type': alsoEmpty(oneOf('Exempt', 'Limited')),
  'flowcontrol.v1.LimitResponse.type': alsoEmpty(oneOf('Queue', 'Reject')),
};
