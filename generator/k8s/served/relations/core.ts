import { isMap } from '../../../model/data.ts';
import { fields, type Fields } from '../../look.ts';
import { shownValue } from '../../shown.ts';
import { isLimitedResource, isQuotaResource } from '../resources.ts';
import { quantity } from '../../quantity.ts';
import { child } from '../../../model/pointer.ts';
import { isSubdomain } from '../../../model/names.ts';
import { has, listOf, needs, all, needing, operated, mounted, templated, twice, type Wrong, type Relation } from '../relation.ts';

function* service(item: Fields): Iterable<Wrong> {
  const type = has(item, 'type') ? String(item['type']) : 'ClusterIP';
  const ports = listOf(item['ports']).map(fields);
  if (type === 'ExternalName') {
    yield* needs(item, 'externalName');
    const { externalName: host } = item;
    if (typeof host === 'string' && host !== '' && !isSubdomain(host.replace(/\.$/, '')))
      yield { key: 'externalName', message: `${shownValue(host)} is no name of a host` };
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
  if (listOf(item['clusterIPs'])[0] === '') yield { key: 'clusterIPs', message: 'must not begin with an empty one' };
  if (listOf(item['clusterIPs']).length > 0 && has(item, 'clusterIP') && listOf(item['clusterIPs'])[0] !== item['clusterIP'])
    yield { key: 'clusterIPs', message: 'must begin with clusterIP' };
}

/** ValidateLimitRange. */
function* limited(item: Fields): Iterable<Wrong> {
  const { type } = item;
  const [min, max, usual, requests, ratios] = ['min', 'max', 'default', 'defaultRequest', 'maxLimitRequestRatio'].map((key) => fields(item[key])) as [
    Fields,
    Fields,
    Fields,
    Fields,
    Fields,
  ];
  if (type === 'Pod')
    for (const key of ['default', 'defaultRequest'])
      if (Object.keys(fields(item[key])).length > 0) yield { key, message: 'must be left out, since type is Pod' };
  if (type === 'PersistentVolumeClaim' && !has(min, 'storage') && !has(max, 'storage')) yield { message: 'needs min or max of storage' };
  for (const [key, map] of Object.entries({ min, max, default: usual, defaultRequest: requests, maxLimitRequestRatio: ratios }))
    for (const name of Object.keys(map))
      if (!(type === 'Pod' && key.startsWith('default')) && !isLimitedResource(type, name))
        yield { below: child(child('', key), name), message: `${shownValue(name)} is no name of a resource here` };
  const more = (a: Fields, b: Fields, name: string): boolean => {
    const [left, right] = [quantity(a[name]), quantity(b[name])];
    return left !== undefined && right !== undefined && left > right;
  };
  const orders: readonly (readonly [Fields, Fields, string, string])[] = [
    [min, max, 'min', 'max'],
    ...(type === 'Pod'
      ? []
      : ([
          [min, requests, 'min', 'defaultRequest'],
          [requests, max, 'defaultRequest', 'max'],
          [requests, usual, 'defaultRequest', 'default'],
          [min, usual, 'min', 'default'],
          [usual, max, 'default', 'max'],
        ] as const)),
  ];
  for (const [low, high, less, most] of orders)
    for (const name of Object.keys(low)) if (more(low, high, name)) yield { key: less, message: `${name}: must not be above ${most}` };
  for (const [name, ratio] of Object.entries(ratios)) {
    const [by, least, greatest] = [quantity(ratio), quantity(min[name]), quantity(max[name])];
    if (by === undefined) continue;
    if (by < 1_000_000_000n) yield { key: 'maxLimitRequestRatio', message: `${name}: must be 1 at least` };
    else if (least !== undefined && greatest !== undefined && least > 0n && Number(by) / 1e9 > Number(greatest) / Number(least) + 1e-9)
      yield { key: 'maxLimitRequestRatio', message: `${name}: must not be above max by min` };
  }
}

const PODS = ['pods'];
const COMPUTE = ['cpu', 'memory', 'limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory', ...PODS];
/** IsResourceQuotaScopeValidForResource. */
const COUNTED: Readonly<Record<string, readonly string[]>> = {
  BestEffort: PODS,
  CrossNamespacePodAffinity: COMPUTE,
  NotBestEffort: COMPUTE,
  NotTerminating: COMPUTE,
  PriorityClass: COMPUTE,
  Terminating: COMPUTE,
  VolumeAttributesClass: ['persistentvolumeclaims', 'requests.storage'],
};

const CONFLICTS = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
];

/** validateResourceQuotaScopes and validateScopedResourceSelectorRequirement. */
function* scoped(item: Fields): Iterable<Wrong> {
  const hard = Object.keys(fields(item['hard'])).filter(isQuotaResource);
  const lists: readonly (readonly [string, readonly unknown[]])[] = [
    ['scopes', listOf(item['scopes'])],
    ['scopeSelector', listOf(fields(item['scopeSelector'])['matchExpressions']).map((each) => fields(each)['scopeName'])],
  ];
  for (const [key, scopes] of lists) {
    for (const scope of scopes) {
      const counted = typeof scope === 'string' && Object.hasOwn(COUNTED, scope) ? COUNTED[scope] : undefined;
      const other = counted === undefined ? undefined : hard.find((name) => !counted.includes(name));
      if (other !== undefined) yield { key, message: `${String(scope)} is for ${(counted as readonly string[]).join(', ')}, and not for ${other}` };
    }
    for (const pair of CONFLICTS)
      if (pair.every((scope) => scopes.includes(scope))) yield { key, message: `${pair.join(' and ')} must not stand together` };
  }
}

const DOCKER = new Map([
  ['kubernetes.io/dockercfg', '.dockercfg'],
  ['kubernetes.io/dockerconfigjson', '.dockerconfigjson'],
]);

/** What a Secret of a type holds: ValidateSecret. Texts are put over the data as they are written. */
function* secret(item: Fields): Iterable<Wrong> {
  const { type } = item;
  const data = { ...fields(item['data']), ...fields(item['stringData']) };
  const lacks = (key: string): boolean => !Object.hasOwn(data, key);
  if (type === 'kubernetes.io/service-account-token') {
    const { annotations } = fields(item['metadata']);
    if (!has(fields(annotations), 'kubernetes.io/service-account.name'))
      yield { message: 'needs the annotation kubernetes.io/service-account.name, since it is a token' };
  }
  if (type === 'kubernetes.io/tls')
    for (const key of ['tls.crt', 'tls.key']) if (lacks(key)) yield { message: `needs ${key} in its data, since type is kubernetes.io/tls` };
  if (type === 'kubernetes.io/basic-auth' && lacks('username') && lacks('password'))
    yield { message: 'needs username or password in its data, since type is kubernetes.io/basic-auth' };
  if (type === 'kubernetes.io/ssh-auth' && (data['ssh-privatekey'] ?? '') === '')
    yield { message: 'needs ssh-privatekey in its data, since type is kubernetes.io/ssh-auth' };
  const key = DOCKER.get(String(type));
  if (key === undefined) return;
  if (lacks(key)) yield { message: `needs ${key} in its data, since type is ${String(type)}` };
  else if (!holdsMap(data[key], { plain: has(fields(item['stringData']), key) })) yield { message: `${key} must hold a map in JSON` };
}

/** Whether it is one as Go reads it, null included. What is no text is the type's to say. */
function holdsMap(value: unknown, { plain }: { readonly plain: boolean }): boolean {
  if (typeof value !== 'string') return value !== null;
  try {
    const read = JSON.parse(plain ? value : Buffer.from(value, 'base64').toString()) as unknown;
    return read === null || isMap(read);
  } catch {
    return false;
  }
}

export const CORE_RELATIONS: Readonly<Record<string, Relation>> = {
  'core.v1.LimitRangeItem': limited,
  'core.v1.LimitRangeSpec': function* (item) {
    yield* twice(listOf(item['limits']).map(fields), 'type', '/limits');
  },
  'core.v1.ResourceQuotaSpec': scoped,
  'core.v1.Secret': secret,
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
  'core.v1.ServiceSpec': service,
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
    const ports = listOf(item['ports']).map(fields);
    if (ports.length > 1 && ports.some((port) => !has(port, 'name'))) yield { key: 'ports', message: 'each needs a name, since there are several' };
  },
  'core.v1.EndpointPort': needing('port'),
  'core.v1.EndpointAddress': needing('ip'),
};
