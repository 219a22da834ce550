import { equal, isMap, leaves } from '../model/data.ts';
import type { Step } from './fields.ts';

/** An item of a list, on the side or the sides that have it. */
export interface Pair {
  /** What stands for it in a path: its name, what else it is known by, or its place (in the new list, if it is there). */
  readonly step: Step;
  /** Its place in the old list. */
  readonly old?: number;
  /** Its place in the new list. */
  readonly now?: number;
}

/**
 * What tells items of one list apart, the first that does: none is there twice. Kubernetes and the controllers have them as
 * `listMapKeys`. Keys that end in `?` may be absent.
 */
const IDENTITIES: readonly (readonly string[])[] = [
  ['name'],
  ['kind', 'namespace?', 'name'],
  ['name', 'namespace'],
  ['server', 'namespace'],
  ['dnsName', 'recordType', 'setIdentifier?'],
  ['group', 'kind'],
  ['resources', 'apiGroups', 'resourceNames?'],
  ['nonResourceURLs'],
  ['match'],
  ['host'],
  ['mountPath'],
  ['containerPort', 'protocol?'],
  ['port', 'protocol?'],
  ['secretKey'],
  ['secretName'],
  ['alert'],
  ['record'],
  ['topologyKey'],
  ['key', 'operator?', 'effect?'],
  ['ip'],
  ['path'],
  ['type'],
];
/** Items to compare one by one: of longer lists nobody reads them. */
const MOST_PAIRS = 1_000_000;
/** From this share of equal parts on, an item gone and one come are one item that changed. */
const ALIKE = 0.5;

/** The items of two lists, those that are the same thing together, in the order of the new one; undefined for lists that are too long. */
export function pairs(before: readonly unknown[], after: readonly unknown[]): Pair[] | undefined {
  const known = identity([...before, ...after], [before, after]);
  if (known === undefined) return inOrder(before, after);
  const places = new Map(before.map((item, i) => [known(item).key, i]));
  const found: Pair[] = [];
  const come: Pair[] = [];
  for (const [now, item] of after.entries()) {
    const { key, step } = known(item);
    const old = places.get(key);
    if (old === undefined) come.push({ step, now });
    else found.push({ step, old, now });
    places.delete(key);
  }
  const gone = [...places.values()].map((old) => ({ step: known(before[old]).step, old }));
  // A name that changes is another thing. What else an item is known by may be what changes of it.
  return [...found, ...(known.named ? [...gone, ...come] : matched(gone, come, before, after))];
}

interface Identity {
  (item: unknown): { readonly key: string; readonly step: Step };
  readonly named: boolean;
}

function identity(all: readonly unknown[], lists: readonly (readonly unknown[])[]): Identity | undefined {
  if (all.length === 0 || !all.every(isMap)) return undefined;
  for (const each of IDENTITIES) {
    const keys = each.map((key) => key.replace('?', ''));
    const needed = each.filter((key) => !key.endsWith('?'));
    if (!all.every((item) => needed.every((key) => Object.hasOwn(item, key) && !isMap(item[key])))) continue;
    const key = (item: unknown): string => JSON.stringify(keys.map((name) => (item as Record<string, unknown>)[name] ?? ''));
    if (!lists.every((list) => new Set(list.map(key)).size === list.length)) continue;
    const named = each.length === 1 && each[0] === 'name' && all.every(({ name }) => typeof name === 'string');
    const label = (item: unknown): string =>
      keys
        .map((name) => (item as Record<string, unknown>)[name])
        .map((value) => (value === undefined ? '' : scalarText(value)))
        .filter((value) => value !== '')
        .join(' ');
    if (!named && all.some((item) => label(item) === '')) continue;
    return Object.assign((item: unknown) => ({ key: key(item), step: named ? { item: label(item) } : { like: label(item) } }), { named });
  }
  return undefined;
}

/** Items without a name: equal ones first, in the longest order that both lists have; what lies between may be the same item, changed. */
function inOrder(before: readonly unknown[], after: readonly unknown[]): Pair[] | undefined {
  let start = 0;
  while (start < before.length && start < after.length && equal(before[start], after[start])) start += 1;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && equal(before[before.length - 1 - end], after[after.length - 1 - end])) end += 1;
  const [rows, columns] = [before.length - start - end, after.length - start - end];
  if (rows * columns > MOST_PAIRS) return undefined;
  const lengths = Array.from({ length: rows + 1 }, () => new Uint32Array(columns + 1));
  const at = (i: number, j: number): number => (lengths[i] as Uint32Array)[j] as number;
  const same = (i: number, j: number): boolean => equal(before[start + i], after[start + j]);
  for (let i = rows - 1; i >= 0; i--)
    for (let j = columns - 1; j >= 0; j--) (lengths[i] as Uint32Array)[j] = same(i, j) ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));

  const found: Pair[] = [];
  let [gone, come]: [Pair[], Pair[]] = [[], []];
  const close = (): void => {
    found.push(...matched(gone, come, before, after));
    [gone, come] = [[], []];
  };
  for (let i = 0, j = 0; i < rows || j < columns;) {
    if (i < rows && j < columns && same(i, j)) {
      close();
      i += 1;
      j += 1;
    } else if (j === columns || (i < rows && at(i + 1, j) >= at(i, j + 1))) {
      gone.push({ step: start + i, old: start + i });
      i += 1;
    } else {
      come.push({ step: start + j, now: start + j });
      j += 1;
    }
  }
  close();
  return found;
}

/** Of items that go and items that come those that are one, changed, together. */
function matched(gone: readonly Pair[], come: readonly Pair[], before: readonly unknown[], after: readonly unknown[]): Pair[] {
  const sides = (a: Pair, b: Pair): [unknown, unknown] => [before[a.old as number], after[b.now as number]];
  // Maps of equal number change place by place, as does one item alone.
  const byPlace = gone.length === come.length && gone.every((item, i) => comparable(...sides(item, come[i] as Pair), gone.length));
  const left = [...gone];
  const found: Pair[] = [];
  let last = -1;
  for (const [i, item] of come.entries()) {
    // In one order: an item that went before another does not come behind it.
    const match = byPlace ? left.indexOf(gone[i] as Pair) : left.findIndex((other) => (other.old as number) > last && isAlike(...sides(other, item)));
    const other = match === -1 ? undefined : (left.splice(match, 1)[0] as Pair);
    last = other?.old ?? last;
    found.push(other === undefined ? item : { step: item.now as number, old: other.old as number, now: item.now as number });
  }
  return [...left, ...found];
}

function comparable(before: unknown, after: unknown, number: number): boolean {
  if (isMap(before) || isMap(after)) return isMap(before) && isMap(after);
  return number === 1 && Array.isArray(before) === Array.isArray(after);
}

function isAlike(before: unknown, after: unknown): boolean {
  if (typeof before === 'string' && typeof after === 'string') {
    const [option, other] = [before, after].map((text) => /^[^=]*=/.exec(text)?.[0]);
    return option !== undefined && option === other;
  }
  if (!isMap(before) || !isMap(after)) return false;
  const [old, now] = [before, after].map((map) => new Map([...leaves(map)].map(([path, value]) => [path.join('\0'), value]))) as [
    Map<string, unknown>,
    Map<string, unknown>,
  ];
  const equals = [...old].filter(([path, value]) => now.has(path) && equal(now.get(path), value)).length;
  return equals >= ALIKE * Math.max(old.size, now.size);
}

function scalarText(value: unknown): string {
  return Array.isArray(value) ? value.join(',') : String(value);
}
