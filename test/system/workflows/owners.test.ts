// What becomes code, settings or permission is the platform team's: all that is not the file of an agent.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { starterFiles } from '../../../generator/commands/init/starter.ts';
import { ownersOf, readOwners } from './owners.ts';
import { PROJECT, execute } from './repositories.ts';

const PLATFORM = ['@VeriTeknik/platform'];
const AGENTS = ['@VeriTeknik/agents'];
const text = readFileSync(join(PROJECT, '.github/CODEOWNERS'), 'utf8');
const isAgent = (path: string): boolean => /^config\/agents\/[^/]+\.yaml$/.test(path);
const { out } = execute(PROJECT, { PATH: process.env['PATH'] ?? '', HOME: '/' }, 'git', 'ls-files', '-z');
const tracked = out.split('\0').filter((path) => path !== '');

/** Files that some program would take for its code or its settings, or that decide what is delivered. */
const ADDED = [
  '.npmrc',
  'generator/.npmrc',
  'tsconfig.json',
  'generator/tsconfig.json',
  'package.json',
  'config/package.json',
  'npm-shrinkwrap.json',
  'node_modules/x/index.js',
  'dist/program.js',
  'vitest.config.ts',
  'eslint.config.js',
  '.prettierrc.cjs',
  '.nvmrc',
  '.ci/run',
  '.vscode/settings.json',
  '.devcontainer/devcontainer.json',
  '.gitattributes',
  'config/.gitattributes',
  'config/agents/.gitattributes',
  '.gitmodules',
  '.gitignore',
  '.lfsconfig',
  'config/agents/.lfsconfig',
  '.github/x',
  '.github/workflows/x.yml',
  '.github/actions/x/action.yml',
  '.github/CODEOWNERS',
  'CODEOWNERS',
  'docs/CODEOWNERS',
  'config/agents/CODEOWNERS',
  'action.yml',
  'generator/x.ts',
  'schemas/x.json',
  'test/x.test.ts',
  'config/fleet.yaml',
  'config/fleet.yml',
  'config/approvals/x.yaml',
  'config/extra/all/agents/x.yaml',
  'config/patches/all/agents/x.yaml',
  'config/regions/x.yaml',
  'config/agents/x.yml',
  'config/agents/x.json',
  'config/agents/x/y.yaml',
  'config/agents',
  'other/config/agents/x.yaml',
  'Config/agents/x.yaml',
  'config/Agents/x.yaml',
  'out/README.md',
  'out/config/agents/x.yaml',
  'config/agents.yaml',
  'a\nb',
];

describe('CODEOWNERS of this repository', () => {
  const rules = readOwners(text);

  test('begins with everything', () => {
    expect(rules[0]).toEqual({ pattern: '*', owners: PLATFORM });
  });

  test("every tracked file but those of agents is the platform team's", () => {
    expect(tracked.length).toBeGreaterThan(500);
    expect(tracked.filter((path) => !isAgent(path) && ownersOf(rules, path).join() !== PLATFORM.join())).toEqual([]);
  });

  test.each(ADDED)('so is what a pull request could add: %j', (path) => {
    expect(ownersOf(rules, path)).toEqual(PLATFORM);
  });

  test("an agent's file is its owners'", () => {
    expect(ownersOf(rules, 'config/agents/research.yaml')).toEqual(AGENTS);
  });

  test('without its first line it would fail', () => {
    const others = rules.slice(1);
    expect(ADDED.filter((path) => ownersOf(others, path).join() === PLATFORM.join())).toEqual([]);
  });
});

test('a repository that init begins has the same', () => {
  const files = starterFiles({ action: `VeriTeknik/pap-fleet@${'1'.repeat(40)}`, repo: 'https://github.com/VeriTeknik/fleet.git' });
  const rules = readOwners(files.get('.github/CODEOWNERS') as string);
  expect(rules).toEqual(readOwners(text));
  for (const path of [...files.keys(), ...ADDED]) expect(ownersOf(rules, path)).toEqual(PLATFORM);
});

describe('the rules of GitHub', () => {
  test.each<[string, string, boolean]>([
    ['*', 'a/b/c.txt', true],
    ['*.js', 'deep/in/x.js', true],
    ['*.js', 'x.json', false],
    ['/build/logs/', 'build/logs/deep/x', true],
    ['/build/logs/', 'a/build/logs/x', false],
    ['docs/*', 'docs/a.md', true],
    ['docs/*', 'docs/deep/a.md', false],
    ['docs/*', 'x/docs/a.md', false],
    ['apps/', 'x/apps/deep/a', true],
    ['/docs/', 'docs/a', true],
    ['/scripts/', 'scripts', false],
    ['**/logs', 'build/logs/x', true],
    ['**/logs', 'logs', true],
    ['/apps/github', 'apps/github/x', true],
    ['/config/agents/*.yaml', 'config/agents/a.yaml', true],
    ['/config/agents/*.yaml', 'config/agents/b/a.yaml', false],
  ])('%s and %s: %s', (pattern, path, matches) => {
    expect(ownersOf([{ pattern, owners: ['@x'] }], path)).toEqual(matches ? ['@x'] : []);
  });

  test('the last line counts, and one without owners takes them away', () => {
    const rules = readOwners('* @a # all\n\n# no rule\n/x/ @b @c\n/x/y\n');
    expect([ownersOf(rules, 'z'), ownersOf(rules, 'x/z'), ownersOf(rules, 'x/y')]).toEqual([['@a'], ['@b', '@c'], []]);
  });

  test('forms that GitHub does not take are no rules', () => {
    expect(() => ownersOf(readOwners('!x @a'), 'x')).toThrow('does not take');
  });
});
