// What the agents name and nobody brought: it is taken to be in the clusters.
import { fields } from '../k8s/look.ts';
import { sourceOf } from '../fleet/agent.ts';
import type { Config } from './assemble.ts';
import type { Values } from './layers.ts';

export interface Outside {
  readonly kind: 'ConfigMap' | 'PriorityClass';
  readonly name: string;
}

/** ConfigMaps and PriorityClasses that settings of agents name. */
export function namedByAgents({ agents }: Config): Outside[] {
  const found = new Map<string, Outside>();
  const add = (kind: Outside['kind'], name: string): void => void found.set(`${kind} ${name}`, { kind, name });
  const see = (values: Values): void => {
    const priority = values['priorityClassName'];
    if (typeof priority === 'string' && !priority.startsWith('system-')) add('PriorityClass', priority);
    const lists = [values['initContainers'], values['sidecars']].flatMap((list) => (Array.isArray(list) ? (list as Values[]) : []));
    for (const each of [values, ...lists]) {
      for (const value of [...Object.values(fields(each['env'])), ...Object.values(fields(each['volumes']))]) {
        const { from } = fields(value);
        const source = typeof from === 'string' ? sourceOf(from) : undefined;
        if (source?.kind === 'ConfigMap') add('ConfigMap', source.name);
      }
    }
  };
  for (const values of agents.values()) {
    see(values);
    for (const own of Object.values(fields(values['overrides']))) see(own as Values);
  }
  return [...found.values()];
}

/** @param until the last day on which it is believed */
export function externalsOf(outside: readonly Outside[], namespace: string, until: string): Values[] {
  return outside.map(({ kind, name }) => ({
    kind,
    ...(kind === 'ConfigMap' ? { namespace } : {}),
    name,
    reason: 'named by an agent that was imported, and not among the manifests',
    until,
  }));
}
