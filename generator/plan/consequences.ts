import type { Cluster } from '../k8s/cluster.ts';
import type { KubeObject } from '../k8s/object.ts';
import { TOPICS } from '../components/consequence.ts';
import type { ObjectChange } from '../components/consequence.ts';
import { CONSEQUENCES, KEPT, KEPT_OTHER, THEN } from './consequence-table.ts';
import { pathText } from './fields.ts';
import type { FieldChange } from './fields.ts';
import { isKept } from './protection.ts';

interface Judged extends ObjectChange {
  readonly fields: readonly FieldChange[];
}

/** A text of several rows stands where its last row does. */
const GRAVITY = new Map(CONSEQUENCES.map(({ says }, i) => [says, i]));

/** Consequences of several objects, the gravest first, none twice. */
export function united(consequences: readonly string[]): string[] {
  const gravity = (text: string): number =>
    GRAVITY.get(text.replace(THEN, '')) ?? (text === KEPT_OTHER || Object.values(KEPT).includes(text) ? 0 : Infinity);
  return [...new Set(consequences)].sort((a, b) => Math.min(gravity(a), 1e6) - Math.min(gravity(b), 1e6));
}

/** Of consequences those that people notice: a thing that goes under one name and comes under another stays in all other ways. */
export function noticed(consequences: readonly string[]): string[] {
  return consequences.filter((text) => CONSEQUENCES.some(({ says, topic }) => says === text && TOPICS.indexOf(topic) < TOPICS.indexOf('secrets')));
}

/**
 * What a change means to those who run on the cluster, the gravest first.
 * @param after the cluster with all that the plan changes; undefined where nothing but the change is known
 */
export function consequencesOf(change: Judged, after?: Cluster): string[] {
  const { verb, before } = change;
  const { kind } = (before ?? change.after) as KubeObject;
  if (verb === 'delete' && before !== undefined && isKept(before)) return [KEPT[kind] ?? KEPT_OTHER];
  const own = rows(change, kind, after);
  // What the API server refuses must be deleted first; what that means is what a deletion does.
  const then = verb === 'replace' ? rows({ ...change, verb: 'delete', fields: [] }, kind, after).map((says) => `${THEN}${says}`) : [];
  const found = [...new Set([...own, ...(kind === 'Certificate' ? [] : then)])];
  if (found.length === 0 && verb === 'update' && change.fields.every(({ path }) => /^metadata\.(labels|annotations)\b/.test(pathText(path))))
    return ['metadata only'];
  return united(found);
}

function rows(change: Judged, kind: string, after: Cluster | undefined): string[] {
  const paths = change.fields.map(({ path }) => pathText(path));
  return CONSEQUENCES.filter(
    ({ kinds, verbs, path, when }) =>
      (kinds === undefined || kinds.includes(kind)) &&
      verbs.includes(change.verb) &&
      (path === undefined || paths.some((text) => path.test(text))) &&
      (when === undefined || when(change, after)),
  ).map(({ says }) => says);
}
