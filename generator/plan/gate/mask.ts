import { REGION_PLACEHOLDER } from '../../k8s/region-placeholder.ts';
import { isMap } from '../../model/data.ts';
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
  return hidden(JSON.stringify(value) ?? '', self, agent, region);
}

/** The same in every text and key of a value, which stays data: a name such as `true` or `10` is one in a text alone. */
export function maskedTexts(value: unknown, self: string, agent: string | undefined, region: string): unknown {
  if (typeof value === 'string') return hidden(value, self, agent, region);
  if (Array.isArray(value)) return value.map((item) => maskedTexts(item, self, agent, region));
  if (!isMap(value)) return value;
  const present = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(present.map(([key, item]) => [hidden(key, self, agent, region), maskedTexts(item, self, agent, region)]));
}

function hidden(text: string, self: string, agent: string | undefined, region: string): string {
  const own = text.replace(word(self), SELF);
  const of = agent === undefined ? own : own.replace(word(agent), AGENT);
  return region === '' ? of : of.replace(word(region), REGION_PLACEHOLDER);
}
