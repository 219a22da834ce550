import { kindOf, sameNamespace, type Cluster } from './cluster.ts';
import { each, fields, integer, maps, text, texts, type Fields, type Placed } from './look.ts';
import type { KubeObject } from './object.ts';
import { selects } from './selector.ts';

// https://gateway-api.sigs.k8s.io/reference/spec/

const GROUP = 'gateway.networking.k8s.io';
const GATEWAY = `${GROUP}/Gateway`;

/** Kinds that are attached to Gateways. */
export const GATEWAY_ROUTES: readonly string[] = ['HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute'].map((kind) => `${GROUP}/${kind}`);

/** Kinds of routes that a listener of a protocol takes where it names none. */
const TAKEN: Readonly<Record<string, readonly string[]>> = {
  HTTP: ['HTTPRoute', 'GRPCRoute'],
  HTTPS: ['HTTPRoute', 'GRPCRoute'],
  TLS: ['TLSRoute', 'TCPRoute'],
  TCP: ['TCPRoute'],
  UDP: ['UDPRoute'],
};

export interface Parent {
  readonly place: Placed;
  readonly gateway: KubeObject;
}

/** The Gateways here that a route is attached to: by each of its references one, or several of one name, as documentation has them. */
export function parentsOf(cluster: Cluster, route: KubeObject): readonly (readonly Parent[])[] {
  return each(route, 'spec.parentRefs[]').map((place) => {
    const { group = GROUP, kind = 'Gateway', name, namespace } = place.item;
    if (group !== GROUP || kind !== 'Gateway') return [];
    return cluster
      .named(GATEWAY, text(name) ?? '')
      .filter(({ metadata }) => sameNamespace(metadata.namespace, text(namespace) ?? route.metadata.namespace))
      .map((gateway) => ({ place, gateway }));
  });
}

export function listenersOf(gateway: KubeObject): readonly Placed[] {
  return each(gateway, 'spec.listeners[]');
}

/** The listeners that a route asks for: all of them where it names none. */
export function askedFor({ place: { item }, gateway }: Parent): readonly Placed[] {
  const [section, port] = [text(item['sectionName']), integer(item['port'])];
  return listenersOf(gateway).filter(
    (listener) => (section === undefined || listener.item['name'] === section) && (port === undefined || listener.item['port'] === port),
  );
}

/** Whether a listener takes routes of a kind. Of a protocol that some implementation brings nothing is known. */
export function takesKind({ item }: Placed, route: KubeObject): boolean {
  const kinds = maps(fields(item['allowedRoutes'])['kinds'], '');
  if (kinds.length > 0) return kinds.some(({ item: { group = GROUP, kind } }) => `${String(group)}/${String(kind)}` === kindOf(route));
  const taken = TAKEN[text(item['protocol']) ?? ''];
  return taken === undefined || taken.includes(route.kind);
}

/** Whether a listener takes routes of the namespace of a route; whether by its labels can be said only if it is here. */
export function takesNamespace(cluster: Cluster, { item }: Placed, gateway: KubeObject, route: KubeObject): boolean {
  const { from = 'Same', selector } = fields(fields(item['allowedRoutes'])['namespaces']);
  const own = route.metadata.namespace;
  if (from === 'All') return true;
  if (from === 'Same') return sameNamespace(own, gateway.metadata.namespace);
  if (from === 'None') return false;
  const namespace = own === undefined ? undefined : cluster.find('/Namespace', undefined, own);
  return namespace === undefined || selects(selector, { ...namespace.metadata.labels, 'kubernetes.io/metadata.name': namespace.metadata.name });
}

/** Whether a route has a host that a listener takes; one of the two without a host takes all. */
export function sharesHost({ item }: Placed, route: KubeObject): boolean {
  const hosts = texts(fields(route['spec'])['hostnames']);
  const wanted = text(item['hostname']);
  return wanted === undefined || hosts.length === 0 || hosts.some((host) => meet(host.toLowerCase(), wanted.toLowerCase()));
}

/** Whether two hosts, of which each may begin with `*.`, have a name in common. */
function meet(a: string, b: string): boolean {
  if (a === b) return true;
  if (a.startsWith('*.') && b.endsWith(a.slice(1))) return true;
  return b.startsWith('*.') && a.endsWith(b.slice(1));
}

/** A reference that leads into another namespace, where somebody must allow it. */
export interface Crossing {
  readonly by: KubeObject;
  readonly at: Placed;
  /** As `group/Kind`. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

const LEADING = ['spec.rules[].backendRefs[]', 'spec.rules[].filters[].requestMirror.backendRef'];

/** The references of a route or a Gateway into other namespaces. */
export function crossings(by: KubeObject): readonly Crossing[] {
  const own = by.metadata.namespace;
  const [paths, otherwise] = by.kind === 'Gateway' ? [['spec.listeners[].tls.certificateRefs[]'], 'Secret'] : [LEADING, 'Service'];
  return paths
    .flatMap((path) => each(by, path))
    .flatMap((at) => {
      const [namespace, name] = [text(at.item['namespace']), text(at.item['name'])];
      if (own === undefined || namespace === undefined || namespace === own || name === undefined) return [];
      return [{ by, at, kind: `${text(at.item['group']) ?? ''}/${text(at.item['kind']) ?? otherwise}`, namespace, name }];
    });
}

const GRANT = `${GROUP}/ReferenceGrant`;

/** Grants of a namespace. */
export function grantsIn(cluster: Cluster, namespace: string): readonly KubeObject[] {
  return cluster.all(GRANT).filter(({ metadata }) => sameNamespace(metadata.namespace, namespace));
}

/** Whether a grant allows a reference: it names who refers, and what to. */
export function grants(grant: KubeObject, { by, kind, name }: Crossing): boolean {
  const isKind = (item: Fields, wanted: string): boolean => `${text(item['group']) ?? ''}/${text(item['kind']) ?? ''}` === wanted;
  return (
    each(grant, 'spec.from[]').some(({ item }) => isKind(item, kindOf(by)) && item['namespace'] === by.metadata.namespace) &&
    each(grant, 'spec.to[]').some(({ item }) => isKind(item, kind) && (item['name'] === undefined || item['name'] === '' || item['name'] === name))
  );
}
