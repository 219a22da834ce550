import type { KubeObject } from './object.ts';
import type { Pointer } from '../model/pointer.ts';
import { claimsIn } from './claims.ts';
import type { Cluster } from './cluster.ts';
import { fields, text } from './look.ts';

/** A class of the cluster that an object names. */
export interface ClassAsk {
  readonly by: KubeObject;
  readonly at: Pointer;
  readonly kind: string;
  readonly name: string;
}

/** Classes are what clusters bring: that one is missing can only be said where everything is known that a cluster has. */
export function* classAsks(cluster: Cluster): Iterable<ClassAsk> {
  if (!cluster.whole) return;
  for (const { object: by, at, spec } of claimsIn(cluster)) {
    const name = text(spec['storageClassName']);
    // What the settings of an agent or a region name is there.
    if (name === undefined || name === cluster.facts?.storageClass || by.metadata.labels?.['app.kubernetes.io/managed-by'] === 'pap-fleet') continue;
    yield { by, at: `${at}/storageClassName`, kind: 'storage.k8s.io/StorageClass', name };
  }
  for (const by of cluster.subjects('networking.k8s.io/Ingress')) {
    const name = text(fields(by['spec'])['ingressClassName']);
    if (name !== undefined) yield { by, at: '/spec/ingressClassName', kind: 'networking.k8s.io/IngressClass', name };
  }
}
