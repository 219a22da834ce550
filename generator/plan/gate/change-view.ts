import { NO_AGENT, agentView } from '../../check/policies/views.ts';
import { kindName } from '../../k8s/object.ts';
import type { CHANGE } from '../../check/policies/shapes.ts';
import type { Agent } from '../../fleet/agent.ts';
import type { Fleet } from '../../fleet/fleet.ts';
import { agentAmong } from '../../k8s/agent-of.ts';
import { lazyMap, untyped } from '../../k8s/crd/cel/untyped.ts';
import { ARGOCD, isDelivery, subject } from '../change.ts';
import type { Change } from '../change.ts';
import { pathText } from '../fields.ts';
import { replacesPods, stopsPods } from './pods.ts';

type Field = keyof typeof CHANGE;

/** What policies call the component of a change: whatever hub an Application is delivered by, it is delivered. */
function componentOf({ component }: Pick<Change, 'component'>): string {
  return isDelivery(component) ? ARGOCD : component;
}

/** Changes as policies see them. */
export class ChangeViews {
  /** Region → agent. */
  readonly #placed = new Map<string, ReadonlyMap<string, Agent>>();
  /** Agents wherever they are. */
  readonly #agents = new Map<string, Agent>();

  constructor({ regions }: Pick<Fleet, 'regions'>) {
    for (const { name, placements } of regions) {
      const here = placements.map(({ agent }): [string, Agent] => [agent.name, agent]);
      this.#placed.set(name, new Map(here));
      for (const [agent, value] of here) this.#agents.set(agent, value);
    }
  }

  /** @param looked called for each field that is looked at, with what it holds */
  of(change: Change, looked?: (field: Field, value: unknown) => void): Map<string, unknown> {
    const { verb, region, fields, consequences, before, after } = change;
    const object = subject(change);
    const parts: Readonly<Record<Field, () => unknown>> = {
      verb: () => verb,
      region: () => region,
      component: () => componentOf(change),
      kind: () => kindName(object),
      namespace: () => object.metadata.namespace ?? '',
      name: () => object.metadata.name,
      agent: () => this.#agent(change),
      restarts: () => replacesPods(change),
      stops: () => stopsPods(change),
      fields: () => fields.map(({ path }) => pathText(path)),
      says: () => [...consequences],
      before: () => untyped(before ?? null),
      after: () => untyped(after ?? null),
    };
    return lazyMap(new Map(Object.entries(parts)), (key, value) => looked?.(key, value));
  }

  /** As it will be in the region; where it goes from there, as it is in another one. */
  #agent(change: Change): unknown {
    const agent = agentAmong(subject(change), change.unit, (name) => this.#placed.get(change.region)?.get(name) ?? this.#agents.get(name));
    return agent === undefined ? NO_AGENT : agentView(agent);
  }
}
