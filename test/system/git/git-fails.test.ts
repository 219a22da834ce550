// Where Git fails, no command goes on as if there were no repository: each fault, with each command that asks Git.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FLEET } from '../../support/program.ts';

const PROGRAM = join(import.meta.dirname, '../../../dist/pap-fleet.cjs');
const PERSON = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b' };
const NEWER = FLEET.replaceAll('alpha:1.0.0', 'alpha:1.0.1');

/** Holds everything that is made here. */
const all = mkdtempSync(join(tmpdir(), 'pap-fleet-git-fails-'));
/** A sound clone: main is delivered, `work` has another version, and HEAD is at it. */
const sound = join(all, 'sound');
const git = spawnSync('bash', ['-c', 'command -v git'], { encoding: 'utf8' }).stdout.trim();
let base: string;
let head: string;

function run(folder: string, program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { PATH } = process.env;
  const ran = spawnSync(program, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH, HOME: all, LC_ALL: 'C', GIT_CONFIG_NOSYSTEM: '1', XDG_CACHE_HOME: join(all, 'cache'), ...PERSON, ...env },
  });
  return { code: ran.status, out: ran.stdout, err: ran.stderr };
}

function shell(folder: string, line: string): string {
  const ran = run(folder, 'bash', ['-c', `set -e; ${line}`]);
  if (ran.code !== 0) throw new Error(ran.err);
  return ran.out.trim();
}

beforeAll(() => {
  mkdirSync(join(sound, 'config'), { recursive: true });
  writeFileSync(join(sound, 'config/fleet.yaml'), FLEET);
  expect(run(sound, process.execPath, [PROGRAM, 'generate']).code).toBe(0);
  shell(sound, 'git init -q -b main . && git add --all && git commit -qm base && git switch -qc work');
  writeFileSync(join(sound, 'config/fleet.yaml'), NEWER);
  shell(sound, 'git commit -qam newer');
  base = shell(sound, 'git rev-parse main');
  head = shell(sound, 'git rev-parse work');
});
afterAll(() => {
  spawnSync('chmod', ['-R', 'u+rwX', all]);
  rmSync(all, { recursive: true, force: true });
});

/** A copy of the clone to be broken. */
let copies = 0;
function copy(): string {
  const folder = join(all, `copy-${copies++}`);
  cpSync(sound, folder, { recursive: true, verbatimSymlinks: true });
  return folder;
}

interface Fault {
  /** Where the command is run, and with which variables. */
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A folder with a program `git` that runs the real one in another way. */
function wrapper(line: string): string {
  const folder = mkdtempSync(join(all, 'bin-'));
  writeFileSync(join(folder, 'git'), `#!/bin/sh\n${line}\n`);
  chmodSync(join(folder, 'git'), 0o755);
  return folder;
}

function object(folder: string, id: string): string {
  return join(folder, '.git/objects', id.slice(0, 2), id.slice(2));
}

/** What is wrong → how it is made, Git's words, and the way out. */
const FAULTS: Readonly<Record<string, readonly [make: () => Fault, says: RegExp, hint: RegExp]>> = {
  'the clone of another user': [
    () => ({ folder: copy(), env: { PATH: `${wrapper(`GIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec ${git} "$@"`)}:${process.env['PATH']}` } }),
    /detected dubious ownership in repository/,
    /safe\.directory/,
  ],
  'no git on the PATH': [() => ({ folder: copy(), env: { PATH: mkdtempSync(join(all, 'empty-')) } }), /there is no git on the PATH/, /install Git/],
  'no git on the PATH, below the root': [
    () => {
      const folder = copy();
      mkdirSync(join(folder, 'a/b'), { recursive: true });
      for (const name of ['config', 'out']) cpSync(join(folder, name), join(folder, 'a/b', name), { recursive: true });
      return { folder: join(folder, 'a/b'), env: { PATH: mkdtempSync(join(all, 'empty-')) } };
    },
    /there is no git on the PATH/,
    /install Git/,
  ],
  'a GIT_DIR, and no repository here': [
    () => {
      const folder = mkdtempSync(join(all, 'bare-'));
      for (const name of ['config', 'out']) cpSync(join(sound, name), join(folder, name), { recursive: true });
      return { folder, env: { GIT_DIR: join(sound, '.git'), GIT_WORK_TREE: folder } };
    },
    /GIT_DIR names .*, but there is no repository at this folder/,
    /without GIT_DIR/,
  ],
  'a repository without HEAD': [
    () => {
      const folder = copy();
      unlinkSync(join(folder, '.git/HEAD'));
      return { folder };
    },
    /not a git repository/,
    /there is a \.git, but/,
  ],
  'a .git that leads nowhere': [
    () => {
      const folder = copy();
      rmSync(join(folder, '.git'), { recursive: true });
      writeFileSync(join(folder, '.git'), 'gitdir: /nowhere\n');
      return { folder };
    },
    /not a git repository: \/nowhere/,
    /there is a \.git, but/,
  ],
  'a .git that is a link to itself': [
    () => {
      const folder = copy();
      rmSync(join(folder, '.git'), { recursive: true });
      symlinkSync('.git', join(folder, '.git'));
      return { folder };
    },
    /not a git repository/,
    /there is a \.git, but/,
  ],
  'a commit that is damaged': [
    () => {
      const folder = copy();
      for (const id of [base, head]) {
        chmodSync(object(folder, id), 0o644);
        writeFileSync(object(folder, id), 'junk');
      }
      return { folder };
    },
    /corrupt|unable to unpack/,
    /git fsck/,
  ],
  'a commit that is missing': [
    () => {
      const folder = copy();
      for (const id of [base, head]) rmSync(object(folder, id));
      return { folder };
    },
    /which cannot be read here: fatal: .*could not get object info/,
    /git fsck/,
  ],
  'a branch that is no commit': [
    () => {
      const folder = copy();
      for (const branch of ['main', 'work']) writeFileSync(join(folder, '.git/refs/heads', branch), 'garbage\n');
      return { folder };
    },
    /ignoring broken ref|this working copy has no commit yet/,
    /git fsck|commit config/,
  ],
  'files of commits that are missing': [
    () => {
      const folder = copy();
      for (const name of readdirSync(join(folder, '.git/objects'))) {
        if (name.length !== 2) continue;
        for (const rest of readdirSync(join(folder, '.git/objects', name)))
          if (![base, head].includes(name + rest)) rmSync(join(folder, '.git/objects', name, rest));
      }
      return { folder };
    },
    /git ls-tree failed: fatal: not a tree object/,
    /git fsck/,
  ],
};
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  plan: ['plan'],
  'plan --json': ['plan', '--json'],
  'plan --base': ['plan', '--base', 'main'],
  'plan --head': ['plan', '--head', 'work', '--base', 'main'],
  'validate --head': ['validate', '--head', 'work'],
  approve: ['approve', '0f3a9c2b7d4e5f60', '--by', 'Ada', '--reason', 'meant'],
  publish: ['publish', '--no-push', '--branch', 'work'],
};

describe.each(Object.entries(FAULTS))('%s', (_, [make, says, hint]) => {
  let fault: Fault;
  beforeAll(() => {
    fault = make();
  });
  test.each(Object.entries(COMMANDS))('%s', (_name, args) => {
    const ran = run(fault.folder, process.execPath, [PROGRAM, ...args], fault.env);
    const text = args.includes('--json') ? (JSON.parse(ran.out) as { error: { message: string; hint: string } }).error : undefined;
    const [message, way] = text === undefined ? [ran.err, ran.err] : [text.message, text.hint];
    expect({ code: ran.code, message, way }).toMatchObject({
      code: 4,
      message: expect.stringMatching(says) as string,
      way: expect.stringMatching(hint) as string,
    });
    expect(ran.out).not.toContain('Nothing changes');
  });
});

/** Not everybody may read it; root may. */
test.skipIf(process.getuid?.() === 0).each(Object.entries(COMMANDS))('a .git that nobody may read: %s', (_name, args) => {
  const folder = copy();
  chmodSync(join(folder, '.git'), 0);
  const ran = run(folder, process.execPath, [PROGRAM, ...args]);
  chmodSync(join(folder, '.git'), 0o755);
  expect(`${ran.out}${ran.err}`).toMatch(/not a git repository|permission denied/i);
  expect(ran.code).toBe(4);
});

describe('a clone with a part of the history only', () => {
  const shallow = (line: string): string => {
    const folder = mkdtempSync(join(all, 'shallow-'));
    shell(folder, `git clone -q --depth 1 --branch work ${line} file://${sound} .`);
    return folder;
  };
  test.each<[string, string, readonly string[], RegExp]>([
    ['without main', '', ['plan'], /there is no branch main here/],
    ['without main', '', ['approve', '0f3a9c2b7d4e5f60', '--by', 'Ada', '--reason', 'meant'], /there is no branch main here/],
    ['without the base', '', ['plan', '--base', 'BASE'], /--base .*: there is no such commit here, and this clone has a part of the history only/],
    ['without the head', '', ['plan', '--head', 'BASE', '--base', 'work'], /--head .*: there is no such commit here, and/],
    ['with main, and without what both grew from', '--no-single-branch', ['plan'], /have no commit in common here: this clone has/],
  ])('%s: %j %j', (_, line, args, says) => {
    const ran = run(shallow(line), process.execPath, [PROGRAM, ...args.map((arg) => arg.replace('BASE', base))]);
    expect(ran).toMatchObject({ code: 4, out: '', err: expect.stringMatching(says) as string });
    expect(ran.err).toContain('git fetch --unshallow');
  });
});

describe('init asks Git where origin is', () => {
  test.each(['the clone of another user', 'no git on the PATH', 'a repository without HEAD'])('%s', (name) => {
    const { folder, env } = (FAULTS[name] as (typeof FAULTS)[string])[0]();
    rmSync(join(folder, 'config'), { recursive: true });
    expect(run(folder, process.execPath, [PROGRAM, 'init', '--offline', '--action', `a/b@${'0'.repeat(40)}`], env).code).toBe(4);
    expect(existsSync(join(folder, 'config'))).toBe(false);
  });
});

describe('is no fault', () => {
  test('where there is no repository: out/ as it lies here is the base', () => {
    const folder = copy();
    rmSync(join(folder, '.git'), { recursive: true });
    const nothing = { PATH: mkdtempSync(join(all, 'empty-')) };
    for (const env of [{}, nothing])
      expect(run(folder, process.execPath, [PROGRAM, 'plan'], env)).toMatchObject({
        code: 0,
        out: expect.stringContaining('compared with out\n') as string,
      });
  });
  test('a repository in which nothing was committed yet', () => {
    const folder = copy();
    rmSync(join(folder, '.git'), { recursive: true });
    shell(folder, 'git init -q -b main .');
    expect(run(folder, process.execPath, [PROGRAM, 'plan'])).toMatchObject({ code: 0 });
    shell(folder, 'git add --all && git commit -qm x && git branch -m trunk && git switch -q --orphan other && git checkout -q trunk -- .');
    expect(run(folder, process.execPath, [PROGRAM, 'plan'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('there is no branch main here') as string,
    });
  });
  test('a GIT_DIR where a repository is here: it does not count', () => {
    const folder = copy();
    const ran = run(folder, process.execPath, [PROGRAM, 'plan', '--base', base], { GIT_DIR: '/nowhere', GIT_WORK_TREE: '/nowhere' });
    expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('alpha:1.0.1') as string });
  });
  test.each(Object.keys(FAULTS))('%s, for those that do not ask Git', (name) => {
    const { folder, env } = (FAULTS[name] as (typeof FAULTS)[string])[0]();
    for (const [command, code] of [
      ['generate', 0],
      ['check', 0],
      ['validate', 0],
      ['plan --base out', 0],
    ] as const)
      expect(run(folder, process.execPath, [PROGRAM, ...command.split(' ')], env).code).toBe(code);
  });
});
