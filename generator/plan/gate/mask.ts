import { REGION_PLACEHOLDER } from '../../k8s/region-placeholder.ts';
import { memo } from '../../model/memo.ts';

/** Stand for an agent's name and for the name of the object itself; no input may hold them. */
const AGENT = '\u0092';
const SELF = '\u0093';

const words = new Map<string, RegExp>();

function word(name: string): RegExp {
  return memo(words, name, () => new RegExp(`(?<![A-Za-z0-9])${name.replace(/[^A-Za-z0-9]/g, '\\$&')}(?![A-Za-z0-9])`, 'g'));
}

/** A value as text in which the names of object, agent and region do not count: what two regions, or two agents, have alike is equal. */
export function masked(value: unknown, self: string, agent: string | undefined, region: string): string {
  let text = JSON.stringify(value) ?? '';
  text = text.replace(word(self), SELF);
  if (agent !== undefined) text = text.replace(word(agent), AGENT);
  return region === '' ? text : text.replace(word(region), REGION_PLACEHOLDER);
}
