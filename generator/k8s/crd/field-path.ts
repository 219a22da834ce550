import { isMap } from '../../model/data.ts';
import { fields, type Fields } from '../look.ts';

const SCALARS = ['boolean', 'integer', 'string'];

/**
 * Why a path leads to no field of a schema by which objects can be selected. After k8s.io/apiextensions-apiserver,
 * pkg/apiserver/schema/cel/validation.go, ValidFieldPath, without brackets.
 */
export function fieldPathFlaw(path: string, schema: Fields): string | undefined {
  if (!path.startsWith('.') || path.includes('[')) return 'is no path such as .spec.color';
  const names = path.slice(1).split('.');
  if (names.includes('')) return 'is no path such as .spec.color';
  let here: Fields = schema;
  for (const name of names) {
    const { properties, additionalProperties } = here;
    const next = isMap(properties) ? (Object.hasOwn(properties, name) ? properties[name] : undefined) : additionalProperties;
    if (!isMap(next)) return `leads to no field: ${name} is none`;
    here = fields(next);
  }
  if (names[0] === 'metadata') return 'must not lead into metadata';
  return SCALARS.includes(String(here['type'])) ? undefined : `must lead to a field of type ${SCALARS.join(', ')}`;
}
