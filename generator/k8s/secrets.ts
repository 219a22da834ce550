import { group, isClusterKind, type KubeObject } from './object.ts';
import { get } from '../model/data.ts';
import { child, type Pointer } from '../model/pointer.ts';
import { isFleets } from './agent.ts';
import { kindOf, sameNamespace, type Cluster, type Index } from './cluster.ts';
import { each, fields, text, textMap } from './look.ts';

/** A Secret that some object makes, or makes a controller make. */
interface Offer {
  readonly by: KubeObject;
  /** Where the object names it. */
  readonly at: Pointer;
  readonly namespace: string | undefined;
  readonly name: string;
  /** Absent: whatever the source holds. */
  readonly keys?: ReadonlySet<string>;
}

/** Which Secret is meant. */
type Named = Pick<Offer, 'namespace' | 'name'>;

const TLS_KEYS = ['tls.crt', 'tls.key', 'ca.crt'];

/** Every Secret of a name that objects of the cluster make. */
export function offersOf(cluster: Cluster, name: string): readonly Offer[] {
  return cluster.lookup(offersByName, name);
}

const offersByName: Index<Offer> = (object) => [...offers(object)].map((offer) => [offer.name, offer]);

/** The Secrets that one object makes. */
export function* offers(object: KubeObject): Iterable<Offer> {
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
      // With a manifest it makes another kind of object.
      if (get(spec, ['target', 'manifest']) === undefined) yield externalSecret(object);
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
    case 'gateway.networking.k8s.io/Gateway':
      if (isIssued(object)) {
        for (const { item, at } of each(object, 'spec.listeners[].tls.certificateRefs[]')) {
          const secret = text(item['name']);
          if (secret !== undefined && item['namespace'] === undefined)
            yield { ...base, name: secret, at: child(at, 'name'), keys: new Set(TLS_KEYS) };
        }
      }
      return;
    case 'networking.k8s.io/Ingress':
      if (isIssued(object)) {
        for (const { item, at } of each(object, 'spec.tls[]')) {
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

/** Whether cert-manager makes a Certificate for each Secret that it names. */
function isIssued({ metadata: { annotations = {} } }: KubeObject): boolean {
  return Object.keys(annotations).some((key) => /^(?:cert-manager\.io\/(?:cluster-)?issuer|kubernetes\.io\/tls-acme)$/.test(key));
}

const NO_MAKERS = /\.k8s\.io$|^traefik|^monitoring\.coreos/;
/** Whose objects name Secrets that they read, and of which it is known what they make. */
const READERS = /^(?:cert-manager\.io|external-secrets\.io|bitnami\.com|velero\.io)$/;

/** Whether it belongs to a controller of which nothing is known. */
function isForeign(object: KubeObject): boolean {
  return group(object).includes('.') && !NO_MAKERS.test(group(object)) && !isClusterKind(object);
}

/**
 * Whether a controller of which nothing is known may make a Secret: one whose object names it (Vault, Crossplane, a
 * SecretProviderClass), or whose name it goes on with (CloudNativePG makes `db-app` of a Cluster `db`).
 */
export function mayMake(cluster: Cluster, { namespace, name }: Named): boolean {
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
  const data = each(object, 'spec.data[]').map(({ item }) => text(item['secretKey']) ?? '');
  const made = Object.keys(textMap(template['data']));
  return {
    by: object,
    at: '/metadata/name',
    namespace,
    name: text(target['name']) ?? name,
    ...(open ? {} : { keys: new Set(made.length > 0 && template['mergePolicy'] !== 'Merge' ? made : [...data, ...made]) }),
  };
}

/** Who makes a Secret: the objects that do, or what was declared. */
export function madeBy(cluster: Cluster, { namespace, name }: Named): readonly Offer[] {
  return offersOf(cluster, name).filter((offer) => sameNamespace(offer.namespace, namespace));
}

/**
 * Whether the cluster shows that it makes Secrets: then one that nobody makes is missing, and not somebody else's. A
 * Certificate shows that only beside what runs: with nothing but its issuer it is a page about certificates. One that this program
 * made shows nothing: Secrets that people bring are listed in out/secrets.md.
 */
export function makesSecrets(cluster: Cluster): boolean {
  return (
    cluster.whole ||
    SECRET_MAKERS.some((kind) => cluster.all(kind).length > 0) ||
    (cluster.allPods.length > 0 && cluster.all('cert-manager.io/Certificate').some((certificate) => !isFleets(certificate)))
  );
}

const SECRET_MAKERS = ['/Secret', 'external-secrets.io/ExternalSecret', 'bitnami.com/SealedSecret'];
