import type { Spot } from '../../model/finding.ts';
import type { SchemaNode } from '../schema/schemas.ts';
import type { DeclaredChart } from './chart.ts';

/** A component that the fleet brings as data, below `config/components/<name>/`. */
export interface Declared {
  readonly name: string;
  readonly summary: string;
  /** Names of the components whose objects its own refer to. */
  readonly requires: readonly string[];
  /** The first is its Application's destination. */
  readonly namespaces: readonly string[];
  readonly secrets: readonly DeclaredSecret[];
  readonly objects: readonly DeclaredObject[];
  /** Whose objects it has besides. */
  readonly chart?: DeclaredChart;
  /** What its settings may be, `enabled` included. */
  readonly settings: SchemaNode;
  readonly consequences: readonly DeclaredConsequence[];
  /** Objects of power that it says it makes: `ClusterRole/keda-operator`. */
  readonly needs: readonly string[];
  /** Its `component.yaml`. */
  readonly file: string;
}

export interface DeclaredSecret {
  readonly namespace: string;
  readonly name: string;
  readonly type: 'Opaque' | 'kubernetes.io/tls' | 'kubernetes.io/dockerconfigjson';
  readonly about: string;
  /** Key → the command that prints its value. */
  readonly keys: Readonly<Record<string, string>>;
}

/** What an object is about, and so what it may name: `common/` the region by its name alone, `region/` all of the region, `agent/` one agent. */
export type DeclaredScope = 'common' | 'region' | 'agent';

/** One document of a file of objects, with its placeholders. */
export interface DeclaredObject {
  readonly scope: DeclaredScope;
  /** Path of a setting, `['backup']`, that must be true; absent: always. */
  readonly when?: readonly string[];
  readonly template: Readonly<Record<string, unknown>>;
  readonly spot: Spot;
}

/** What `plan` says when an object changes. */
export interface DeclaredConsequence {
  readonly kind: string;
  /** Of the object, with its placeholders; absent: any of the kind. */
  readonly name?: string;
  /** Steps from the root; absent: any field. */
  readonly path?: readonly string[];
  readonly says: string;
}
