import type { KubeObject } from './object.ts';
import type { Pod } from './pod.ts';
import { envOf } from './scaling.ts';

const known = new WeakMap<Pod, boolean>();

/** Whether a pod is a PAP agent: PAP's own variables say so. */
export function isAgent(pod: Pod): boolean {
  let agent = known.get(pod);
  if (agent === undefined)
    known.set(
      pod,
      (agent = envOf(pod, 'AGENT_UUID') !== undefined || envOf(pod, 'PAP_CP_ENDPOINT') !== undefined || envOf(pod, 'PAP_AGENT_ID') !== undefined),
    );
  return agent;
}

/** A name that PAP gives to an agent, or to all of a region: `research.us-east.a.plugged.in`. */
const AGENT_HOST = /^[^.]+\.[^.]+\.a\./;

export function isAgentHost(host: string): boolean {
  return AGENT_HOST.test(host);
}

/** Whether an object bears a label of PAP. */
export function isLabelled({ metadata }: KubeObject): boolean {
  return Object.keys(metadata.labels ?? {}).some((key) => key.startsWith('pap.plugged.in/'));
}

/** Whether an object is one agent's: only the fleet sets such labels. */
export function isAgents({ metadata }: KubeObject): boolean {
  return metadata.labels?.['pap.plugged.in/owner'] !== undefined;
}
