import type { AgentContext, Component, FleetFacts, SharedContext } from '../components/component.ts';
import type { KubeObject } from '../kube/object.ts';
import { REGION_SLOT } from '../kube/region-slot.ts';
import type { Agent, Region, Settings } from '../model/fleet.ts';
import { memo } from '../model/memo.ts';
import { byCodeUnit } from '../model/order.ts';
import type { SecretNeed } from '../model/secret-need.ts';
import { piece, unit } from './unit.ts';
import type { Piece, Unit } from './unit.ts';

/**
 * Everything about a region but its name and its placements. Regions that agree share one profile, and with it
 * everything that is built from it: 5,000 placements are mostly 50 agents in one or two profiles.
 */
export class Profile {
  /** Components that run here, in the order of the registry. */
  readonly components: readonly Component[];
  readonly #context: Omit<SharedContext, 'settings'>;
  readonly #settings: Readonly<Record<string, Settings>>;
  readonly #zone: string;
  readonly #common = new Map<Component, Unit | null>();
  readonly #agents = new Map<Component, Map<Agent, Unit | null>>();
  readonly #placements = new Map<Component, Map<Agent, Piece | null>>();
  readonly #secrets = new Map<Component, Map<SecretNeed, Piece | null>>();
  readonly #needs = new Map<Agent | 'region', readonly SecretNeed[]>();

  constructor(fleet: FleetFacts, components: readonly Component[], region: Region) {
    const { versions, clusterFacts, station } = region;
    this.components = components;
    this.#settings = region.components;
    this.#zone = fleet.zone.name;
    const namespaces = [...new Set(components.flatMap((component) => component.namespaces(fleet)))].sort(byCodeUnit);
    this.#context = { fleet, versions, clusterFacts, station, namespaces, region: REGION_SLOT };
  }

  /** The context of a component in regions of this profile. */
  context(component: Component): SharedContext {
    return { ...this.#context, settings: this.#settings[component.name] as Settings };
  }

  /** Objects of a component that do not concern one agent. */
  common(component: Component): Unit | null {
    return memo(this.#common, component, () => unitOf(component, 'common', component.common?.(this.context(component))));
  }

  /** Objects of an agent that go to a base. */
  agent(component: Component, agent: Agent): Unit | null {
    return memo(inner(this.#agents, component), agent, () => unitOf(component, agent.name, component.agent?.(this.#agentContext(component, agent))));
  }

  /** Objects of an agent that stand in each overlay in full. */
  placement(component: Component, agent: Agent): Piece | null {
    return memo(inner(this.#placements, component), agent, () => pieceOf(component.placement?.(this.#agentContext(component, agent))));
  }

  /** Objects by which a component delivers a Secret. */
  secret(component: Component, need: SecretNeed): Piece | null {
    return memo(inner(this.#secrets, component), need, () => pieceOf(component.secret?.(this.context(component), need)));
  }

  /** Secrets that a region with these agents needs and no component makes: with slots, sorted. */
  needs(agents: readonly Agent[]): SecretNeed[] {
    const needs = new Map<string, SecretNeed>();
    const regional = memo(this.#needs, 'region', () =>
      this.#missing(this.components.flatMap((component) => component.secrets?.(this.context(component)) ?? [])),
    );
    const own = agents.flatMap((agent) =>
      memo(this.#needs, agent, () =>
        this.#missing(this.components.flatMap((component) => component.agentSecrets?.(this.#agentContext(component, agent)) ?? [])),
      ),
    );
    for (const need of [...regional, ...own]) memo(needs, `${need.namespace}/${need.name}`, () => need);
    return [...needs].sort(([a], [b]) => byCodeUnit(a, b)).map(([, need]) => need);
  }

  #missing(needs: readonly SecretNeed[]): SecretNeed[] {
    return needs.filter(({ madeBy }) => !this.components.some(({ name }) => name === madeBy));
  }

  #agentContext(component: Component, agent: Agent): AgentContext {
    return { ...this.context(component), agent, host: `${agent.host}.${REGION_SLOT}.${this.#zone}` };
  }
}

function inner<K, V>(map: Map<Component, Map<K, V>>, component: Component): Map<K, V> {
  return memo(map, component, () => new Map<K, V>());
}

function unitOf(component: Component, name: string, objects: readonly KubeObject[] = []): Unit | null {
  return objects.length === 0 ? null : unit(component.name, name, objects);
}

function pieceOf(objects: readonly KubeObject[] = []): Piece | null {
  return objects.length === 0 ? null : piece(objects);
}
