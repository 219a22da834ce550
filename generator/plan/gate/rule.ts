import type { KubeObject } from '../../k8s/object.ts';
import { seconds, size } from '../../k8s/measure.ts';
import { equal, isMap } from '../../model/data.ts';
import type { Verb } from '../../components/consequence.ts';
import type { DangerClass, Weight } from '../../components/weight.ts';

/** Where a value stands, for rules that need more than the value. */
export interface Spot {
  readonly verb: Verb;
  readonly component: string;
  /** The whole objects. */
  readonly before?: KubeObject;
  readonly after?: KubeObject;
  /** Names of the list items on the way to the value, the innermost last. */
  readonly items: readonly string[];
  /** What the rest of the cluster knows. */
  readonly cluster: ClusterView;
}

/** What a rule may ask about the cluster that the change is for. */
export interface ClusterView {
  /** Whether an object of the new state refers to this one by name. */
  refersTo(kind: string, namespace: string | undefined, name: string): boolean;
  /** Hosts of agents that end with this change. */
  readonly endedHosts: ReadonlySet<string>;
  /** Domain of the fleet: keys of labels and annotations below it are the fleet's own. */
  readonly domain: string;
  /** The agent that the object is of, if an agent of the fleet is. */
  readonly agent: string | undefined;
  /** Kinds, as `group/kind`, and namespaces that the components of the region use. */
  readonly own: { readonly kinds: ReadonlySet<string>; readonly namespaces: ReadonlySet<string> };
  /** Whether the same value stands at the same place in what is delivered for another region or agent. */
  readonly isKnown: (value: unknown) => boolean;
}

/** How a value is judged. `before` is undefined for what comes, `after` for what goes. */
export interface Rule {
  readonly weigh: (before: unknown, after: unknown, spot: Spot) => Weight | undefined;
  /**
   * A setting of users reaches the field, so it is judged as well in objects that our components create: unless all of these
   * parts of the value stand at the same place in what is delivered for another region or agent.
   */
  readonly setting?: (value: unknown) => readonly unknown[];
}

/** No danger. */
export const none: Rule = { weigh: () => undefined };

type Options = Pick<Weight, 'effect' | 'always'>;

function weight(kind: DangerClass, says: string, options: Options = {}): Weight {
  return { class: kind, says, ...options };
}

/** Every change of the value is dangerous. */
export function any(kind: DangerClass, says: string, options?: Options): Rule {
  return { weigh: () => weight(kind, says, options) };
}

/** Every change of the value restarts pods. */
export const restarts: Rule = { weigh: (_before, _after, spot) => (spot.verb === 'create' ? undefined : RESTARTS) };
export const RESTARTS: Weight = { class: 'work', effect: 'restarts', says: 'pods restart: the controller replaces them when their template changes' };

/** What a rule finds when a condition on the values holds. */
export function when(holds: (before: unknown, after: unknown, spot: Spot) => boolean, kind: DangerClass, says: string, options?: Options): Rule {
  return { weigh: (before, after, spot) => (holds(before, after, spot) ? weight(kind, says, options) : undefined) };
}

/** The same rule, also for what components create: people write the value. @param parts what of it may be known */
export function setting(rule: Rule, parts: (value: unknown) => readonly unknown[] = (value) => [value]): Rule {
  return { ...rule, setting: parts };
}

/** The first rule that finds something. */
export function first(...rules: readonly Rule[]): Rule {
  const weigh: Rule['weigh'] = (before, after, spot) => {
    for (const rule of rules) {
      const found = rule.weigh(before, after, spot);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return { weigh };
}

type Measure = (value: unknown) => number | undefined;

/** The value gets smaller, or is taken away. @param absent what the API server takes when there is none */
export const lower =
  (absent?: number, measure: Measure = size) =>
  (before: unknown, after: unknown): boolean => {
    const [old, now] = [before === undefined ? absent : measure(before), after === undefined ? absent : measure(after)];
    if (old === undefined) return false;
    return now === undefined || now < old;
  };

/** The value gets larger, or comes where there was none. @param absent what the API server takes when there is none */
export const higher =
  (absent?: number, measure: Measure = size) =>
  (before: unknown, after: unknown): boolean => {
    const [old, now] = [before === undefined ? absent : measure(before), after === undefined ? absent : measure(after)];
    if (now === undefined) return after !== undefined;
    return old === undefined || now > old;
  };

/** The same of durations. */
export const shorter = lower(undefined, seconds);
export const longer = higher(undefined, seconds);

/** The value becomes one of these. */
export const becomes =
  (...values: readonly unknown[]) =>
  (_: unknown, after: unknown): boolean =>
    values.includes(after);

/** The value is, or by default would be, one of these, and becomes another. @param absent what none means */
export const leaves =
  (values: readonly unknown[], absent?: unknown) =>
  (before: unknown, after: unknown): boolean =>
    values.includes(before ?? absent) && !values.includes(after ?? absent);

/** The value is true afterwards. */
export const on = becomes(true);

export const removed = (before: unknown, after: unknown): boolean => before !== undefined && after === undefined;
export const added = (before: unknown, after: unknown): boolean => before === undefined && after !== undefined;

function listed(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (isMap(value)) return Object.entries(value);
  return value === undefined ? [] : [value];
}

/** A list, or a map, has something that it had not. */
export const wider = (before: unknown, after: unknown): boolean => listed(after).some((item) => !listed(before).some((other) => equal(item, other)));

/** A list, or a map, lacks something that it had. */
export const narrower = (before: unknown, after: unknown): boolean => wider(after, before);

/** What comes into a list is of one class, what leaves it of another. */
export function list(came: Rule, went: Rule): Rule {
  return first(
    { weigh: (before, after, spot) => (wider(before, after) ? came.weigh(before, after, spot) : undefined) },
    { weigh: (before, after, spot) => (narrower(before, after) ? went.weigh(before, after, spot) : undefined) },
  );
}
