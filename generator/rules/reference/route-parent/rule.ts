import { GATEWAY_ROUTES, askedFor, listenersOf, parentsOf, sharesHost, takesKind, takesNamespace, type Parent } from '../../../k8s/gateway.ts';
import {
  child,
  defineRule,
  fields,
  integer,
  objectTitle,
  quoted,
  shown,
  text,
  texts,
  type Cluster,
  type FoundIn,
  type KubeObject,
  type Placed,
} from '../../kit.ts';

/** gateway-api, apis/v1/shared_types.go, RouteConditionReason. */
export const rule = defineRule('cluster', {
  code: 'reference/route-parent',
  severity: 'error',
  what: 'A route asks a Gateway for a listener that is not there, or that does not take it.',
  why: 'The controller does not accept the route (NoMatchingParent, NotAllowedByListeners, NoMatchingListenerHostname), and no request arrives.',
  fix: 'Name a listener of the Gateway, and let its `allowedRoutes` and its `hostname` fit the route.',
  *run(cluster) {
    for (const route of cluster.subjects(...GATEWAY_ROUTES)) {
      for (const parents of parentsOf(cluster, route)) {
        const refusals = parents.map((parent) => [...refused(cluster, route, parent)]);
        if (refusals.every(({ length }) => length > 0)) yield* refusals[0] ?? [];
      }
    }
  },
});

function* refused(cluster: Cluster, route: KubeObject, parent: Parent): Iterable<FoundIn<'cluster'>> {
  const { place, gateway } = parent;
  const all = listenersOf(gateway);
  if (all.length === 0) return;
  const asked = askedFor(parent);
  if (asked.length === 0) {
    const section = text(place.item['sectionName']);
    const named = section !== undefined && !all.some(({ item }) => item['name'] === section);
    yield {
      object: route,
      path: child(place.at, named ? 'sectionName' : 'port'),
      message: named
        ? `is attached to the listener ${quoted(section)} of ${objectTitle(gateway)}, which has ${list(all, 'name')}`
        : `is attached to the port ${integer(place.item['port']) ?? ''} of ${objectTitle(gateway)}, which has ${list(all, 'port')}`,
      hint: named ? 'name a listener of the Gateway' : 'name a port of a listener, or leave port out',
      related: [{ object: gateway, path: '/spec/listeners', note: 'the listeners it has' }],
    };
    return;
  }
  const ofKind = asked.filter((listener) => takesKind(listener, route));
  const ofNamespace = ofKind.filter((listener) => takesNamespace(cluster, listener, gateway, route));
  const first = (ofKind[0] ?? asked[0]) as Placed;
  const related = [{ object: gateway, path: first.at, note: 'the listener' }];
  if (ofKind.length === 0)
    yield {
      object: route,
      path: place.at,
      message: `is attached to ${objectTitle(gateway)}, of which no listener takes routes of kind ${route.kind}`,
      hint: 'attach it to a listener of the right protocol, or add the kind to allowedRoutes.kinds',
      related,
    };
  else if (ofNamespace.length === 0)
    yield {
      object: route,
      path: place.at,
      message: `is attached to ${objectTitle(gateway)}, which takes no route of namespace ${shown(route.metadata.namespace ?? 'default')}${fields(fields(first.item['allowedRoutes'])['namespaces'])['from'] === undefined ? ': without allowedRoutes only those of its own' : ''}`,
      hint: 'let allowedRoutes.namespaces of the listener fit, or put the route into the namespace of the Gateway',
      related,
    };
  else if (!ofNamespace.some((listener) => sharesHost(listener, route)))
    yield {
      object: route,
      path: '/spec/hostnames',
      message: `has ${texts(fields(route['spec'])['hostnames']).map(quoted).join(', ')}, and the listeners of ${objectTitle(gateway)} take ${list(ofNamespace, 'hostname')}`,
      hint: 'use a host that the listener takes',
      related,
    };
}

function list(listeners: readonly Placed[], key: string): string {
  return listeners
    .map(({ item }) => item[key])
    .flatMap((value) => (typeof value === 'string' || typeof value === 'number' ? [shown(String(value))] : []))
    .join(', ');
}
