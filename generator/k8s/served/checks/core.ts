import { holds, isAddress, network, single, type Network } from '../../ip.ts';
import { isLabelKey } from '../../../model/names.ts';
import {
  text,
  number,
  items,
  filled,
  alsoEmpty,
  both,
  oneOf,
  atMost,
  keys,
  label,
  subdomain,
  qualified,
  configKey,
  port,
  ip,
  cidr,
  natural,
  intPort,
  type Check,
} from '../check.ts';
import { quotaResources } from '../resources.ts';

const SCOPES = [
  ...['BestEffort', 'CrossNamespacePodAffinity', 'NotBestEffort', 'NotTerminating', 'PriorityClass', 'Terminating', 'VolumeAttributesClass'],
];

/** kubernetes, pkg/apis/core/validation/validation.go, ValidateEndpointIP. */
export const endpointIp = text(
  (address) => isAddress(address) && !SPECIAL.some((block) => holds(network(block) as Network, single(address) as Network)),
  'address of an endpoint: not one that every machine has, nor that of a link',
);
const SPECIAL = ['0.0.0.0/32', '::/128', '127.0.0.0/8', '::1/128', '169.254.0.0/16', 'fe80::/10', '224.0.0.0/24', 'ff02::/16'];

export const CORE_CHECKS: Readonly<Record<string, Check>> = {
  'core.v1.ServicePort.port': port,
  'core.v1.ServicePort.name': label,
  'core.v1.ServicePort.nodePort': number(0, 65_535),
  'core.v1.ServicePort.appProtocol': alsoEmpty(qualified),
  'core.v1.ServicePort.targetPort': (value) => (value === 0 || value === '' ? undefined : intPort(value)),
  'core.v1.ServiceSpec.externalIPs': items(alsoEmpty(ip)),
  'core.v1.ServiceSpec.clusterIP': text((address) => address === 'None' || isAddress(address), 'IP address, or None'),
  'core.v1.ServiceSpec.clusterIPs': both(items(text((address) => address === 'None' || isAddress(address), 'IP address, or None')), atMost(2)),
  'core.v1.ServiceSpec.ipFamilies': both(items(alsoEmpty(oneOf('IPv4', 'IPv6'))), atMost(2)),
  'core.v1.ServiceSpec.healthCheckNodePort': number(0, 65_535),
  'core.v1.ServiceSpec.loadBalancerClass': alsoEmpty(qualified),
  'core.v1.ServiceSpec.loadBalancerSourceRanges': items(text((range) => cidr(range.trim()) === undefined, 'range of addresses such as 10.0.0.0/8')),
  'core.v1.ServiceSpec.selector': keys(isLabelKey, 'key of a label'),
  'core.v1.ServiceSpec.trafficDistribution': oneOf('PreferClose', 'PreferSameNode', 'PreferSameZone'),
  'core.v1.ClientIPConfig.timeoutSeconds': number(1, 86_400),
  'core.v1.EndpointAddress.ip': alsoEmpty(endpointIp),
  'core.v1.EndpointAddress.hostname': label,
  'core.v1.EndpointAddress.nodeName': alsoEmpty(subdomain),
  'core.v1.EndpointPort.port': port,
  'core.v1.EndpointPort.name': label,
  'core.v1.EndpointPort.appProtocol': alsoEmpty(qualified),
  'core.v1.ReplicationControllerSpec.replicas': natural,
  'core.v1.ReplicationControllerSpec.minReadySeconds': natural,
  'core.v1.NamespaceSpec.finalizers': items(alsoEmpty(qualified)),
  'core.v1.ResourceQuotaSpec.hard': quotaResources,
  'core.v1.ResourceQuotaSpec.scopes': items(alsoEmpty(oneOf(...SCOPES))),
  'core.v1.ScopedResourceSelectorRequirement.scopeName': alsoEmpty(oneOf(...SCOPES)),
  'core.v1.ScopedResourceSelectorRequirement.operator': filled,
  'core.v1.LimitRangeItem.type': both(
    filled,
    text(
      (type) => ['Container', 'PersistentVolumeClaim', 'Pod'].includes(type) || (type.includes('/') && isLabelKey(type)),
      'type of a limit: Container, Pod, PersistentVolumeClaim',
    ),
  ),
  'core.v1.ConfigMap.data': keys((key) => configKey(key) === undefined && key !== '', 'key of a ConfigMap'),
  'core.v1.ConfigMap.binaryData': keys((key) => configKey(key) === undefined && key !== '', 'key of a ConfigMap'),
  'core.v1.Secret.data': keys((key) => configKey(key) === undefined && key !== '', 'key of a Secret'),
  'core.v1.Secret.stringData': keys((key) => configKey(key) === undefined && key !== '', 'key of a Secret'),
};
