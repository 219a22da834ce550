// What `schemas/components/` says about components: one schema for each folder of generator/components/.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const SUFFIX = '.schema.json';

/**
 * The names of all components, sorted: every folder of generator/components/.
 * @param {string} root of the repository
 * @throws when a folder has no schema, or a schema no folder
 */
export function componentNames(root) {
  const names = readdirSync(join(root, 'generator/components'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  for (const name of names) {
    if (!existsSync(join(root, schemaPath(name)))) throw new Error(`generator/components/${name}/ has no ${schemaPath(name)}`);
  }
  for (const file of readdirSync(join(root, 'schemas/components'))) {
    const name = file.slice(0, -SUFFIX.length);
    if (file !== `${name}${SUFFIX}` || !names.includes(name))
      throw new Error(`schemas/components/${file} belongs to no folder of generator/components/`);
  }
  return names;
}

/** Where the schema of a component's settings lies. */
export function schemaPath(name) {
  return `schemas/components/${name}${SUFFIX}`;
}

/** `schemas/components.schema.json`: what may stand under `components` in a fleet. Each component says the rest in its own schema. */
export function componentsSchema(names) {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $comment: 'Made by npm run schemas: one entry for each file in components/.',
    title: 'Components of a PAP fleet',
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(names.map((name) => [name, { $ref: `components/${name}${SUFFIX}` }])),
  };
}

/** `generator/components/list.js`: every component, by folder. Where they stand among each other is said by components/index.ts. */
export function componentList(names) {
  const constant = (name) => name.replaceAll(/-(.)/g, (_, letter) => letter.toUpperCase());
  return [
    '// Made by generator/tools/build.mjs: one line for each folder.',
    ...names.map((name) => `import { ${constant(name)} } from './${name}/index.ts';`),
    `export const list = [${names.map(constant).join(', ')}];`,
    '',
  ].join('\n');
}
