import type { AgentSpec } from '../spec.ts';
import { follow, nodeAt, schemaAt } from '../schema/schemas.ts';
import type { SchemaNode } from '../schema/schemas.ts';
import type { DeclaredScope } from './declared.ts';

/** What a path stands for: a scalar fits into any text, a map or a list takes the place of a whole value. */
export type Kind = 'scalar' | 'other';

/** Names below a root that no schema has, since they are worked out. */
const WORKED_OUT: Readonly<Record<string, readonly string[]>> = {
  region: ['', 'ingressHost'],
  zone: ['', 'name', 'parent', 'hostmaster', 'rfc2136.host'],
  fleet: ['', 'namespace'],
  host: [''],
  agent: ['name', 'owner', 'version', 'host', 'ref', 'image'] satisfies (keyof AgentSpec | 'name' | 'owner' | 'version')[],
};

/** Root → where the schema of what lies below it stands in that of the fleet. */
const BY_SCHEMA: Readonly<Record<string, readonly string[]>> = {
  zone: ['zone'],
  agent: ['agents', '*', 'overrides', '*'],
  station: ['station'],
  versions: ['regions', '*', 'versions'],
  clusterFacts: ['regions', '*', 'clusterFacts'],
};

const ROOTS: Readonly<Record<DeclaredScope, readonly string[]>> = {
  common: ['region', 'zone', 'fleet', 'settings', 'station', 'versions', 'clusterFacts'],
  region: ['region', 'zone', 'fleet', 'settings', 'station', 'versions', 'clusterFacts'],
  agent: ['region', 'zone', 'fleet', 'settings', 'station', 'versions', 'clusterFacts', 'agent', 'host'],
};

export function rootsOf(scope: DeclaredScope): readonly string[] {
  return ROOTS[scope];
}

/**
 * What a path stands for in objects of a scope; undefined where it has no value, or not always.
 * @param settings schema of the component's settings
 */
export function kindOf(path: readonly string[], scope: DeclaredScope, settings: SchemaNode): Kind | undefined {
  const [root = '', ...below] = path;
  if (!ROOTS[scope].includes(root)) return undefined;
  if (root === 'region' && below.join('.') === 'ingressHost' && scope !== 'region') return undefined;
  if (WORKED_OUT[root]?.includes(below.join('.')) === true) return 'scalar';
  const at = BY_SCHEMA[root];
  const schema = root === 'settings' ? settings : at === undefined ? undefined : schemaAt(at);
  if (schema === undefined || below.length === 0 || !alwaysThere(schema, below)) return undefined;
  const { type } = nodeAt(schema, below) ?? {};
  return type !== undefined && type !== 'object' && type !== 'array' && !Array.isArray(type) ? 'scalar' : 'other';
}

/** Whether a value has one whatever people write: once defaults are filled in, and what is required is there. */
function alwaysThere(root: SchemaNode, path: readonly string[]): boolean {
  let node = follow(root);
  for (const step of path) {
    const property = node.properties?.[step];
    if (property === undefined) return false;
    const next = follow(property);
    const isRequired = demandsOf(node).includes(step);
    if (!isRequired && next.default === undefined && (next.properties === undefined || demandsOf(next).length > 0)) return false;
    node = next;
  }
  return true;
}

function demandsOf({ required = [], requiredOnceMerged = [] }: SchemaNode): readonly string[] {
  return [...required, ...requiredOnceMerged];
}
