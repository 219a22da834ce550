import { allowsPort, allowsWorkload, isolation, placeOf, type Allowance } from '../../../k8s/network.ts';
import { portNames } from '../../../k8s/pod.ts';
import { ROUTES, backendsOf, podPort, podsBehind, portNamed, type Backend } from '../../../k8s/service.ts';
import { defineRule, objectTitle, type Cluster, type FoundIn } from '../../kit.ts';

export const rule = defineRule('cluster', {
  code: 'network/ingress-blocked',
  severity: 'warning',
  inFleets: 'error',
  what: 'A NetworkPolicy keeps the ingress controller from pods that a route leads to.',
  why: 'Every request ends in a timeout.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  fix: 'Allow the port of the pod from the ingress controller.',
  order: 30,
  *run(cluster) {
    for (const backend of cluster.subjects(...ROUTES).flatMap(backendsOf)) yield* blocked(cluster, backend);
  },
});

function* blocked(cluster: Cluster, { by: route, at, namespace, name, port: { wanted } }: Backend): Iterable<FoundIn<'cluster'>> {
  const service = cluster.find('/Service', namespace, name);
  const port = service === undefined ? undefined : portNamed(service, wanted);
  for (const pod of service === undefined || port === undefined ? [] : podsBehind(cluster, service)) {
    const number = port === undefined ? undefined : podPort(pod, port.target);
    const isolated = isolation(cluster, pod, 'ingress');
    if (number === undefined || isolated === undefined || (isolated.allowances.length === 0 && !cluster.whole)) continue;
    const names = portNames(pod, number, 'TCP');
    const opens = (rule: Allowance): boolean => allowsPort(rule, number, 'TCP', names);
    const lets = (rule: Allowance): boolean => cluster.facts === undefined || allowsWorkload(cluster, rule, cluster.facts.ingress);
    if (isolated.allowances.some((rule) => opens(rule) && lets(rule))) continue;
    yield {
      ...placeOf(isolated, 'ingress', opens, lets),
      message: `keeps the ingress controller from port ${number} of ${objectTitle(pod.owner)}, to which ${objectTitle(route)} leads`,
      hint: `allow the port of the pod, ${number}, from the ingress controller: a policy sees connections after the Service`,
      related: [{ object: route, path: at, note: 'the route' }],
    };
  }
}
