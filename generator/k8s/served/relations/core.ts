import { isMap } from '../../../model/data.ts';
import { fields, type Fields } from '../../look.ts';
import { shownValue } from '../../shown.ts';
import { has, listOf, needs, all, needing, operated, mounted, templated, type Wrong, type Relation } from '../relation.ts';

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

export const CORE_RELATIONS: Readonly<Record<string, Relation>> = {
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
  },
  'core.v1.EndpointPort': needing('port'),
  'core.v1.EndpointAddress': needing('ip'),
};
