import type { KubeObject } from '../../k8s/object.ts';
import { memo } from '../../model/memo.ts';
import type { Overlay } from '../../render/overlay.ts';
import type { Change } from '../change.ts';
import { agentOf } from '../../k8s/agent-of.ts';
import { tableFor } from './kinds.ts';
import type { Table } from './table.ts';
import { masked, maskedTexts } from './mask.ts';
import { walk } from './walk.ts';

/** The name of no object. */
const UNNAMED = '\u0094';

type Values = ReadonlySet<string>;

interface Placed {
  readonly object: KubeObject;
  readonly region: string;
}

/**
 * What is delivered already, by component, kind and row of its table, with the names of objects, agents and regions masked:
 * what a new region or a new agent has alike with another is no new power. Read only when something is created.
 */
export class Known {
  readonly #overlays: readonly Overlay[];
  readonly #changed: ReadonlyMap<string, Change>;
  readonly #delivery: readonly Change[];
  readonly #own: ReadonlyMap<string, Table> | undefined;
  readonly #values = new Map<string, Values>();
  readonly #roles = new Map<string, ReadonlyMap<string, readonly Placed[]>>();
  readonly #twins = new Map<string, readonly KubeObject[]>();
  readonly #parts = new WeakMap<KubeObject, readonly string[]>();

  /** @param overlays the new state @param changes what makes it another than the old one @param own tables of kinds that the fleet brings */
  constructor(overlays: readonly Overlay[], changes: readonly Change[], own?: ReadonlyMap<string, Table>) {
    this.#own = own;
    this.#overlays = overlays;
    this.#changed = new Map(changes.map((change) => [key(change.region, change.component, change.id), change]));
    this.#delivery = changes;
  }

  /** Whether a part of a value of an object stands at the same row elsewhere. */
  has(component: string, object: KubeObject, row: string, part: unknown, region: string): boolean {
    const kind = `${component} ${object.kind}`;
    const text = `${row} ${masked(part, object.metadata.name, agentOf(object), region)}`;
    return memo(this.#values, kind, () => this.#collect(component, object.kind)).has(text);
  }

  /** What is delivered for other regions or agents at the place of an object, and the object itself; names are masked in all. */
  twins(component: string, object: KubeObject, region: string): { own: KubeObject; others: readonly KubeObject[] } {
    const kind = `${component} ${object.kind}`;
    const role = roleOf(object, region);
    const others = memo(this.#twins, `${kind} ${role}`, () => {
      const alike = memo(this.#roles, kind, () => this.#byRole(component, object.kind)).get(role) ?? [];
      // Most regions have the same: of those one is enough.
      const distinct = new Map(alike.map((each) => [masked(each.object, each.object.metadata.name, agentOf(each.object), each.region), each]));
      return [...distinct.values()].map((each) => nameless(each.object, each.region));
    });
    return { own: nameless(object, region), others };
  }

  #byRole(component: string, kind: string): ReadonlyMap<string, readonly Placed[]> {
    const found = new Map<string, Placed[]>();
    this.#each(component, kind, (object, region) => memo(found, roleOf(object, region), () => []).push({ object, region }));
    return found;
  }

  #collect(component: string, kind: string): Values {
    const found = new Set<string>();
    this.#each(component, kind, (object, region) => {
      for (const text of memo(this.#parts, object, () => partsOf(object, region, this.#own))) found.add(text);
    });
    return found;
  }

  /** Every object of a kind that is delivered and stays as it is, or was delivered before this change. */
  #each(component: string, kind: string, add: (object: KubeObject, region: string) => unknown): void {
    for (const {
      region,
      component: { name },
      units,
      own,
    } of this.#overlays) {
      if (name !== component) continue;
      for (const part of [...units, ...own])
        part.objects.forEach((object, i) => {
          if (object.kind !== kind) return;
          const change = this.#changed.get(key(region.name, name, part.ids[i] as string));
          if (change === undefined) add(object, region.name);
        });
    }
    for (const { component: name, before, region } of this.#delivery) if (name === component && before?.kind === kind) add(before, region);
  }
}

function key(region: string, component: string, id: string): string {
  return `${region} ${component} ${id}`;
}

/** What an object is to its agent and its region: its name without theirs. */
function roleOf(object: KubeObject, region: string): string {
  return masked(object.metadata.name, UNNAMED, agentOf(object), region);
}

function nameless(object: KubeObject, region: string): KubeObject {
  return maskedTexts(object, object.metadata.name, agentOf(object), region) as KubeObject;
}

/** Every part of an object that may be asked for. */
function partsOf(object: KubeObject, region: string, own: ReadonlyMap<string, Table> | undefined): string[] {
  const table = tableFor(object, own);
  if (table === undefined) return [];
  const found: string[] = [];
  const agent = agentOf(object);
  walk(table.tree, undefined, object, ({ row, after, rule }) => {
    for (const part of rule?.setting?.(after) ?? [after]) found.push(`${row} ${masked(part, object.metadata.name, agent, region)}`);
  });
  return found;
}
