import type { Fleet } from '../../fleet/fleet.ts';
import { memo } from '../../model/memo.ts';
import { subject } from '../change.ts';
import type { Change } from '../change.ts';
import { agentOf } from '../../k8s/agent-of.ts';
import type { Danger } from './danger.ts';

/**
 * Agents whose owner may approve something, and the changes: those of the agent's own objects that are work and nothing graver. Without an owner in
 * `fleet.yaml`, or an organisation that GitHub could ask, there is nobody but the platform team.
 */
export function ownersReach({ teams, gitops }: Fleet, changes: readonly Change[], dangers: readonly Danger[]): Map<string, Set<Change>> {
  const reach = new Map<string, Set<Change>>();
  if (gitops.owners === undefined || teams.size === 0) return reach;
  const graver = new Set(dangers.filter((danger) => danger.class !== 'work').map(({ change }) => change));
  for (const change of changes) {
    const agent = agentOf(subject(change));
    // What was another's before, or nobody's, is not theirs to approve.
    if (agent === undefined || !teams.has(agent) || (change.before !== undefined && agentOf(change.before) !== agent)) continue;
    if (graver.has(change)) continue;
    memo(reach, agent, () => new Set<Change>()).add(change);
  }
  return reach;
}
