import { configRole } from '../../yaml/config-path.ts';
import {
  componentSchema,
  fleetSchemaWith,
  freezeSchema,
  holdSchema,
  nodeAt,
  policySchema,
  rolloutSchema,
  type NamedSettings,
  type SchemaNode,
} from './schemas.ts';

/** What a file of `config/` holds. */
export interface FileSchema {
  readonly schema: SchemaNode;
  /** Where its data stands in the fleet; absent, it is no part of it. */
  readonly mount?: readonly string[];
  /** Whether it may hold several documents: pointers into it begin with the number of the document then. */
  readonly many: boolean;
}

/**
 * The schema of a file of `config/`, or undefined where it is not one of ours: objects, patches, and what is rendered.
 * @param relative below the config folder
 */
export function schemaOfFile(relative: string, declared: readonly NamedSettings[] = []): FileSchema | undefined {
  const role = configRole(relative);
  const fleet = fleetSchemaWith(declared);
  const part = (section: 'agents' | 'regions', name: string): FileSchema | undefined => {
    const schema = nodeAt(fleet, [section, name]);
    return schema === undefined ? undefined : { schema, mount: [section, name], many: false };
  };
  switch (role.role) {
    case 'fleet':
      return { schema: fleet, mount: [], many: false };
    case 'agents':
    case 'regions':
      return part(role.role, role.name);
    case 'rollouts':
      return { schema: rolloutSchema, many: false };
    case 'holds':
      return { schema: holdSchema, many: false };
    case 'freezes':
      return { schema: freezeSchema, many: false };
    case 'policies':
      return { schema: policySchema, many: true };
    case 'component':
      return role.name === 'component.yaml' ? { schema: componentSchema, many: true } : undefined;
    default:
      return undefined;
  }
}
