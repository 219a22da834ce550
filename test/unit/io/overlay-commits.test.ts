// Which commit changed the overlay of a region last, by real Git: merges, side lines, long histories, clones that are cut off.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WorkingCopy } from '../../../generator/io/git.ts';
import { OverlayCommits } from '../../../generator/io/overlay-commits.ts';
import { Followed, COMMITS } from '../../support/captures.ts';

const folder = mkdtempSync(join(tmpdir(), 'pap-fleet-overlays-'));
const repository = join(folder, 'origin');
const followed = new Followed();
afterAll(() => {
  followed.remove();
  rmSync(folder, { recursive: true, force: true });
});

function git(...args: string[]): string {
  const who = { GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'a@example.net', GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'a@example.net' };
  return execFileSync('git', args, { cwd: repository, encoding: 'utf8', stdio: 'pipe', env: { ...process.env, ...who } }).trim();
}

/** Commit one file; the commit. */
function commit(path: string, text: string): string {
  mkdirSync(dirname(join(repository, path)), { recursive: true });
  writeFileSync(join(repository, path), text);
  git('add', '--all');
  git('commit', '--quiet', '--message', path);
  return git('rev-parse', 'HEAD');
}

const overlay = (region: string, text: string): string => commit(`deep/out/overlays/${region}/agents/objects.yaml`, text);
const asked = (head: string, copy = repository): OverlayCommits => new OverlayCommits(WorkingCopy.around(copy) as WorkingCopy, head, 'deep/out');
const idsOf = (commits: OverlayCommits, ...regions: string[]): Record<string, string> =>
  Object.fromEntries([...commits.of(regions)].map(([region, { id }]) => [region, id]));

let [first, south, merge, side, head] = ['', '', '', '', ''];
beforeAll(() => {
  mkdirSync(repository);
  git('init', '--quiet', '--initial-branch', 'main');
  first = overlay('north', '1');
  south = overlay('south', '1');
  git('switch', '--quiet', '--create', 'side');
  side = overlay('east', '1');
  git('switch', '--quiet', 'main');
  commit('config/fleet.yaml', '1');
  git('merge', '--quiet', '--no-ff', '--message', 'merge', 'side');
  merge = git('rev-parse', 'HEAD');
  // A region whose name another one begins with, files beside the folders, and more commits than are looked at in one go.
  for (let n = 0; n < 70; n++) commit('deep/out/overlays/north-2/agents/objects.yaml', String(n));
  commit('deep/out/base/agents/x/objects.yaml', '1');
  commit('out/overlays/south/agents/objects.yaml', 'another out/');
  head = commit('config/fleet.yaml', '2');
});

describe('the last commit of the main line that changed an overlay', () => {
  test('is found however far back it is', () => {
    const found = idsOf(asked(head), 'north', 'south', 'north-2', 'nowhere', 'nor');
    expect(found).toEqual({ north: first, south, 'north-2': git('rev-parse', 'HEAD~3') });
  });

  test('is the merge, where a merge brought it', () => {
    expect(idsOf(asked(head), 'east')).toEqual({ east: merge });
    expect(idsOf(asked(south), 'east', 'south')).toEqual({ south });
  });

  test('says when it was committed', () => {
    expect(asked(head).of(['south']).get('south')?.at).toEqual(new Date(Number(git('log', '-1', '--format=%ct', south)) * 1000));
  });

  test('takes the last date there is, where a commit claims one that there is not', () => {
    const before = git('rev-parse', 'HEAD');
    const who = { GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'a@example.net', GIT_COMMITTER_DATE: '@99999999999999 +0000' };
    const tree = git('rev-parse', `${overlay('late', '1')}^{tree}`);
    const late = execFileSync('git', ['commit-tree', tree, '-p', before, '-m', 'late'], {
      cwd: repository,
      encoding: 'utf8',
      env: { ...process.env, ...who, GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'a@example.net' },
    }).trim();
    git('reset', '--quiet', '--hard', before);
    expect(asked(late).of(['late']).get('late')?.at.toISOString()).toBe('9999-12-31T23:59:59.000Z');
  });

  test('knows how other commits stand to it', () => {
    const commits = asked(head).of(['east', 'north']);
    const [east, north] = ['east', 'north'].map((region) => commits.get(region)?.standing);
    expect([merge, head, first, side, 'f'.repeat(40)].map((revision) => east?.(revision))).toEqual(['yes', 'yes', 'older', 'older', 'unknown']);
    expect([first, side].map((revision) => north?.(revision))).toEqual(['yes', 'yes']);
    // What the branch had before it was rewritten, and a commit that is not delivered here yet.
    expect(asked(south).of(['south']).get('south')?.standing(head)).toBe('elsewhere');
  });

  test('of a real fleet', () => {
    const copy = WorkingCopy.around(followed.folder) as WorkingCopy;
    expect(
      Object.fromEntries(
        [...new OverlayCommits(copy, COMMITS.fix, 'out').of(['eu-west', 'us-east', 'ap-south'])].map(([region, { id }]) => [region, id]),
      ),
    ).toEqual({
      'eu-west': COMMITS.again,
      'us-east': COMMITS.first,
      'ap-south': COMMITS.fix,
    });
  });
});

describe('a clone that is cut off', () => {
  const cloned = (depth: number): string => {
    const to = join(folder, `depth-${depth}`);
    git('clone', '--quiet', '--depth', String(depth), `file://${repository}`, to);
    return to;
  };

  test('answers where it has the commit', () => {
    expect(idsOf(asked(head, cloned(10)), 'north-2')).toEqual({ 'north-2': git('rev-parse', 'HEAD~3') });
  });

  test.each([
    ['north', 'its oldest commit looks as if it had brought the overlay'],
    ['nowhere', 'nobody knows what was there before'],
  ])('is refused with the way out: %s, %s', (region) => {
    expect(() => asked(head, cloned(20 + region.length)).of([region])).toThrow(
      expect.objectContaining({
        message: `this clone has too little history to say which commit changed deep/out/overlays/${region} last`,
        hint: expect.stringContaining('git fetch --unshallow') as string,
      }),
    );
  });

  test('does not take a commit for old because it lacks it', () => {
    const commits = asked(head, cloned(12)).of(['north-2']);
    expect(() => commits.get('north-2')?.standing(south)).toThrow(/this clone does not have [0-9a-f]{12}, which an Argo CD names/);
  });
});
