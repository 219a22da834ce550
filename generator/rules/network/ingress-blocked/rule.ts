import { objectTitle, type KubeObject } from '../../../k8s/object.ts';
import type { Pointer } from '../../../model/pointer.ts';
import type { Cluster } from '../../../k8s/cluster.ts';
import { fields, maps, text } from '../../../k8s/look.ts';
import { allowsPort, allowsWorkload, isolation, placeOf, type Allowance } from '../../../k8s/network.ts';
import { portNames } from '../../../k8s/pod.ts';
import { defineRule, type FoundIn } from '../../rule.ts';
import { podPort, podsBehind, portNamed } from '../../../k8s/service.ts';

/** A route whose pods do not let the ingress controller in answers 502 or 504. */
export const rule = defineRule('cluster', {
  code: 'network/ingress-blocked',
  severity: 'error',
  what: 'A NetworkPolicy keeps the ingress controller from pods that a route leads to.',
  why: 'Every request ends in a timeout.',
  fix: 'Allow the port of the pod from the ingress controller.',
  order: 30,
  *run(cluster) {
    for (const route of [...cluster.subjects('traefik.io/IngressRoute'), ...cluster.subjects('traefik.io/IngressRouteTCP')]) {
      for (const { item, at } of maps(fields(route['spec'])['routes'], '/spec/routes')) {
        for (const { item: target, at: targetAt } of maps(item['services'], `${at}/services`)) {
          const service = cluster.find('/Service', text(target['namespace']) ?? route.metadata.namespace, text(target['name']) ?? '');
          if (service !== undefined) yield* blocked(cluster, route, targetAt, service, target['port']);
        }
      }
    }
    for (const ingress of cluster.subjects('networking.k8s.io/Ingress')) {
      for (const { item, at } of maps(fields(ingress['spec'])['rules'], '/spec/rules')) {
        for (const { item: path, at: pathAt } of maps(fields(item['http'])['paths'], `${at}/http/paths`)) {
          const target = fields(fields(path['backend'])['service']);
          const { name, number } = fields(target['port']);
          const service = cluster.find('/Service', ingress.metadata.namespace, text(target['name']) ?? '');
          if (service !== undefined) yield* blocked(cluster, ingress, `${pathAt}/backend`, service, name ?? number);
        }
      }
    }
  },
});

function* blocked(cluster: Cluster, route: KubeObject, at: Pointer, service: KubeObject, wanted: unknown): Iterable<FoundIn<'cluster'>> {
  const port = portNamed(service, wanted);
  for (const pod of port === undefined ? [] : podsBehind(cluster, service)) {
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
