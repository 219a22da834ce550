import { group, version, type KubeObject } from '../object.ts';
import { memo } from '../../model/memo.ts';
import { schemaOf } from '../schema/kinds.ts';
import { metadataFaults } from '../schema/shape.ts';
import { brokenRules } from './cel/rules.ts';
import { withDefaults } from './defaults.ts';
import type { Definition, Version } from './definition.ts';
import type { Fault } from './fault.ts';
import { valueFaults } from './validate.ts';

/** What is wrong with an object by the definition of its kind. */
export interface KindFaults {
  /** Of its shape: fields and values. */
  readonly shape: readonly Fault[];
  /** Rules of the kind that it breaks; none are asked of an object whose shape is wrong. */
  readonly rules: readonly Fault[];
}

const NOTHING: KindFaults = { shape: [], rules: [] };

/** Kinds that people define: those of `config/schemas`, or of manifests that are linted. */
export class Kinds {
  readonly #byName = new Map<string, Definition>();
  readonly #faults = new WeakMap<KubeObject, KindFaults>();

  /** @param definitions one per kind: the first one counts */
  constructor(definitions: Iterable<Definition>) {
    for (const definition of definitions) memo(this.#byName, `${definition.group}/${definition.kind}`, () => definition);
  }

  get size(): number {
    return this.#byName.size;
  }

  all(): Iterable<Definition> {
    return this.#byName.values();
  }

  /** @param kind as `group/Kind` */
  named(kind: string): Definition | undefined {
    return this.#byName.get(kind);
  }

  definitionOf({ apiVersion, kind }: Pick<KubeObject, 'apiVersion' | 'kind'>): Definition | undefined {
    return this.#byName.size === 0 ? undefined : this.#byName.get(`${group({ apiVersion })}/${kind}`);
  }

  /** The version that an object is written in, if it is served. */
  versionOf(object: Pick<KubeObject, 'apiVersion' | 'kind'>): Version | undefined {
    return this.definitionOf(object)?.versions.find(({ name, served }) => served && name === version(object));
  }

  /** Whether the version that an object is written in is one whose schema the program brings. */
  isKnownAnyway(object: Pick<KubeObject, 'apiVersion' | 'kind'>): boolean {
    return schemaOf(object) !== undefined;
  }

  /** What is wrong with an object by its kind; nothing where the kind is none of these, or its version is not served. */
  faultsOf(object: KubeObject): KindFaults {
    const known = this.versionOf(object);
    return known === undefined ? NOTHING : memo(this.#faults, object, () => faults(known, object));
  }
}

/** Where nobody defines any. */
export const NO_KINDS = new Kinds([]);

function faults({ schema, hasStatus }: Version, object: KubeObject): KindFaults {
  const { apiVersion: _apiVersion, kind: _kind, metadata, status, ...rest } = object;
  const shape = metadataFaults(metadata, '/metadata');
  const hint = 'the cluster writes the status; leave it out';
  const written = hasStatus && status !== undefined;
  if (written) shape.push({ path: '/status', key: true, message: '"status" is no field here', hint });
  const { apiVersion, kind, metadata: names, status: _ofCluster, ...properties } = schema.properties ?? {};
  const { required = [], ...open } = schema;
  // What every object has is no field of the schema, unless that says more of it.
  const own = {
    ...open,
    required: required.filter((key) => !OF_OBJECTS.includes(key)),
    properties: { ...properties, ...(hasStatus || _ofCluster === undefined ? {} : { status: _ofCluster }) },
  };
  const full = withDefaults(own, status === undefined || hasStatus ? rest : { ...rest, status });
  const wrong = valueFaults(own, full, '');
  shape.push(...wrong);
  const name = names?.properties?.['name'];
  if (name !== undefined) shape.push(...valueFaults(name, metadata.name, '/metadata/name'));
  void apiVersion;
  void kind;
  // Of what a cluster printed into metadata and status no rule says anything.
  if (wrong.length > 0) return { shape, rules: [] };
  return { shape, rules: brokenRules(schema, { ...(full as object), apiVersion: object.apiVersion, kind: object.kind, metadata }) };
}

const OF_OBJECTS = ['apiVersion', 'kind', 'metadata', 'status'];
