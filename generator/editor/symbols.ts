import type { Entry, Span } from './outline.ts';
import type { Workspace } from './workspace.ts';

export interface Symbol {
  readonly name: string;
  readonly holds: Entry['holds'];
  readonly whole: Span;
  readonly key: Span;
  readonly children: Symbol[];
}

/** Deeper is what an agent or a region says of itself. */
const DEEPEST = 3;
const MOST = 5000;

/** The keys of a file as a tree. */
export function symbols(workspace: Workspace, file: string): Symbol[] {
  const roots: Symbol[] = [];
  const open: { readonly path: readonly string[]; readonly symbol: Symbol }[] = [];
  for (const { path, key, value, holds } of workspace.textOf(file)?.outline().entries.slice(0, MOST) ?? []) {
    if (key === undefined || path.length > DEEPEST) continue;
    while (open.length > 0 && !isBelow(path, open.at(-1)?.path ?? [])) open.pop();
    const symbol = { name: path.at(-1) as string, holds, key, whole: { start: key.start, end: Math.max(key.end, value?.end ?? 0) }, children: [] };
    (open.at(-1)?.symbol.children ?? roots).push(symbol);
    open.push({ path, symbol });
  }
  return roots;
}

const isBelow = (path: readonly string[], above: readonly string[]): boolean =>
  path.length > above.length && above.every((step, i) => path[i] === step);
