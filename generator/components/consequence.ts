import type { Cluster } from '../k8s/cluster.ts';
import type { KubeObject } from '../k8s/object.ts';
import { referencesIn } from '../k8s/references.ts';
import { mayMake } from '../k8s/secrets.ts';
import { get } from '../model/data.ts';

/** What happens to an object. */
export type Verb = 'create' | 'update' | 'delete' | 'replace';

/** What a consequence is judged by. */
export interface ObjectChange {
  readonly verb: Verb;
  readonly before?: KubeObject;
  readonly after?: KubeObject;
  /** Where the two differ: keys, indexes and names of list items from the root. */
  readonly fields: readonly { readonly path: readonly unknown[]; readonly before?: unknown; readonly after?: unknown }[];
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
  /** A further condition. @param after the cluster with all that the plan changes; undefined where a change is looked at alone */
  readonly when?: (change: ObjectChange, after: Cluster | undefined) => boolean;
  readonly says: string;
}

/** What takes an object away. */
export const GONE = ['delete', 'replace'] as const;

/** More than labels and annotations. */
export function changesSpec({ verb, fields }: ObjectChange): boolean {
  return verb !== 'update' || fields.some(({ path }) => path[0] !== 'metadata');
}

/** Whether anything in the cluster still names an object; what is looked at alone may be named. @param kind as `group/Kind` */
export function isNamed(kind: string, { before }: ObjectChange, after: Cluster | undefined): boolean {
  const { namespace, name } = (before as KubeObject).metadata;
  return refers(kind, { namespace, name }, after);
}

/** Whether anything in the cluster still reads the Secret that an object is, or makes. */
export function isRead(change: ObjectChange, after: Cluster | undefined): boolean {
  return refers('/Secret', secretOf(change), after);
}

function refers(kind: string, to: { readonly namespace: string | undefined; readonly name: string }, after: Cluster | undefined): boolean {
  if (after === undefined) return true;
  return referencesIn(after).some((each) => each.kind === kind && each.name === to.name && each.namespace === to.namespace);
}

/** Whether another object of the cluster makes the same Secret. */
export function isMadeAnew(change: ObjectChange, after: Cluster | undefined): boolean {
  return after !== undefined && mayMake(after, secretOf(change));
}

/** The Secret that an object is, or makes. */
function secretOf({ before, after }: ObjectChange): { readonly namespace: string | undefined; readonly name: string } {
  const object = (before ?? after) as KubeObject;
  const named = get(object, ['spec', 'target', 'name']) ?? get(object, ['spec', 'template', 'metadata', 'name']);
  return { namespace: object.metadata.namespace, name: typeof named === 'string' ? named : object.metadata.name };
}
