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

const CERTIFICATE = 'cert-manager.io/Certificate';

/** Whether issuers of this address have the limits: those of its staging environment are others. */
function hasLimits(server: string | undefined): boolean {
  return server !== undefined && /\bletsencrypt\.org\b/.test(server) && !server.includes('staging');
}

/** Most certificates are from an authority of the fleet's own: the names of the issuers that have the limits. */
function limited(cluster: Cluster): ReadonlySet<unknown> {
  const issuers = cluster.subjects('cert-manager.io/ClusterIssuer', 'cert-manager.io/Issuer');
  return new Set(issuers.filter(({ spec }) => hasLimits(text(fields(fields(spec)['acme'])['server']))).map(({ metadata }) => metadata.name));
}

/** What the clusters order where orders count: not from its staging environment. */
export function* ordersOf(clusters: ReadonlyMap<string, Cluster>): Iterable<Order> {
  for (const [region, cluster] of clusters) {
    const issuers = limited(cluster);
    for (const object of issuers.size === 0 ? [] : cluster.subjects(CERTIFICATE)) {
      const spec = fields(object['spec']);
      if (!issuers.has(fields(spec['issuerRef'])['name']) || !hasLimits(acmeServer(cluster, object))) continue;
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
