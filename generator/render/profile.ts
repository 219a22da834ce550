import type { AgentContext, Component, FleetFacts, SharedContext } from '../components/component.ts';
import type { KubeObject } from '../k8s/object.ts';
import { REGION_SLOT } from '../k8s/region-slot.ts';
import type { Agent, Region, Settings } from '../fleet/fleet.ts';
import { memo } from '../model/memo.ts';
import { byCodeUnit } from '../model/order.ts';
import type { SecretNeed } from '../model/secret-need.ts';
import type { Made } from './made.ts';
import type { Piece, Unit } from './unit.ts';

/** Secrets that an agent needs. */
interface Needs {
  /** Equal for equal ones. */
  readonly number: number;
  readonly needs: readonly SecretNeed[];
}

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
  readonly #needs = new Map<Agent, Needs>();
  readonly #alike = new Map<string, Needs>();
  readonly #regional = new Map<string, readonly SecretNeed[]>();

  readonly #made: Made;

  constructor(fleet: FleetFacts, components: readonly Component[], region: Region, made: Made) {
    this.#made = made;
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
    return memo(this.#common, component, () => this.#unit(component, 'common', component.common?.(this.context(component))));
  }

  /** Objects of an agent that go to a base. */
  agent(component: Component, agent: Agent): Unit | null {
    return memo(inner(this.#agents, component), agent, () =>
      this.#unit(component, agent.name, component.agent?.(this.#agentContext(component, agent))),
    );
  }

  /** Objects of an agent that stand in each overlay in full. */
  placement(component: Component, agent: Agent): Piece | null {
    return memo(inner(this.#placements, component), agent, () => this.#piece(component.placement?.(this.#agentContext(component, agent))));
  }

  /** Objects by which a component delivers a Secret. */
  secret(component: Component, need: SecretNeed): Piece | null {
    return memo(inner(this.#secrets, component), need, () => this.#piece(component.secret?.(this.context(component), need)));
  }

  /** Secrets that a region with these agents needs and no component makes: with slots, sorted. */
  needs(agents: readonly Agent[]): readonly SecretNeed[] {
    const lists = agents.map((agent) => memo(this.#needs, agent, () => this.#needsOf(agent)));
    return memo(this.#regional, lists.map(({ number }) => number).join(), () => {
      const own = this.components.flatMap((component) => component.secrets?.(this.context(component)) ?? []);
      const needs = new Map<string, SecretNeed>();
      for (const need of [...this.#missing(own), ...lists.flatMap((list) => list.needs)]) memo(needs, `${need.namespace}/${need.name}`, () => need);
      return [...needs].sort(([a], [b]) => byCodeUnit(a, b)).map(([, need]) => need);
    });
  }

  /** Of an agent that regions set up differently, the needs are mostly the same. */
  #needsOf(agent: Agent): Needs {
    const needs = this.#missing(this.components.flatMap((component) => component.agentSecrets?.(this.#agentContext(component, agent)) ?? []));
    return memo(this.#alike, JSON.stringify(needs), () => ({ number: this.#alike.size, needs }));
  }

  #unit(component: Component, name: string, objects: readonly KubeObject[] = []): Unit | null {
    return objects.length === 0 ? null : this.#made.unit(component.name, name, objects);
  }

  #piece(objects: readonly KubeObject[] = []): Piece | null {
    return objects.length === 0 ? null : this.#made.piece(objects);
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
