import { subject } from '../change.ts';
import type { Change } from '../change.ts';
import { guarded } from '../guarded.ts';
import type { Weight } from '../../components/weight.ts';
import type { Known } from './known.ts';
import { tableFor } from './kinds.ts';
import { isWritten } from './maker.ts';
import type { Maker } from './maker.ts';
import type { ClusterView, Spot } from './rule.ts';
import type { Node, Table } from './table.ts';
import { walk } from './walk.ts';
import type { Hit } from './walk.ts';

/** What is known about the surroundings of a change. */
export interface Surroundings {
  readonly maker: Maker;
  /** Tables of kinds that the fleet brings. */
  readonly own?: ReadonlyMap<string, Table> | undefined;
  readonly cluster: Omit<ClusterView, 'isKnown'>;
  /** Whether a part of a value stands at the same row of another object that is delivered. */
  readonly isKnown: (row: string, part: unknown) => boolean;
  /** What is delivered at the place of an object in other regions, or for other agents, and the object; names are masked. */
  readonly twins: () => ReturnType<Known['twins']>;
}

/** The view of a cluster for one field; what it has is asked for only when a rule asks. */
function within(cluster: Surroundings['cluster'], isKnown: ClusterView['isKnown']): ClusterView {
  return Object.create(cluster, { isKnown: { value: isKnown } }) as ClusterView;
}

const UNJUDGED: Weight = { class: 'power', says: 'nobody has said yet what such a change does' };

/** What a change does that is dangerous: each thing once, with the field that does it. */
export function weightsOf(change: Change, { maker, cluster, isKnown, twins, own: tables }: Surroundings): Weight[] {
  const { verb, component, before, after } = change;
  const found = new Map<string, Weight>();
  const add = (weight: Weight | undefined, path = ''): void => {
    if (weight === undefined) return;
    const says = path === '' ? weight.says : `${weight.says} (${path})`;
    const key = `${weight.class} ${weight.says}`;
    if (!found.has(key)) found.set(key, { ...weight, says, ...(stopsSystem(weight) ? { always: true } : {}) });
  };
  // A controller of the region is one of its kind: no share of it is small.
  const stopsSystem = ({ effect }: Weight): boolean => effect === 'stops' && cluster.agent === undefined && subject(change).kind === 'Deployment';
  const own = guarded(change);
  add(own);
  const table = tableFor(subject(change), tables);
  if (table === undefined) {
    if (own === undefined) add(UNJUDGED);
    return [...found.values()];
  }
  const spot = (hit: Pick<Hit, 'items' | 'row'>): Spot => ({
    verb,
    component,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    items: hit.items,
    cluster: within(cluster, (value) => isKnown(hit.row, value)),
  });
  if (verb === 'delete' || verb === 'replace') {
    const weight = table.gone.weigh(before, undefined, spot({ items: [], row: '' }));
    if (weight?.class !== own?.class || own === undefined) add(weight);
  }
  if (verb === 'delete') return [...found.values()];
  const brought = verb === 'create' && maker === 'people' ? table.brought.weigh(undefined, after, spot({ items: [], row: '' })) : undefined;
  add(brought);
  walk(table.tree, before, after, (hit) => {
    const { rule, row, path } = hit;
    if (rule === undefined) {
      if (path !== 'apiVersion' && path !== 'kind') add({ ...UNJUDGED, says: `nobody has said yet what the field does` }, path);
      return;
    }
    if (verb === 'create' && maker !== 'people') {
      const written = maker !== 'component' && isWritten(maker, path);
      if (rule.setting === undefined && !written) return;
      const parts = rule.setting?.(hit.after) ?? [hit.after];
      if (parts.every((part) => isKnown(row, part))) return;
    }
    const weight = rule.weigh(hit.before, hit.after, spot(hit));
    // What comes as a whole is told as a whole, and besides what is graver about it.
    if (brought !== undefined && (weight?.class === brought.class || (weight?.class !== 'power' && weight?.class !== 'loss'))) return;
    if (own === undefined || weight?.class !== own.class || verb === 'replace') add(weight, path);
  });
  if (verb === 'create' && typeof maker !== 'string') for (const [weight, path] of patched(maker, table.tree)) add(weight, path);
  return [...found.values()];

  /** What patches make of an object that comes, compared with the one of another region or agent that it is most like. */
  function patched(patches: Exclude<Maker, string>, tree: Node): (readonly [Weight, string])[] {
    const { own: after, others } = twins();
    const found = others.map((before) => {
      const weights: (readonly [Weight, string])[] = [];
      walk(tree, before, after, ({ rule, row, path, items, before: was, after: is }) => {
        if (!isWritten(patches, path)) return;
        const weight = rule?.weigh(was, is, {
          verb: 'update',
          component,
          before,
          after,
          items,
          cluster: within(cluster, (value) => isKnown(row, value)),
        });
        if (weight !== undefined) weights.push([weight, path]);
      });
      return weights;
    });
    return found.sort((a, b) => a.length - b.length)[0] ?? [];
  }
}
