import { describe, expect, test } from 'vitest';
import { follow, schemaAt } from '../../../generator/fleet/schema/schemas.ts';
import type { SchemaNode } from '../../../generator/fleet/schema/schemas.ts';

/** Every key of the schema with its path; free maps and items are walked through. */
function* keys(node: SchemaNode, path: string): Iterable<{ path: string; node: SchemaNode; required: boolean }> {
  const here = follow(node);
  for (const [key, property] of Object.entries(here.properties ?? {})) {
    const required = [...(here.required ?? []), ...(here.requiredOnceMerged ?? [])].includes(key);
    yield { path: `${path}.${key}`, node: follow(property), required };
    yield* keys(property, `${path}.${key}`);
  }
  if (typeof here.additionalProperties === 'object') yield* keys(here.additionalProperties, `${path}.*`);
  if (here.items !== undefined) yield* keys(here.items, `${path}[]`);
}

const all = [...keys(schemaAt([]) as SchemaNode, '')];

/** Keys whose default follows from other keys, which their description says. */
const DERIVED = /\bDefault: |What differs|differ in this region|Agent fields that hold/;

describe('every key helps whoever writes it', () => {
  test('there are keys', () => expect(all.length).toBeGreaterThan(150));

  test('each has a description, and one a reader can use', () => {
    expect(all.filter(({ node }) => (node.description ?? '').length < 8).map(({ path }) => path)).toEqual([]);
  });

  test('each has an example', () => {
    expect(all.filter(({ node }) => node.examples === undefined && node.const === undefined).map(({ path }) => path)).toEqual([]);
  });

  test('each that may be left out has a default, or says what holds then', () => {
    const without = all.filter(({ node, required }) => {
      const map = node.properties !== undefined || node.additionalProperties !== undefined;
      return !required && !map && node.default === undefined && node.const === undefined && !DERIVED.test(node.description ?? '');
    });
    expect(without.map(({ path }) => path).filter((path) => !/\.(ref|image)$/.test(path))).toEqual([]);
  });
});
