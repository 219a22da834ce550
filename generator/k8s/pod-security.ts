import { atLeast } from '../model/version.ts';
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
  /** Whether probes that name a host count: from Kubernetes 1.34 on. */
  readonly hostProbes: boolean;
}

/**
 * The Pod Security level that a pod is held to: that of its namespace, where it is known. Where all of a cluster is known and
 * its namespace asks for nothing, the strictest: a pod that one forgot is the one that is looked for. PAP agents always.
 */
export function podSecurity(cluster: Cluster, pod: Pod): PodSecurity {
  const namespace = pod.owner.metadata.namespace;
  const labels = namespace === undefined ? undefined : cluster.find('/Namespace', undefined, namespace)?.metadata.labels;
  const level = labels?.[LABEL];
  if (level !== undefined) return { level, enforced: true, hostProbes: countsHostProbes(labels?.[`${LABEL}-version`]) };
  return { level: cluster.whole || isAgent(pod) ? 'restricted' : 'unknown', enforced: false, hostProbes: true };
}

/** @param version `v1.35`; undefined or `latest`: the newest */
function countsHostProbes(version: string | undefined): boolean {
  const minor = /^v(1\.[0-9]+)$/.exec(version ?? '')?.[1];
  return minor === undefined || atLeast(minor, '1.34');
}
