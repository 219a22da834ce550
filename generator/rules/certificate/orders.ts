import type { KubeObject } from '../../k8s/object.ts';
import { byCodeUnit } from '../../model/order.ts';
import type { Cluster } from '../../k8s/cluster.ts';
import { acmeServer } from '../../k8s/issuers.ts';
import { fields, text, texts } from '../../k8s/look.ts';
import type { OfCluster } from '../rule.ts';

/** A certificate that a cluster orders from Let's Encrypt. */
export interface Order extends OfCluster {
  /** Sorted. */
  readonly names: readonly string[];
}

export const CERTIFICATE = 'cert-manager.io/Certificate';

/** What must be seen to tell who issues a certificate. */
export const ORDERING: readonly string[] = [CERTIFICATE, 'cert-manager.io/ClusterIssuer', 'cert-manager.io/Issuer'];

/** Whether issuers of this address have the limits: those of its staging environment are others. */
function hasLimits(server: string | undefined): boolean {
  return server !== undefined && /\bletsencrypt\.org\b/.test(server) && !server.includes('staging');
}

/** Tells which objects can matter to limits, without working out which issuer is whose. */
export function mayCount(clusters: readonly (readonly KubeObject[])[]): (object: KubeObject) => boolean {
  const names = new Set<unknown>();
  for (const objects of clusters) {
    for (const object of objects) {
      if (object.kind.endsWith('Issuer') && hasLimits(text(fields(fields(object['spec'])['acme'])['server']))) names.add(object.metadata.name);
    }
  }
  return (object) => object.kind !== 'Certificate' || names.has(fields(fields(object['spec'])['issuerRef'])['name']);
}

/** What the clusters order where orders count: not from its staging environment. */
export function* ordersOf(clusters: ReadonlyMap<string, Cluster>): Iterable<Order> {
  for (const [region, cluster] of clusters) {
    for (const object of cluster.subjects(CERTIFICATE)) {
      const server = acmeServer(cluster, object);
      if (!hasLimits(server)) continue;
      const spec = fields(object['spec']);
      const names = [...(text(spec['commonName']) === undefined ? [] : [spec['commonName'] as string]), ...texts(spec['dnsNames'])];
      const sorted = [...new Set(names.map((name) => cluster.filled(name).toLowerCase()))].sort(byCodeUnit);
      if (sorted.length > 0) yield { region, object, path: '/spec/issuerRef', names: sorted };
    }
  }
}

/** Second labels under which a country sells names. */
const SOLD_BELOW = /^(?:ac|co|com|edu|go|gob|gov|gv|mil|ne|net|nom|or|org)$/;

/** The domain that the limits of the authority are about: what somebody registered. */
export function registeredDomain(host: string): string {
  const labels = host.split('.');
  const deep = /^[a-z]{2}$/.test(labels.at(-1) ?? '') && SOLD_BELOW.test(labels.at(-2) ?? '');
  return labels.slice(deep ? -3 : -2).join('.');
}
