import type { Limits } from '../render/lock.ts';
import { memo } from '../model/memo.ts';
import { DNS, isDelivery } from './change.ts';
import type { Change } from './change.ts';
import type { Plan } from './plan.ts';

/** One part of the fleet of which too much changes. */
export interface Excess {
  /** A region, `the fleet`, or `Argo CD`. */
  readonly scope: string;
  readonly isRegion: boolean;
  readonly what: 'deleted' | 'updated';
  readonly count: number;
  /** Objects the scope had. */
  readonly of: number;
  readonly limit: number;
  readonly changes: readonly Change[];
}

/** What else there is to know of changes and sizes. */
export interface Riders {
  /** Approved changes take their part of a limit: what rides along has what is left of it. */
  readonly approved?: (change: Change) => boolean;
  /** What people add is no part of what is counted: a fleet must not seem larger by it. */
  readonly added?: (change: Change) => boolean;
  /** How many objects of a region people have added. */
  readonly extras?: (region: string) => number;
}

/** Name of the scope of everything Argo CD delivers to clusters, and of Argo CD's own objects. */
const WHOLE = 'the fleet';
const DELIVERY = 'Argo CD';

/**
 * Where more than the limits changes, in a region or over all. There is no least size: the smallest region is somebody's
 * production. A replacement is a deletion, and what the fleet says to be renamed is an update. Applications and projects are counted by themselves, not to water down the rest.
 */
export function excesses(
  { memory, counts }: Pick<Plan, 'memory' | 'counts'>,
  changes: readonly Change[],
  limits: Pick<Limits, 'maxDeletePercent' | 'maxUpdatePercent'>,
  { approved = () => false, added = () => false, extras = () => 0 }: Riders = {},
): Excess[] {
  const sizes = new Map<string, number>();
  let total = 0;
  for (const [region, { objects }] of memory.regions) {
    const size = Math.max(0, Object.values(objects).reduce((sum, n) => sum + n, 0) - extras(region));
    sizes.set(region, size);
    total += size;
  }
  sizes.set(WHOLE, total);
  sizes.set(DELIVERY, counts.argocd);

  const byScope = new Map<string, Change[]>();
  for (const change of changes) {
    if (change.component === DNS || saysGoodbye(change) || added(change)) continue;
    for (const scope of isDelivery(change.component) ? [DELIVERY] : [change.region, WHOLE]) memo(byScope, scope, () => [] as Change[]).push(change);
  }
  const deletable = (scope: string): number => (memory.regions.get(scope)?.limits ?? limits).maxDeletePercent;
  const updatable = (scope: string): number => (memory.regions.get(scope)?.limits ?? limits).maxUpdatePercent;
  return [...byScope].flatMap(([scope, own]) => [
    ...over(
      scope,
      'deleted',
      own.filter(({ verb, moved }) => (verb === 'delete' && moved !== true) || verb === 'replace'),
      sizes.get(scope) ?? 0,
      deletable(scope),
      approved,
    ),
    ...over(
      scope,
      'updated',
      own.filter(({ verb, moved }) => verb === 'update' || (verb === 'delete' && moved === true)),
      sizes.get(scope) ?? 0,
      updatable(scope),
      approved,
    ),
  ]);
}

/** Finalizers are how a region says that it will go. The going itself is counted. */
function saysGoodbye({ component, verb, fields }: Change): boolean {
  return isDelivery(component) && verb === 'update' && fields.every(({ path }) => path[0] === 'metadata' && path[1] === 'finalizers');
}

function over(
  scope: string,
  what: Excess['what'],
  all: readonly Change[],
  of: number,
  limit: number,
  approved: (change: Change) => boolean,
): Excess[] {
  const count = all.length;
  const changes = all.filter((change) => !approved(change));
  if (changes.length === 0 || count * 100 <= of * limit) return [];
  return [{ scope, isRegion: scope !== WHOLE && scope !== DELIVERY, what, count, of, limit, changes }];
}
