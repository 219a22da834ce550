// What is read from the objects of Git is what is read from the disk, and what cannot be on a disk is refused.
import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Failure } from '../../../generator/io/failure.ts';
import { WorkingCopy } from '../../../generator/io/git.ts';
import { readConfigAt } from '../../../generator/io/read-config-at.ts';
import { readConfig } from '../../../generator/io/read-config.ts';
import { scratch } from './folders.ts';

const folder = scratch();
const ENV = { PATH: process.env['PATH'], GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', LC_ALL: 'C' };
const PERSON = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b' };

function git(at: string, args: readonly string[], input: string | Buffer = ''): string {
  const ran = spawnSync('git', args, { cwd: at, input, env: { ...ENV, ...PERSON } });
  if (ran.status !== 0) throw new Error(`git ${args.join(' ')}: ${ran.stderr.toString()}`);
  return ran.stdout.toString().trim();
}

function repository(): string {
  const made = folder();
  git(made, ['init', '--quiet', '.']);
  return made;
}

/** A commit whose config/ is what lies on the disk. */
function committed(made: string): string {
  git(made, ['add', '--all', '--force', '.']);
  git(made, ['commit', '--quiet', '-m', 'x']);
  return git(made, ['rev-parse', 'HEAD']);
}

interface Made {
  readonly mode: string;
  readonly name: string | Buffer;
  readonly text?: string;
  readonly id?: string;
}

/** A commit of files that no disk need be able to hold. */
function commitOf(made: string, entries: readonly Made[]): string {
  const lines = entries.map(({ mode, name, text = '', id }) => {
    const object = id ?? git(made, ['hash-object', '-w', '--stdin'], text);
    return Buffer.concat([Buffer.from(`${mode} ${object}\t`), Buffer.from(name), Buffer.from([0])]);
  });
  git(made, ['update-index', '-z', '--add', '--index-info'], Buffer.concat(lines));
  return git(made, ['commit-tree', git(made, ['write-tree', '--missing-ok'])], 'x');
}

function at(made: string, commit: string, limit = 100, path = 'config'): ReturnType<typeof readConfigAt> {
  return readConfigAt(WorkingCopy.around(made) as WorkingCopy, commit, { path, folder: path === '' ? '.' : path }, limit);
}

function refusal(run: () => unknown): Failure {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(Failure);
    return error as Failure;
  }
  throw new Error('it was read');
}

const FLEET: Made = { mode: '100644', name: 'config/fleet.yaml', text: 'a: b\n' };

/** Trees that both readers are given: the same files, or the same refusal but for the commit in it. */
const TREES: readonly [string, Readonly<Record<string, string>>, (config: string) => void][] = [
  ['plain', { 'fleet.yaml': '1', 'agents/b.yaml': '2', 'agents/B.yml': '3', 'x.json': '', 'a.md': '' }, () => undefined],
  ['hidden', { 'fleet.yaml': '1', '.x.yaml': '', 'agents/.a.yaml': '2', 'agents/.b/c.yaml': '', 'agents/.#d.yaml': '' }, () => undefined],
  [
    'strange names',
    { 'fleet.yaml': '1', 'agents/a\nb.yaml': '2', 'agents/c\\d.yaml': '', 'agents/\u001b[31m.yaml': '', 'ä b/"\t.yaml': '' },
    () => undefined,
  ],
  ['same content', { 'fleet.yaml': '1', 'agents/a.yaml': '1', 'agents/b.yaml': '1' }, () => undefined],
  ['an empty file', { 'fleet.yaml': '' }, () => undefined],
  ['no fleet', { 'agents/a.yaml': '' }, () => undefined],
  ['the other ending', { 'fleet.yml': '' }, () => undefined],
  ['a link', { 'fleet.yaml': '' }, (config) => symlinkSync('/etc/passwd', join(config, 'a.yaml'))],
  ['a link that is no data', { 'fleet.yaml': '' }, (config) => symlinkSync('/etc/passwd', join(config, 'notes'))],
  ["an editor's link", { 'fleet.yaml': '' }, (config) => symlinkSync('nobody@nowhere', join(config, '.#fleet.yaml'))],
  ['a folder with the name of a file', { 'fleet.yaml': '', 'agents/a.yaml/notes.md': '' }, () => undefined],
  ['a name that is not UTF-8', { 'fleet.yaml': '' }, (config) => writeFileSync(Buffer.from(`${config}/x\xff.yaml`, 'latin1'), '')],
  ['a folder that is not UTF-8', { 'fleet.yaml': '' }, (config) => mkdirSync(Buffer.from(`${config}/x\xff`, 'latin1'))],
];

test.each(TREES)('the disk and the objects say the same: %s', (_, files, more) => {
  const made = repository();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(made, 'config', path, '..'), { recursive: true });
    writeFileSync(join(made, 'config', path), text);
  }
  more(join(made, 'config'));
  const commit = committed(made);
  const disk = join(made, 'config');
  let expected;
  try {
    expected = readConfig(disk, 100);
  } catch (error) {
    const { kind, message, hint } = error as Failure;
    const here = (text: string | undefined): string | undefined => text?.replaceAll(disk, 'config').replaceAll(` at ${commit.slice(0, 12)}`, '');
    const refused = refusal(() => at(made, commit));
    expect([refused.kind, here(refused.message), refused.hint]).toEqual([kind, here(message), here(hint)]);
    return;
  }
  const seen = at(made, commit);
  expect(seen.map(({ relative, bytes, limit }) => [relative, Buffer.from(bytes).toString(), limit])).toEqual(
    expected.map(({ relative, bytes, limit }) => [relative, Buffer.from(bytes).toString(), limit]),
  );
  expect(seen.map(({ path }) => path)).toEqual(seen.map(({ relative }) => `config/${relative}`));
});

test.each([
  [9, 9],
  [10, 10],
  [11, 11],
  [100, 11],
])('of a file of %i bytes, %i count with a limit of 10', (length, count) => {
  const made = repository();
  const commit = commitOf(made, [{ ...FLEET, text: 'x'.repeat(length) }]);
  expect(at(made, commit, 10)[0]?.bytes).toHaveLength(count);
});

test('what a working copy would make of it does not matter: attributes, line endings, a link in the place of the folder', () => {
  const made = repository();
  const commit = commitOf(made, [
    { ...FLEET, text: 'a: "$Id$"\n' },
    { mode: '100644', name: '.gitattributes', text: 'config/** text eol=crlf ident working-tree-encoding=UTF-16 filter=lfs export-subst\n' },
    { mode: '100644', name: 'config/.gitattributes', text: '* ident\n' },
  ]);
  symlinkSync('/etc', join(made, 'config'));
  expect(at(made, commit).map(({ bytes }) => Buffer.from(bytes).toString())).toEqual(['a: "$Id$"\n']);
});

test('the root may be the folder, and a neighbour of the same beginning is another one', () => {
  const made = repository();
  const commit = commitOf(made, [FLEET, { mode: '100644', name: 'config2/a.yaml' }, { mode: '100644', name: 'fleet.yaml' }]);
  expect(at(made, commit).map(({ relative }) => relative)).toEqual(['fleet.yaml']);
  expect(at(made, commit, 100, '').map(({ relative }) => relative)).toEqual(['config/fleet.yaml', 'config2/a.yaml', 'fleet.yaml']);
});

test.each<[string, readonly Made[], string]>([
  ['a submodule in it', [FLEET, { mode: '160000', name: 'config/agents', id: '1'.repeat(40) }], 'config/agents at HERE is a submodule'],
  ['a submodule in its place', [{ mode: '160000', name: 'config', id: '1'.repeat(40) }], 'config at HERE is not a folder'],
  ['a link in its place', [{ mode: '120000', name: 'config', text: 'docs' }], 'config at HERE is a symbolic link'],
  ['a file in its place', [{ mode: '100644', name: 'config', text: 'docs' }], 'config at HERE is not a folder'],
  ['nothing in its place', [{ mode: '100644', name: 'README.md' }], 'config at HERE is not there'],
  ['a link with escapes', [FLEET, { mode: '120000', name: 'config/\u001b[31m', text: 'x' }], 'config/\\u001b[31m at HERE is a symbolic link'],
])('%s is refused', (_, entries, says) => {
  const made = repository();
  const commit = commitOf(made, entries);
  const refused = refusal(() => at(made, commit));
  expect([refused.kind, refused.message]).toEqual(['usage', says.replace('HERE', commit.slice(0, 12))]);
});

test('an object that is not there is said, and is no empty file', () => {
  const made = repository();
  const commit = commitOf(made, [{ ...FLEET, id: '2'.repeat(40) }]);
  expect(refusal(() => at(made, commit))).toMatchObject({ kind: 'system', message: `git cat-file knows no file ${'2'.repeat(40)}` });
});

test('folders within folders that are the same object over and over cost no memory', () => {
  const made = repository();
  let tree = git(made, ['mktree'], `100644 blob ${git(made, ['hash-object', '-w', '--stdin'], 'x')}\tfleet.yaml\n`);
  for (let depth = 0; depth < 10; depth++)
    tree = git(made, ['mktree'], Array.from({ length: 10 }, (_, i) => `040000 tree ${tree}\t${String.fromCharCode(97 + i)}\n`).join(''));
  const commit = git(made, ['commit-tree', git(made, ['mktree'], `040000 tree ${tree}\tconfig\n`)], 'x');
  expect(refusal(() => at(made, commit))).toMatchObject({ kind: 'system', message: 'git ls-tree failed: the answer is too large' });
});

test('more files than any fleet has', () => {
  const made = repository();
  const id = git(made, ['hash-object', '-w', '--stdin'], 'x');
  const some = git(made, ['mktree', '--missing'], Array.from({ length: 501 }, (_, i) => `100644 blob ${id}\t${i}.yaml\n`).join(''));
  const config = git(made, ['mktree'], Array.from({ length: 100 }, (_, i) => `040000 tree ${some}\t${i}\n`).join(''));
  const commit = git(made, ['commit-tree', git(made, ['mktree'], `040000 tree ${config}\tconfig\n`)], 'x');
  expect(refusal(() => at(made, commit))).toMatchObject({ message: `config at ${commit.slice(0, 12)} holds more than 50000 files` });
});
