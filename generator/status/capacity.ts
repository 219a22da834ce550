import { Cluster, Holdings, kindOf } from '../k8s/cluster.ts';
import type { KubeObject } from '../k8s/object.ts';
import { limitsOf, said, worded } from '../k8s/quota-limits.ts';
import { MILLIONTHS } from '../k8s/quantity.ts';
import { COUNTED, useOf } from '../k8s/quota-use.ts';
import type { Use } from '../k8s/quota-use.ts';
import { memo, remembered } from '../model/memo.ts';
import type { Fragment } from '../render/unit.ts';
import type { Amount, CapacityRow } from './fleet-model.ts';

/** What every region is told of, whether or not a quota limits it. */
const ALWAYS = ['pods', 'requests.cpu', 'requests.memory'];

/** What regions need and may use: worked out once for those that have the same of what counts. */
export class Capacities {
  readonly #namespace: string;
  readonly #numbers = new Map<Fragment, number>();
  readonly #known = new Map<string, Capacity>();

  constructor(namespace: string) {
    this.#namespace = namespace;
  }

  /** @param fragments of one region: regions share what does not name them @param more what it has besides, of any make */
  of(fragments: readonly Fragment[], more: readonly (readonly KubeObject[])[] = []): Capacity {
    const counted = fragments.filter(counts);
    const lists = counted.map(({ objects }) => objects);
    if (more.length > 0) return new Capacity([...lists, ...more], this.#namespace);
    const key = counted.map((each) => memo(this.#numbers, each, () => this.#numbers.size)).join();
    return memo(this.#known, key, () => new Capacity(lists, this.#namespace));
  }
}

const counts = remembered(({ kinds }: Fragment): boolean => kinds.some((object) => COUNTED.includes(kindOf(object))));

/** What the pods of a namespace use, in lists of objects that other regions may hold as well. */
export class Capacity {
  readonly #use: Use | undefined;
  readonly #limits: ReadonlyMap<string, number>;
  #rows: CapacityRow[] | undefined;

  constructor(lists: readonly (readonly KubeObject[])[], namespace: string) {
    const cluster = new Cluster(new Holdings(lists, { externals: [], whole: true }));
    const quotas = cluster.all('/ResourceQuota').filter((quota) => quota.metadata.namespace === namespace && isPlain(quota));
    const limits = new Map<string, number>();
    for (const { plain, limit } of quotas.flatMap(limitsOf)) limits.set(plain, Math.min(limit, limits.get(plain) ?? Infinity));
    this.#limits = limits;
    this.#use = useOf(cluster, asked(namespace, [...new Set([...ALWAYS, ...limits.keys()])]));
  }

  /** @param before the same of what is delivered, where that is something else */
  rows(before?: Capacity): CapacityRow[] {
    return before === undefined ? (this.#rows ??= this.#against(before)) : this.#against(before);
  }

  #against(before: Capacity | undefined): CapacityRow[] {
    return [...new Set([...ALWAYS, ...this.#limits.keys()])].map((plain) => {
      const [now, old, limit] = [this.#amount(plain), before === undefined ? undefined : before.#amount(plain), this.#limits.get(plain)];
      const differs = old !== undefined && JSON.stringify(old) !== JSON.stringify(now);
      return {
        what: worded(plain),
        now,
        ...(differs ? { before: old } : {}),
        ...(limit === undefined ? {} : { limit: { text: said(plain, limit), value: limit / MILLIONTHS } }),
      };
    });
  }

  #amount(plain: string): Amount {
    const of = (value: number): Amount['min'] => ({ text: said(plain, value), value: value / MILLIONTHS });
    return { min: of(this.#use?.min[plain] ?? 0), max: of(this.#use?.max[plain] ?? 0) };
  }
}

/** One that counts some pods only is not what all of them are held against. */
function isPlain(quota: KubeObject): boolean {
  const spec = quota['spec'] as { readonly scopes?: unknown; readonly scopeSelector?: unknown } | undefined;
  return spec?.scopes === undefined && spec?.scopeSelector === undefined;
}

function asked(namespace: string, names: readonly string[]): KubeObject {
  const hard = Object.fromEntries(names.map((name) => [name, '0']));
  return { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'asked', namespace }, spec: { hard } };
}
