// publish --api: commits that GitHub makes.
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createCommit } from '../../../generator/io/github.ts';
import { FakeGitHub } from './github.ts';
import { PROGRAM, Remote, scratch, start } from './repositories.ts';
import type { Clone, Ran } from './repositories.ts';

const folder = scratch();
const template = new Remote(join(folder, 'template'));
let number = 0;
let remote: Remote;
let clone: Clone;
let github: FakeGitHub;
let url: string;

beforeEach(async () => {
  number += 1;
  remote = new Remote(join(folder, String(number)), { like: template });
  clone = remote.clone();
  github = new FakeGitHub(remote.bare);
  url = await github.listen();
});
afterEach(() => github.close());

function publish(env: Record<string, string> = {}, ...args: string[]): Promise<Ran> {
  const all = { ...clone.env, GITHUB_TOKEN: github.token, GITHUB_REPOSITORY: github.repository, ...env };
  return start(clone.folder, all, process.execPath, PROGRAM, 'publish', '--api', url, ...args);
}

/** Whoever pushes to main while publish runs. */
function rival(): void {
  remote.clone().merge('bravo', '2.0.0');
}

describe('publish --api', () => {
  test('lets GitHub commit, and has that commit afterwards', async () => {
    const config = clone.merge('alpha', '1.1.0');
    // Git itself must not be needed to write.
    remote.bare.hook('pre-receive', 'exit 1');
    expect(await publish()).toMatchObject({ code: 0, err: '', out: expect.stringContaining('pushed to origin/main') as string });
    const commits = remote.since(config);
    expect(commits.map(({ subject }) => subject)).toEqual(['alpha 1.0.0 → 1.1.0 in north, south']);
    expect(commits[0]?.paths.filter((path) => !path.startsWith('out/'))).toEqual([]);
    expect(remote.bare.git('log', '-1', '--format=%(trailers:key=Fleet-Hash,valueonly)', 'main').trim()).toMatch(/^[0-9a-f]{64}$/);
    expect(remote.bare.git('log', '-1', '--format=%cn', 'main')).toBe('GitHub');
    expect(github.requests[0]?.expectedHeadOid).toBe(config);
    expect(remote.isFresh()).toBe(true);
    expect([clone.git('rev-parse', 'HEAD'), clone.git('status', '--porcelain')]).toEqual([remote.head(), '']);
  });

  test('asks for nothing when nothing changes', async () => {
    expect(await publish()).toMatchObject({ code: 0, out: 'out/ is what the config says: nothing to commit\n' });
    expect(github.requests).toEqual([]);
  });

  test('starts over from the new head when it was stale', async () => {
    const config = clone.merge('alpha', '1.1.0');
    github.meanwhile = () => {
      github.meanwhile = () => undefined;
      rival();
    };
    expect(await publish()).toMatchObject({ code: 0, out: expect.stringContaining('after 2 tries') as string });
    expect(remote.since(config).map(({ subject }) => subject)).toEqual([
      'Run bravo 2.0.0',
      'alpha 1.0.0 → 1.1.0, bravo 1.0.0 → 2.0.0 in north, south',
    ]);
    expect(remote.isFresh()).toBe(true);
  });

  test.each(['lose the answer', 'bad gateway', 'not json'] as const)('looks before it asks again: %s', async (mood) => {
    const config = clone.merge('alpha', '1.1.0');
    github.moods.push(mood);
    expect(await publish()).toMatchObject({
      code: 0,
      out: expect.stringContaining('alpha 1.0.0 → 1.1.0 in north, south\npushed to origin/main') as string,
    });
    expect(github.requests).toHaveLength(1);
    expect(remote.since(config)).toHaveLength(1);
    expect(clone.git('rev-parse', 'HEAD')).toBe(remote.head());
  });

  test('asks again when nothing came of it', async () => {
    const config = clone.merge('alpha', '1.1.0');
    github.moods.push('break off at once');
    expect((await publish()).code).toBe(0);
    expect(remote.since(config)).toHaveLength(1);
  });

  test('a commit that lay here unpushed is made anew by GitHub', async () => {
    const config = clone.merge('alpha', '1.1.0');
    expect(clone.publish('--no-push').code).toBe(0);
    expect((await publish()).code).toBe(0);
    expect(remote.since(config)).toHaveLength(1);
    expect(clone.git('rev-parse', 'HEAD')).toBe(remote.head());
  });

  test('says what GitHub said, and never the token', async () => {
    const config = clone.merge('alpha', '1.1.0');
    for (const [env, says] of [
      [{ GITHUB_TOKEN: 'secret-but-wrong' }, 'Bad credentials'],
      [{ GITHUB_REPOSITORY: 'team/other' }, 'Could not resolve to a Repository'],
    ] as const) {
      const ran = await publish(env, '--json', '--tries', '2');
      expect(ran.code).toBe(4);
      expect(ran.out).toContain(says);
      expect(ran.out + ran.err).not.toMatch(/secret-but-wrong|token-of-the-app/);
    }
    expect(remote.head()).toBe(config);
    expect(clone.git('status', '--porcelain')).toBe('');
  });

  test('carries the token nowhere else', async () => {
    clone.merge('alpha', '1.1.0');
    github.moods.push(...Array.from({ length: 2 }, () => 'redirect' as const));
    expect(await publish({}, '--tries', '2')).toMatchObject({ code: 4, err: expect.stringContaining('redirect') as string });
    expect(github.requests).toEqual([]);
  });

  test.each([
    ['without a token', { GITHUB_TOKEN: '' }, [], 4, '--api needs a token'],
    ['with --no-push', {}, ['--no-push'], 2, 'exclude each other'],
    ['over a line that others can read', {}, ['--api', 'http://api.example.org/graphql'], 2, 'is no https URL'],
    ['with a password in the URL', {}, ['--api', 'https://a:b@api.example.org/graphql'], 2, 'is no https URL'],
    ['without a name for the repository', { GITHUB_REPOSITORY: 'nonsense' }, [], 4, 'set GITHUB_REPOSITORY'],
  ])('refuses to run %s', async (_, env, args, code, says) => {
    const config = clone.merge('alpha', '1.1.0');
    const ran = await publish(env, ...args);
    expect(ran.code).toBe(code);
    expect(ran.err).toContain(says);
    expect(remote.head()).toBe(config);
  });

  test('says so when a commit is too large for the API, before it sends anything', () => {
    const additions = new Map([['out/base/big.yaml', 'x'.repeat(31_000_000)]]);
    vi.stubEnv('GITHUB_TOKEN', github.token);
    vi.stubEnv('GITHUB_REPOSITORY', github.repository);
    const call = (): unknown =>
      createCommit({
        api: { url, seconds: 60, caFile: undefined },
        remote: '/srv/fleet.git',
        branch: 'main',
        head: '',
        message: 'out: x',
        additions,
        deletions: [],
      });
    expect(call).toThrow("too large for GitHub's API: 42 MB of at most 40 MB");
    vi.unstubAllEnvs();
  });
});
