import type { KubeObject } from '../k8s/object.ts';
import type { Judged } from './consequence.ts';
import { CONSEQUENCES } from './consequence-table.ts';
import { pathText } from './fields.ts';

const GRAVITY = new Map(CONSEQUENCES.map(({ says }, i) => [says, i]));

/** Consequences of several objects, the gravest first, none twice. */
export function united(consequences: readonly string[]): string[] {
  return [...new Set(consequences)].sort((a, b) => (GRAVITY.get(a) ?? Infinity) - (GRAVITY.get(b) ?? Infinity));
}

/** What a change means to those who run on the cluster, the gravest first. */
export function consequencesOf(judged: Judged): string[] {
  const { kind } = (judged.before ?? judged.after) as KubeObject;
  const paths = judged.fields.map(({ path }) => pathText(path));
  const found = CONSEQUENCES.filter(
    ({ kinds, verbs, path, when }) =>
      (kinds === undefined || kinds.includes(kind)) &&
      verbs.includes(judged.verb) &&
      (path === undefined || paths.some((text) => path.test(text))) &&
      (when === undefined || when(judged)),
  ).map(({ says }) => says);
  if (found.length === 0 && judged.verb === 'update' && paths.every((path) => /^metadata\.(labels|annotations)\b/.test(path)))
    return ['metadata only'];
  return [...new Set(found)];
}
