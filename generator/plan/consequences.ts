import type { KubeObject } from '../kube/object.ts';
import type { Verb } from './change.ts';
import { CONSEQUENCES } from './consequence-table.ts';
import { pathText } from './fields.ts';
import type { FieldChange } from './fields.ts';

/** What a consequence is judged by. */
export interface Judged {
  readonly verb: Verb;
  readonly before?: KubeObject;
  readonly after?: KubeObject;
  readonly fields: readonly FieldChange[];
  readonly immutable: readonly FieldChange[];
}

/** One row: when it applies, and what it says. */
export interface Consequence {
  /** Kinds, as `Deployment`; all kinds when absent. */
  readonly kinds?: readonly string[];
  readonly verbs: readonly Verb[];
  /** One of the fields must match; any change when absent. */
  readonly path?: RegExp;
  /** A further condition. */
  readonly when?: (judged: Judged) => boolean;
  readonly says: string;
}

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
