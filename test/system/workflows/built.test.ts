// publish --built: what a build job made is data. The bytes that are pushed are this program's, or nothing is pushed.
import { cpSync, mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Remote, execute, scratch } from './repositories.ts';
import type { Clone, Ran } from './repositories.ts';

const folder = scratch();
const template = new Remote(join(folder, 'template'));
let number = 0;
let remote: Remote;
/** Where the push job works. */
let clone: Clone;
let built: string;

beforeEach(() => {
  number += 1;
  remote = new Remote(join(folder, String(number)), { like: template });
  clone = remote.clone();
  built = join(folder, `built-${number}`);
});

/** What the build job does at the head of main. @returns the commit */
function build(): string {
  return buildIn(remote, built);
}

function buildIn(from: Remote, to: string): string {
  const builder = from.clone();
  const commit = builder.git('rev-parse', 'HEAD');
  mkdirSync(to);
  const ran = builder.fleet('generate', '--out', join(to, 'out'), '--no-cache');
  if (ran.code !== 0) throw new Error(ran.err);
  writeFileSync(join(to, 'commit'), `${commit}\n`);
  return commit;
}

function publish(...args: readonly string[]): Ran {
  return clone.publish('--built', built, ...args);
}

/** Somebody merges while the jobs run. */
function merge(path: string, text: string): string {
  const other = remote.clone();
  other.write(path, text);
  const commit = other.commit(`Change ${path}`, path);
  other.git('push', '--quiet', 'origin', 'main');
  return commit;
}

/** Nothing on the remote, in the clone or in its files has changed. */
function expectRefused(ran: Ran, head: string, says: string, code = 4): void {
  expect(ran.err).toContain(says);
  expect(ran.code).toBe(code);
  expect(remote.head()).toBe(head);
  expect(clone.git('status', '--porcelain')).toBe('');
  expect(ran.out + ran.err).not.toContain('\u001b');
  expect(ran.out + ran.err).not.toMatch(/^::/m);
}

describe('publish --built delivers', () => {
  test('what came out equal', () => {
    clone.merge('alpha', '1.1.0');
    build();
    const ran = publish();
    expect(ran).toMatchObject({ code: 0, err: '', out: expect.stringContaining('pushed to origin/main') as string });
    expect(remote.isFresh()).toBe(true);
    expect(publish()).toMatchObject({ code: 0, out: 'out/ is what the config says: nothing to commit\n' });
  });

  test('from a clone that is older than what was built', () => {
    remote.clone().merge('alpha', '1.1.0');
    build();
    expect(publish()).toMatchObject({ code: 0, err: '' });
    expect(remote.isFresh()).toBe(true);
  });

  test('when only docs moved on', () => {
    clone.merge('alpha', '1.1.0');
    build();
    merge('README.md', 'later\n');
    expect(publish()).toMatchObject({ code: 0, out: expect.stringContaining('pushed to origin/main') as string });
    expect(remote.isFresh()).toBe(true);
  });

  test('when the config moved on in its comments alone', () => {
    clone.merge('alpha', '1.1.0');
    build();
    merge('config/agents/bravo.yaml', `# more\n${clone.read('config/agents/bravo.yaml')}`);
    expect(publish()).toMatchObject({ code: 0, out: expect.stringContaining('pushed to origin/main') as string });
    expect(remote.isFresh()).toBe(true);
  });

  test('what is committed, whatever the files here look like', () => {
    clone.merge('alpha', '1.1.0');
    build();
    rmSync(join(clone.folder, 'config'), { recursive: true });
    symlinkSync('/etc', join(clone.folder, 'config'));
    expect(publish()).toMatchObject({ code: 0, err: '' });
    expect(remote.isFresh()).toBe(true);
  });

  test('what is committed, whatever attributes make of a checkout', () => {
    clone.merge('alpha', '1.1.0');
    build();
    writeFileSync(join(built, 'commit'), `${merge('config/.gitattributes', '*.yaml text eol=crlf ident working-tree-encoding=UTF-16LE\n')}\n`);
    clone = remote.clone();
    expect(clone.read('config/agents/alpha.yaml')).toContain('\u0000');
    expect(clone.fleet('validate').code).toBe(2);
    expect(publish()).toMatchObject({ code: 0, err: '' });
    expect(remote.bare.git('show', '--name-only', '--format=', 'main')).toContain('out/overlays/north/agents');
  });
});

describe('publish --built gives way', () => {
  test('to a config that moved on: nothing is pushed, and that is no failure', () => {
    clone.merge('alpha', '1.1.0');
    const commit = build();
    const head = merge('config/agents/bravo.yaml', clone.read('config/agents/bravo.yaml').replaceAll('1.0.0', '2.0.0'));
    const ran = publish();
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).toBe(
      `nothing was pushed: the config or the generator changed between ${commit.slice(0, 12)}, which was built, and ${head.slice(0, 12)}; a newer run delivers that\n`,
    );
    expect(remote.head()).toBe(head);
    expect(JSON.parse(publish('--json').out)).toMatchObject({ command: 'publish', ok: true, exitCode: 0, superseded: true, built: commit, head });
  });

  test.each(['generator/main.ts', 'schemas/fleet.schema.json', 'package.json', '.github/workflows/deliver.yml'])(
    'to another generator, although the bytes agree: an old run that is started again must not write over a newer release (%s)',
    (path) => {
      clone.merge('alpha', '1.1.0');
      build();
      const head = merge(path, 'newer\n');
      expect(publish()).toMatchObject({ code: 0, out: expect.stringContaining('a newer run delivers that') as string });
      expect(remote.head()).toBe(head);
    },
  );
});

describe('publish --built refuses', () => {
  const file = (path = 'out/argocd/root.yaml'): string => join(built, path);
  const rows: [name: string, says: string, spoil: () => void][] = [
    ['one byte that differs', 'argocd/root.yaml: other bytes', () => writeFileSync(file(), '#', { flag: 'r+' })],
    ['a byte more', 'argocd/root.yaml: other bytes', () => writeFileSync(file(), '\n', { flag: 'a' })],
    ['a file more', 'argocd/extra.yaml: only the build job made it', () => writeFileSync(file('out/argocd/extra.yaml'), '')],
    ['a file less', 'argocd/root.yaml: the build job did not make it', () => unlinkSync(file())],
    ['no file at all', 'README.md: the build job did not make it', () => (rmSync(file('out'), { recursive: true }), mkdirSync(file('out')))],
    ['a link to a file', 'out/argocd/root.yaml is a symbolic link', () => (unlinkSync(file()), symlinkSync('/etc/passwd', file()))],
    [
      'a link to the very bytes',
      'out/argocd/root.yaml is a symbolic link',
      () => (renameSync(file(), file('../moved')), symlinkSync('../../../moved', file())),
    ],
    [
      'a link in the place of a folder',
      'out/argocd is a symbolic link',
      () => (rmSync(file('out/argocd'), { recursive: true }), symlinkSync('/etc', file('out/argocd'))),
    ],
    [
      'a link in the place of out/',
      'out is a symbolic link',
      () => (renameSync(file('out'), `${built}-out`), symlinkSync(`${built}-out`, file('out'))),
    ],
    ['a link in the place of commit', 'commit is a symbolic link', () => (unlinkSync(file('commit')), symlinkSync('/etc/hostname', file('commit')))],
    ['a pipe', 'out/argocd/root.yaml is neither a file nor a folder', () => (unlinkSync(file()), void execute(built, clone.env, 'mkfifo', file()))],
    [
      'a pipe in the place of commit',
      'commit is not a file',
      () => (unlinkSync(file('commit')), void execute(built, clone.env, 'mkfifo', file('commit'))),
    ],
    ['a file in the place of out/', 'out is not a folder', () => (rmSync(file('out'), { recursive: true }), writeFileSync(file('out'), ''))],
    ['a file of 10 GB', 'holds more than 256 MiB', () => truncateSync(file(), 10 * 2 ** 30)],
    [
      'too many files',
      'holds more than 50000 files and folders',
      () => void execute(file('out'), clone.env, 'bash', '-c', 'seq 50001 | xargs touch'),
    ],
    ['too deep folders', 'lies deeper than 16 folders', () => mkdirSync(file(`out/${'d/'.repeat(17)}`), { recursive: true })],
    ['a hidden file', 'out/.gitattributes has a name that no generated file has', () => writeFileSync(file('out/.gitattributes'), '* filter=x\n')],
    ['a repository', 'out/.git has a name that no generated file has', () => mkdirSync(file('out/.git'))],
    ['a name with escapes', 'out/\\u001b[31m has a name', () => writeFileSync(file('out/\u001b[31m'), '')],
    ['a name with a workflow command', 'out/\\u000a::set-env name=x::y has a name', () => writeFileSync(file('out/\n::set-env name=x::y'), '')],
    ['a name that is not UTF-8', 'out/\\xff has a name', () => writeFileSync(Buffer.from(`${built}/out/\xff`, 'latin1'), '')],
    ['a name of a device of Windows', 'out/a\\b has a name', () => writeFileSync(file('out/a\\b'), '')],
    ['something beside out/', 'package.json does not belong there', () => writeFileSync(file('package.json'), '{}')],
    ['no commit', 'commit is missing', () => unlinkSync(file('commit'))],
    ['no out/', 'out is missing', () => rmSync(file('out'), { recursive: true })],
    ['an option in the place of a commit', 'commit holds no commit', () => writeFileSync(file('commit'), '--output=/etc/passwd\n')],
    ['a branch in the place of a commit', 'commit holds no commit', () => writeFileSync(file('commit'), 'main\n')],
    ['two commits', 'commit holds no commit', () => writeFileSync(file('commit'), `${'1'.repeat(40)}\n${'1'.repeat(40)}\n`)],
    ['a commit without end', 'commit holds no commit', () => truncateSync(file('commit'), 2 ** 40)],
    ['a commit of another repository', 'which origin/main does not contain', () => writeFileSync(file('commit'), `${'1'.repeat(40)}\n`)],
  ];
  // Nothing of this changes the remote, so all rows share one, and what was built there.
  const shared = new Remote(join(folder, 'shared'), { like: template });
  const worker = shared.clone();
  const fresh = join(folder, 'fresh');
  let head: string;
  beforeAll(() => {
    head = worker.merge('alpha', '1.1.0');
    buildIn(shared, fresh);
  });
  test.each(rows)('%s', (_, says, spoil) => {
    [remote, clone] = [shared, worker];
    cpSync(fresh, built, { recursive: true });
    spoil();
    expectRefused(publish(), head, says);
  });

  test('a commit of a branch that was never merged, although its config is the same', () => {
    clone.merge('alpha', '1.1.0');
    build();
    clone.git('switch', '--quiet', '--create', 'side');
    const side = execute(clone.folder, clone.env, 'git', 'commit', '--quiet', '--allow-empty', '-m', 'side');
    expect(side.code).toBe(0);
    writeFileSync(join(built, 'commit'), `${clone.git('rev-parse', 'HEAD')}\n`);
    clone.git('switch', '--quiet', 'main');
    expectRefused(publish(), remote.head(), 'which origin/main does not contain');
  });

  test('says what to do, and names the first files only', () => {
    clone.merge('alpha', '1.1.0');
    build();
    for (let i = 0; i < 30; i++) writeFileSync(join(built, 'out', `${i}.yaml`), '');
    const { err } = publish();
    expect(err).toContain('the build job made other bytes than this program');
    expect(err).toContain('… and 20 more');
    expect(err).toContain('Pin the release that out/ of this branch is made with');
  });

  test('what the gate refuses, whatever the build job says', () => {
    for (const agent of ['alpha', 'bravo', 'charlie', 'delta'])
      clone.write(`config/agents/${agent}.yaml`, `${clone.read(`config/agents/${agent}.yaml`)}state: terminated\n`);
    clone.commit('Take most away');
    clone.git('push', '--quiet', 'origin', 'main');
    build();
    expectRefused(publish(), remote.head(), 'the gate refuses this change', 3);
  });

  test('a fleet that is not valid', () => {
    build();
    merge('config/agents/alpha.yaml', clone.read('config/agents/alpha.yaml').replace('north', 'nowhere'));
    expectRefused(publish(), remote.head(), 'the fleet is not valid', 2);
  });

  test('a link in the place of config/ in the commit itself', () => {
    build();
    const other = remote.clone();
    cpSync(join(other.folder, 'config'), join(other.folder, 'docs'), { recursive: true });
    rmSync(join(other.folder, 'config'), { recursive: true });
    symlinkSync('docs', join(other.folder, 'config'));
    other.commit('Lead elsewhere');
    other.git('push', '--quiet', 'origin', 'main');
    clone.git('pull', '--quiet', 'origin', 'main');
    expectRefused(publish(), remote.head(), 'is a symbolic link', 2);
  });

  test('--no-push beside it, and a folder that is not there', () => {
    expect(publish('--no-push')).toMatchObject({ code: 2, err: expect.stringContaining('exclude each other') as string });
    expect(publish()).toMatchObject({ code: 4, err: expect.stringContaining(`cannot list ${built}`) as string });
  });
});
