// https://kubernetes.io/docs/concepts/services-networking/network-policies/  https://kubernetes.io/docs/concepts/services-networking/service/
import { TEAM_LABEL } from '../../../k8s/labels.ts';
import { isMap } from '../../../model/data.ts';
import { any, becomes, first, narrower, none, on, setting, when, wider } from '../rule.ts';
import type { Rule } from '../rule.ts';
import type { Table } from '../table.ts';
import { METADATA, annotationDanger, eachKey, labelDanger } from './metadata.ts';

/** Every pair of peer and port that rules let through, as text. */
function pairs(rules: unknown, peers: 'from' | 'to'): string[] {
  if (!Array.isArray(rules)) return [];
  return rules.flatMap((rule: unknown) => {
    const part = (key: string): unknown[] => {
      const found = isMap(rule) ? rule[key] : undefined;
      return Array.isArray(found) && found.length > 0 ? found : ['all'];
    };
    return part(peers).flatMap((peer) => part('ports').map((port) => JSON.stringify([peer, port])));
  });
}

function traffic(peers: 'from' | 'to'): Rule {
  const rule: Rule = {
    weigh(before, after) {
      const [old, now] = [pairs(before, peers), pairs(after, peers)];
      if (now.some((pair) => !old.includes(pair)))
        return { class: 'power', says: peers === 'to' ? 'the pods reach more of the network' : 'more of the network reaches the pods' };
      return old.some((pair) => !now.includes(pair))
        ? {
            class: 'work',
            effect: 'stops',
            says: peers === 'to' ? 'the pods no longer reach what they reached' : 'the pods are no longer reached by who reached them',
          }
        : undefined;
    },
  };
  return setting(rule, (value) => pairs(value, peers));
}

const networkPolicy: Table = {
  kinds: ['networking.k8s.io/NetworkPolicy'],
  fields: {
    ...METADATA,
    'spec.podSelector': any('power', 'the policy isolates other pods than before'),
    'spec.policyTypes': first(
      when(narrower, 'power', 'the policy no longer isolates the pods in that direction'),
      when(wider, 'work', 'the policy isolates the pods in a further direction', { effect: 'stops' }),
    ),
    'spec.ingress': traffic('from'),
    'spec.egress': traffic('to'),
  },
  gone: any('power', 'a barrier between pods goes'),
  brought: any('power', 'policies add up: it lets pass what others refuse, or isolates pods that were open'),
};

const UNREACHED = { effect: 'stops' } as const;

const service: Table = {
  kinds: ['/Service'],
  fields: {
    ...METADATA,
    'metadata.labels': eachKey(
      (key, before, _after, spot) =>
        labelDanger(key, spot) ??
        (before === undefined || /version|chart/.test(key) || key === TEAM_LABEL
          ? undefined
          : { class: 'work', effect: 'weakens', says: 'monitors no longer select the Service' }),
    ),
    'metadata.annotations': eachKey((key, before, after, spot) =>
      /^(service|cloud)\./.test(key)
        ? { class: 'power', says: 'a controller opens the Service to other networks' }
        : annotationDanger(key, before, after, spot),
    ),
    'spec.selector': any('identity', 'traffic for one goes to the pods of another'),
    'spec.ports': when(narrower, 'work', 'clients no longer find the port they used', UNREACHED),
    'spec.type': first(
      when(becomes('NodePort', 'LoadBalancer'), 'power', 'the Service is open outside of the cluster'),
      when(becomes('ExternalName'), 'power', 'the name of the Service leads to another host'),
    ),
    'spec.externalName': any('power', 'the name of the Service leads to another host'),
    'spec.externalIPs': any('power', 'nodes take traffic for these addresses from others'),
    'spec.loadBalancerIP': any('power', 'the Service is open at another address'),
    'spec.loadBalancerClass': any('power', 'another controller opens the Service'),
    'spec.loadBalancerSourceRanges': any('power', 'other networks reach the Service'),
    'spec.allocateLoadBalancerNodePorts': when(on, 'power', 'the Service is open at a port of every node'),
    'spec.externalTrafficPolicy': any('work', 'traffic takes another way', UNREACHED),
    'spec.internalTrafficPolicy': any('work', 'traffic takes another way', UNREACHED),
    'spec.trafficDistribution': none,
    'spec.healthCheckNodePort': any('work', 'load balancers no longer find the nodes', UNREACHED),
    'spec.clusterIP': any('work', 'clients no longer find the address they used', UNREACHED),
    'spec.clusterIPs': any('work', 'clients no longer find the address they used', UNREACHED),
    'spec.ipFamilies': any('work', 'clients no longer find the address they used', UNREACHED),
    'spec.ipFamilyPolicy': any('work', 'clients no longer find the address they used', UNREACHED),
    'spec.publishNotReadyAddresses': when(on, 'work', 'traffic goes to pods that are not ready', { effect: 'weakens' }),
    'spec.sessionAffinity': none,
    'spec.sessionAffinityConfig': none,
  },
  gone: any('work', 'clients no longer reach the pods', UNREACHED),
  brought: any('power', 'it opens a way to pods that its selector finds, whoever they are of'),
};

const ELSEWHERE = any('identity', 'traffic of a Service goes to these addresses, whatever its selector says');

const endpoints: Table = {
  kinds: ['/Endpoints', 'discovery.k8s.io/EndpointSlice'],
  fields: { ...METADATA, 'metadata.labels': ELSEWHERE, subsets: ELSEWHERE },
  gone: any('work', 'clients no longer reach the addresses', UNREACHED),
  brought: ELSEWHERE,
};

const slice: Table = {
  ...endpoints,
  kinds: ['discovery.k8s.io/EndpointSlice'],
  fields: { ...METADATA, 'metadata.labels': ELSEWHERE, addressType: ELSEWHERE, endpoints: ELSEWHERE, ports: ELSEWHERE },
};

const OTHER_ROUTE = any('names', 'hosts lead elsewhere');

const ingress: Table = {
  kinds: ['networking.k8s.io/Ingress'],
  fields: {
    ...METADATA,
    'metadata.annotations': any('power', 'the ingress controller and cert-manager act on annotations'),
    'spec.defaultBackend': any('power', 'traffic of every other host goes there'),
    'spec.ingressClassName': any('work', 'another controller, or none, serves the hosts', UNREACHED),
    'spec.rules': OTHER_ROUTE,
    'spec.tls': any('identity', 'hosts answer with another certificate'),
  },
  gone: any('work', 'clients no longer reach the hosts', UNREACHED),
  brought: any('power', 'it opens hosts to the outside'),
};

const ingressClass: Table = {
  kinds: ['networking.k8s.io/IngressClass'],
  fields: {
    ...METADATA,
    'spec.controller': any('power', 'another controller serves the hosts'),
    'spec.parameters': any('power', 'the controller is configured from elsewhere'),
  },
  gone: any('work', 'clients no longer reach the hosts of the class', { effect: 'stops', always: true }),
  brought: any('power', 'another controller serves hosts'),
};

export const network: readonly Table[] = [networkPolicy, service, { ...endpoints, kinds: ['/Endpoints'] }, slice, ingress, ingressClass];
