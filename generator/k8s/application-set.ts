import { isMap } from '../model/data.ts';
import { child, type Pointer } from '../model/pointer.ts';
import { fields, maps, text, texts, type Fields, type Placed } from './look.ts';

/**
 * What generators of an ApplicationSet give, as far as it is written out in them, and what Argo CD refuses of them: argo-cd 3.5.7,
 * applicationset/generators/generator_spec_processor.go, list.go, matrix.go, merge.go; applicationset/utils/map.go, CombineStringMaps.
 */

const TERMINAL = ['list', 'clusters', 'git', 'scmProvider', 'clusterDecisionResource', 'pullRequest', 'plugin'];
const COMBINING = ['matrix', 'merge'] as const;

/** More are not followed: of so many nobody wrote the names by hand. */
const MOST = 1000;

/** The parameters of one Application. */
export interface Parameters extends Placed {
  /** What the template may name, by the name it has there. */
  readonly item: Fields;
}

export interface RefusedPart {
  readonly path: Pointer;
  readonly message: string;
  readonly hint: string;
  readonly other?: Pointer;
}

interface Given {
  readonly refused: readonly RefusedPart[];
  /** Absent: clusters, a repository or a service says it, or a selector chooses among them. */
  readonly sets?: readonly Parameters[] | undefined;
}

/** What the generators of one item give together, and the template that they have for themselves. */
export interface Generated extends Given {
  readonly template: Fields;
}

/** @param at an item of `spec.generators`; several generators in one are several */
export function generatedBy({ item, at }: Placed, goTemplate: boolean): Generated[] {
  return kindsOf(item, 0).map((kind) => ({
    ...withoutSelection(item, generated(kind, { item, at }, goTemplate, 0)),
    template: fields(fields(item[kind])['template']),
  }));
}

/** A matrix inside of one that is inside of another is no generator to Argo CD: types.go, ApplicationSetTerminalGenerator. */
function kindsOf(item: Fields, depth: number): string[] {
  return [...TERMINAL, ...(depth < 2 ? COMBINING : [])].filter((kind) => (item[kind] ?? null) !== null);
}

const withoutSelection = (item: Fields, given: Given): Given => ((item['selector'] ?? null) === null ? given : { refused: given.refused });

function generated(kind: string, { item, at }: Placed, goTemplate: boolean, depth: number): Given {
  const place = { item: fields(item[kind]), at: child(at, kind) };
  if (kind === 'list') return listed(place, goTemplate);
  if (kind === 'matrix' || kind === 'merge') return combined(kind, place, goTemplate, depth);
  return { refused: [] };
}

function listed({ item, at }: Placed, goTemplate: boolean): Given {
  const elements = item['elements'] ?? [];
  if (!Array.isArray(elements)) return { refused: [] };
  const list = child(at, 'elements');
  const refused = goTemplate ? [] : maps(elements, list).flatMap(noTexts);
  const isKnown = refused.length === 0 && elements.every((element) => isMap(element)) && text(item['elementsYaml']) === undefined;
  return { refused, sets: isKnown ? maps(elements, list).map((element) => (goTemplate ? element : flat(element))) : undefined };
}

/** Without Go's templates all that an element says is text. */
function noTexts({ item, at }: Placed): RefusedPart[] {
  const all = Object.entries(item).flatMap(([key, value]): (readonly [Pointer, unknown])[] =>
    key === 'values' && isMap(value) ? Object.entries(value).map(([name, inner]) => [child(child(at, key), name), inner]) : [[child(at, key), value]],
  );
  return all.flatMap(([path, value]) =>
    typeof value === 'string'
      ? []
      : [
          {
            path,
            message: `${isScalar(value) ? String(value) : 'this'} is no text, and without goTemplate each value of an element has to be one`,
            hint: isScalar(value) ? `write "${String(value)}" in quotes, or goTemplate: true` : 'write goTemplate: true',
          },
        ],
  );
}

const isScalar = (value: unknown): value is number | boolean => typeof value === 'number' || typeof value === 'boolean';

function flat({ item, at }: Placed): Placed {
  const { values, ...own } = item;
  return { item: { ...own, ...Object.fromEntries(Object.entries(fields(values)).map(([key, value]) => [`values.${key}`, value])) }, at };
}

/** A matrix or a merge: each of the others is looked at by itself, and what they give is combined where all of it is known. */
function combined(kind: 'matrix' | 'merge', place: Placed, goTemplate: boolean, depth: number): Given {
  const { item, at } = place;
  const others = item['generators'] ?? [];
  const path = child(at, 'generators');
  if (!Array.isArray(others)) return { refused: [] };
  if (others.length < 2 || (kind === 'matrix' && others.length > 2)) {
    const hint = kind === 'matrix' ? 'write two' : 'write two or more';
    return { refused: [{ path, message: `a ${kind} of ${others.length} makes nothing`, hint }] };
  }
  const given: Given[] = [];
  for (const other of maps(others, path)) {
    // Of a matrix the second is asked once for each set of the first, with its parameters filled in.
    const [first] = kind === 'matrix' ? given : [];
    if (first?.sets?.length === 0) break;
    const one = inner(kind, other, goTemplate, depth + 1);
    given.push(first === undefined || !JSON.stringify(other.item).includes('{{') ? one : { refused: [] });
  }
  const keys = texts(item['mergeKeys']);
  const own = kind === 'matrix' ? [] : keys.length === 0 ? [noKey(place)] : given.flatMap(({ sets = [] }) => sameKeys(sets, keys));
  const refused = [...given.flatMap((one) => one.refused), ...own];
  const known = given.flatMap(({ sets }) => (sets === undefined ? [] : [sets]));
  if (refused.length > 0 || known.length < given.length) return { refused };
  return kind === 'matrix' ? multiplied(known, place, goTemplate) : merged(known, keys, goTemplate);
}

const noKey = ({ at }: Placed): RefusedPart => ({
  path: child(at, 'mergeKeys'),
  message: 'merges by no key',
  hint: 'name the parameters by which sets of the generators belong together',
});

/** One of the generators of a matrix or a merge. */
function inner(outer: string, { item, at }: Placed, goTemplate: boolean, depth: number): Given {
  const [kind, ...more] = kindsOf(item, depth);
  if (kind === undefined) {
    const isDeeper = COMBINING.some((each) => (item[each] ?? null) !== null);
    const message = isDeeper ? 'a matrix or a merge is not read so deep' : `the ${outer} has an item that is no generator`;
    const hint = isDeeper ? 'let one lie within another, and none within that' : 'write a generator, such as list or clusters';
    return { refused: [{ path: at, message, hint }] };
  }
  if (more.length > 0)
    return {
      refused: [{ path: at, message: `${[kind, ...more].join(' and ')} are one item of a ${outer}`, hint: 'keep one of them in this item' }],
    };
  return withoutSelection(item, generated(kind, { item, at }, goTemplate, depth));
}

function multiplied([first = [], second = []]: readonly (readonly Parameters[])[], { at }: Placed, goTemplate: boolean): Given {
  if (first.length * second.length > MOST) return { refused: [] };
  const sets: Parameters[] = [];
  for (const a of first) {
    for (const b of second) {
      const differing = Object.keys(b.item).find((key) => key in a.item && JSON.stringify(a.item[key]) !== JSON.stringify(b.item[key]));
      if (differing !== undefined && goTemplate) return { refused: [] };
      if (differing !== undefined)
        return {
          refused: [
            {
              path: b.at,
              message: `gives "${differing}" another value than the first generator of the matrix does`,
              hint: 'give the two parameters two names',
              other: a.at,
            },
          ],
        };
      sets.push({ item: { ...a.item, ...b.item }, at: second.length > 1 ? b.at : first.length > 1 ? a.at : at });
    }
  }
  return { refused: [], sets };
}

const keyOf = ({ item }: Parameters, keys: readonly string[]): string =>
  JSON.stringify(keys.map((name) => (Object.hasOwn(item, name) ? item[name] : null)));

/** Sets of one generator that a merge does not tell apart. */
function sameKeys(sets: readonly Parameters[], keys: readonly string[]): RefusedPart[] {
  const known = new Map<string, Parameters>();
  return sets.flatMap((set) => {
    const key = keyOf(set, keys);
    const other = known.get(key);
    known.set(key, set);
    if (other === undefined) return [];
    const message = `has the same ${keys.join(' and ')} as another set of its generator`;
    return [{ path: set.at, message, hint: 'name in mergeKeys what tells them apart', other: other.at }];
  });
}

function merged([base = [], ...overrides]: readonly (readonly Parameters[])[], keys: readonly string[], goTemplate: boolean): Given {
  const byKey = overrides.map((sets) => new Map(sets.map((set) => [keyOf(set, keys), set.item])));
  const sets: Parameters[] = [];
  for (const set of base) {
    const key = keyOf(set, keys);
    const laid = byKey.flatMap((all) => {
      const over = all.get(key);
      return over === undefined ? [] : [over];
    });
    // What is empty or a map is laid over in a way of its own.
    if (goTemplate && laid.some((over) => Object.values(over).some((value) => !isScalar(value) && text(value) === undefined))) return { refused: [] };
    sets.push({ item: Object.assign({}, set.item, ...laid) as Fields, at: set.at });
  }
  return { refused: [], sets };
}

/** A text of the template with its parameters filled in; undefined where that takes more than looking them up. Without Go's templates, what is not there stays as it is written. */
export function filledIn(template: string, parameters: Fields, goTemplate: boolean): string | undefined {
  if (!template.includes('{{') || Object.keys(parameters).length === 0) return template;
  const filled = template.replace(PLACEHOLDER, (found, name: string) => {
    const value = goTemplate ? inGo(name, parameters) : parameters[name.trim()];
    return typeof value === 'string' || (goTemplate && isScalar(value)) ? String(value) : found;
  });
  return goTemplate && filled.includes('{{') ? undefined : filled;
}

const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;

function inGo(name: string, parameters: Fields): unknown {
  const path = /^ *((?:\.[A-Za-z_]\w*)+) *$/.exec(name)?.[1];
  if (path === undefined) return undefined;
  return path
    .slice(1)
    .split('.')
    .reduce((at: unknown, key) => fields(at)[key], parameters);
}
