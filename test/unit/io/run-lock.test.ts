import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Failure } from '../../../generator/io/failure.ts';
import { RunLock, lockName } from '../../../generator/io/run-lock.ts';
import { scratch } from './folders.ts';

const folder = scratch();
const refused = (out: string, seconds: number): Failure => {
  try {
    RunLock.of(out, seconds).release();
  } catch (error) {
    expect(error).toBeInstanceOf(Failure);
    return error as Failure;
  }
  throw new Error('it was given away twice');
};

test('one at a time holds the lock of a folder; others are told, and may wait', () => {
  const above = folder();
  const out = join(above, 'out');
  const lock = RunLock.of(out, 0);
  try {
    expect(refused(out, 0)).toMatchObject({
      kind: 'system',
      message: `another run is writing ${out}`,
      hint: 'wait for it, or let this run wait: --wait 30',
    });
    const before = performance.now();
    expect(refused(out, 0.05).message).toBe(`another run is writing ${out}, and still was after 0.05 s`);
    const waited = performance.now() - before;
    expect(waited).toBeGreaterThanOrEqual(45);
    expect(waited).toBeLessThan(1000);
    RunLock.of(join(above, 'other'), 0).release();
  } finally {
    lock.release();
  }
});

test('the lock is free again at once, also after what was done has failed', () => {
  const out = join(folder(), 'out');
  expect(RunLock.holding(out, 0, () => 'done')).toBe('done');
  expect(() =>
    RunLock.holding(out, 0, () => {
      expect(refused(out, 0).message).toContain('another run');
      throw new Error('it failed');
    }),
  ).toThrow('it failed');
  RunLock.of(out, 0).release();
});

test('a folder has one name, whatever way leads to it, also when it is not there yet', () => {
  const above = folder();
  mkdirSync(join(above, 'real'));
  symlinkSync('real', join(above, 'link'));
  const name = (path: string): string => lockName(join(above, path), 'linux') as string;
  expect(name('link/out')).toBe(name('real/out'));
  expect(name('real/../real/out')).toBe(name('real/out'));
  expect(name('none/out')).toBe(name('none/out'));
  expect(new Set(['real/out', 'real/out2', 'none/out', 'out'].map(name)).size).toBe(4);
});

test('the name is one that the system takes back by itself, where it has such names', () => {
  const out = join(folder(), 'out');
  // Abstract sockets begin with NUL and hold 107 more bytes, unix(7); one that is shorter is not the same to every Node.
  expect(lockName(out, 'linux')).toMatch(/^\0pap-fleet-[0-9a-f]{40}-{57}$/);
  expect(lockName(out, 'linux')).toHaveLength(108);
  expect(lockName(out, 'win32')).toMatch(/^\\\\\.\\pipe\\pap-fleet-[0-9a-f]{40}$/);
  expect(lockName(out, 'darwin')).toBeUndefined();
});

test('where there are no such names, runs are not kept apart, and not stopped', () => {
  const out = join(folder(), 'out');
  const locks = [RunLock.of(out, 0, 'darwin'), RunLock.of(out, 0, 'darwin')];
  for (const lock of locks) lock.release();
  expect(locks).toHaveLength(2);
});
