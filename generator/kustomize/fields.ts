// Fields of an object by the paths of Kustomize: lists on the way are gone into (filters/fieldspec).
import { isSelected, groupAndVersion } from './id.ts';
import { field, isMissing, mapNode, setField, textNode, textOf, type Node, type Origin } from './node.ts';
import { Refused } from './stop.ts';
import type { FieldSpec } from './tables.ts';

export interface Making {
  /** What is made at the end of a path that says so; nothing is made where this is absent. */
  readonly kind?: 'map' | 'scalar';
  /** Where that comes from. */
  readonly at: Origin;
}

/** @param visit what is there at the end of the path */
export function visitField(root: Node, spec: FieldSpec, making: Making, visit: (node: Node) => void): void {
  const kind = textOf(field(root, 'kind'));
  if (!isSelected({ ...groupAndVersion(textOf(field(root, 'apiVersion'))), kind }, spec)) return;
  follow(root, splitPath(spec.path, '/'), { spec, making, visit });
}

/** A path in pieces; a separator behind a backslash is part of one. */
export function splitPath(path: string, separator: string): string[] {
  const parts = path.split(separator);
  if (parts.length > 1 && parts[0] === '') parts.shift();
  const found: string[] = [];
  for (const part of parts) {
    const last = found.at(-1);
    if (last?.endsWith('\\') === true) found[found.length - 1] = `${last.slice(0, -1)}${separator}${part}`;
    else found.push(part);
  }
  return found;
}

interface Visiting {
  readonly spec: FieldSpec;
  readonly making: Making;
  readonly visit: (node: Node) => void;
}

function follow(node: Node, path: readonly string[], visiting: Visiting): void {
  const [step, ...rest] = path;
  if (step === undefined) {
    visiting.visit(node);
    return;
  }
  if (isMissing(node)) return;
  if (node.kind === 'list') {
    for (const item of node.items) follow(item, path, visiting);
    return;
  }
  if (node.kind === 'scalar') throw new Refused(`Kustomize looks for ${visiting.spec.path} in it, and there is a text on the way`, node.at);
  const { making, spec } = visiting;
  const name = step.replace(/\[\]$/, '');
  const made = spec.create !== true || making.kind === undefined || name !== step ? undefined : rest.length === 0 ? making.kind : 'map';
  const entry = node.entries.get(name);
  const isNull = entry !== undefined && isMissing(entry.value);
  if (made !== undefined && (entry === undefined || isNull))
    setField(node, name, made === 'map' ? mapNode(making.at) : textNode('', making.at), making.at);
  const found = node.entries.get(name)?.value;
  // A null that is not made something else leads nowhere, but is itself the end of a path.
  if (found !== undefined) follow(found, rest, visiting);
}
