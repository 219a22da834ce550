import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Disk, deviceOf } from '../../../generator/io/disk.ts';
import { scratch } from './folders.ts';

const folder = scratch();

/** A disk, and what it was asked to do, before and after each call. */
function watched(): { disk: Disk; calls: string[] } {
  const calls: string[] = [];
  return { disk: new Disk((moment, call, path) => void calls.push(`${moment} ${call} ${path}`)), calls };
}

describe('a file is written whole', () => {
  test.each([
    ['nothing', ''],
    ['one letter', 'a'],
    ['letters of two, three and four bytes', 'é€😀'.repeat(10)],
    ['more than fits into memory kept for it', 'x'.repeat(100_000)],
    ['three times as many bytes as characters', '€'.repeat(30_000)],
    ['a text after a longer one', 'short'],
  ])('%s', (_, text) => {
    const path = join(folder(), 'file');
    const { disk, calls } = watched();
    disk.write(path, text);
    expect(readFileSync(path, 'utf8')).toBe(text);
    expect(calls.slice(0, 2)).toEqual([`before open ${path}`, `after open ${path}`]);
    expect(calls.slice(2, 4)).toEqual(text === '' ? [] : [`before write ${path}`, `after write ${path}`]);
  });

  test('bytes that are no text', () => {
    const path = join(folder(), 'file');
    new Disk().write(path, Uint8Array.from([0x1f, 0x8b, 0xff, 0]));
    expect([...readFileSync(path)]).toEqual([0x1f, 0x8b, 0xff, 0]);
  });

  test('by everybody to be read, by its owner to be written, and never over another', () => {
    const path = join(folder(), 'file');
    const disk = new Disk();
    disk.write(path, 'a');
    expect(statSync(path).mode & 0o777 & ~0o022).toBe(0o644);
    expect(() => disk.write(path, 'b')).toThrow(/EEXIST/);
    expect(readFileSync(path, 'utf8')).toBe('a');
  });

  test('one text after another through the same memory', () => {
    const above = folder();
    const disk = new Disk();
    const texts = ['long '.repeat(20_000), 'short', '', '€'.repeat(50_000), 'x'.repeat(65_536)];
    texts.forEach((text, i) => disk.write(join(above, String(i)), text));
    texts.forEach((text, i) => expect(readFileSync(join(above, String(i)), 'utf8')).toBe(text));
  });
});

test.each([
  ['the same', 'abc', 'abc', true],
  ['one that is longer', 'abcd', 'abc', false],
  ['one that is much longer', 'abc'.repeat(70_000), 'abc', false],
  ['one that is shorter', 'ab', 'abc', false],
  ['nothing', '', 'abc', false],
  ['something where nothing is wanted', 'a', '', false],
  ['nothing where nothing is wanted', '', '', true],
  ['another of the same length', 'abd', 'abc', false],
  ['a long one', 'a'.repeat(200_000), 'a'.repeat(200_000), true],
])('a file that, once written, holds %s', (_, there, wanted, same) => {
  const path = join(folder(), 'file');
  const last = wanted === '' ? 'open' : 'write';
  const disk = new Disk((moment, call) => {
    if (moment === 'after' && call === last) writeFileSync(path, there);
  });
  if (same) disk.write(path, wanted);
  else expect(() => disk.write(path, wanted)).toThrow(`${path} is not what was written to the disk`);
  expect(existsSync(path)).toBe(same);
});

// A thread of Node cannot change it.
describe.each(isMainThread ? ['000', '022', '027', '077'] : [process.umask().toString(8)])('under the umask %s', (text) => {
  const mask = parseInt(text, 8);
  let before: number;
  beforeEach(() => void (before = isMainThread ? process.umask(mask) : mask));
  afterEach(() => void (isMainThread && process.umask(before)));
  const mode = (path: string): number => statSync(path).mode & 0o7777;

  test('what is asked to have a mode has that one, and all else what the umask leaves', () => {
    const at = (name: string): string => join(above, name);
    const above = folder();
    const disk = new Disk();
    disk.makeFolder(at('asked'), 0o755);
    disk.makeFolder(at('folder'));
    disk.write(at('asked/file'), 'x', 0o644);
    disk.makeFolder(at('wide'), 0o777);
    disk.write(at('wide/file'), 'x', 0o666);
    disk.write(at('file'), 'x');
    expect(['asked', 'asked/file', 'wide', 'wide/file', 'folder', 'file'].map((name) => mode(at(name)).toString(8))).toEqual([
      '755',
      '644',
      '777',
      '666',
      (0o777 & ~mask).toString(8),
      (0o644 & ~mask).toString(8),
    ]);
  });

  test('a folder keeps what it inherits: the group of what will be in it', () => {
    const above = folder();
    chmodSync(above, 0o2777);
    new Disk().makeFolder(join(above, 'made'), 0o755);
    expect(mode(join(above, 'made')).toString(8)).toBe('2755');
  });
});

describe('a file that cannot be written whole', () => {
  const failing = (...calls: readonly string[]): Disk =>
    new Disk((moment, call) => {
      if (moment === 'before' && calls.includes(call)) throw new Error(call);
    });
  test('is not there', () => {
    const above = folder();
    expect(() => failing('write').write(join(above, 'file'), 'x')).toThrow(/^write$/);
    expect(readdirSync(above)).toEqual([]);
  });
  test('may not be deleted either: what is told is why it cannot be written', () => {
    const above = folder();
    expect(() => failing('write', 'unlink').write(join(above, 'file'), 'x')).toThrow(/^write$/);
    expect(readdirSync(above)).toEqual(['file']);
  });
  test('because there is one leaves that alone', () => {
    const path = join(folder(), 'file');
    writeFileSync(path, 'theirs');
    expect(() => new Disk().write(path, 'x')).toThrow(/EEXIST/);
    expect(readFileSync(path, 'utf8')).toBe('theirs');
  });
});

describe('folders, links and names', () => {
  test('are made, moved and removed, each call told', () => {
    const above = folder();
    const at = (name: string): string => join(above, name);
    const { disk, calls } = watched();
    disk.makeFolders(at('a/b'));
    disk.makeFolders(at('a/b'));
    disk.makeFolder(at('c'));
    expect(() => disk.makeFolder(at('c'))).toThrow(/EEXIST/);
    expect(() => disk.makeFolder(at('d/e'))).toThrow(/ENOENT/);
    writeFileSync(at('a/file'), 'x');
    disk.link(at('a/file'), at('c/second'));
    expect(lstatSync(at('c/second')).ino).toBe(lstatSync(at('a/file')).ino);
    disk.rename(at('c/second'), at('c/third'));
    disk.unlink(at('a/file'));
    disk.flushFolder(above);
    expect(readdirSync(at('c'))).toEqual(['third']);
    expect(readdirSync(at('a'))).toEqual(['b']);
    const done = calls.filter((call) => call.startsWith('after')).map((call) => call.slice('after '.length).replace(above, ''));
    expect(done).toEqual(['mkdir /a/b', 'mkdir /a/b', 'mkdir /c', 'link /c/second', 'rename /c/third', 'unlink /a/file', 'fsync ']);
    expect(calls.filter((call) => call.startsWith('before'))).toHaveLength(done.length + 2);
  });

  test('a second name of a link is one of the link', () => {
    const above = folder();
    symlinkSync('/nowhere', join(above, 'link'));
    new Disk().link(join(above, 'link'), join(above, 'second'));
    expect(lstatSync(join(above, 'second')).isSymbolicLink()).toBe(true);
  });

  test('a tree is deleted, but not what its links lead to', () => {
    const above = folder();
    mkdirSync(join(above, 'tree/deep/er'), { recursive: true });
    mkdirSync(join(above, 'other'));
    writeFileSync(join(above, 'other/file'), '');
    writeFileSync(join(above, 'tree/deep/file'), '');
    symlinkSync('../other', join(above, 'tree/link'));
    chmodSync(join(above, 'tree/deep'), 0o500);
    const { disk, calls } = watched();
    disk.removeTree(join(above, 'tree'));
    expect(existsSync(join(above, 'tree'))).toBe(false);
    expect(existsSync(join(above, 'other/file'))).toBe(true);
    const done = calls.filter((call) => call.startsWith('after')).map((call) => call.slice('after '.length).replace(above, ''));
    expect(done).toContain('chmod /tree/deep');
    expect(done.at(-1)).toBe('rmdir /tree');
  });
});

test('in the place of a tree, a link is deleted, and not what it leads to', () => {
  const above = folder();
  mkdirSync(join(above, 'other'), { mode: 0o755 });
  writeFileSync(join(above, 'other/file'), '');
  symlinkSync('other', join(above, 'link'));
  const { disk, calls } = watched();
  disk.removeTree(join(above, 'link'));
  expect(calls).toEqual([`before unlink ${above}/link`, `after unlink ${above}/link`]);
  expect(readdirSync(join(above, 'other'))).toEqual(['file']);
});

describe('files are made durable', () => {
  const files = (above: string, n: number): string[] =>
    Array.from({ length: n }, (_, i) => {
      const path = join(above, `f${i}`);
      writeFileSync(path, '');
      return path;
    });
  const after = (calls: readonly string[]): string[] => calls.filter((call) => call.startsWith('after')).map((call) => call.split(' ')[1] as string);

  test('each by itself, and the folders after them, where they are few', () => {
    const above = folder();
    const { disk, calls } = watched();
    const few = files(above, 48);
    disk.flush(above, few, [above]);
    expect(calls.filter((call) => call.startsWith('after'))).toEqual([...few, above].map((path) => `after fsync ${path}`));
  });

  test('all at once where they are many', () => {
    const above = folder();
    const { disk, calls } = watched();
    disk.flush(above, files(above, 50), [above]);
    expect(calls).toEqual([`before syncfs ${above}`, `after syncfs ${above}`]);
  });

  test('all at once where few files lie in many folders: an edit gives all that stays another name', () => {
    const above = folder();
    const { disk, calls } = watched();
    disk.flush(above, files(above, 1), Array<string>(49).fill(above));
    expect(calls).toEqual([`before syncfs ${above}`, `after syncfs ${above}`]);
  });

  test('each by itself also where they are many, if that fails', () => {
    const above = folder();
    const { disk, calls } = watched();
    disk.flush(join(above, 'none'), files(above, 50), [above]);
    expect(after(calls)).toEqual(['syncfs', ...Array<string>(51).fill('fsync')]);
  });

  test('or it is said that they are not', () => expect(() => new Disk().flush('/', [join(folder(), 'none')], [])).toThrow(/ENOENT/));
});

test('the file system of a path, if there is one', () => {
  const above = folder();
  expect(deviceOf(above)).toBe(lstatSync(above).dev);
  expect(deviceOf(join(above, 'none'))).toBeUndefined();
});
