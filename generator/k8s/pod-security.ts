import type { Cluster } from './cluster.ts';
import { isAgent } from './agent.ts';
import type { Pod } from './pod.ts';

const LABEL = 'pod-security.kubernetes.io/enforce';

/** What a pod is held to. */
interface PodSecurity {
  /** `restricted`, `baseline`, `privileged`, or `unknown`. */
  readonly level: string;
  /** Whether its namespace says so; otherwise we do. */
  readonly enforced: boolean;
  /** Minor version of Kubernetes whose standard counts. */
  readonly version: string;
}

/**
 * The Pod Security level that a pod is held to: that of its namespace, where it is known. Where all of a cluster is known and
 * its namespace asks for nothing, the strictest: a pod that one forgot is the one that is looked for. PAP agents always.
 */
export function podSecurity(cluster: Cluster, pod: Pod): PodSecurity {
  const namespace = pod.owner.metadata.namespace;
  const labels = namespace === undefined ? undefined : cluster.find('/Namespace', undefined, namespace)?.metadata.labels;
  const level = labels?.[LABEL];
  if (level !== undefined) return { level, enforced: true, version: standardOf(labels?.[`${LABEL}-version`]) };
  return { level: cluster.whole || isAgent(pod) ? 'restricted' : 'unknown', enforced: false, version: NEWEST };
}

const NEWEST = '1.999';

/** @param label `v1.35`; undefined or `latest`: the newest */
function standardOf(label: string | undefined): string {
  return /^v(1\.[0-9]+)$/.exec(label ?? '')?.[1] ?? NEWEST;
}
