import type { Cluster } from '../k8s/cluster.ts';
import type { KubeObject } from '../k8s/object.ts';
import { TOPICS } from '../components/consequence.ts';
import type { Consequence, ObjectChange } from '../components/consequence.ts';
import { CONSEQUENCES, KEPT, KEPT_OTHER, THEN } from './consequence-table.ts';
import { pathText } from './fields.ts';
import type { FieldChange } from './fields.ts';
import { isKept } from './protection.ts';

interface Judged extends ObjectChange {
  readonly fields: readonly FieldChange[];
}

/** A text of several rows stands where its last row does. */
const GRAVITY = new Map(CONSEQUENCES.map(({ says }, i) => [says, i]));

/** What a component of the fleet's own says stands with what happens to pods: nobody here knows how grave it is. */
const OF_OWN = CONSEQUENCES.findIndex(({ topic }) => topic === 'pods');

/** Consequences of several objects, the gravest first, none twice. */
export function united(consequences: readonly string[]): string[] {
  const gravity = (text: string): number =>
    GRAVITY.get(text.replace(THEN, '')) ?? (text === KEPT_OTHER || Object.values(KEPT).includes(text) ? 0 : OF_OWN - 0.5);
  return [...new Set(consequences)].sort((a, b) => gravity(a) - gravity(b));
}

/** Of consequences those that people notice: a thing that goes under one name and comes under another stays in all other ways. */
export function noticed(consequences: readonly string[]): string[] {
  return consequences.filter((text) => CONSEQUENCES.some(({ says, topic }) => says === text && TOPICS.indexOf(topic) < TOPICS.indexOf('secrets')));
}

/**
 * What a change means to those who run on the cluster, the gravest first.
 * @param after the cluster with all that the plan changes; undefined where nothing but the change is known
 * @param own what its component says, where the fleet brings it
 */
export function consequencesOf(change: Judged, after?: Cluster, own: readonly Consequence[] = []): string[] {
  const { verb, before } = change;
  const { kind } = (before ?? change.after) as KubeObject;
  if (verb === 'delete' && before !== undefined && isKept(before)) return [KEPT[kind] ?? KEPT_OTHER];
  const table = own.length === 0 ? CONSEQUENCES : [...own, ...CONSEQUENCES];
  const first = rows(table, change, kind, after);
  // What the API server refuses must be deleted first; what that means is what a deletion does.
  const then = verb === 'replace' ? rows(table, { ...change, verb: 'delete', fields: [] }, kind, after).map((says) => `${THEN}${says}`) : [];
  const found = [...new Set([...first, ...(kind === 'Certificate' ? [] : then)])];
  if (found.length === 0 && verb === 'update' && change.fields.every(({ path }) => /^metadata\.(labels|annotations)\b/.test(pathText(path))))
    return ['metadata only'];
  return united(found);
}

function rows(table: readonly Consequence[], change: Judged, kind: string, after: Cluster | undefined): string[] {
  const paths = change.fields.map(({ path }) => pathText(path));
  return table
    .filter(
      ({ kinds, verbs, path, when }) =>
        (kinds === undefined || kinds.includes(kind)) &&
        verbs.includes(change.verb) &&
        (path === undefined || paths.some((text) => path.test(text))) &&
        (when === undefined || when(change, after)),
    )
    .map(({ says }) => says);
}
