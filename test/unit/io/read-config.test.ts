import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Failure } from '../../../generator/io/failure.ts';
import { isSame, pathsBeside, readConfig } from '../../../generator/io/read-config.ts';
import { scratch, tooLong } from './folders.ts';

const folder = scratch();
const config = (files: Readonly<Record<string, string>> = { 'fleet.yaml': 'a: b\n' }): string => {
  const made = folder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(made, path, '..'), { recursive: true });
    writeFileSync(join(made, path), text);
  }
  return made;
};
const refusal = (path: string, limit = 100): Failure => {
  try {
    readConfig(path, limit);
  } catch (error) {
    expect(error).toBeInstanceOf(Failure);
    return error as Failure;
  }
  throw new Error('it was read');
};

test('files of YAML and JSON are read, sorted by code units, and no others', () => {
  const made = config({ 'fleet.yaml': '1', 'agents/b.yaml': '2', 'agents/B.yml': '3', 'x.json': '', 'notes.yaml.md': '?', 'regions/a/yaml': '?' });
  const files = readConfig(made, 100);
  expect(files.map(({ relative, bytes }) => [relative, Buffer.from(bytes).toString()])).toEqual([
    ['agents/B.yml', '3'],
    ['agents/b.yaml', '2'],
    ['fleet.yaml', '1'],
    ['x.json', ''],
  ]);
  expect(files.map(({ path, limit }) => [path, limit])).toContainEqual([`${made}/agents/b.yaml`, 100]);
});

test('what would be read beside a fleet.yaml that is not there yet', () => {
  expect(pathsBeside(config({ 'agents/b.yaml': '', 'notes.md': '', '.git/a.yaml': '' }))).toEqual(['agents/b.yaml']);
  expect(pathsBeside(config({ 'fleet.yaml': '', 'policies/a.yaml': '' }))).toEqual(['policies/a.yaml']);
});

test('what only looks like one is read too, so that somebody says that it has no effect; what is another program has is not', () => {
  const made = config({
    'fleet.yaml': '1',
    '.yamllint.yaml': '?',
    '.git/a.yaml': '?',
    'agents/.git/deep/a.yaml': '?',
    'agents/.a.yaml': '2',
    'agents/.#b.yaml': '?',
    'agents/b.YAML': '3',
    'extra/all/agents/.yaml': '4',
    'patches/c.Yml': '5',
    'regions/d.JSON': '6',
  });
  symlinkSync('nobody@nowhere', join(made, 'agents/.#c.yaml'));
  expect(readConfig(made, 100).map(({ relative }) => relative)).toEqual([
    'agents/.a.yaml',
    'agents/b.YAML',
    'extra/all/agents/.yaml',
    'fleet.yaml',
    'patches/c.Yml',
    'regions/d.JSON',
  ]);
});

test.each([
  ['shorter than', 9, 9],
  ['as long as', 10, 10],
  ['longer than', 11, 11],
  ['much longer than', 100, 11],
])('of a file %s the limit: %i bytes, %i are read', (_, length, read) => {
  expect(readConfig(config({ 'fleet.yaml': 'x'.repeat(length) }), 10)[0]?.bytes).toHaveLength(read);
});

test('a folder that is none, or is not there, is a wrong argument', () => {
  const made = config();
  const expected = { kind: 'usage', hint: expect.stringContaining('--config') as string };
  expect(refusal(join(made, 'none'))).toMatchObject({ ...expected, message: `there is no folder ${made}/none` });
  expect(refusal(join(made, 'fleet.yaml'))).toMatchObject({ ...expected, message: `there is no folder ${made}/fleet.yaml` });
});

test('a folder without a fleet', () => {
  const made = config({ 'agents/a.yaml': '' });
  expect(refusal(made)).toMatchObject({
    kind: 'usage',
    message: `${made} holds no fleet.yaml`,
    hint: expect.stringMatching(/docs\/fleet\.md.*pap-fleet init/) as string,
  });
});

test('a fleet under the other ending', () => {
  const made = config({ 'fleet.yml': '' });
  expect(refusal(made)).toMatchObject({ message: `${made} holds no fleet.yaml`, hint: `rename ${made}/fleet.yml: its name must end in .yaml` });
});

test('a folder in it that the system refuses to list is no bug', () => {
  const made = config();
  const { below, name } = tooLong(made, 'folder');
  expect(refusal(made)).toMatchObject({
    kind: 'system',
    message: expect.stringContaining(`cannot list ${join(made, below, name)}: ENAMETOOLONG`) as string,
  });
});

test('names are taken as they are: a line break hides no file, and one that is not UTF-8 is named with escapes', () => {
  const made = config({ 'fleet.yaml': '1', 'agents/a\nb.yaml': '2', 'agents/c\\d.yaml': '3' });
  expect(readConfig(made, 100).map(({ relative }) => relative)).toEqual(['agents/a\nb.yaml', 'agents/c\\d.yaml', 'fleet.yaml']);
  writeFileSync(Buffer.concat([Buffer.from(`${made}/agents/`), Buffer.from([0xff]), Buffer.from('.yaml')]), '');
  expect(refusal(made)).toMatchObject({ kind: 'usage', message: `${made}/agents/\\xff.yaml has a name that is not UTF-8` });
});

test.each([['agents/a.yaml'], ['notes.txt'], ['agents']])('a link in it is not followed: %s', (path) => {
  const made = config();
  mkdirSync(join(made, path, '..'), { recursive: true });
  symlinkSync('/etc/hostname', join(made, path));
  expect(refusal(made)).toMatchObject({
    kind: 'usage',
    message: `${made}/${path} is a symbolic link`,
    hint: 'put the file itself there',
  });
});

test('a folder with the name of a file', () => {
  const made = config();
  mkdirSync(join(made, 'agents/a.yaml'), { recursive: true });
  expect(refusal(made)).toMatchObject({ kind: 'usage', message: `${made}/agents/a.yaml is not a file`, hint: 'remove it, or put a file there' });
});

test.skipIf(process.platform === 'win32')('a named pipe with the name of a file is not waited for', () => {
  const made = config({ 'fleet.yaml': '1', 'agents/b.yaml': '' });
  execFileSync('mkfifo', [join(made, 'agents/a.yaml')]);
  expect(refusal(made)).toMatchObject({ kind: 'usage', message: `${made}/agents/a.yaml is not a file` });
});

test('what the system refuses to open, or to hold in memory, is said with its path', () => {
  const made = config();
  const { below, name } = tooLong(made, 'file');
  expect(refusal(made)).toMatchObject({
    kind: 'system',
    message: expect.stringContaining(`cannot read ${join(made, below, name)}: ENAMETOOLONG`) as string,
  });
  const huge = config();
  truncateSync(join(huge, 'fleet.yaml'), 2 ** 40);
  expect(refusal(huge, 2 ** 41)).toMatchObject({ kind: 'system', message: expect.stringMatching(/^cannot read .*fleet\.yaml: /) as string });
});

test('what was read twice is the same until a file, its name or their number is another', () => {
  const made = config({ 'fleet.yaml': '1', 'agents/a.yaml': '2' });
  const first = readConfig(made, 100);
  expect(isSame(readConfig(made, 100), first)).toBe(true);
  expect(isSame(first.slice(1), first)).toBe(false);
  expect(isSame(first, first.slice(1))).toBe(false);
  expect(isSame([...first].reverse(), first)).toBe(false);
  writeFileSync(join(made, 'fleet.yaml'), '3');
  expect(isSame(readConfig(made, 100), first)).toBe(false);
});
