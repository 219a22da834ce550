import { existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { Cache, inputHash } from '../../../generator/io/cache.ts';
import { Disk } from '../../../generator/io/disk.ts';
import { Failure } from '../../../generator/io/failure.ts';
import { readOutTree } from '../../../generator/io/out-tree.ts';
import { writeFile } from '../../../generator/io/write-file.ts';
import { taken, writeNew } from '../../../generator/io/write-new.ts';
import { mustBeOneDisk, writeOut } from '../../../generator/io/write-out.ts';
import { beside, put, run, snapshot, tree } from './tree/support.ts';
import { scratch } from './folders.ts';

const folder = scratch();
const failing = (call: string, code: string, nth = 1): Disk => {
  let n = 0;
  return new Disk((moment, made) => {
    if (moment === 'before' && made === call && (n += 1) === nth) throw Object.assign(new Error(code), { code });
  });
};
const failure = (attempt: () => unknown): Failure => {
  try {
    attempt();
  } catch (error) {
    expect(error).toBeInstanceOf(Failure);
    return error as Failure;
  }
  throw new Error('it passed');
};

describe('a file that was asked for', () => {
  test('is written in the place of another, with the folders above it, and nothing is left beside it', () => {
    const path = join(folder(), 'a/b/file');
    writeFile(new Disk(), path, 'one');
    writeFile(new Disk(), path, 'two');
    expect(readFileSync(path, 'utf8')).toBe('two');
    expect(readdirSync(join(path, '..'))).toEqual(['file']);
  });
  test('is whole or not there; what an earlier attempt has left is in nobody’s way', () => {
    const path = join(folder(), 'file');
    expect(failure(() => writeFile(failing('rename', 'EIO'), path, 'one'))).toMatchObject({
      kind: 'system',
      message: `cannot write ${path}: input/output error`,
    });
    expect(existsSync(path)).toBe(false);
    writeFile(new Disk(), path, 'two');
    expect(readFileSync(path, 'utf8')).toBe('two');
  });
});

test.each(['mkdir', 'open', 'write', 'rename'])('a file leaves nothing behind when %s fails', (call) => {
  const at = folder();
  expect(failure(() => writeFile(failing(call, 'ENOSPC'), join(at, 'a/file'), 'one'))).toMatchObject({ kind: 'system' });
  expect(snapshot(at)).toBe('');
});
test('a file takes the place of what a run that was killed left', () => {
  const at = folder();
  put(at, [['file.pap-fleet-next', 'half']]);
  writeFile(new Disk(), join(at, 'file'), 'whole');
  expect(snapshot(at)).toBe('file "whole"');
});

describe('new files', () => {
  const files = new Map([
    ['a/one', '1'],
    ['two', '2'],
  ]);
  test('are written', () => {
    const at = folder();
    writeNew(new Disk(), at, files);
    expect(snapshot(at)).toBe('a/one "1"\ntwo "2"');
  });
  test('are all written or none', () => {
    const at = folder();
    expect(failure(() => writeNew(failing('open', 'ENOSPC', 2), at, files))).toMatchObject({
      kind: 'system',
      message: `cannot write below ${at}: no space left on the disk`,
    });
    expect(snapshot(at)).toBe('');
  });
  test.each(['write', 'open'])('leave no empty file behind when the disk is full at the second %s', (call) => {
    const at = folder();
    expect(failure(() => writeNew(failing(call, 'ENOSPC', 2), at, files))).toMatchObject({
      message: `cannot write below ${at}: no space left on the disk`,
    });
    expect(snapshot(at)).toBe('');
    writeNew(new Disk(), at, files);
    expect(snapshot(at)).toBe('a/one "1"\ntwo "2"');
  });
  test('are not written over what came in the meantime, which stays', () => {
    const at = folder();
    put(at, [['two', 'mine']]);
    expect(failure(() => writeNew(new Disk(), at, files))).toMatchObject({ message: `cannot write below ${at}: ${at}/two is there already` });
    expect(snapshot(at)).toBe('two "mine"');
  });
  test('and others are refused when the disk gives back something else', () => {
    const at = folder();
    const forgetful = new Disk((moment, call, path) => {
      if (moment === 'after' && call === 'write') writeFileSync(path, 'x');
    });
    for (const write of [() => writeNew(forgetful, at, files), () => writeFile(forgetful, join(at, 'two'), '2')])
      expect(failure(write)).toMatchObject({ message: expect.stringMatching(/ is not what was written to the disk$/) as string });
    expect(snapshot(at)).toBe('');
  });
  test('do not replace what is there: a file, a link that leads nowhere, a folder', () => {
    const at = folder();
    put(at, [['file', '']]);
    symlinkSync('/nowhere', join(at, 'link'));
    mkdirSync(join(at, 'folder'));
    expect(taken(at, ['file', 'none', 'link', 'folder', 'file/below', 'none/below'])).toEqual(['file', 'link', 'folder']);
  });
});

describe('out/', () => {
  const old = tree({ 'a/same': 'same', 'a/old': 'old', 'b/gone': 'gone' });
  const now = tree({ 'a/same': 'same', 'a/old': 'new', 'c/d/come': 'come' });
  const made = (): string => {
    const out = join(folder(), 'out');
    run(out, old);
    return out;
  };
  const write = (disk: Disk, out: string): void => {
    const present = readOutTree(out);
    writeOut(
      disk,
      out,
      now,
      { created: ['c/d/come'], updated: ['a/old', 'fleet.lock.json'], deleted: ['b/gone'], unchanged: 1, edited: [], foreign: [], blocked: [] },
      present,
    );
  };

  test('is not touched where nothing changes', () => {
    const out = made();
    const before = lstatSync(out).ino;
    run(out, old, () => expect.unreachable());
    expect(lstatSync(out).ino).toBe(before);
  });

  test('changes as a whole: what stays is the same file, what others made is carried over, empty folders too', () => {
    const out = made();
    put(out, [['others/file', 'theirs']]);
    mkdirSync(join(out, 'others/empty/deep'), { recursive: true });
    const same = lstatSync(join(out, 'a/same')).ino;
    run(out, now);
    expect(
      snapshot(out)
        .split('\n')
        .filter((line) => !line.startsWith('fleet.lock')),
    ).toEqual(['a/old "new"', 'a/same "same"', 'c/d/come "come"', 'others/file "theirs"']);
    expect(lstatSync(join(out, 'a/same')).ino).toBe(same);
    expect(existsSync(join(out, 'others/empty/deep'))).toBe(true);
    expect(existsSync(join(out, 'b'))).toBe(false);
    expect(beside(out)).toEqual([]);
  });

  // A thread of Node cannot change it.
  test.runIf(isMainThread).each(['000', '027', '077'])('may be read by everybody, and written by its owner, under the umask %s', (mask) => {
    const out = join(folder(), 'out');
    const before = process.umask(parseInt(mask, 8));
    try {
      run(out, old);
      run(out, now);
    } finally {
      process.umask(before);
    }
    const modes = readdirSync(out, { recursive: true, withFileTypes: true }).map(
      (entry) => `${entry.isDirectory() ? 'folder' : 'file'} ${(lstatSync(join(entry.parentPath, entry.name)).mode & 0o7777).toString(8)}`,
    );
    expect(new Set([`folder ${(lstatSync(out).mode & 0o7777).toString(8)}`, ...modes])).toEqual(new Set(['folder 755', 'file 644']));
  });

  test('is made durable before it takes its place', () => {
    const out = made();
    const calls: string[] = [];
    write(new Disk((moment, call, path) => void (moment === 'after' && calls.push(`${call} ${path.slice(out.length - 3)}`))), out);
    const moved = calls.findIndex((call) => call.startsWith('rename'));
    const flushed = calls.slice(0, moved).filter((call) => call.startsWith('fsync'));
    for (const path of ['c/d/come', 'a/old', 'fleet.lock.json', 'c/d', 'c', 'a']) expect(flushed).toContain(`fsync .out.pap-fleet/next/${path}`);
    expect(flushed).toContain('fsync .out.pap-fleet/next');
    expect(calls.slice(0, moved).filter((call) => call.startsWith('open'))[0]).toBe('open .out.pap-fleet/.gitignore');
  });

  test.each([
    ['mkdir', 'EACCES', 2, /^cannot write .*out, which is as it was: permission denied$/],
    ['link', 'EXDEV', 1, /^cannot replace .*out: it, or a folder in it, is a mount point$/],
    ['rename', 'EBUSY', 1, /^cannot replace .*out: it, or a folder in it, is a mount point$/],
    ['rename', 'EACCES', 2, /^cannot write .*out, which is as it was: permission denied$/],
  ])('stays as it was: %s %s', (call, code, nth, message) => {
    const out = made();
    const before = snapshot(out);
    const said = failure(() => write(failing(call, code, nth), out));
    expect(said.message).toMatch(message);
    expect(said.hint).toBe(
      /mount/.test(said.message) ? `out/ is replaced as a whole: choose a folder below the mount point, such as --out ${out}/out` : undefined,
    );
    expect(snapshot(out)).toBe(before);
    expect(beside(out)).toEqual([]);
  });

  test('with a file that is not what was written is not put in place', () => {
    const out = made();
    const disk = new Disk((moment, call, path) => {
      if (moment === 'after' && call === 'write' && path.endsWith('a/old')) writeFileSync(path, 'net');
    });
    expect(failure(() => write(disk, out)).message).toMatch(/^cannot write .*out, which is as it was: .*a\/old is not what was written to the disk$/);
    expect(readFileSync(join(out, 'a/old'), 'utf8')).toBe('old');
  });

  test.each([
    ['fsync', /is complete, but may not survive a loss of power: input\/output error$/],
    ['chmod', /is complete, but the old one cannot be deleted: input\/output error$/],
  ])('that is in its place is said to be complete, whatever fails after it: %s', (call, message) => {
    const out = made();
    let placed = false;
    const disk = new Disk((moment, made, path) => {
      if (moment === 'after' && made === 'rename' && path === out) placed = true;
      else if (moment === 'before' && placed && made === call) throw Object.assign(new Error('EIO'), { code: 'EIO' });
    });
    expect(failure(() => write(disk, out)).message).toMatch(message);
    expect(readFileSync(join(out, 'a/old'), 'utf8')).toBe('new');
  });
});

describe('what is mounted in out/', () => {
  test('would go with it: nothing is written', () => {
    // Every system has its devices on another disk than its root.
    expect(() => mustBeOneDisk('/', { paths: ['dev/null'], emptyFolders: [] })).toThrow('EXDEV');
    expect(() => mustBeOneDisk('/', { paths: [], emptyFolders: ['dev'] })).toThrow('EXDEV');
  });
  test('is nothing in most, and in none that is not there', () => {
    const at = folder();
    expect(() => mustBeOneDisk(at, { paths: ['a/b', 'c'], emptyFolders: [] })).toThrow('EXDEV');
    mkdirSync(join(at, 'a'));
    expect(() => mustBeOneDisk(at, { paths: ['a/b', 'c'], emptyFolders: ['a'] })).not.toThrow();
    expect(() => mustBeOneDisk(join(at, 'none'), { paths: [], emptyFolders: [] })).not.toThrow();
  });
});

describe('the memory of the last run', () => {
  const setting = (): { cache: Cache<number>; out: string; at: string } => {
    const at = folder();
    put(join(at, 'out'), [
      ['a', '1'],
      ['b', '2'],
    ]);
    return { at, out: join(at, 'out'), cache: new Cache<number>(join(at, 'cache'), join(at, 'out')) };
  };

  test('is there for the same input and the same files', () => {
    const { cache } = setting();
    expect(cache.recall('x')).toBeUndefined();
    cache.remember(new Disk(), 'x', ['a', 'b'], 7);
    expect(cache.recall('x')).toBe(7);
    expect(cache.recall('y')).toBeUndefined();
    cache.remember(new Disk(), 'y', ['a'], 8);
    expect(cache.recall('y')).toBe(8);
    expect(cache.recall('x')).toBeUndefined();
  });

  test.each<[string, (path: string) => void]>([
    ['other content', (path) => writeFileSync(path, 'x')],
    ['the same content, written again', (path) => writeFileSync(path, '2')],
    ['another time', (path) => utimesSync(path, 1, 1)],
    ['gone', (path) => rmSync(path)],
  ])('is not believed when a file has %s', (_, change) => {
    const { cache, out } = setting();
    cache.remember(new Disk(), 'x', ['a', 'b'], 7);
    // Longer than the clock of the file system takes to move on.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    change(join(out, 'b'));
    expect(cache.recall('x')).toBeUndefined();
  });

  test('is of one out/ alone, by whatever name', () => {
    const { cache, at, out } = setting();
    cache.remember(new Disk(), 'x', ['a'], 7);
    symlinkSync('out', join(at, 'link'));
    put(join(at, 'other'), [['a', '1']]);
    expect(new Cache<number>(join(at, 'cache'), join(at, 'link')).recall('x')).toBe(7);
    expect(new Cache<number>(join(at, 'cache'), join(at, 'other')).recall('x')).toBeUndefined();
    expect(readdirSync(join(at, 'cache'))).toEqual([expect.stringMatching(/^[0-9a-f]{32}\.json$/)]);
    expect(out).toContain(at);
  });

  test('may be lost, broken, or impossible to keep', () => {
    const { cache, at } = setting();
    cache.remember(failing('rename', 'EIO'), 'x', ['a'], 7);
    expect(cache.recall('x')).toBeUndefined();
    cache.remember(new Disk(), 'x', ['a'], 8);
    expect(cache.recall('x')).toBe(8);
    for (const name of readdirSync(join(at, 'cache'))) writeFileSync(join(at, 'cache', name), '{');
    expect(cache.recall('x')).toBeUndefined();
  });

  test('depends on the build and on every path and byte', () => {
    const file = (path: string, text: string) => ({ path, relative: path, bytes: Buffer.from(text) });
    const hashes = [
      inputHash('1', []),
      inputHash('2', []),
      inputHash('1', [file('a', '')]),
      inputHash('1', [file('a', 'b')]),
      inputHash('1', [file('ab', '')]),
      inputHash('1', [file('a', 'b'), file('c', 'd')]),
      inputHash('1', [file('a', '\0c\u00001\0b'), file('c', 'd')]),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(inputHash('1', [file('a', 'b')])).toBe(hashes[3]);
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
  });
});
