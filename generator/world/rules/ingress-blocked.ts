import { objectTitle } from '../../kube/object.ts';
import type { KubeObject } from '../../kube/object.ts';
import type { Pointer } from '../../model/pointer.ts';
import type { Cluster } from '../cluster.ts';
import { fields, maps, text } from '../look.ts';
import { allowsPort, allowsWorkload, isolation } from '../network.ts';
import type { WorldFault, WorldRule } from '../rule.ts';
import { podPort, podsBehind, portNamed } from '../service.ts';

/** A route whose pods do not let the ingress controller in answers 502 or 504. */
export const ingressBlocked: WorldRule = {
  code: 'network/ingress-blocked',
  *run(cluster) {
    for (const route of [...cluster.subjects('traefik.io/IngressRoute'), ...cluster.subjects('traefik.io/IngressRouteTCP')]) {
      for (const { item, at } of maps(fields(route['spec'])['routes'], '/spec/routes')) {
        for (const { item: target, at: targetAt } of maps(item['services'], `${at}/services`)) {
          const service = cluster.find('/Service', text(target['namespace']) ?? route.metadata.namespace, text(target['name']) ?? '');
          if (service !== undefined) yield* blocked(cluster, route, targetAt, service, target['port']);
        }
      }
    }
  },
};

function* blocked(cluster: Cluster, route: KubeObject, at: Pointer, service: KubeObject, wanted: unknown): Iterable<WorldFault> {
  const port = portNamed(service, wanted);
  for (const pod of port === undefined ? [] : podsBehind(cluster, service)) {
    const number = port === undefined ? undefined : podPort(pod, port.target);
    const isolated = isolation(cluster, pod, 'ingress');
    if (number === undefined || isolated === undefined || (isolated.allowances.length === 0 && !cluster.whole)) continue;
    const name = typeof port?.target === 'string' ? port.target : undefined;
    const open = isolated.allowances.filter((rule) => allowsPort(rule, number, 'TCP', name));
    if (open.some((rule) => cluster.facts === undefined || allowsWorkload(cluster, rule, cluster.facts.ingress))) continue;
    yield {
      object: isolated.policies[0] as KubeObject,
      path: '/spec/ingress',
      message: `keeps the ingress controller from port ${number} of ${objectTitle(pod.owner)}, to which ${objectTitle(route)} leads`,
      hint: `allow the port of the pod, ${number}, from the ingress controller: a policy sees connections after the Service`,
      related: [{ object: route, path: at, note: 'the route' }],
    };
  }
}
