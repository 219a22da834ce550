import type { KubeObject } from './object.ts';
import { child, type Pointer } from '../model/pointer.ts';
import type { Cluster } from './cluster.ts';
import { fields, maps, text, type Fields } from './look.ts';
import type { Ask } from './secret-ask.ts';

/** Secrets that objects read which run nothing themselves: settings of Traefik, monitors, service accounts. */
export function* referenceAsks(cluster: Cluster): Iterable<Ask> {
  for (const by of cluster.subjects('traefik.io/Middleware')) yield* middleware(by);
  for (const by of cluster.subjects('traefik.io/TLSOption'))
    yield* named(by, fields(fields(by['spec'])['clientAuth'])['secretNames'], '/spec/clientAuth/secretNames', 'trusts clients by');
  for (const by of cluster.subjects('traefik.io/TLSStore')) {
    const spec = fields(by['spec']);
    const stored = [
      { item: fields(spec['defaultCertificate']), at: '/spec/defaultCertificate' },
      ...maps(spec['certificates'], '/spec/certificates'),
    ];
    for (const { item, at } of stored) yield* one(by, item, at, 'secretName', 'serves the certificate of');
  }
  for (const by of cluster.subjects('traefik.io/ServersTransport')) yield* transport(by, fields(by['spec']), '/spec');
  for (const by of cluster.subjects('traefik.io/ServersTransportTCP')) yield* transport(by, fields(fields(by['spec'])['tls']), '/spec/tls');
  for (const [kind, list] of MONITORS) {
    for (const by of cluster.subjects(`monitoring.coreos.com/${kind}`)) {
      for (const { item, at } of maps(fields(by['spec'])[list], `/spec/${list}`)) yield* scraper(by, item, at);
    }
  }
  for (const by of cluster.subjects('monitoring.coreos.com/Probe')) yield* scraper(by, fields(by['spec']), '/spec');
  for (const by of cluster.subjects('/ServiceAccount')) {
    for (const { item, at } of maps(by['imagePullSecrets'], '/imagePullSecrets')) yield* one(by, item, at, 'name', 'pulls images with');
    for (const { item, at } of maps(by['secrets'], '/secrets')) if (!isControllers(item)) yield* one(by, item, at, 'name', 'may mount');
  }
}

const MONITORS = [
  ['ServiceMonitor', 'endpoints'],
  ['PodMonitor', 'podMetricsEndpoints'],
] as const;

/** Clusters make tokens for service accounts, and list them there. */
function isControllers({ name }: Fields): boolean {
  return /-(token|dockercfg)-[a-z0-9]{5}$/.test(text(name) ?? '');
}

function* middleware(by: KubeObject): Iterable<Ask> {
  const spec = fields(by['spec']);
  for (const way of ['basicAuth', 'digestAuth']) yield* one(by, fields(spec[way]), `/spec/${way}`, 'secret', 'knows users by');
  const tls = fields(fields(spec['forwardAuth'])['tls']);
  for (const field of ['caSecret', 'certSecret']) yield* one(by, tls, '/spec/forwardAuth/tls', field, 'connects with');
}

function* transport(by: KubeObject, tls: Fields, at: Pointer): Iterable<Ask> {
  for (const field of ['rootCAsSecrets', 'certificatesSecrets']) yield* named(by, tls[field], `${at}/${field}`, 'connects with');
  for (const { item, at: itemAt } of maps(tls['rootCAs'], `${at}/rootCAs`)) yield* one(by, item, itemAt, 'secret', 'connects with');
}

/** How Prometheus says who it is, and whom it believes. */
function* scraper(by: KubeObject, endpoint: Fields, at: Pointer): Iterable<Ask> {
  const [basic, oauth, tls] = [fields(endpoint['basicAuth']), fields(endpoint['oauth2']), fields(endpoint['tlsConfig'])];
  const selectors: readonly (readonly [unknown, Pointer])[] = [
    [basic['username'], '/basicAuth/username'],
    [basic['password'], '/basicAuth/password'],
    [fields(endpoint['authorization'])['credentials'], '/authorization/credentials'],
    [endpoint['bearerTokenSecret'], '/bearerTokenSecret'],
    [fields(oauth['clientId'])['secret'], '/oauth2/clientId/secret'],
    [oauth['clientSecret'], '/oauth2/clientSecret'],
    [fields(tls['ca'])['secret'], '/tlsConfig/ca/secret'],
    [fields(tls['cert'])['secret'], '/tlsConfig/cert/secret'],
    [tls['keySecret'], '/tlsConfig/keySecret'],
  ];
  for (const [value, path] of selectors) {
    const selector = fields(value);
    if (selector['optional'] !== true) yield* one(by, selector, `${at}${path}`, 'name', 'scrapes with', text(selector['key']));
  }
}

function* one(by: KubeObject, holder: Fields, at: Pointer, field: string, verb: string, key?: string): Iterable<Ask> {
  const name = text(holder[field]);
  if (name === undefined) return;
  const ask = { by, at: child(at, field), namespace: by.metadata.namespace, name, verb };
  yield key === undefined ? ask : { ...ask, key: { name: key, at: child(at, 'key') } };
}

function* named(by: KubeObject, list: unknown, at: Pointer, verb: string): Iterable<Ask> {
  if (!Array.isArray(list)) return;
  for (const [i, value] of (list as readonly unknown[]).entries()) {
    const name = text(value);
    if (name !== undefined) yield { by, at: child(at, i), namespace: by.metadata.namespace, name, verb };
  }
}
