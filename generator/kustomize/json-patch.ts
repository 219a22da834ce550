// JSON 6902 patches as the library of Kustomize applies them (gopkg.in/evanphx/json-patch.v4).
import { isMap } from '../model/data.ts';
import { segments } from '../model/pointer.ts';
import { quoted } from '../model/quoted.ts';
import { copyOf, dataOf, setField, type ListNode, type MapNode, type Node, type Origin } from './node.ts';
import { Refused, Unbuilt } from './stop.ts';
import type { Work } from './work.ts';

/** One operation, and where it stands. */
export interface Operation {
  readonly op: string;
  readonly path: string;
  readonly from: string | undefined;
  readonly value: Node | undefined;
  readonly at: Origin;
}

const KNOWN = new Set(['add', 'remove', 'replace', 'move', 'copy', 'test']);

/** @throws Refused where it cannot be applied */
export function applyOperations(root: MapNode, operations: readonly Operation[], work: Work): void {
  for (const operation of operations) apply(root, operation, work);
}

function apply(root: MapNode, { op, path, from, value, at }: Operation, work: Work): void {
  if (!KNOWN.has(op)) throw new Refused(`${quoted(op)} is no operation of a patch`, at);
  const needed = (): Node => {
    if (value === undefined) throw new Unbuilt('an operation has no value', at);
    work.make(value, at);
    return copyOf(value);
  };
  const place = placeOf(root, path, at);
  switch (op) {
    case 'add':
      return add(place, needed());
    case 'remove':
      return remove(place);
    case 'replace':
      return replace(place, needed());
    case 'test':
      if (JSON.stringify(sorted(dataOf(got(place)))) !== JSON.stringify(sorted(dataOf(needed()))))
        throw new Refused(`the patch tests ${path}, and another value is there`, at);
      return;
    default: {
      const source = placeOf(root, from ?? '', at);
      if (op === 'copy' && source.container.kind === 'map' && !source.container.entries.has(source.key))
        throw new Unbuilt('a patch copies what is not there', at);
      if (op === 'copy') work.make(got(source), at);
      const moved = copyOf(got(source));
      if (op === 'move') remove(source);
      add(op === 'move' ? placeOf(root, path, at) : place, moved);
    }
  }
}

interface PlaceIn {
  readonly container: MapNode | ListNode;
  readonly key: string;
  readonly path: string;
  readonly at: Origin;
}

function placeOf(root: MapNode, path: string, at: Origin): PlaceIn {
  if (path === '') throw new Unbuilt('a patch of the whole object is not applied here', at);
  if (!path.startsWith('/')) throw new Refused(`${quoted(path)} is no path of a patch: it begins with a slash`, at);
  const steps = segments(path);
  let container: MapNode | ListNode = root;
  for (const step of steps.slice(0, -1)) {
    const next: Node = got({ container, key: step, path, at });
    if (next.kind === 'scalar') throw missing(path, at);
    container = next;
  }
  return { container, key: steps.at(-1) as string, path, at };
}

function missing(path: string, at: Origin): Refused {
  return new Refused(`the patch is for ${path}, and the object has nothing there`, at, 'correct the path, or add what stands above it first');
}

function index({ container, key, path, at }: PlaceIn, most: number): number {
  if (!/^(?:0|[1-9][0-9]{0,8})$/.test(key)) {
    if (/^-?[0-9]+$|^\+/.test(key)) throw new Unbuilt(`the index ${quoted(key)} is not understood`, at);
    throw missing(path, at);
  }
  if (Number(key) > most || container.kind === 'map') throw missing(path, at);
  return Number(key);
}

function got(place: PlaceIn): Node {
  const { container, key, path, at } = place;
  const found = container.kind === 'map' ? container.entries.get(key)?.value : container.items[index(place, container.items.length - 1)];
  if (found === undefined) throw missing(path, at);
  return found;
}

function add(place: PlaceIn, value: Node): void {
  const { container, key, at } = place;
  if (container.kind === 'map') setField(container, key, value, at);
  else container.items.splice(key === '-' ? container.items.length : index(place, container.items.length), 0, value);
}

/** In a map the library does not ask whether anything is there. */
function replace(place: PlaceIn, value: Node): void {
  const { container, key, at } = place;
  if (container.kind === 'map') setField(container, key, value, at);
  else container.items[index(place, container.items.length - 1)] = value;
}

function remove(place: PlaceIn): void {
  const { container, key } = place;
  got(place);
  if (container.kind === 'map') container.entries.delete(key);
  else container.items.splice(Number(key), 1);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
