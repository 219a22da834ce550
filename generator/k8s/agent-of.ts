import { isAgents } from './agent.ts';
import type { KubeObject } from './object.ts';

/**
 * The agent that one of our objects is of, by the labels that we write; undefined for what is of a region, or of people. Charts write some of these labels
 * as well: the owner's is nobody's but ours.
 */
export function agentOf(object: KubeObject): string | undefined {
  const { labels } = object.metadata;
  return isAgents(object) && labels?.['app.kubernetes.io/component'] === 'agent' ? labels['app.kubernetes.io/name'] : undefined;
}

/**
 * The agent that an object is of: the unit that it is a part of is named by it, or it bears the labels that all objects of our agents bear. The name alone,
 * which charts give to what they bring, is none.
 * @param unit by its base in out/; undefined where the region has the object for itself @param named the agent of a name
 */
export function agentAmong<T>(object: KubeObject, unit: string | undefined, named: (name: string) => T | undefined): T | undefined {
  const label = agentOf(object);
  return (unit === undefined ? undefined : named(unit)) ?? (label === undefined ? undefined : named(label));
}
