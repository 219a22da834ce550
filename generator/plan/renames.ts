import { isMap } from '../model/data.ts';
import type { KubeObject } from '../k8s/object.ts';
import type { Move } from '../fleet/moved.ts';
import { memo } from '../model/memo.ts';
import { subject } from './change.ts';
import type { Change } from './change.ts';
import { renamedObject } from './moves.ts';

/** From this share of equal fields on, one object gone and one come are the same thing under another name. */
const ALIKE = 0.85;
/** More pairs of one kind are not looked at: nobody renames that many things at once. */
const MOST_PAIRS = 2500;

/** The same changes, with those that are two sides of one rename referring to each other. They stay a deletion and a creation. */
export function withRenames(changes: readonly Change[], moved: readonly Move[] = []): Change[] {
  const groups = new Map<string, { gone: Change[]; come: Change[] }>();
  for (const change of changes) {
    if (change.verb !== 'delete' && change.verb !== 'create') continue;
    const { kind, metadata } = subject(change);
    const group = memo(groups, [change.region, change.component, kind, metadata.namespace ?? ''].join('\0'), () => ({ gone: [], come: [] }));
    (change.verb === 'delete' ? group.gone : group.come).push(change);
  }
  const renamed = new Map<Change, string>();
  const meant = new Set<Change>();
  for (const { gone, come } of groups.values()) {
    const free = new Set(come);
    const pair = (old: Change, now: Change): void => {
      free.delete(now);
      renamed.set(old, now.id);
      renamed.set(now, old.id);
    };
    if (moved.length > 0)
      for (const [old, now] of said(gone, come, moved)) {
        pair(old, now);
        meant.add(old).add(now);
      }
    if (gone.length * come.length > MOST_PAIRS) continue;
    for (const old of gone) {
      if (renamed.has(old)) continue;
      let best: { change: Change; share: number } | undefined;
      for (const change of free) {
        const share = alikeness(old.before as KubeObject, change.after as KubeObject);
        if (share >= ALIKE && share > (best?.share ?? 0)) best = { change, share };
      }
      if (best !== undefined) pair(old, best.change);
    }
  }
  return changes.map((change) => {
    const other = renamed.get(change);
    return other === undefined ? change : { ...change, renamed: other, ...(meant.has(change) ? { moved: true as const } : {}) };
  });
}

/** What the fleet says to be the same under another name, however little it is alike. */
function said(gone: readonly Change[], come: readonly Change[], moved: readonly Move[]): [old: Change, now: Change][] {
  const byName = new Map(come.map((change) => [subject(change).metadata.name, change]));
  return gone.flatMap((old): [Change, Change][] => {
    for (const move of moved) {
      const name = renamedObject(move, subject(old).metadata.name);
      const now = name === undefined ? undefined : byName.get(name);
      if (now !== undefined) return [[old, now]];
    }
    return [];
  });
}

/** The share of fields that agree once the names are taken out. */
function alikeness(before: KubeObject, after: KubeObject): number {
  const [old, now] = stems(before.metadata.name, after.metadata.name);
  const [a, b] = [leaves(before, old), leaves(after, now)];
  const equal = [...a].filter(([path, value]) => b.get(path) === value).length;
  return equal / Math.max(a.size, b.size, 1);
}

/** An object as it would be if nothing but its name changed to that of another: what both have alike is no part of the name. */
export function underNewName(before: KubeObject, after: KubeObject): unknown {
  const [old, now] = stems(before.metadata.name, after.metadata.name);
  const named = (value: unknown, other: unknown): unknown => {
    if (typeof value === 'string') return value === other ? value : value.replaceAll(old, now);
    if (Array.isArray(value)) return value.map((item, i) => named(item, Array.isArray(other) ? other[i] : undefined));
    if (!isMap(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, named(item, isMap(other) ? other[key] : undefined)]));
  };
  return named(before, after);
}

/** What is left of two names without the words they begin and end with alike: `research-agent`, `search-agent` → `research`, `search`. */
function stems(before: string, after: string): [string, string] {
  const [a, b] = [before.split('-'), after.split('-')];
  while (a.length > 1 && b.length > 1 && a.at(-1) === b.at(-1)) {
    a.pop();
    b.pop();
  }
  while (a.length > 1 && b.length > 1 && a[0] === b[0]) {
    a.shift();
    b.shift();
  }
  return [a.join('-'), b.join('-')];
}

function leaves(value: unknown, name: string, path = '', found = new Map<string, unknown>()): Map<string, unknown> {
  if (Array.isArray(value)) value.forEach((item, i) => leaves(item, name, `${path}/${i}`, found));
  else if (isMap(value)) for (const [key, item] of Object.entries(value)) leaves(item, name, `${path}/${key}`, found);
  else found.set(path, typeof value === 'string' ? value.replaceAll(name, '\0') : value);
  return found;
}
