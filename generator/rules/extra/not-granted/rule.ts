import type { RuleInfo } from '../../../model/rule.ts';

/** Found in `check/granted.ts`, where it is known what is delivered where. */
export const rule: RuleInfo = {
  code: 'extra/not-granted',
  severity: 'error',
  what: 'An object of `config/extra` is of a kind, or in a namespace, that nothing grants.',
  why: "What a region's AppProject allows follows from components and from `grants`: an object that widened it by being there would give itself the right to be there.",
  fix: 'Let the platform team add the grant that the message shows to `config/fleet.yaml`, or use a kind and a namespace that components write too.',
  scope: 'text',
};
