import type { RuleInfo } from '../../../model/rule.ts';

export const rule: RuleInfo = {
  code: 'approval/beyond-owner',
  severity: 'warning',
  what: 'An approval below `config/approvals/agents/<agent>` names a change that the owner of the agent may not approve.',
  why: "It does not count for that change: owners approve pods of their agent that stop, restart or are less protected. Power, data, names and other agents are the platform team's, and so is every agent without an `owner` or without `gitops.owners`.",
  fix: 'Let the platform team approve it: `pap-fleet approve` without `--agent`.',
  scope: 'change',
  order: 45,
};
