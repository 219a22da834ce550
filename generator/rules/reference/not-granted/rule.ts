import { GATEWAY_ROUTES, crossings, grants, grantsIn, type Crossing } from '../../../k8s/gateway.ts';
import { child, defineRule, named, shown, type Cluster } from '../../kit.ts';

/** gateway-api, apis/v1beta1/referencegrant_types.go; the controller says RefNotPermitted. */
export const rule = defineRule('cluster', {
  code: 'reference/not-granted',
  severity: 'error',
  what: 'A route or a Gateway refers into another namespace, and nothing there allows it.',
  why: 'The controller does not follow the reference (RefNotPermitted): requests end in 500, or the listener has no certificate.',
  fix: 'Add a ReferenceGrant to the namespace that is referred to, or refer to an object of the own namespace.',
  *run(cluster) {
    for (const by of cluster.subjects(...GATEWAY_ROUTES, 'gateway.networking.k8s.io/Gateway')) {
      for (const crossing of crossings(by)) {
        const { at, kind, namespace, name } = crossing;
        const there = grantsIn(cluster, namespace);
        if (!isKnown(cluster, crossing, there.length > 0) || there.some((grant) => grants(grant, crossing))) continue;
        yield {
          object: by,
          path: child(at.at, 'namespace'),
          message: `refers to the ${named(kind.slice(kind.indexOf('/') + 1), namespace, name)}, where no ReferenceGrant allows it`,
          hint: `add a ReferenceGrant to ${shown(namespace)}: from ${by.kind} in ${shown(by.metadata.namespace ?? '')}, to ${shown(kind.slice(kind.indexOf('/') + 1))}`,
          related: there.slice(0, 1).map((grant) => ({ object: grant, path: '/spec', note: 'this one allows something else' })),
        };
      }
    }
  },
});

/** The grant belongs to whoever owns that namespace: that it is missing can be said only if their objects are here. */
function isKnown(cluster: Cluster, { kind, namespace, name }: Crossing, granting: boolean): boolean {
  return cluster.whole || granting || cluster.named(kind, name).some(({ metadata }) => metadata.namespace === namespace);
}
