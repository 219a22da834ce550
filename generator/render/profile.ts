import type { AgentContext, Component, FleetFacts, SharedContext } from '../components/component.ts';
import type { KubeObject } from '../k8s/object.ts';
import { REGION_PLACEHOLDER } from '../k8s/region-placeholder.ts';
import type { Agent } from '../fleet/agent.ts';
import type { Settings } from '../fleet/fleet.ts';
import type { Region } from '../fleet/region.ts';
import { hostIn } from '../fleet/hosts.ts';
import { memo } from '../model/memo.ts';
import { byCodeUnit } from '../model/order.ts';
import type { RequiredSecret } from '../model/required-secret.ts';
import type { Interned } from './interned.ts';
import type { Fragment, Unit } from './unit.ts';

/** Secrets that an agent needs. */
interface RequiredSecrets {
  /** Equal for equal ones. */
  readonly number: number;
  readonly requiredSecrets: readonly RequiredSecret[];
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
  readonly #agents = new Map<Component, WeakMap<Agent, Unit | null>>();
  readonly #placements = new Map<Component, WeakMap<Agent, Fragment | null>>();
  readonly #secrets = new Map<Component, WeakMap<RequiredSecret, Fragment | null>>();
  readonly #requiredSecrets = new WeakMap<Agent, RequiredSecrets>();
  readonly #alike = new Map<string, RequiredSecrets>();
  readonly #regional = new Map<string, readonly RequiredSecret[]>();

  readonly #interned: Interned;

  constructor(fleet: FleetFacts, components: readonly Component[], region: Region, made: Interned) {
    this.#interned = made;
    const { versions, clusterFacts, station, names } = region;
    this.components = components;
    this.#settings = region.components;
    this.#zone = fleet.zone.name;
    const namespaces = [...new Set(components.flatMap((component) => component.namespaces(fleet)))].sort(byCodeUnit);
    this.#context = { fleet, versions, clusterFacts, station, names, namespaces, region: REGION_PLACEHOLDER };
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
  placement(component: Component, agent: Agent): Fragment | null {
    return memo(inner(this.#placements, component), agent, () => this.#fragment(component.placement?.(this.#agentContext(component, agent))));
  }

  /** Objects by which a component delivers a Secret. */
  secret(component: Component, need: RequiredSecret): Fragment | null {
    return memo(inner(this.#secrets, component), need, () => this.#fragment(component.secret?.(this.context(component), need)));
  }

  /** Secrets that a region with these agents needs and no component makes: with placeholders, sorted. */
  requiredSecrets(agents: readonly Agent[]): readonly RequiredSecret[] {
    const lists = agents.map((agent) => memo(this.#requiredSecrets, agent, () => this.#requiredOf(agent)));
    return memo(this.#regional, lists.map(({ number }) => number).join(), () => {
      const own = this.components.flatMap((component) => component.secrets?.(this.context(component)) ?? []);
      const all = new Map<string, RequiredSecret>();
      for (const each of [...this.#missing(own), ...lists.flatMap((list) => list.requiredSecrets)])
        all.set(`${each.namespace}/${each.name}`, both(all.get(`${each.namespace}/${each.name}`), each));
      return [...all].sort(([a], [b]) => byCodeUnit(a, b)).map(([, each]) => each);
    });
  }

  /** Of an agent that regions set up differently, the Secrets are mostly the same. */
  #requiredOf(agent: Agent): RequiredSecrets {
    const requiredSecrets = this.#missing(
      this.components.flatMap((component) => component.agentSecrets?.(this.#agentContext(component, agent)) ?? []),
    );
    return memo(this.#alike, JSON.stringify(requiredSecrets), () => ({ number: this.#alike.size, requiredSecrets }));
  }

  #unit(component: Component, name: string, objects: readonly KubeObject[] = []): Unit | null {
    return objects.length === 0 ? null : this.#interned.unit(component.name, name, objects);
  }

  #fragment(objects: readonly KubeObject[] = []): Fragment | null {
    return objects.length === 0 ? null : this.#interned.fragment(objects);
  }

  #missing(requiredSecrets: readonly RequiredSecret[]): RequiredSecret[] {
    return requiredSecrets.filter(({ madeBy }) => !this.components.some(({ name }) => name === madeBy));
  }

  #agentContext(component: Component, agent: Agent): AgentContext {
    return { ...this.context(component), agent, host: hostIn(agent.host, REGION_PLACEHOLDER, this.#zone) };
  }
}

function inner<K extends object, V>(map: Map<Component, WeakMap<K, V>>, component: Component): WeakMap<K, V> {
  return memo(map, component, () => new WeakMap<K, V>());
}

/** What two need of one Secret: of one that people chose every key, of others the same. */
function both(one: RequiredSecret | undefined, other: RequiredSecret): RequiredSecret {
  if (one === undefined) return other;
  if (one.chosen !== true || other.chosen !== true) return one;
  const further = other.keys.filter(({ key }) => !one.keys.some((known) => known.key === key));
  return {
    ...one,
    keys: [...one.keys, ...further],
    make: [...new Set([...one.make, ...other.make])],
    consumer: [...new Set([one.consumer, other.consumer])].join(', '),
  };
}
