import type { Cluster } from './cluster.ts';
import { isAgent } from './agent.ts';
import type { Pod } from './pod.ts';

/** The Pod Security level that a pod is held to: that of its namespace, where it is known; for PAP agents the strictest. */
export function podSecurity(cluster: Cluster, pod: Pod): string {
  const namespace = pod.owner.metadata.namespace;
  const level =
    namespace === undefined ? undefined : cluster.find('/Namespace', undefined, namespace)?.metadata.labels?.['pod-security.kubernetes.io/enforce'];
  return level ?? (isAgent(pod) ? 'restricted' : 'unknown');
}
