import { isMap } from '../../model/data.ts';
import { isSubdomain } from '../../model/names.ts';
import { child, pointer, type Pointer } from '../../model/pointer.ts';
import { fields, text } from '../look.ts';
import { shownValue } from '../shown.ts';
import { envelopeFlaws } from './envelope.ts';
import type { Fault } from './fault.ts';
import type { Schema } from './schema.ts';
import { schemaFlaws } from './structural.ts';

/** A version of a kind. */
export interface Version {
  readonly name: string;
  readonly served: boolean;
  /** What the API server says to whoever writes it; absent: nothing. */
  readonly deprecated?: string;
  readonly schema: Schema;
  /** Within the definition. */
  readonly at: Pointer;
  /** Whether the API server leaves out `status` of what is written. */
  readonly hasStatus: boolean;
}

/** A kind as a CustomResourceDefinition defines it. */
export interface Definition {
  readonly group: string;
  readonly kind: string;
  /** Plural, by which the API serves it. */
  readonly plural: string;
  readonly isClusterScoped: boolean;
  readonly versions: readonly Version[];
}

export function isDefinition({ apiVersion, kind }: Readonly<Record<string, unknown>>): boolean {
  return kind === 'CustomResourceDefinition' && text(apiVersion)?.startsWith('apiextensions.k8s.io/') === true;
}

/** What a CustomResourceDefinition defines, and what is wrong with it. @param data one of apiextensions.k8s.io, whatever its version */
export function readDefinition(data: Readonly<Record<string, unknown>>): { readonly definition?: Definition; readonly flaws: readonly Fault[] } {
  if (data['apiVersion'] !== 'apiextensions.k8s.io/v1')
    return {
      flaws: [
        {
          path: '/apiVersion',
          message: `${shownValue(data['apiVersion'])} is read by no Kubernetes from 1.22 on`,
          hint: 'take the definition of a release of upstream that writes apiextensions.k8s.io/v1',
        },
      ],
    };
  const spec = fields(data['spec']);
  const names = fields(spec['names']);
  const flaws: Fault[] = [];
  const need = (value: unknown, at: Pointer, isRight: (found: string) => boolean, words: string): string => {
    if (typeof value === 'string' && isRight(value)) return value;
    flaws.push({ path: at, message: `must be ${words}, not ${shownValue(value)}` });
    return '';
  };
  const group = need(spec['group'], '/spec/group', (name) => isSubdomain(name) && name.includes('.'), 'a domain with a dot');
  const kind = need(names['kind'], '/spec/names/kind', (name) => /^[A-Za-z][A-Za-z0-9-]*$/.test(name), 'the name of a kind');
  const plural = need(names['plural'], '/spec/names/plural', (name) => name !== '', 'text');
  const scope = need(spec['scope'], '/spec/scope', (name) => ['Cluster', 'Namespaced'].includes(name), 'Cluster or Namespaced');
  const title = text(fields(data['metadata'])['name']) ?? '';
  if (flaws.length === 0 && title !== `${plural}.${group}`)
    flaws.push({
      path: '/metadata/name',
      message: `must be ${plural}.${group}, not ${shownValue(title)}`,
      hint: 'plural and group, with a dot between them',
    });
  const list = Array.isArray(spec['versions']) ? (spec['versions'] as unknown[]) : [];
  if (list.length === 0) flaws.push({ path: '/spec/versions', message: 'must be a list of versions, and not empty' });
  const versions = list.flatMap((version, i) => readVersion(version, child('/spec/versions', i), flaws));
  for (const [i, { name, at }] of versions.entries())
    if (versions.slice(0, i).some((other) => other.name === name))
      flaws.push({ path: `${at}/name`, message: `the version ${name} is defined twice` });
  flaws.push(...[...envelopeFlaws(data)].filter(({ path }) => flaws.every((flaw) => flaw.path !== path)));
  if (flaws.length > 0) return { flaws };
  return { definition: { group, kind, plural, isClusterScoped: scope === 'Cluster', versions }, flaws };
}

/** Values of their own, in which null is null. */
const VALUES = new Set(['default', 'enum', 'example']);

/** A schema in which a keyword that is null is absent, as to the API server. */
function withoutNulls<T>(schema: T): T {
  if (Array.isArray(schema)) return schema.map(withoutNulls) as T;
  if (!isMap(schema)) return schema;
  const kept = Object.entries(schema).filter(([, value]) => value !== null);
  return Object.fromEntries(kept.map(([key, value]) => [key, VALUES.has(key) ? value : withoutNulls(value)])) as T;
}

function readVersion(version: unknown, at: Pointer, flaws: Fault[]): Version[] {
  const { name, served, schema, subresources, deprecated, deprecationWarning } = fields(version);
  if (typeof name !== 'string' || name === '') {
    flaws.push({ path: at, message: 'a version needs "name"' });
    return [];
  }
  const root = fields(schema)['openAPIV3Schema'];
  if (!isMap(root)) {
    flaws.push({ path: at, message: `the version ${name} has no schema`, hint: 'schema.openAPIV3Schema describes what an object holds' });
    return [];
  }
  const found = [...schemaFlaws(root, `${at}${pointer('schema', 'openAPIV3Schema')}`)];
  flaws.push(...found);
  const warning = typeof deprecationWarning === 'string' ? deprecationWarning : '';
  return [
    {
      name,
      served: served === true,
      ...(deprecated === true ? { deprecated: warning } : {}),
      schema: withoutNulls(root),
      at,
      hasStatus: isMap(fields(subresources)['status']),
    },
  ];
}
