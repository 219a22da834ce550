import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fleetChecks, specChecks } from '../generator/checks/index.ts';
import { components } from '../generator/components/index.ts';
import { CODES } from '../generator/model/codes.ts';
import { worldRules } from '../generator/world/rules/index.ts';

const root = join(import.meta.dirname, '../generator');
const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)))
  .filter((path) => !path.startsWith('tools/'))
  .sort();
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Everything a file imports, types included: `./x.ts` becomes a path below generator/. */
function imports(path: string): { inside: string[]; outside: string[] } {
  const names = [...textOf(path).matchAll(/^(?:import|export)[^'";]*?from '([^']+)'/gm)].map((match) => match[1] as string);
  const inside = names.filter((name) => name.startsWith('.')).map((name) => join(dirname(path), name));
  return { inside, outside: names.filter((name) => !name.startsWith('.')) };
}

/** Imports that are there at run time: types are erased, and what only borrows one cannot make a cycle. */
function valueImports(path: string): string[] {
  const names = [...textOf(path).matchAll(/^(?:import|export) (?!type\b)[^'";]*?from '(\.[^']+)'/gm)];
  return names.map((match) => join(dirname(path), match[1] as string));
}

const room = (path: string): string => (path.includes('/') ? path.slice(0, path.indexOf('/')) : path);

/** The arrow: which rooms a room may know, besides itself. Nothing may be added that points back. */
const MAY_KNOW: Readonly<Record<string, readonly string[]>> = {
  'main.ts': ['cli.ts'],
  'cli.ts': ['commands', 'io', 'report', 'schema'],
  commands: [
    'compile.ts',
    'plan',
    'build',
    'io',
    'layout',
    'lint',
    'model',
    'report',
    'resolve',
    'schema',
    'source',
    'text',
    'versions',
    'components',
    'kube',
  ],
  io: ['layout', 'model', 'source'],
  report: ['commands', 'plan', 'build', 'kube', 'layout', 'model', 'resolve', 'text'],
  plan: ['build', 'components', 'kube', 'layout', 'model', 'source', 'schema'],
  'compile.ts': ['build', 'checks', 'components', 'layout', 'model', 'resolve', 'schema', 'source', 'versions'],
  layout: ['build', 'components', 'kube', 'model', 'objects', 'text'],
  lint: ['kube', 'model', 'objects', 'source', 'versions', 'world'],
  build: ['components', 'kube', 'model', 'objects', 'schema', 'source', 'versions', 'world'],
  world: ['kube', 'model'],
  objects: ['kube', 'model', 'schema'],
  checks: ['components', 'kube', 'model', 'resolve', 'schema', 'versions'],
  components: ['kube', 'model', 'text', 'versions'],
  resolve: ['model', 'schema'],
  source: ['model'],
  schema: ['model'],
  text: ['kube', 'model'],
  kube: ['model', 'versions'],
  versions: ['model', 'schema'],
  model: [],
};

/** Rooms that only read the shape of what another one makes: types, which are gone at run time. */
const TYPES_ONLY: Readonly<Record<string, readonly string[]>> = {
  io: ['source'],
  report: ['commands', 'resolve'],
  layout: ['components'],
  build: ['components', 'source'],
};

describe.each(files)('%s', (path) => {
  const { inside, outside } = imports(path);

  test('imports along the arrow', () => {
    const allowed = [room(path), ...(MAY_KNOW[room(path)] ?? [])];
    for (const imported of inside) {
      if (imported.startsWith('../schemas/')) continue;
      expect(allowed, `${path} imports ${imported}`).toContain(room(imported));
      if (room(path) === 'report' && room(imported) === 'commands') expect(imported).toBe('commands/command.ts');
    }
  });

  test('takes only types where only types are meant', () => {
    const values = valueImports(path).map(room);
    for (const other of TYPES_ONLY[room(path)] ?? []) expect(values, `${path} runs code of ${other}`).not.toContain(other);
  });

  test('imports in plain sight, at the top', () => {
    expect(textOf(path)).not.toMatch(/\bimport\(|^import ['"]/m);
  });

  test('knows no more of the world than its room may', () => {
    if (room(path) !== 'io' && path !== 'main.ts') {
      expect(outside.filter((name) => /^(node:)?(fs|child_process|os|net|http|https|dns|worker_threads|process)\b/.test(name))).toEqual([]);
    }
    if (path !== 'main.ts' && room(path) !== 'io') expect(textOf(path)).not.toMatch(/\bprocess\.(?!getuid)|[=(,]\s*process\b/);
    if (path !== 'text/render.ts') expect(outside).not.toContain('handlebars');
    if (room(path) !== 'source' && room(path) !== 'plan') expect(outside).not.toContain('yaml');
    // YAML is written by kube/emit.ts alone: who reads it with the library does not write with it.
    if (outside.includes('yaml')) expect(textOf(path)).not.toMatch(/(?<!JSON\.)\bstringify\b/);
    if (room(path) !== 'io') expect(outside).not.toContain('fast-glob');
    if (room(path) !== 'main.ts' && room(path) !== 'io') expect(textOf(path)).not.toMatch(/\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(/);
  });

  if (path.startsWith('components/') && !/^components\/(component|index)\.ts$/.test(path)) {
    test('is a component that knows no other', () => {
      for (const imported of inside.filter((name) => room(name) === 'components')) expect(imported).toBe('components/component.ts');
    });
  }

  test('is one noun that fits a few screens', () => {
    expect(textOf(path).split('\n').length).toBeLessThanOrEqual(path === 'model/codes.ts' ? 600 : 330);
  });
});

test('the arrow has no way back', () => {
  const seen = new Map<string, 'open' | 'done'>();
  const visit = (path: string, trail: readonly string[]): void => {
    if (seen.get(path) === 'done') return;
    expect(seen.get(path), `a cycle: ${[...trail, path].join(' → ')}`).not.toBe('open');
    seen.set(path, 'open');
    for (const next of valueImports(path).filter((name) => files.includes(name))) visit(next, [...trail, path]);
    seen.set(path, 'done');
  };
  for (const path of files) visit(path, []);
});

describe.each(components.map(({ name }) => name))('component %s', (name) => {
  test('has a schema that fleet.schema.json refers to', () => {
    expect(existsSync(join(root, `../schemas/components/${name}.schema.json`))).toBe(true);
    expect(readFileSync(join(root, '../schemas/fleet.schema.json'), 'utf8')).toContain(`"components/${name}.schema.json"`);
  });

  test('has a golden test and a row in the docs', () => {
    expect(existsSync(join(import.meta.dirname, `golden/${name}`)), `test/golden/${name}`).toBe(true);
    expect(readFileSync(join(root, '../README.md'), 'utf8')).toContain(`\`${name}\``);
    expect(readFileSync(join(root, '../docs/fleet.md'), 'utf8')).toContain(`components.${name}`);
  });
});

test('every check is registered and lies in a file that its code, or one of its codes, names', () => {
  const names = readdirSync(join(root, 'checks/fleet')).map((name) => name.replace(/\.ts$/, ''));
  expect(specChecks.length + fleetChecks.length).toBe(names.length);
  for (const name of names) {
    const used = [...textOf(`checks/fleet/${name}.ts`).matchAll(/'(fleet\/[a-z-]+)'/g)].map((match) => match[1]);
    expect(
      used.some((code) => code !== undefined && code in CODES),
      name,
    ).toBe(true);
  }
});

test('every rule between objects is registered and lies in a file that its code names', () => {
  const names = readdirSync(join(root, 'world/rules'))
    .map((name) => name.replace(/\.ts$/, ''))
    .filter((name) => name !== 'index');
  expect(worldRules.map(({ code }) => code.slice(code.indexOf('/') + 1)).sort()).toEqual(names.sort());
});

test('every code is used', () => {
  const all = files
    .filter((path) => path !== 'model/codes.ts' && path !== 'model/world-codes.ts')
    .map(textOf)
    .join('\n');
  for (const code of Object.keys(CODES)) expect(all, code).toContain(`'${code}'`);
});
