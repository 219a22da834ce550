import type { KubeObject } from '../k8s/object.ts';
import type { ExternalObject, Region, Settings } from '../fleet/fleet.ts';
import { memo } from '../model/memo.ts';
import type { SecretNeed } from '../model/secret-need.ts';
import { isMap } from '../model/data.ts';
import { Cluster } from '../k8s/cluster.ts';
import type { External } from '../k8s/cluster.ts';
import { soundness } from './judge-cluster.ts';
import type { Sound } from './judge-cluster.ts';
import { asksOf, mayConcernSecrets, offeredIn } from '../k8s/secrets.ts';
import { isSeenInPart, seen } from '../k8s/seen.ts';
import type { Overlay } from '../render/overlay.ts';
import type { Piece, Unit } from '../render/unit.ts';

const AGENT_LABEL = 'app.kubernetes.io/name';

/** What decides to whose neighbourhood a piece belongs. */
interface Facts {
  /** Equal for pieces that hold the same before the region's name is put in. */
  readonly number: number;
  readonly agent: string | undefined;
  /** Secrets it reads. */
  readonly asks: readonly string[];
  /** Secrets it makes. */
  readonly offers: readonly string[];
}

/** What is judged together: objects, and the Secrets that people bring for them. */
interface Group {
  readonly parts: Piece[];
  readonly brought: SecretNeed[];
  /** Equal for groups of the same. */
  key: string;
}

/**
 * Judges clusters by their neighbourhoods: the objects of one agent with what all agents of the region have around them.
 * Neighbourhoods repeat, fifty agents in a hundred regions are a few hundred of them. It is sound because of what a rule
 * within a neighbourhood promises: what is in order with few objects around stays so with more, and what is equal as
 * long as the region has no name is equal under every name.
 */
export class Neighbours {
  /** What a piece holds before the region's name is put in, where a component says it. */
  readonly #slotted: ReadonlyMap<Piece, readonly KubeObject[]>;
  readonly #numbers = new Map<object | string, number>();
  readonly #surroundings = new Map<string, Cluster | null>();
  readonly #sound = new Map<string, boolean>();
  readonly #brought = new Map<readonly SecretNeed[], string>();
  readonly #last = new Map<string, Sound>();
  readonly #regions = new Map<string, boolean>();
  readonly #facts = new Map<Piece, Facts>();
  readonly #alike = new Map<number, Facts>();

  constructor(slotted: ReadonlyMap<Piece, readonly KubeObject[]>) {
    this.#slotted = slotted;
  }

  /** Whether every neighbourhood of the region is in order; if not, only the whole cluster can tell. */
  areSound(region: Region, overlays: readonly Overlay[], brought: readonly SecretNeed[], declared: readonly ExternalObject[] = []): boolean {
    const here = inRegion(declared, region);
    const facts = `${here.map((each) => this.#number(each)).join()} ${JSON.stringify(region.clusterFacts)}`;
    // Regions with the same agents hold the same more often than not.
    const key = `${facts} ${region.placements.map(({ agent }) => agent.name).join()} ${this.#keyOf(overlays)} ${this.#keyOfSecrets(brought)}`;
    return memo(this.#regions, key, () => {
      const { common, agents } = this.#grouped(region, overlays, brought);
      const surroundings = `${common.key} ${facts}`;
      const around = memo(this.#surroundings, surroundings, () => {
        const cluster = this.#cluster(common, region, here);
        return soundness(cluster) === undefined ? null : cluster;
      });
      if (around === null) return false;
      const number = this.#number(surroundings);
      return [...agents].every(([agent, own]) => memo(this.#sound, `${number} ${own.key}`, () => this.#isSound(agent, own, region, around, number)));
    });
  }

  /** Of an agent that is set up in several ways, what is the same in all of them needs one look. */
  #isSound(agent: string, own: Group, region: Region, around: Cluster, number: number): boolean {
    const alike = `${number} ${agent} ${keyOfSecrets(own.brought)}`;
    const sound = soundness(this.#cluster(own, region, [], around), this.#last.get(alike));
    if (sound !== undefined) this.#last.set(alike, sound);
    return sound !== undefined;
  }

  /** Regions with the same agents have the very same list. */
  #keyOfSecrets(brought: readonly SecretNeed[]): string {
    return memo(this.#brought, brought, () => keyOfSecrets(brought));
  }

  #keyOf(overlays: readonly Overlay[]): string {
    let key = '';
    for (const { units, own } of overlays) {
      for (const part of units) key += `${this.#factsOf(part).number},`;
      for (const part of own) key += `${this.#factsOf(part).number},`;
    }
    return key;
  }

  #cluster({ parts, brought }: Group, { clusterFacts }: Region, here: readonly External[], around?: Cluster): Cluster {
    const objects = parts.flatMap((part) => this.#objects(part));
    return new Cluster({ objects, externals: [...brought.map(secretBrought), ...here], whole: true, facts: clusterFacts, around });
  }

  #objects(part: Piece): readonly KubeObject[] {
    return this.#slotted.get(part) ?? part.objects;
  }

  #numberOf(part: Piece): number {
    const slotted = this.#slotted.get(part);
    if (slotted !== undefined || part.kinds.some(isSeenInPart)) return this.#number(JSON.stringify(this.#objects(part).map(seen)));
    return this.#number('folder' in part ? (part as Unit).folder : part.text);
  }

  #number(key: object | string): number {
    return memo(this.#numbers, key, () => this.#numbers.size);
  }

  /** What is one agent's own, and what is everybody's. */
  #grouped(region: Region, overlays: readonly Overlay[], brought: readonly SecretNeed[]): { common: Group; agents: ReadonlyMap<string, Group> } {
    const agents = new Map(region.placements.map(({ agent }) => [agent.name, newGroup()]));
    const rest: { readonly part: Piece; readonly facts: Facts }[] = [];
    const readers = new Map<string, string>();
    for (const { units, own } of overlays) {
      for (const parts of [units, own]) {
        for (const part of parts) {
          const facts = this.#factsOf(part);
          const { agent } = facts;
          const group = agent === undefined ? undefined : agents.get(agent);
          if (group === undefined || agent === undefined) {
            rest.push({ part, facts });
            continue;
          }
          join(group, part, facts);
          for (const name of facts.asks) readers.set(name, (readers.get(name) ?? agent) === agent ? agent : '');
        }
      }
    }
    // A Secret that one agent alone reads is that agent's.
    const common = newGroup();
    const readerOf = (secret: string): Group => agents.get(readers.get(secret) ?? '') ?? common;
    for (const { part, facts } of rest) {
      const [offer, ...others] = facts.offers;
      join(offer === undefined || others.length > 0 || part.objects.length > 1 ? common : readerOf(offer), part, facts);
    }
    for (const need of brought) bring(readerOf(need.name), need);
    return { common, agents };
  }

  #factsOf(part: Piece): Facts {
    const known = this.#facts.get(part);
    if (known !== undefined) return known;
    // Regions have the same around them more often than not.
    const number = this.#numberOf(part);
    const made = memo(this.#alike, number, () => ({ number, ...this.#learn(part) }));
    this.#facts.set(part, made);
    return made;
  }

  #learn(part: Piece): Omit<Facts, 'number'> {
    const agent = agentOf(part);
    if (!part.kinds.some(mayConcernSecrets)) return { agent, asks: [], offers: [] };
    const cluster = new Cluster({ objects: this.#objects(part), externals: [], whole: true });
    return { agent, asks: asksOf(cluster).map(({ name }) => name), offers: offeredIn(cluster) };
  }
}

function newGroup(): Group {
  return { parts: [], brought: [], key: '' };
}

function join(group: Group, part: Piece, { number }: Facts): void {
  group.parts.push(part);
  group.key += `${number},`;
}

function bring(group: Group, need: SecretNeed): void {
  group.brought.push(need);
  group.key += ` ${keyOfSecret(need)}`;
}

function keyOfSecrets(needs: readonly SecretNeed[]): string {
  return needs.map(keyOfSecret).join(' ');
}

function keyOfSecret({ namespace, name, keys, open }: SecretNeed): string {
  return `${namespace}/${name}:${open === true ? '*' : keys.map(({ key }) => key).join()}`;
}

/** The agent that all objects of a piece are about, and reach no further than. */
function agentOf({ objects }: Piece): string | undefined {
  const [first, ...others] = objects.map(agentOfObject);
  return others.every((agent) => agent === first) ? first : undefined;
}

function agentOfObject(object: KubeObject): string | undefined {
  const name = object.metadata.labels?.[AGENT_LABEL];
  return name !== undefined && keepsTo(object, name) ? name : undefined;
}

/** Whether what an object selects is its own agent's: a policy that selects more is part of everybody's surroundings. */
function keepsTo(object: KubeObject, agent: string): boolean {
  const spec = object['spec'];
  if (!isMap(spec)) return true;
  const selector = spec['podSelector'] ?? spec['selector'];
  if (selector === undefined) return true;
  if (!isMap(selector)) return false;
  const labels = isMap(selector['matchLabels']) ? selector['matchLabels'] : selector;
  return labels[AGENT_LABEL] === agent;
}

/** What was declared for every region, or for this one; and what the settings of its components name. */
export function inRegion(externals: readonly ExternalObject[], { name, components }: Region): External[] {
  const declared = externals.filter(({ region }) => region === undefined || region === name);
  const store = storeOf(components['secrets']);
  return store === undefined ? declared : [...declared, store];
}

const stores = new WeakMap<object, External>();

/** The store that ExternalSecrets read from: naming it in the settings says that it is there. */
function storeOf(settings: Settings | undefined): External | undefined {
  const { store: name } = (settings ?? {}) as { store?: string };
  if (settings === undefined || name === undefined) return undefined;
  let store = stores.get(settings);
  if (store === undefined) stores.set(settings, (store = { kind: 'ClusterSecretStore', name }));
  return store;
}

function secretBrought({ namespace, name, keys, open }: SecretNeed): External {
  return { kind: 'Secret', namespace, name, ...(open === true ? {} : { keys: keys.map(({ key }) => key) }) };
}
