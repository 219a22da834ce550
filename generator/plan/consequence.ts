import type { KubeObject } from '../k8s/object.ts';
import type { FieldChange } from './fields.ts';

/** What happens to an object. */
export type Verb = 'create' | 'update' | 'delete' | 'replace';

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
