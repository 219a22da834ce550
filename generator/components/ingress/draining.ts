import type { IMiddleware } from '@kubernetes-models/traefik/traefik.io/v1alpha1/Middleware';
import { serves } from '../../fleet/versions/serves.ts';
import { agentLabels } from '../../k8s/labels.ts';
import type { KubeObject } from '../../k8s/object.ts';
import { drainingMiddleware } from '../../model/names.ts';
import type { AgentContext } from '../component.ts';

/** Nobody asks from there: the limited broadcast address is never a source (RFC 1122, 3.2.1.3), and Traefik wants one address at least. */
const NOBODY = '255.255.255.255/32';
/** "Likely to be alleviated after some delay" (RFC 9110, 15.6.4): clients try again, or elsewhere, where a 404 would tell them to give up. */
const UNAVAILABLE = 503;

/**
 * Traefik drops a route that names a middleware which is not there, and clients get a 404. So this one comes before the routes that name it
 * and goes after them: Argo CD prunes first within a wave (https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#prune-last).
 */
const ORDER = { 'argocd.argoproj.io/sync-options': 'PruneLast=true', 'argocd.argoproj.io/sync-wave': '-1' } as const;

/**
 * What refuses every new request of an agent that drains. The route stays: its hosts keep their certificate, and Traefik swaps its handlers
 * without an end to the requests that have begun.
 */
export function refusal({ fleet, agent, versions }: AgentContext): KubeObject {
  const list = { sourceRange: [NOBODY], ...(serves(versions, 'rejectStatusCode') ? { rejectStatusCode: UNAVAILABLE } : {}) };
  return {
    apiVersion: 'traefik.io/v1alpha1',
    kind: 'Middleware',
    metadata: { name: drainingMiddleware(agent.name), namespace: fleet.namespace, labels: agentLabels(fleet.name, agent), annotations: ORDER },
    spec: serves(versions, 'ipAllowList') ? { ipAllowList: list } : { ipWhiteList: list },
  } satisfies IMiddleware;
}
