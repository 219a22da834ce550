import { isAgents, isFleets } from '../../../k8s/agent.ts';
import type { Cluster } from '../../../k8s/cluster.ts';
import { fields, text } from '../../../k8s/look.ts';
import { objectTitle } from '../../../k8s/object.ts';
import type { KubeObject } from '../../../k8s/object.ts';
import { mountsOf } from '../../../k8s/pod-mounts.ts';
import type { Pod } from '../../../k8s/pod.ts';
import { secretsBy, secretsIn } from '../../../k8s/references.ts';
import { remembered } from '../../../model/memo.ts';
import { clientTlsSecret, firstGeneration, signingKeySecret } from '../../../model/names.ts';
import { quoted } from '../../../model/quoted.ts';
import type { Pointer } from '../../../model/pointer.ts';
import type { FoundIn, Rule } from '../../rule.ts';

/** A Secret of the fleet, and who may read it. */
interface Key {
  readonly what: string;
  /** Label `app.kubernetes.io/name` of the one whose pods mount it; undefined: no pod does. */
  readonly owner: string | undefined;
  readonly because: KubeObject;
}

/** Whoever holds a key is the agent, the region or the writer of records that it stands for. */
export const rule: Rule<'cluster'> = {
  code: 'pap/foreign-key',
  severity: 'error',
  what: 'Something reads a Secret with a key that is not its own.',
  why: 'A signing key, a client certificate, the key of a wildcard certificate or of DNS updates is who its holder is: with it the reader speaks as another agent, or as all of a region.',
  fix: 'Take the volume, the variable or the reference away; give the reader a Secret of its own.',
  scope: 'cluster',
  order: 113,
  *run(cluster) {
    for (const pod of cluster.pods) {
      for (const { kind, name, at } of mountsOf(pod)) {
        if (kind === 'Secret') yield* judged(cluster, pod.owner, pod.owner.metadata.namespace, name, at);
      }
    }
    if (cluster.subjects('cert-manager.io/Issuer', 'cert-manager.io/ClusterIssuer').every(isFleets)) return;
    for (const { by, namespace, name, at } of secretsIn(cluster)) if (/Issuer$/.test(by.kind)) yield* judged(cluster, by, namespace, name, at);
  },
};

function* judged(cluster: Cluster, by: KubeObject, namespace: string | undefined, name: string, at: Pointer): Iterable<FoundIn<'cluster'>> {
  // Another generation of a key is of use as well, before it is used and after.
  const first = firstGeneration(name);
  const own = isFleets(by) ? by.metadata.labels?.['app.kubernetes.io/name'] : undefined;
  // What an agent reads under its own name needs no look at the others.
  if (own !== undefined && isAgents(by) && (first === signingKeySecret(own) || name === clientTlsSecret(own))) return;
  const key = cluster.derive('key in a Secret', `${namespace ?? ''}/${first}`, (all) =>
    all.derive('keys', '', keysIn).get(`${namespace ?? ''}/${first}`),
  );
  if (key === undefined || (key.owner !== undefined && key.owner === own) || (isFleets(by) && /Issuer$/.test(by.kind))) return;
  yield {
    object: by,
    path: at,
    message: `reads the Secret ${quoted(name)}: ${key.what}`,
    hint: 'give it a Secret of its own',
    related: [{ object: key.because, path: '/metadata/name', note: `whose key it is: ${objectTitle(key.because)}` }],
  };
}

function keysIn(cluster: Cluster): ReadonlyMap<string, Key> {
  const keys = new Map<string, Key>();
  const add = (namespace: string | undefined, name: string, key: Key): void => {
    keys.set(`${namespace ?? ''}/${firstGeneration(name)}`, key);
  };
  for (const issuer of cluster.subjects('cert-manager.io/Issuer', 'cert-manager.io/ClusterIssuer')) {
    if (!isFleets(issuer)) continue;
    for (const { namespace, name } of secretsBy(cluster, issuer))
      add(namespace, name, { what: 'with it an issuer of the fleet proves or signs names', owner: undefined, because: issuer });
  }
  for (const certificate of cluster.subjects('cert-manager.io/Certificate')) {
    const name = text(fields(certificate['spec'])['secretName']);
    if (name === undefined || !isFleets(certificate) || isAgents(certificate)) continue;
    add(certificate.metadata.namespace, name, {
      what: 'the key of a certificate for every host of the region',
      owner: undefined,
      because: certificate,
    });
  }
  for (const pod of cluster.pods) for (const { name, key } of keysOf(pod)) add(pod.owner.metadata.namespace, name, key);
  return keys;
}

/** The keys that a pod of the fleet proves itself with: the same in every cluster that runs it. */
const keysOf = remembered((pod: Pod): readonly { readonly name: string; readonly key: Key }[] => {
  const { owner } = pod;
  const own = isFleets(owner) ? owner.metadata.labels?.['app.kubernetes.io/name'] : undefined;
  if (own === undefined) return [];
  if (isAgents(owner))
    return [signingKeySecret(own), clientTlsSecret(own)].map((name) => ({
      name,
      key: { what: `the key of the agent "${own}"`, owner: own, because: owner },
    }));
  const key = { what: `what ${objectTitle(owner)} proves itself with`, owner: own, because: owner };
  return mountsOf(pod).flatMap(({ kind, name }) => (kind === 'Secret' ? [{ name, key }] : []));
});
