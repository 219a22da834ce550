import type { Agent } from '../fleet/agent.ts';

/** Label that Kustomize puts on every object of a region. */
export const REGION_LABEL = 'pap.plugged.in/region';

/** Version of what an object runs (kubernetes.io "Recommended Labels"). */
export const VERSION_LABEL = 'app.kubernetes.io/version';

/** Label of pods and volumes that a backup holds. */
export const STATE_LABEL = 'pap.plugged.in/state';

/** Annotation with an agent's reference: `/` and `@` are illegal in a label value. */
export const REF_ANNOTATION = 'pap.plugged.in/agent-ref';

/** The owner in an agent's reference. */
export const OWNER_LABEL = 'pap.plugged.in/owner';

/** The team that answers for an agent. */
export const TEAM_LABEL = 'pap.plugged.in/team';

/** Where that team is reached. */
export const CONTACT_ANNOTATION = 'pap.plugged.in/contact';

/** Annotation of the Deployment of an agent that is suspended: no patch starts it. */
export const SUSPENDED_ANNOTATION = 'pap.plugged.in/suspended';

/** Annotation of the Deployment and the routes of an agent that drains: no pod has it, or pods would restart. */
export const DRAINING_ANNOTATION = 'pap.plugged.in/draining';

/** Annotation of an autoscaler whose Deployment still bears a count, which Argo CD ignores. */
export const HANDOVER_ANNOTATION = 'pap.plugged.in/handover';

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

/** Labels of an agent's objects. Without the version: a new one shall not touch routes, policies and certificates. */
export function agentLabels(fleet: string, agent: Pick<Agent, 'name' | 'owner' | 'answerable'>): Record<string, string> {
  return { ...lastingLabels(fleet, agent), ...teamLabels(agent) };
}

/** The team's label. No pod has it: another team shall not restart pods. */
export function teamLabels({ answerable }: Pick<Agent, 'answerable'>): Record<string, string> {
  return answerable === null ? {} : { [TEAM_LABEL]: answerable.team };
}

function lastingLabels(fleet: string, agent: Pick<Agent, 'name' | 'owner'>): Record<string, string> {
  return {
    'app.kubernetes.io/component': 'agent',
    'app.kubernetes.io/managed-by': 'pap-fleet',
    ...agentSelector(fleet, agent),
    [OWNER_LABEL]: agent.owner,
  };
}

/** Labels of an agent's pods, and among those of its Deployment. */
export function workloadLabels(fleet: string, agent: Pick<Agent, 'name' | 'owner' | 'version' | 'storage'>): Record<string, string> {
  return { ...lastingLabels(fleet, agent), [VERSION_LABEL]: agent.version, ...stateLabels(agent) };
}

/** What marks an agent's pods and volume as state worth a backup, if it has any. */
export function stateLabels(agent: Pick<Agent, 'storage'>): Record<string, string> {
  return agent.storage === null ? {} : { [STATE_LABEL]: 'persistent' };
}
