import type { KubeObject } from '../k8s/object.ts';
import type { Operation } from '../k8s/json-patch.ts';
import type { Spot } from '../model/finding.ts';
import type { Pointer } from '../model/pointer.ts';

/** What people add to a component by hand: objects of `config/extra`, patches of `config/patches`. */
export interface Customs {
  readonly extras: readonly Extra[];
  readonly patches: readonly Patch[];
}

interface Scope {
  /** A region's name, or `all`. */
  readonly region: string;
  readonly component: string;
  readonly spot: Spot;
}

export interface Extra extends Scope {
  readonly object: KubeObject;
}

export interface Patch extends Scope {
  readonly target: { readonly kind: string; readonly name: string; readonly group?: string; readonly namespace?: string };
  readonly operations: readonly Operation[];
  /** For each operation, where it stands. */
  readonly operationSpots: readonly Spot[];
}

export const noCustoms: Customs = { extras: [], patches: [] };

export function appliesTo(scope: Scope, region: string, component: string): boolean {
  return scope.component === component && (scope.region === 'all' || scope.region === region);
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
