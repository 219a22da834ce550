import { remembered } from '../model/memo.ts';
import type { KubeObject } from './object.ts';
import type { Pod } from './pod.ts';
import { envOf } from './scaling.ts';

/** Whether a pod is a PAP agent: PAP's own variables say so. */
export const isAgent = remembered((pod: Pod): boolean =>
  ['AGENT_UUID', 'PAP_CP_ENDPOINT', 'PAP_AGENT_ID'].some((name) => envOf(pod, name) !== undefined),
);

/** A name that PAP gives to an agent, or to all of a region: `research.us-east.a.plugged.in`. */
const AGENT_HOST = /^[^.]+\.[^.]+\.a\./;

export function isAgentHost(host: string): boolean {
  return AGENT_HOST.test(host);
}

/** Whether an object bears a label of PAP. */
export function isLabelled({ metadata }: KubeObject): boolean {
  return Object.keys(metadata.labels ?? {}).some((key) => key.startsWith('pap.plugged.in/'));
}
