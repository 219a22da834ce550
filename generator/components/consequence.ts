import type { KubeObject } from '../k8s/object.ts';

/** What happens to an object. */
export type Verb = 'create' | 'update' | 'delete' | 'replace';

/** What a consequence is judged by. */
export interface ObjectChange {
  readonly verb: Verb;
  readonly before?: KubeObject;
  readonly after?: KubeObject;
  /** Where the two differ: keys, indexes and names of list items from the root. */
  readonly fields: readonly { readonly path: readonly unknown[] }[];
}

/** What consequences are about, the gravest first. `loss` cannot come back; from `pods` on, people notice; `guards` and what follows protect and observe. */
export const TOPICS = [
  'loss',
  'hazard',
  'pods',
  'interruption',
  'traffic',
  'names',
  'certificates',
  'secrets',
  'capacity',
  'guards',
  'observation',
  'backups',
  'configuration',
  'delivery',
] as const;

/** One row: when it applies, and what it says. */
export interface Consequence {
  readonly topic: (typeof TOPICS)[number];
  /** Kinds, as `Deployment`; all kinds when absent. */
  readonly kinds?: readonly string[];
  readonly verbs: readonly Verb[];
  /** One of the fields must match; any change when absent. */
  readonly path?: RegExp;
  /** A further condition. */
  readonly when?: (change: ObjectChange) => boolean;
  readonly says: string;
}

/** What takes an object away. */
export const GONE = ['delete', 'replace'] as const;

/** More than labels and annotations. */
export function changesSpec({ verb, fields }: ObjectChange): boolean {
  return verb !== 'update' || fields.some(({ path }) => path[0] !== 'metadata');
}
