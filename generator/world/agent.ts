import type { Pod } from './pod.ts';
import { envOf } from './scaling.ts';

/** Whether a pod is a PAP agent: PAP's own variables say so. */
export function isAgent(pod: Pod): boolean {
  return envOf(pod, 'AGENT_UUID') !== undefined || envOf(pod, 'PAP_CP_ENDPOINT') !== undefined || envOf(pod, 'PAP_AGENT_ID') !== undefined;
}
