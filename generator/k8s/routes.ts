import { kindOf } from './cluster.ts';
import { fields, maps, text, textMap, texts } from './look.ts';
import type { Fields } from './look.ts';
import type { KubeObject } from './object.ts';
import { hostsOfRule } from './rule-hosts.ts';
import type { Pointer } from '../model/pointer.ts';

/** Kinds that lead requests to Services, as `group/Kind`. */
export const ROUTE_KINDS = [
  'traefik.io/IngressRoute',
  'traefik.io/IngressRouteTCP',
  'traefik.io/IngressRouteUDP',
  'networking.k8s.io/Ingress',
  'gateway.networking.k8s.io/HTTPRoute',
  'gateway.networking.k8s.io/GRPCRoute',
  'gateway.networking.k8s.io/TLSRoute',
  'gateway.networking.k8s.io/TCPRoute',
  'gateway.networking.k8s.io/UDPRoute',
] as const;

/** One rule of a route: for which hosts it takes requests, and where they arrive. */
export interface Claim {
  readonly route: KubeObject;
  /** The field that names the hosts, or lacks them. */
  readonly at: Pointer;
  readonly protocol: 'http' | 'tcp' | 'udp';
  /** In lower case. */
  readonly hosts: readonly string[];
  /** Why it takes requests for other hosts as well; undefined where it names all. */
  readonly open: string | undefined;
  /** Traefik's entry points, in lower case; undefined: all that are on by default. */
  readonly entryPoints: readonly string[] | undefined;
  /** Whether TLS ends here, is handed on unopened, or nothing is said about it. */
  readonly tls: 'ends' | 'passes' | 'unsaid';
  /** The TLSOption by which TLS ends, as Traefik names it. */
  readonly options: string;
  /** `namespace/name` of the Services that it leads to. */
  readonly services: readonly string[];
}

const known = new WeakMap<KubeObject, readonly Claim[]>();

/** What a route claims: nothing where an object is no route. */
export function claimsOf(route: KubeObject): readonly Claim[] {
  let claims = known.get(route);
  if (claims === undefined) known.set(route, (claims = claimsIn(route)));
  return claims;
}

/** Whether requests may arrive for both at one entry point. */
export function share(a: Claim['entryPoints'], b: Claim['entryPoints']): boolean {
  return a === undefined || b === undefined || a.some((point) => b.includes(point));
}

function claimsIn(route: KubeObject): readonly Claim[] {
  const kind = kindOf(route);
  if (kind.startsWith('traefik.io/')) return ofTraefik(route);
  if (kind === 'networking.k8s.io/Ingress') return ofIngress(route);
  return kind.startsWith('gateway.networking.k8s.io/') ? ofGateway(route) : [];
}

function ofTraefik(route: KubeObject): Claim[] {
  const spec = fields(route['spec']);
  const protocol = route.kind === 'IngressRoute' ? 'http' : route.kind === 'IngressRouteTCP' ? 'tcp' : 'udp';
  const points = texts(spec['entryPoints']);
  const tls = fields(spec['tls']);
  const base = {
    route,
    protocol,
    entryPoints: points.length === 0 ? undefined : points.map((point) => point.toLowerCase()),
    tls: spec['tls'] === undefined ? 'unsaid' : tls['passthrough'] === true ? 'passes' : 'ends',
    options: optionsOf(fields(tls['options']), route),
  } as const;
  return maps(spec['routes'], '/spec/routes').map(({ item, at }) => {
    const services = maps(item['services'], '').map((each) => serviceKey(route, each.item));
    if (protocol === 'udp') return { ...base, at, hosts: [], open: 'UDP', services };
    const { hosts, open } = hostsOfRule(text(item['match']) ?? '');
    return { ...base, at: `${at}/match`, hosts: [...hosts].map((host) => host.toLowerCase()), open, services };
  });
}

const OF_CRDS = '@kubernetescrd';

/** `namespace-name` of what Traefik's provider for CRDs calls that, or `namespace_name` where its flag `safeNaming` is set (from 3.7.11 on). */
export const crdName = (reference: string): string =>
  reference.endsWith(OF_CRDS) ? reference.slice(0, -OF_CRDS.length).replaceAll('_', '-') : reference;

function optionsOf({ name, namespace }: Fields, { metadata }: KubeObject): string {
  const own = text(name);
  if (own === undefined || own === 'default') return 'default';
  return own.includes('@') ? crdName(own) : `${text(namespace) ?? metadata.namespace ?? 'default'}-${own}`;
}

const ANNOTATION = 'traefik.ingress.kubernetes.io/router.';

/** Classes of other controllers than Traefik, by the names that everybody gives them. */
const OTHERS = /^(?:nginx|.*[-_]nginx|nginx[-_].*|haproxy|alb|gce.*|istio|contour|kong|azure.*|openshift.*|cilium|ambassador|voyager|skipper)$/;

function ofIngress(route: KubeObject): Claim[] {
  const annotations = textMap(route.metadata.annotations);
  const spec = fields(route['spec']);
  if (OTHERS.test(text(spec['ingressClassName']) ?? annotations['kubernetes.io/ingress.class'] ?? '')) return [];
  const points = (annotations[`${ANNOTATION}entrypoints`] ?? '').split(',').map((point) => point.trim().toLowerCase());
  const ends = annotations[`${ANNOTATION}tls`] === 'true' || Array.isArray(spec['tls']);
  const base = {
    route,
    protocol: 'http',
    entryPoints: points.join('') === '' ? undefined : points,
    tls: ends ? 'ends' : 'unsaid',
    options: crdName(annotations[`${ANNOTATION}tls.options`] ?? 'default'),
  } as const;
  const claims: Claim[] = maps(spec['rules'], '/spec/rules').map(({ item, at }) => {
    const host = text(item['host']);
    const services = maps(fields(item['http'])['paths'], '').map((path) => serviceKey(route, fields(fields(path.item['backend'])['service'])));
    return { ...base, ...named(host === undefined ? [] : [host], 'an Ingress rule'), at: host === undefined ? at : `${at}/host`, services };
  });
  if (spec['defaultBackend'] !== undefined) {
    const services = [serviceKey(route, fields(fields(spec['defaultBackend'])['service']))];
    claims.push({ ...base, at: '/spec/defaultBackend', hosts: [], open: 'a default backend', services });
  }
  return claims;
}

function ofGateway(route: KubeObject): Claim[] {
  const spec = fields(route['spec']);
  const protocol = route.kind === 'UDPRoute' ? 'udp' : route.kind === 'HTTPRoute' || route.kind === 'GRPCRoute' ? 'http' : 'tcp';
  const services = maps(spec['rules'], '').flatMap(({ item }) => maps(item['backendRefs'], '').map((each) => serviceKey(route, each.item)));
  const listed = texts(spec['hostnames']);
  const claims = named(listed, `a ${route.kind}`);
  return [
    {
      route,
      protocol,
      ...claims,
      at: listed.length === 0 ? '/spec' : '/spec/hostnames',
      entryPoints: undefined,
      tls: 'unsaid',
      options: 'default',
      services,
    },
  ];
}

/** Hosts that objects list; a wildcard is a name that others may compare with theirs. */
function named(list: readonly string[], what: string): Pick<Claim, 'hosts' | 'open'> {
  return { hosts: list.map((host) => host.toLowerCase()), open: list.length === 0 ? `${what} without a host` : undefined };
}

function serviceKey({ metadata }: KubeObject, service: Fields): string {
  return `${text(service['namespace']) ?? metadata.namespace ?? ''}/${text(service['name']) ?? ''}`;
}
