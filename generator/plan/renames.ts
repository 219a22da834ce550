import { isMap } from '../model/data.ts';
import type { KubeObject } from '../k8s/object.ts';
import { memo } from '../model/memo.ts';
import { subject } from './change.ts';
import type { Change } from './change.ts';

/** From this share of equal fields on, one object gone and one come are the same thing under another name. */
const ALIKE = 0.85;
/** More pairs of one kind are not looked at: nobody renames that many things at once. */
const MOST_PAIRS = 2500;

/** The same changes, with those that are two sides of one rename referring to each other. They stay a deletion and a creation. */
export function withRenames(changes: readonly Change[]): Change[] {
  const groups = new Map<string, { gone: Change[]; come: Change[] }>();
  for (const change of changes) {
    if (change.verb !== 'delete' && change.verb !== 'create') continue;
    const { kind, metadata } = subject(change);
    const group = memo(groups, [change.region, change.component, kind, metadata.namespace ?? ''].join('\0'), () => ({ gone: [], come: [] }));
    (change.verb === 'delete' ? group.gone : group.come).push(change);
  }
  const renamed = new Map<Change, string>();
  for (const { gone, come } of groups.values()) {
    if (gone.length * come.length > MOST_PAIRS) continue;
    const free = new Set(come);
    for (const old of gone) {
      let best: { change: Change; share: number } | undefined;
      for (const change of free) {
        const share = alikeness(old.before as KubeObject, change.after as KubeObject);
        if (share >= ALIKE && share > (best?.share ?? 0)) best = { change, share };
      }
      if (best === undefined) continue;
      free.delete(best.change);
      renamed.set(old, best.change.id);
      renamed.set(best.change, old.id);
    }
  }
  return changes.map((change) => {
    const other = renamed.get(change);
    return other === undefined ? change : { ...change, renamed: other };
  });
}

/** The share of fields that agree once the names are taken out. */
function alikeness(before: KubeObject, after: KubeObject): number {
  const [old, now] = stems(before.metadata.name, after.metadata.name);
  const [a, b] = [leaves(before, old), leaves(after, now)];
  const equal = [...a].filter(([path, value]) => b.get(path) === value).length;
  return equal / Math.max(a.size, b.size, 1);
}

/** An object as it would be if nothing but its name changed to that of another. */
export function underNewName(before: KubeObject, after: KubeObject): unknown {
  const [old, now] = stems(before.metadata.name, after.metadata.name);
  const named = (value: unknown): unknown => {
    if (typeof value === 'string') return value.replaceAll(old, now);
    if (Array.isArray(value)) return value.map(named);
    return isMap(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, named(item)])) : value;
  };
  return named(before);
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
