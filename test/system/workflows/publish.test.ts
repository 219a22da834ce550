import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { expectAllLanded, mergeAndPublish, writers } from './race.ts';
import { AGENTS, PROGRAM, Remote, environment, execute, readTree, scratch } from './repositories.ts';
import type { Clone } from './repositories.ts';

const folder = scratch();
const template = new Remote(join(folder, 'template'));
let number = 0;
let remote: Remote;
let clone: Clone;

beforeEach(() => {
  number += 1;
  remote = new Remote(join(folder, String(number)), { like: template });
  clone = remote.clone();
});

describe('publish', () => {
  test('commits out/ alone, says what changes, and pushes', () => {
    const before = remote.head();
    const config = clone.merge('alpha', '1.1.0');
    const ran = clone.publish();
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).toContain('~ out/overlays/north/agents');
    expect(ran.out).toContain('pushed to origin/main');

    const [first, second, ...more] = remote.since(before);
    expect(more).toEqual([]);
    expect(first?.id).toBe(config);
    expect(second?.subject).toBe('alpha 1.0.0 → 1.1.0 in north, south');
    expect(second?.paths.length).toBeGreaterThan(0);
    expect(second?.paths.filter((path) => !path.startsWith('out/'))).toEqual([]);
    const message = remote.bare.git('log', '-1', '--format=%B', 'main');
    expect(message).toMatch(/^- base\/agents\/alpha\/1\.0\.0-/m);
    expect(message).toMatch(/^\+ base\/agents\/alpha\/1\.1\.0-/m);
    expect(remote.bare.git('log', '-1', '--format=%(trailers:key=Fleet-Hash,valueonly)', 'main').trim()).toMatch(/^[0-9a-f]{64}$/);
    expect(remote.bare.git('log', '-1', '--format=%(trailers:key=Generator-Version,valueonly)', 'main').trim()).toMatch(/^\d+\.\d+\.\d+/);
    expect(remote.isFresh()).toBe(true);
    expect(clone.git('status', '--porcelain')).toBe('');
  });

  test('makes no commit when there is nothing to say, and none for a comment', () => {
    const before = remote.head();
    expect(clone.publish()).toMatchObject({ code: 0, out: 'out/ is what the config says: nothing to commit\n' });
    expect(remote.head()).toBe(before);
    clone.write('config/fleet.yaml', `# a comment\n${clone.read('config/fleet.yaml')}`);
    const commented = clone.commit('Say more');
    clone.git('push', '--quiet', 'origin', 'main');
    expect(clone.publish().code).toBe(0);
    expect(remote.head()).toBe(commented);
  });

  test('goes to the newest head first', () => {
    const other = remote.clone();
    other.merge('bravo', '2.0.0');
    expect(clone.publish().code).toBe(0);
    expect(remote.isFresh()).toBe(true);
    expect(remote.since(other.git('rev-parse', 'HEAD'))).toHaveLength(1);
  });

  test('tells machines the same', () => {
    clone.merge('alpha', '1.1.0');
    const { code, out, err } = clone.publish('--json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const { published, ...rest } = JSON.parse(out) as { published: Record<string, unknown> };
    expect(rest).toEqual({ command: 'publish', ok: true, exitCode: 0, findings: [] });
    expect(published).toMatchObject({ out: 'out', remote: 'origin', branch: 'main', commit: remote.head(), pushed: true, tries: 1 });
  });

  test('--no-push commits here, and the next run pushes that commit', () => {
    const pushed = clone.merge('alpha', '1.1.0');
    expect(clone.publish('--no-push')).toMatchObject({ code: 0, out: expect.stringContaining('committed, not pushed') as string });
    expect(remote.head()).toBe(pushed);
    expect(clone.git('rev-list', '--count', `${pushed}..HEAD`)).toBe('1');
    expect(clone.publish()).toMatchObject({ code: 0, out: expect.stringContaining('the commit made before was pushed') as string });
    expect(remote.head()).toBe(clone.git('rev-parse', 'HEAD'));
  });

  test('--help teaches', () => {
    const { code, out } = clone.publish('--help');
    expect(code).toBe(0);
    for (const word of ['--remote', '--branch', '--tries', '--no-push', 'ever pushed by force', 'generator itself changed'])
      expect(out.replace(/\s+/g, ' ')).toContain(word);
  });

  describe('refuses', () => {
    const rows: [name: string, code: number, says: string, spoil: () => void][] = [
      [
        'a fleet that is not valid',
        2,
        'the fleet is not valid, so nothing was published',
        () => {
          clone.replace('config/agents/alpha.yaml', 'north', 'nowhere');
          clone.commit('Break the fleet');
          clone.git('push', '--quiet', 'origin', 'main');
        },
      ],
      ['a file it did not make', 4, 'out/notes.txt was not made by pap-fleet', () => clone.write('out/notes.txt', 'mine\n')],
      ['a file it did not make, although Git ignores it', 4, 'out/debug.log was not made by pap-fleet', () => clone.write('out/debug.log', 'mine\n')],
      [
        'a file edited by hand',
        4,
        'out/argocd/root.yaml was edited by hand',
        () => clone.write('out/argocd/root.yaml', `${clone.read('out/argocd/root.yaml')}# mine\n`),
      ],
      [
        'a hand edit that is committed and pushed',
        4,
        'out/argocd/root.yaml was edited by hand',
        () => {
          clone.write('out/argocd/root.yaml', `${clone.read('out/argocd/root.yaml')}# mine\n`);
          clone.commit('Edit out/');
          clone.git('push', '--quiet', 'origin', 'main');
        },
      ],
      [
        'a generated file whose lock is gone',
        4,
        'is in the way of a generated file',
        () => {
          clone.write('out/overlays/north/fleet.lock.json', '{}\n');
          clone.write('out/overlays/north/agents/kustomization.yaml', 'mine: true\n');
        },
      ],
      ['an out/ that is missing here', 4, 'out/ is missing here, but HEAD has it', () => rmSync(join(clone.folder, 'out'), { recursive: true })],
      [
        'an out/ that a commit took away, here and on the remote: no first delivery, of which nothing would be gated',
        4,
        'restore --source',
        () => {
          clone.git('rm', '-r', '--quiet', 'out');
          clone.commit('Take it all away');
          clone.git('push', '--quiet', 'origin', 'main');
        },
      ],
      [
        'an out/ that was never there as far as a clone without history can tell',
        4,
        'too little history',
        () => {
          clone.git('rm', '-r', '--quiet', 'out');
          clone.commit('Take it all away');
          clone.write('README.md', 'later\n');
          clone.commit('Later');
          clone.git('push', '--quiet', 'origin', 'main');
          writeFileSync(join(clone.folder, '.git/shallow'), `${clone.git('rev-parse', 'HEAD').trim()}\n`);
        },
      ],
      [
        'an out/ that is a link',
        4,
        'symbolic link',
        () => {
          execute(clone.folder, clone.env, 'mv', 'out', 'elsewhere');
          execute(clone.folder, clone.env, 'ln', '-s', 'elsewhere', 'out');
        },
      ],
      [
        'a change that is not committed',
        4,
        'config/fleet.yaml',
        () => clone.write('config/fleet.yaml', `${clone.read('config/fleet.yaml')}# more\n`),
      ],
      [
        'a change that is staged',
        4,
        '.gitignore',
        () => {
          clone.write('.gitignore', '*.bak\n');
          clone.git('add', '.gitignore');
        },
      ],
      [
        'a config file that Git does not know',
        4,
        'config/agents/golf.yaml',
        () => clone.write('config/agents/golf.yaml', clone.read('config/agents/alpha.yaml').replaceAll('alpha', 'golf')),
      ],
      ['another branch', 4, 'the branch here is feature, but Argo CD follows main', () => clone.git('switch', '--quiet', '--create', 'feature')],
      ['a detached HEAD', 4, 'no branch is checked out', () => clone.git('switch', '--quiet', '--detach')],
      [
        "a person's commit that is not pushed",
        4,
        'My own work',
        () => {
          clone.write('config/fleet.yaml', `# mine\n${clone.read('config/fleet.yaml')}`);
          clone.commit('My own work');
        },
      ],
      [
        'a remote that is not there',
        4,
        'origin cannot be read, so nothing was delivered',
        () => clone.git('remote', 'set-url', 'origin', join(folder, 'nowhere.git')),
      ],
      ['a remote without the branch', 4, 'origin has no branch main', () => remote.bare.git('branch', '-m', 'main', 'trunk')],
    ];
    test.each(rows)('%s', (_, code, says, spoil) => {
      spoil();
      const heads = remote.bare.git('for-each-ref');
      const head = clone.git('rev-parse', 'HEAD');
      const [files, status] = [readTree(clone.folder), clone.git('status', '--porcelain')];
      const ran = clone.publish();
      expect(ran.err).toContain(says);
      expect(ran.code).toBe(code);
      expect(remote.bare.git('for-each-ref')).toBe(heads);
      expect(clone.git('rev-parse', 'HEAD')).toBe(head);
      expect(clone.git('status', '--porcelain')).toBe(status);
      const { ['.git/FETCH_HEAD']: _fetched, ...now } = readTree(clone.folder);
      expect(Object.keys(now).filter((path) => !path.startsWith('.git/') && now[path] !== files[path])).toEqual([]);
    });

    test('a branch that is named, and is not the one here', () => {
      const ran = clone.publish('--branch', 'trunk');
      expect(ran.err).toContain('the branch here is main, not trunk\n');
      expect(ran.code).toBe(4);
    });

    test.each([
      ['--tries', '0', '--tries must be a number'],
      ['--remote', '--upload-pack=x', 'option'],
      ['--branch', 'main:other', 'no name of a branch'],
    ])('%s %s', (option, value, says) => {
      const ran = clone.publish(`${option}=${value}`);
      expect(ran.code).toBe(2);
      expect(ran.err).toContain(value.startsWith('--upload') ? 'no name of a remote' : says);
    });

    test('a folder that is no working copy', () => {
      const env = { ...environment(folder), GIT_CEILING_DIRECTORIES: folder };
      const elsewhere = join(folder, 'plain');
      execute(folder, env, 'mkdir', '-p', 'plain');
      const ran = execute(elsewhere, env, process.execPath, PROGRAM, 'publish', '--json');
      expect(ran.code).toBe(4);
      expect(JSON.parse(ran.out)).toMatchObject({ ok: false, exitCode: 4, error: { message: 'this is no Git working copy' } });
    });
  });
});

describe('publish, with others at work', () => {
  test('loses the race, goes to the new head and generates again from its config', () => {
    const before = clone.merge('alpha', '1.1.0');
    const rival = remote.clone();
    rival.write('config/agents/bravo.yaml', rival.read('config/agents/bravo.yaml').replaceAll('1.0.0', '1.2.0'));
    rival.commit('Run bravo 1.2.0');
    // Between our look at the remote and our push somebody else gets through, once.
    remote.whilePushing(`git -C '${rival.folder}' push --quiet origin main`);
    const ran = clone.publish();
    expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('after 2 tries') as string });
    expect(remote.since(before).map(({ subject }) => subject)).toEqual([
      'Run bravo 1.2.0',
      'alpha 1.0.0 → 1.1.0, bravo 1.0.0 → 1.2.0 in north, south',
    ]);
    expect(remote.isFresh()).toBe(true);
    expect(clone.git('status', '--porcelain')).toBe('');
  });

  test('never leaves behind what a person committed while it ran', () => {
    clone.merge('alpha', '1.1.0');
    const rival = remote.clone();
    rival.write('config/agents/bravo.yaml', rival.read('config/agents/bravo.yaml').replaceAll('1.0.0', '1.2.0'));
    rival.commit('Run bravo 1.2.0');
    remote.whilePushing(
      `git -C '${rival.folder}' push --quiet origin main`,
      `cd '${clone.folder}'`,
      'echo mine > note.txt; git add note.txt; git commit --quiet -m "My own work"',
    );
    const ran = clone.publish();
    expect(ran).toMatchObject({ code: 4, err: expect.stringContaining('My own work') as string });
    expect(clone.git('log', '-1', '--format=%s')).toBe('My own work');
    expect(clone.read('note.txt')).toBe('mine\n');
  });

  test('stops when the generator itself changed on the remote', () => {
    clone.merge('alpha', '1.1.0');
    const rival = remote.clone();
    rival.write('generator/main.ts', '// newer\n');
    const newer = rival.commit('Improve the generator');
    rival.git('push', '--quiet', 'origin', 'main');
    const ran = clone.publish();
    expect(ran).toMatchObject({ code: 4, err: expect.stringContaining('the generator itself changed on origin/main (generator/main.ts)') as string });
    expect(remote.head()).toBe(newer);
  });

  test('a broken fleet that got in first stops it, and leaves no commit', () => {
    clone.merge('alpha', '1.1.0');
    const rival = remote.clone();
    rival.replace('config/agents/bravo.yaml', 'north', 'nowhere');
    const broken = rival.commit('Break the fleet');
    rival.git('push', '--quiet', 'origin', 'main');
    expect(clone.publish()).toMatchObject({ code: 2, err: expect.stringContaining('fleet/unknown-region') as string });
    expect(remote.head()).toBe(broken);
  });

  test('looks before it tries again when the answer of a push is lost', () => {
    const before = clone.merge('alpha', '1.1.0');
    // The remote takes the commit and dies before it can say so.
    remote.bare.hook('post-update', 'kill -9 $PPID');
    const ran = clone.publish();
    expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('pushed to origin/main after 2 tries') as string });
    expect(remote.since(before)).toHaveLength(1);
    expect(remote.isFresh()).toBe(true);
  });

  test('looks once more when the last answer is lost', () => {
    const before = clone.merge('alpha', '1.1.0');
    remote.bare.hook('post-update', 'kill -9 $PPID');
    expect(clone.publish('--tries', '1').code).toBe(0);
    expect(remote.since(before)).toHaveLength(1);
  });

  test('outlasts a remote that refuses three times', () => {
    const before = clone.merge('alpha', '1.1.0');
    remote.bare.hook('pre-receive', 'echo x >> tried', '[ "$(wc -l < tried)" -gt 3 ] || { echo "try later"; exit 1; }');
    expect(clone.publish()).toMatchObject({ code: 0, out: expect.stringContaining('after 4 tries') as string });
    expect(remote.since(before)).toHaveLength(1);
  });

  test('gives up on a remote that always refuses, and says why', () => {
    const before = clone.merge('alpha', '1.1.0');
    remote.bare.hook('pre-receive', 'echo "main is protected: use a pull request"; exit 1');
    const ran = clone.publish();
    expect(ran.code).toBe(4);
    expect(ran.err).toContain('origin does not take the push to main, so nothing was delivered');
    expect(ran.err).toContain('remote: main is protected: use a pull request');
    expect(ran.err).toContain('contents: write');
    expect(remote.head()).toBe(before);
  });

  test('stops while a broken fleet is on main, and delivers all of it once that is mended', () => {
    const before = remote.head();
    const rival = remote.clone();
    clone.merge('alpha', '1.1.0');
    rival.git('pull', '--quiet', '--ff-only', 'origin', 'main');
    rival.replace('config/agents/bravo.yaml', 'north', 'nowhere');
    rival.commit('Break the fleet');
    rival.git('push', '--quiet', 'origin', 'main');
    expect(clone.publish().code).toBe(2);
    expect(rival.publish().code).toBe(2);
    clone.git('fetch', '--quiet');
    clone.git('reset', '--quiet', '--hard', 'origin/main');
    clone.merge('charlie', '1.1.0');
    expect(clone.publish().code).toBe(2);
    expect(remote.since(before).filter(({ paths }) => paths.some((path) => path.startsWith('out/')))).toEqual([]);
    rival.git('revert', '--no-edit', 'HEAD');
    rival.git('pull', '--quiet', '--rebase', 'origin', 'main');
    rival.git('push', '--quiet', 'origin', 'main');
    expect(rival.publish().code).toBe(0);
    expect(remote.isFresh()).toBe(true);
    for (const agent of ['alpha', 'charlie'])
      expect(remote.bare.git('ls-tree', '-r', '--name-only', 'main')).toContain(`out/base/agents/${agent}/1.1.0-`);
  });

  test('counts its commit as landed when others built upon it while the answer was lost', () => {
    const before = clone.merge('alpha', '1.1.0');
    const rival = remote.clone();
    rival.write('config/agents/bravo.yaml', rival.read('config/agents/bravo.yaml').replaceAll('1.0.0', '1.2.0'));
    rival.commit('Run bravo 1.2.0');
    remote.bare.hook(
      'post-update',
      'unset $(git rev-parse --local-env-vars)',
      '[ -e lost ] && exit 0; touch lost',
      `git -C '${rival.folder}' pull --quiet --rebase origin main && git -C '${rival.folder}' push --quiet origin main`,
      'kill -9 $PPID',
    );
    expect(clone.publish()).toMatchObject({ code: 0, out: expect.stringContaining('pushed to origin/main after 2 tries') as string });
    expect(remote.since(before).map(({ subject }) => subject)).toEqual([
      'alpha 1.0.0 → 1.1.0 in north, south',
      'Run bravo 1.2.0',
      'bravo 1.0.0 → 1.2.0 in north, south',
    ]);
    expect(remote.isFresh()).toBe(true);
  });

  test('six writers at once all land, and one with a broken fleet fails alone', async () => {
    const before = remote.head();
    const broken = { agent: 'alpha', clone: remote.clone(), edit: 's/north/nowhere/' };
    const [bad, ...good] = await Promise.all([broken, ...writers(remote, AGENTS, '3.0.0')].map(mergeAndPublish));
    expect(bad).toMatchObject({ code: 2, err: expect.stringContaining('fleet/unknown-region') as string });
    expect(good.map(({ code, err }) => ({ code, err }))).toEqual(AGENTS.map(() => ({ code: 0, err: '' })));
    expectAllLanded(remote, before, AGENTS);
  });
});
