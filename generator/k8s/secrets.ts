import { group, isClusterScoped, type KubeObject } from './object.ts';
import { get } from '../model/data.ts';
import { child, type Pointer } from '../model/pointer.ts';
import { kindOf, sameNamespace, type Cluster, type Index } from './cluster.ts';
import { fields, maps, text, textMap } from './look.ts';
import { asksOfPod } from './pod-secrets.ts';
import type { Ask } from './secret-ask.ts';
import { referenceAsks } from './secret-references.ts';

/** A Secret that some object makes, or makes a controller make. */
export interface Offer {
  readonly by: KubeObject;
  /** Where the object names it. */
  readonly at: Pointer;
  readonly namespace: string | undefined;
  readonly name: string;
  /** Absent: whatever the source holds. */
  readonly keys?: ReadonlySet<string>;
}

const TLS_KEYS = ['tls.crt', 'tls.key', 'ca.crt'];

/** Every Secret of a name that objects of the cluster make. */
export function offersOf(cluster: Cluster, name: string): readonly Offer[] {
  return cluster.lookup(offersByName, name);
}

const offersByName: Index<Offer> = (object) => [...offers(object)].map((offer) => [offer.name, offer]);

function* offers(object: KubeObject): Iterable<Offer> {
  const { name, namespace } = object.metadata;
  const spec = fields(object['spec']);
  const base = { by: object, namespace };
  switch (kindOf(object)) {
    case '/Secret':
      yield {
        ...base,
        name,
        at: '/metadata/name',
        // A controller puts the token into it.
        ...(object['type'] === 'kubernetes.io/service-account-token'
          ? {}
          : { keys: new Set([...Object.keys(fields(object['data'])), ...Object.keys(fields(object['stringData']))]) }),
      };
      return;
    case 'external-secrets.io/ExternalSecret':
      yield externalSecret(object);
      return;
    case 'bitnami.com/SealedSecret': {
      const metadata = fields(get(spec, ['template', 'metadata']));
      const more = Object.keys(fields(get(spec, ['template', 'data'])));
      yield {
        ...base,
        name: text(metadata['name']) ?? name,
        at: '/metadata/name',
        keys: new Set([...Object.keys(fields(spec['encryptedData'])), ...more]),
      };
      return;
    }
    case 'cert-manager.io/Certificate': {
      const secret = text(spec['secretName']);
      const open = spec['keystores'] !== undefined || spec['additionalOutputFormats'] !== undefined;
      if (secret !== undefined) yield { ...base, name: secret, at: '/spec/secretName', ...(open ? {} : { keys: new Set(TLS_KEYS) }) };
      return;
    }
    case 'networking.k8s.io/Ingress':
      if (
        Object.keys(object.metadata.annotations ?? {}).some((key) => /^(?:cert-manager\.io\/(?:cluster-)?issuer|kubernetes\.io\/tls-acme)$/.test(key))
      ) {
        for (const { item, at } of maps(spec['tls'], '/spec/tls')) {
          const secret = text(item['secretName']);
          if (secret !== undefined) yield { ...base, name: secret, at: child(at, 'secretName'), keys: new Set(TLS_KEYS) };
        }
      }
      return;
    default:
      // Other controllers make a Secret of the name of their object (1Password, Vault, Crossplane…); better silent than wrong.
      if (isForeign(object)) yield { ...base, name, at: '/metadata/name' };
  }
}

const NO_MAKERS = /\.k8s\.io$|^traefik|^monitoring\.coreos/;
/** Whose objects name Secrets that they read, and of which it is known what they make. */
const READERS = /^(?:cert-manager\.io|external-secrets\.io|bitnami\.com|velero\.io)$/;

/** Whether it belongs to a controller of which nothing is known. */
function isForeign(object: KubeObject): boolean {
  return group(object).includes('.') && !NO_MAKERS.test(group(object)) && !isClusterScoped(object);
}

/**
 * Whether a controller of which nothing is known may make a Secret: one whose object names it (Vault, Crossplane, a
 * SecretProviderClass), or whose name it goes on with (CloudNativePG makes `db-app` of a Cluster `db`).
 */
export function mayMake(cluster: Cluster, { namespace, name }: Pick<Ask, 'namespace' | 'name'>): boolean {
  return cluster
    .lookup(foreignObjects, '')
    .some(
      (object) =>
        sameNamespace(object.metadata.namespace, namespace) && (name.startsWith(`${object.metadata.name}-`) || mentions(object['spec'], name)),
    );
}

const foreignObjects: Index<KubeObject> = (object) => (isForeign(object) && !READERS.test(group(object)) ? [['', object]] : []);

function mentions(value: unknown, name: string): boolean {
  return value === name || (typeof value === 'object' && value !== null && Object.values(value).some((item) => mentions(item, name)));
}

function externalSecret(object: KubeObject): Offer {
  const { name, namespace } = object.metadata;
  const spec = fields(object['spec']);
  const target = fields(spec['target']);
  const template = fields(target['template']);
  const open = spec['dataFrom'] !== undefined || template['templateFrom'] !== undefined;
  const data = maps(spec['data'], '/spec/data').map(({ item }) => text(item['secretKey']) ?? '');
  const made = Object.keys(textMap(template['data']));
  return {
    by: object,
    at: '/metadata/name',
    namespace,
    name: text(target['name']) ?? name,
    ...(open ? {} : { keys: new Set(made.length > 0 && template['mergePolicy'] !== 'Merge' ? made : [...data, ...made]) }),
  };
}

/** Every Secret that objects to judge read. */
export function asksOf(cluster: Cluster): readonly Ask[] {
  return [
    ...cluster.pods.flatMap(asksOfPod),
    ...['traefik.io/IngressRoute', 'traefik.io/IngressRouteTCP'].flatMap((kind) =>
      cluster.subjects(kind).flatMap((by) => tlsAsk(by, fields(fields(by['spec'])['tls']), '/spec/tls')),
    ),
    ...cluster
      .subjects('networking.k8s.io/Ingress')
      .flatMap((by) => maps(fields(by['spec'])['tls'], '/spec/tls').flatMap(({ item, at }) => tlsAsk(by, item, at))),
    ...['cert-manager.io/Issuer', 'cert-manager.io/ClusterIssuer'].flatMap((kind) => cluster.subjects(kind).flatMap((by) => issuerAsks(by, cluster))),
    ...referenceAsks(cluster),
  ];
}

function tlsAsk(by: KubeObject, tls: Readonly<Record<string, unknown>>, at: Pointer): Ask[] {
  const name = text(tls['secretName']);
  return name === undefined ? [] : [{ by, at: `${at}/secretName`, namespace: by.metadata.namespace, name, verb: 'serves the certificate of' }];
}

/** A ClusterIssuer reads its Secrets in the namespace that cert-manager was started with (`--cluster-resource-namespace`). */
function issuerAsks(by: KubeObject, cluster: Cluster): Ask[] {
  const namespace = by.kind === 'ClusterIssuer' ? (cluster.facts?.certManager.namespace ?? 'cert-manager') : by.metadata.namespace;
  const spec = fields(by['spec']);
  const asks: Ask[] = [];
  const authority = text(fields(spec['ca'])['secretName']);
  if (authority !== undefined) asks.push({ by, at: '/spec/ca/secretName', namespace, name: authority, verb: 'signs with' });
  const account = fields(fields(fields(spec['acme'])['externalAccountBinding'])['keySecretRef']);
  const accountName = text(account['name']);
  if (accountName !== undefined) {
    const at = '/spec/acme/externalAccountBinding/keySecretRef';
    // The key has a default.
    asks.push({ by, at: `${at}/name`, namespace, name: accountName, verb: 'registers with', ...keyAt(account['key'], at) });
  }
  for (const { item, at } of maps(fields(spec['acme'])['solvers'], '/spec/acme/solvers')) {
    for (const [provider, settings] of Object.entries(fields(item['dns01']))) {
      for (const [field, reference] of Object.entries(fields(settings))) {
        const name = text(fields(reference)['name']);
        if (!/SecretRef$/.test(field) || name === undefined) continue;
        const refAt = `${at}/dns01/${provider}/${field}`;
        asks.push({ by, at: `${refAt}/name`, namespace, name, verb: 'reads', ...keyAt(fields(reference)['key'], refAt) });
      }
    }
  }
  return asks;
}

function keyAt(value: unknown, at: Pointer): Pick<Ask, 'key'> {
  const name = text(value);
  return name === undefined ? {} : { key: { name, at: `${at}/key` } };
}

/** Who makes a Secret: the objects that do, or what was declared. */
export function madeBy(cluster: Cluster, { namespace, name }: Pick<Ask, 'namespace' | 'name'>): readonly Offer[] {
  return offersOf(cluster, name).filter((offer) => sameNamespace(offer.namespace, namespace));
}

/**
 * Whether the cluster shows that it makes Secrets: then one that nobody makes is missing, and not somebody else's. A
 * Certificate shows that only beside what runs: with nothing but its issuer it is a page about certificates.
 */
export function makesSecrets(cluster: Cluster): boolean {
  return (
    cluster.whole ||
    SECRET_MAKERS.some((kind) => cluster.all(kind).length > 0) ||
    (cluster.all('cert-manager.io/Certificate').length > 0 && cluster.allPods.length > 0)
  );
}

const SECRET_MAKERS = ['/Secret', 'external-secrets.io/ExternalSecret', 'bitnami.com/SealedSecret'];
