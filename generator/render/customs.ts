import { globMatches } from '../k8s/glob.ts';
import { group, type KubeObject } from '../k8s/object.ts';
import { selects } from '../k8s/selector.ts';
import type { Operation } from '../k8s/json-patch.ts';
import type { Spot } from '../model/finding.ts';
import type { LabelSelector } from '../k8s/label-selector.ts';
import type { Pointer } from '../model/pointer.ts';

/** What people add to a component by hand: objects of `config/extra`, patches of `config/patches`. */
export interface Customs {
  readonly extras: readonly Extra[];
  readonly patches: readonly Patch[];
}

interface Scope {
  /** A region's name, that of a group, or `all`. */
  readonly region: string;
  /** The regions of the group, where it is one. */
  readonly regions?: readonly string[];
  readonly component: string;
  readonly spot: Spot;
}

export interface Extra extends Scope {
  readonly object: KubeObject;
}

/** Which objects a patch changes: each that all of this holds for. */
export interface Target {
  readonly kind: string;
  /** A name, or a pattern as {@link globMatches} reads it. */
  readonly name?: string;
  readonly group?: string;
  readonly namespace?: string;
  readonly labelSelector?: string;
}

export interface Patch extends Scope {
  readonly target: Target;
  /** What `labelSelector` says, as Kubernetes has it in objects. */
  readonly selector?: LabelSelector;
  readonly operations: readonly Operation[];
  /** Roots of the placeholders in the values of its operations; absent where braces are text. */
  readonly roots?: readonly string[];
  /** For each operation, where it stands. */
  readonly operationSpots: readonly Spot[];
}

export const noCustoms: Customs = { extras: [], patches: [] };

export function appliesTo(scope: Scope, region: string, component: string): boolean {
  if (scope.component !== component) return false;
  return scope.regions?.includes(region) ?? (scope.region === 'all' || scope.region === region);
}

/** Whether a name is a pattern, and not the name of one object. */
export function isPattern(name: string): boolean {
  return /[*?[{]/.test(name);
}

/** Whether a patch is for an object. */
export function meets({ target, selector }: Pick<Patch, 'target' | 'selector'>, object: KubeObject): boolean {
  const { kind, name, namespace } = target;
  return (
    object.kind === kind &&
    (name === undefined || name === object.metadata.name || (isPattern(name) && globMatches(name, object.metadata.name))) &&
    (target.group === undefined || target.group === group(object)) &&
    (namespace === undefined || namespace === object.metadata.namespace) &&
    (selector === undefined || selects(selector, object.metadata.labels ?? {}))
  );
}

/** Whether a patch may bring the region's name to where every letter of it matters. */
export function carriesNames({ operations, roots = [] }: Patch): boolean {
  return roots.includes('region') || roots.includes('host') || operations.some(({ op }) => op === 'copy' || op === 'move');
}

/** The last operation of patches that had to do with a path. */
export function lastTouch(patches: readonly Patch[], path: Pointer): Spot | undefined {
  const spots = patches.flatMap(({ operations, operationSpots }) =>
    operationSpots.filter((_, i) => touches((operations[i] as Operation).path, path)),
  );
  return spots.at(-1);
}

function touches(operation: Pointer, path: Pointer): boolean {
  const folder = operation.endsWith('/-') ? operation.slice(0, -2) : operation;
  return path === folder || path.startsWith(`${folder}/`) || folder.startsWith(`${path}/`);
}
