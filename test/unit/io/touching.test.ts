// Which commits changed config/ and out/ last, by real Git: merges, hostile names, clones that are cut off.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Blames } from '../../../generator/io/blame.ts';
import { WorkingCopy } from '../../../generator/io/git.ts';
import { touching } from '../../../generator/io/touching.ts';
import { Changes } from '../../../generator/status/changes.ts';

const home = mkdtempSync(join(tmpdir(), 'pap-fleet-touching-'));
const repository = join(home, 'origin');
const FOLDERS = { config: 'deep/config', out: 'deep/out' };
afterAll(() => rmSync(home, { recursive: true, force: true }));

let time = Date.parse('2026-12-01T09:00:00Z') / 1000;

function git(...args: string[]): string {
  time += 60;
  const who = { GIT_AUTHOR_NAME: 'Ada & Co', GIT_AUTHOR_EMAIL: 'a@example.net', GIT_COMMITTER_NAME: 'Job', GIT_COMMITTER_EMAIL: 'j@example.net' };
  const dates = { GIT_AUTHOR_DATE: `${time} +0000`, GIT_COMMITTER_DATE: `${time} +0000` };
  return execFileSync('git', args, { cwd: repository, encoding: 'utf8', stdio: 'pipe', env: { ...process.env, ...who, ...dates } }).trim();
}

function commit(message: string, ...paths: string[]): string {
  for (const path of paths) {
    mkdirSync(dirname(join(repository, path)), { recursive: true });
    writeFileSync(join(repository, path), message);
  }
  git('add', '--all');
  git('commit', '--quiet', '--message', message);
  return git('rev-parse', 'HEAD');
}

const seen = (copy = repository, head = 'HEAD'): ReturnType<typeof touching> => {
  const found = WorkingCopy.around(copy) as WorkingCopy;
  return touching(found, found.commitOf(head) as string, FOLDERS);
};

let [first, both, merge] = ['', '', ''];
beforeAll(() => {
  mkdirSync(repository);
  git('init', '--quiet', '--initial-branch', 'main');
  first = commit(
    'first',
    'deep/config/agents/alpha.yaml',
    'deep/out/overlays/north/agents/objects.yaml',
    'deep/out/base/agents/alpha/1-1/objects.yaml',
  );
  commit('beside', 'README.md', 'deep/config2/agents/alpha.yaml', 'out/overlays/north/lock');
  both = commit('commit 1111111111111111111111111111111111111111 12', 'deep/config/regions/north.yml', 'deep/out/overlays/south/dns/a b\n.yaml');
  git('switch', '--quiet', '--create', 'side');
  commit('side', 'deep/config/agents/beta.yaml');
  git('switch', '--quiet', 'main');
  git('merge', '--quiet', '--no-ff', '--message', 'merge', 'side');
  merge = git('rev-parse', 'HEAD');
});

test('the commits that changed either, newest first, each once, with all that they changed', () => {
  const { commits, whole } = seen();
  expect(whole).toBe(true);
  expect(commits.map(({ id, paths }) => [id, [...paths].sort()])).toEqual([
    [merge, ['deep/config/agents/beta.yaml']],
    [both, ['deep/config/regions/north.yml', 'deep/out/overlays/south/dns/a b\n.yaml']],
    [first, ['deep/config/agents/alpha.yaml', 'deep/out/base/agents/alpha/1-1/objects.yaml', 'deep/out/overlays/north/agents/objects.yaml']],
  ]);
  expect(commits[1]).toMatchObject({ by: 'Ada & Co', subject: 'commit 1111111111111111111111111111111111111111 12' });
});

test('each region and agent with the newest of its own', () => {
  const changes = new Changes(seen().commits, FOLDERS);
  expect([changes.ofRegion('north').out?.id, changes.ofRegion('north').config?.id]).toEqual([first, both]);
  expect([changes.ofRegion('south').out?.id, changes.ofRegion('south').config]).toEqual([both, undefined]);
  expect([changes.ofAgent('alpha').out?.id, changes.ofAgent('alpha').config?.id, changes.ofAgent('beta').config?.id]).toEqual([first, first, merge]);
  expect(changes.ofAgent('gamma')).toEqual({});
});

test('of a clone that is cut off, nothing that looks as if it had brought all that it has', () => {
  const shallow = join(home, 'shallow');
  execFileSync('git', ['clone', '--quiet', '--depth', '2', `file://${repository}`, shallow], { stdio: 'pipe' });
  const { commits, whole } = seen(shallow);
  expect([whole, commits.map(({ id }) => id)]).toEqual([false, [merge]]);
});

test('nothing where nothing was ever committed there', () => {
  git('switch', '--quiet', '--orphan', 'other');
  commit('other', 'elsewhere/config.yaml');
  expect(seen(repository, 'other')).toEqual({ commits: [], whole: true });
});

test('of parts of one file each has the newest commit of its own lines, and none where they are not committed', () => {
  const path = join(repository, 'deep/config/fleet.yaml');
  mkdirSync(dirname(path), { recursive: true });
  const write = (...lines: string[]): void => writeFileSync(path, `${lines.join('\n')}\n`);
  const commitAs = (message: string): string => {
    git('add', '--all');
    git('commit', '--quiet', '--message', message);
    return git('rev-parse', 'HEAD');
  };
  write('agents:', '  alpha: { ref: a/alpha@1 }', '  beta:', '    ref: a/beta@1', '    tier: light');
  const begun = commitAs('begin both');
  write('agents:', '  alpha: { ref: a/alpha@1 }', '  beta:', '    ref: a/beta@2', '    tier: light');
  const bumped = commitAs('bump beta (#7)');
  write('agents:', '  alpha: { ref: a/alpha@1 }', '  beta:', '    ref: a/beta@2', '    tier: light', '  gamma: { ref: a/gamma@1 }');
  const parts = new Map([
    ['alpha', [2]],
    ['beta', [3, 4, 5]],
    ['gamma', [6]],
  ]);
  const copy = WorkingCopy.around(repository) as WorkingCopy;
  const found = (head?: string): (string | undefined)[] => {
    const newest = new Blames(copy, head).newest('deep/config/fleet.yaml', parts);
    return [...parts.keys()].map((name) => newest.get(name)?.id);
  };
  expect(found()).toEqual([begun, bumped, undefined]);
  expect(found(begun)).toEqual([begun, begun, undefined]);
  expect(new Blames(copy, undefined).newest('deep/config/none.yaml', parts)).toEqual(new Map());
  expect(new Blames(copy, undefined).newest('deep/config/fleet.yaml', new Map())).toEqual(new Map());
  const commit = { id: bumped, at: '2026-12-01T09:00:00Z', by: 'Ada', subject: 'bump' };
  const lines = { agents: new Map([['beta', commit]]), regions: new Map([['south', commit]]) };
  const changes = new Changes([], FOLDERS, lines);
  expect([changes.ofAgent('beta'), changes.ofRegion('south'), changes.ofAgent('alpha')]).toEqual([{ config: commit }, { config: commit }, {}]);

  const shallow = join(home, 'shallow-lines');
  execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${repository}`, shallow], { stdio: 'pipe' });
  const cut = new Blames(WorkingCopy.around(shallow) as WorkingCopy, undefined);
  expect([...cut.newest('deep/config/fleet.yaml', parts).keys()]).toEqual([]);
});
