import type { Agent } from '../model/fleet.ts';

/** Label that Kustomize puts on every object of a region. */
export const REGION_LABEL = 'pap.plugged.in/region';

/** Annotation with an agent's reference: `/` and `@` are illegal in a label value. */
export const REF_ANNOTATION = 'pap.plugged.in/agent-ref';

/** Labels of everything the fleet makes (kubernetes.io "Recommended Labels"). */
export function fleetLabels(fleet: string): Record<string, string> {
  return { 'app.kubernetes.io/managed-by': 'pap-fleet', 'app.kubernetes.io/part-of': fleet };
}

/**
 * What selects an agent's pods. A selector can never change, so it holds neither version nor region.
 */
export function agentSelector(fleet: string, agent: Pick<Agent, 'name'>): Record<string, string> {
  return { 'app.kubernetes.io/name': agent.name, 'app.kubernetes.io/part-of': fleet };
}

/** Labels of an agent's objects. */
export function agentLabels(fleet: string, agent: Pick<Agent, 'name' | 'owner' | 'version'>): Record<string, string> {
  return {
    'app.kubernetes.io/component': 'agent',
    'app.kubernetes.io/managed-by': 'pap-fleet',
    ...agentSelector(fleet, agent),
    'app.kubernetes.io/version': agent.version,
    'pap.plugged.in/owner': agent.owner,
  };
}
