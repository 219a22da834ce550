import type { KubeObject } from './object.ts';
import type { Cluster } from './cluster.ts';
import { fields, text } from './look.ts';

/** The issuer of a Certificate, if it is here. */
function issuerOf(cluster: Cluster, certificate: KubeObject): KubeObject | undefined {
  const { kind, name, group } = fields(fields(certificate['spec'])['issuerRef']);
  if (group !== undefined && group !== 'cert-manager.io') return undefined;
  const namespace = kind === 'ClusterIssuer' ? undefined : certificate.metadata.namespace;
  return cluster.find(`cert-manager.io/${text(kind) ?? 'Issuer'}`, namespace, text(name) ?? '');
}

/** Whether an authority is asked for a lifetime: Let's Encrypt takes no such wish, others may. */
export function asksDuration(cluster: Cluster, certificate: KubeObject): boolean {
  return fields(fields(issuerOf(cluster, certificate)?.['spec'])['acme'])['enableDurationFeature'] === true;
}

/** The ACME directory that a Certificate is ordered from; undefined for any other authority. */
export function acmeServer(cluster: Cluster, certificate: KubeObject): string | undefined {
  const issuer = issuerOf(cluster, certificate);
  return issuer === undefined ? undefined : text(fields(fields(issuer['spec'])['acme'])['server']);
}
