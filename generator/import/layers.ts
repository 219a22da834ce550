// What regions have in common, and what each has for itself.
import { follow } from '../fleet/schema/schemas.ts';
import type { SchemaNode } from '../fleet/schema/schemas.ts';
import { fill } from '../fleet/schema/defaults.ts';
import { equal, isMap } from '../model/data.ts';

export type Values = Record<string, unknown>;

/** What most regions have, and what others have instead. */
export interface Layered {
  readonly base: Values;
  readonly own: ReadonlyMap<string, Values>;
}

/**
 * One layer for all regions, and one for each that differs. What a region does not say does not count, but for maps by names that people choose: there a key that
 * is absent is taken away by `null`.
 * @param free keys of such maps
 */
export function layered(regions: ReadonlyMap<string, Values>, free: ReadonlySet<string> = new Set()): Layered {
  const base = common([...regions.values()], free);
  const own = [...regions]
    .map(([region, values]) => [region, difference(base, values, free)] as const)
    .filter(([, values]) => Object.keys(values).length > 0);
  return { base, own: new Map(own) };
}

function common(all: readonly Values[], free: ReadonlySet<string>): Values {
  const out: Values = {};
  for (const key of new Set(all.flatMap((values) => Object.keys(values)))) {
    const said = all.flatMap((values) => (values[key] === undefined ? [] : [values[key]]));
    if (said.every(isMap) && !free.has(key)) out[key] = common(said, free);
    else if (said.every(isMap) && free.has(key)) out[key] = entries(said, all.length);
    else if (said.length > 0) out[key] = mostCommon(said);
  }
  return out;
}

/** Entries that more than half of the regions have, as most of those have them. */
function entries(all: readonly Values[], of: number): Values {
  const keys = [...new Set(all.flatMap((values) => Object.keys(values)))];
  return Object.fromEntries(
    keys.flatMap((key) => {
      const said = all.flatMap((values) => (key in values ? [values[key]] : []));
      return said.length * 2 > of || said.length === all.length ? [[key, mostCommon(said)]] : [];
    }),
  );
}

function mostCommon(values: readonly unknown[]): unknown {
  const counted = values.map((value) => ({ value, count: values.filter((other) => equal(other, value)).length }));
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).value;
}

function difference(base: Values, values: Values, free: ReadonlySet<string>): Values {
  const out: Values = {};
  for (const [key, value] of Object.entries(values)) {
    const under = base[key];
    if (value === undefined || equal(under, value)) continue;
    if (!isMap(value) || !isMap(under)) {
      out[key] = value;
      continue;
    }
    const gone = free.has(key) ? Object.fromEntries(Object.keys(under).flatMap((name) => (name in value ? [] : [[name, null]]))) : {};
    const inner = difference(under, value, free);
    if (Object.keys(inner).length + Object.keys(gone).length > 0) out[key] = { ...inner, ...gone };
  }
  return out;
}

/** Values without those that the schema fills in anyway. */
export function withoutDefaults(node: SchemaNode, value: Values): Values {
  const schema = follow(node);
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      const below = schema.properties?.[key];
      if (below === undefined) return [[key, item]];
      const usual = fill(below, undefined);
      if (usual !== undefined && equal(fill(below, item), usual)) return [];
      if (!isMap(item) || follow(below).properties === undefined) return [[key, item]];
      const inner = withoutDefaults(below, item);
      // A map that is there although nothing in it is special, such as `autoscale: {}`, says something by being there.
      return [[key, inner]];
    }),
  );
}
