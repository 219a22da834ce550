import type { KubeObject } from '../k8s/object.ts';
import type { ObjectChange } from '../components/consequence.ts';
import { CONSEQUENCES } from './consequence-table.ts';
import { pathText } from './fields.ts';
import type { FieldChange } from './fields.ts';

interface Judged extends ObjectChange {
  readonly fields: readonly FieldChange[];
}

/** A text of several rows stands where its last row does. */
const GRAVITY = new Map(CONSEQUENCES.map(({ says }, i) => [says, i]));

/** Consequences of several objects, the gravest first, none twice. */
export function united(consequences: readonly string[]): string[] {
  return [...new Set(consequences)].sort((a, b) => (GRAVITY.get(a) ?? Infinity) - (GRAVITY.get(b) ?? Infinity));
}

/** What a change means to those who run on the cluster, the gravest first. */
export function consequencesOf(change: Judged): string[] {
  const { kind } = (change.before ?? change.after) as KubeObject;
  const paths = change.fields.map(({ path }) => pathText(path));
  const found = CONSEQUENCES.filter(
    ({ kinds, verbs, path, when }) =>
      (kinds === undefined || kinds.includes(kind)) &&
      verbs.includes(change.verb) &&
      (path === undefined || paths.some((text) => path.test(text))) &&
      (when === undefined || when(change)),
  ).map(({ says }) => says);
  if (found.length === 0 && change.verb === 'update' && paths.every((path) => /^metadata\.(labels|annotations)\b/.test(path)))
    return ['metadata only'];
  return [...new Set(found)];
}
