// --head: the config of a commit instead of the files here. What lies here must not count.
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Desk, FLEET } from '../../support/program.ts';

const GIT =
  'export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null; ';
const NEWER = FLEET.replaceAll('alpha:1.0.0', 'alpha:1.0.1');
let desk: Desk;
let base: string;
let head: string;

function git(line: string): string {
  const ran = desk.line(`set -e; ${GIT}${line}`);
  if (ran.code !== 0) throw new Error(ran.err);
  return ran.out.trim();
}

beforeEach(() => {
  desk = new Desk();
  desk.write({ 'config/fleet.yaml': FLEET, '.gitignore': '.cache\n' });
  expect(desk.run('generate')).toMatchObject({ code: 0 });
  base = git('git init --quiet -b main . && git add --all && git commit --quiet -m base && git rev-parse HEAD');
  desk.write({ 'config/fleet.yaml': NEWER });
  head = git('git checkout --quiet -b work && git commit --quiet -a -m newer && git rev-parse HEAD && git checkout --quiet main')
    .split('\n')
    .at(-1) as string;
});
afterEach(() => desk.remove());

describe('plan --head', () => {
  test('judges the config of the commit against the base, and names the commit to machines', () => {
    for (const ref of [head, 'work', head.slice(0, 12)]) {
      const { code, out } = desk.run('plan', '--head', ref, '--base', base, '--json', '--exit-code');
      expect(code).toBe(1);
      const result = JSON.parse(out) as { plan: { head: string; base: string } };
      expect(result.plan.head).toBe(head);
      expect(result.plan.base).toBe(`out at ${base.slice(0, 12)}`);
    }
    expect(desk.run('plan', '--base', base).out).not.toContain('1.0.1');
    expect(desk.run('plan', '--head', 'work').out).toMatch(/alpha:1\.0\.0@.* → registry\.example\.net\/alpha:1\.0\.1@/);
    expect(JSON.parse(desk.run('plan', '--json').out)).not.toHaveProperty('plan.head');
  });

  test('compares with where that commit left main, whatever is checked out', () => {
    desk.write({ 'config/fleet.yaml': FLEET.replaceAll('beta:2.1.0', 'beta:2.2.0') });
    expect(desk.run('generate').code).toBe(0);
    git('git add --all && git commit --quiet -m other');
    const { out } = desk.run('plan', '--head', 'work');
    expect(out).toContain('alpha:1.0.1');
    expect(out).not.toContain('2.2.0');
    git('git branch -m main trunk');
    expect(desk.run('plan', '--head', 'work')).toMatchObject({
      code: 2,
      err: expect.stringContaining('left main\n  hint: name what to compare with: --base REF') as string,
    });
  });

  test('reads nothing of the working copy', () => {
    const whole = desk.run('plan', '--head', head, '--base', base);
    rmSync(join(desk.folder, 'config'), { recursive: true });
    symlinkSync('/etc', join(desk.folder, 'config'));
    rmSync(join(desk.folder, 'out'), { recursive: true });
    desk.write({ '.gitattributes': '* text eol=crlf working-tree-encoding=UTF-16 filter=evil\n' });
    git("git config filter.evil.smudge 'touch pwned; cat' && git config filter.evil.clean 'touch pwned; cat'");
    expect(desk.run('plan', '--head', head, '--base', base)).toEqual(whole);
    expect(desk.list('.').filter((path) => path.includes('pwned'))).toEqual([]);
  });

  test('works in a repository without files', () => {
    git('git clone --quiet --bare . bare.git');
    const ran = desk.line(`cd bare.git && $PAP_FLEET plan --head ${head} --base ${base}`);
    expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('alpha:1.0.1') as string });
  });

  test('from a folder below the root', () => {
    mkdirSync(join(desk.folder, 'docs'));
    const ran = desk.line(`cd docs && $PAP_FLEET plan --head ${head} --base ${base} --config ../config --out ../out`);
    expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('alpha:1.0.1') as string });
  });

  test('takes approvals from the commit, and not from the files here', () => {
    desk.write({ 'config/approvals/0123456789abcdef.yaml': 'no: approval\n' });
    expect(desk.run('plan', '--base', base, '--head', base)).toMatchObject({ code: 0, err: '' });
    git('git checkout --quiet work && git add --all && git commit --quiet -m approval && git checkout --quiet main');
    expect(desk.run('plan', '--base', base, '--head', 'work')).toMatchObject({
      code: 0,
      err: expect.stringContaining('config/approvals/0123456789abcdef.yaml') as string,
    });
  });

  test.each<[string, string, string, string]>([
    ['a link', 'ln -s /etc/passwd config/agents.yaml', 'config/agents.yaml at HERE is a symbolic link', ''],
    ['no fleet', 'git mv config/fleet.yaml config/other.txt', 'config at HERE holds no fleet.yaml', ''],
    ['no folder', 'git mv config elsewhere', 'config at HERE is not there', '--config'],
    ['a name with escapes', "touch $'config/\\033[31m.yaml'", 'nothing reads this file', 'config/\\u001b[31m.yaml'],
    ['a name with a line break', "mkdir config/agents && cp config/fleet.yaml $'config/agents/a\\n::error::x.yaml'", 'error', 'a\\u000a::error::x'],
    ['a name that is not UTF-8', "touch $'config/\\xff.yaml'", 'config/\\xff.yaml at HERE has a name that is not UTF-8', 'rename it'],
  ])('refuses %s in the commit with exit code 2', (_, line, says, more) => {
    const made = git(`git checkout --quiet work; ${line}; git add --all; git commit --quiet -m x; git checkout --quiet main; git rev-parse work`);
    const ran = desk.run('plan', '--head', 'work', '--base', base);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain(says.replace('HERE', made.slice(0, 12)));
    expect(ran.err).toContain(more);
    expect(ran.err).not.toContain('\u001b');
    expect(ran.err).not.toMatch(/^::/m);
  });

  test.each([
    [['--head', 'nowhere'], '--head nowhere: there is no such commit here', 'fetch it first'],
    [['--head', '--upload-pack=x'], 'needs a value', ''],
    [['--head=--all'], '--head --all: there is no such commit here', ''],
    [['--head', 'work', '--config', '../config'], '--config ../config lies outside of the repository', ''],
    [['--head', 'work', '--config', '/etc'], '--config /etc lies outside of the repository', ''],
  ])('refuses %j', (args, says, hint) => {
    const ran = desk.run('plan', ...args);
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining(says) as string });
    expect(ran.err).toContain(hint);
  });

  test('refuses a folder that is no repository', () => {
    rmSync(join(desk.folder, '.git'), { recursive: true });
    expect(desk.run('plan', '--head', 'work')).toMatchObject({ code: 2, err: expect.stringContaining('this is no Git repository') as string });
  });
});

test('validate --head and explain --head read the same commit', () => {
  desk.write({ 'config/fleet.yaml': 'broken\n' });
  expect(desk.run('validate').code).toBe(2);
  expect(desk.run('validate', '--head', 'work')).toMatchObject({ code: 0, err: '' });
  expect(desk.run('explain', 'alpha', 'image', '--head', 'work').out).toContain('alpha:1.0.1');
  expect(desk.run('explain', 'alpha', 'image', '--head', 'main').out).toContain('alpha:1.0.0');
});
