// The structure that must hold: imports follow one arrow, there is no circle, io/ alone touches the world, every rule has its
// pair of examples, and every kind that we write has a strict schema.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { schemaOf } from '../generator/k8s/schema/kinds.ts';
import { CODES } from '../generator/rules/rules.ts';
import { ruleFolders } from '../generator/tools/rules.mjs';
import { committedObjects } from './support/objects.ts';

const root = join(import.meta.dirname, '../generator');
const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)))
  .filter((path) => !path.startsWith('tools/'))
  .sort();
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8');

/** The rooms, from left to right: a room imports only rooms to its left. */
const ARROW = [
  'model',
  'secrets',
  'yaml',
  'fleet',
  'k8s',
  'kustomize',
  'components',
  'render',
  'rules',
  'check',
  'compile',
  'fix',
  'lint',
  'plan',
  'status',
  'history',
  'rollout',
  'import',
  'report',
  'io',
  'vendor',
  'deliver',
  'editor',
  'commands',
  'cli',
  'main',
];

const room = (path: string): string => (path.split('/')[0] as string).replace(/\.ts$/, '');

interface Import {
  readonly from: string;
  readonly to: string;
  /** Types are erased: what only borrows one cannot make a circle. */
  readonly isType: boolean;
}

const imports: readonly Import[] = files.flatMap((from) =>
  [...textOf(from).matchAll(/^(?:import|export)( type\b)?[^'";]*?from '([^']+)'/gm)].map(([, type, name]) => ({
    from,
    to: (name as string).startsWith('.') ? join(dirname(from), name as string) : (name as string),
    isType: type !== undefined,
  })),
);
const inside = imports.filter(({ to }) => existsSync(join(root, to)) && !to.startsWith('../'));

test('every room has its place on the arrow', () => {
  expect([...new Set(files.map(room))].filter((name) => !ARROW.includes(name))).toEqual([]);
});

test('imports follow the arrow', () => {
  const back = inside.filter(({ from, to }) => ARROW.indexOf(room(to)) > ARROW.indexOf(room(from)));
  expect(back.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
});

// A component is gone when its folder is.
test('no component imports another', () => {
  const component = (path: string): string | undefined => /^components\/([^/]+)\//.exec(path)?.[1];
  const sideways = inside.filter(({ from, to }) => component(from) !== undefined && (component(to) ?? component(from)) !== component(from));
  expect(sideways.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
});

test('there is no circle', () => {
  const state = new Map<string, 'open' | 'done'>();
  const visit = (path: string, trail: readonly string[]): void => {
    if (state.get(path) === 'done') return;
    expect(state.get(path), `a circle: ${[...trail, path].join(' → ')}`).not.toBe('open');
    state.set(path, 'open');
    for (const { to } of inside.filter(({ from, isType }) => from === path && !isType)) visit(to, [...trail, path]);
    state.set(path, 'done');
  };
  for (const path of files) visit(path, []);
});

test('io alone touches the world', () => {
  const world = /^(node:)?(fs|child_process|os|net|http|https|dns|worker_threads|process)\b/;
  const elsewhere = imports.filter(({ from, to }) => room(from) !== 'io' && from !== 'main.ts' && (world.test(to) || to === 'fast-glob'));
  expect(elsewhere.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  const outside = files.filter((path) => room(path) !== 'io' && path !== 'main.ts');
  expect(outside.filter((path) => /\bprocess\.(?!getuid)|[=(,]\s*process\b/.test(textOf(path)))).toEqual([]);
  expect(outside.filter((path) => /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(/.test(textOf(path)))).toEqual([]);
});

test('every rule has its pair', () => {
  // `ruleFolders` throws where a folder lacks something; test/examples/pairs.test.ts looks at what is in it.
  expect(ruleFolders()).toEqual([...CODES.keys()].sort());
});

test('every kind that we write has a strict schema', () => {
  // Of the golden tree of kinds that a fleet brings, its own definitions are the schemas.
  // Definitions of kinds are read by a kernel of their own.
  const others = /^(scaling\.example\.org|apiextensions\.k8s\.io)\//;
  const unknown = committedObjects().filter((object) => schemaOf(object) === undefined && !others.test(object.apiVersion));
  expect(unknown.map(({ apiVersion, kind }) => `${apiVersion}/${kind}`)).toEqual([]);
});
