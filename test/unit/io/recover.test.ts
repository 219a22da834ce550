// What a run that was cut off can leave, state by state; that nothing else is ever left is for test/unit/io/tree/crash.test.ts to show.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Disk, exists } from '../../../generator/io/disk.ts';
import { Failure } from '../../../generator/io/failure.ts';
import { recover } from '../../../generator/io/recover.ts';
import { mustBeWhole } from '../../../generator/io/work-folder.ts';
import { put, snapshot, tree as generated } from './tree/support.ts';
import { scratch } from './folders.ts';

const folder = scratch();
/** A tree that says in its one file which it is. */
const named = (name: string): [string, string][] => [...generated({ file: name })];

test.each([
  ['nothing', ['out'], 'nothing', 'out'],
  ['nothing, in the first run', [], 'nothing', 'absent'],
  ['a new tree that is being made', ['out', 'next'], 'taken back', 'out'],
  ['no more than the folder', ['out', ''], 'taken back', 'out'],
  ['a new tree that is complete, the old one moved', ['next', 'last'], 'finished', 'next'],
  ['the old tree alone: the new one could not take its place', ['last'], 'taken back', 'last'],
  ['the new tree in its place, the old one still there', ['out', 'last'], 'finished', 'out'],
  ['the old tree half deleted', ['out', 'trash'], 'finished', 'out'],
  ['the old tree half deleted, and another one', ['out', 'trash', 'last'], 'finished', 'out'],
  ['a first run that was cut off', ['next'], 'taken back', 'absent'],
] as const)('%s', (_, there, became, tree) => {
  const above = folder();
  const out = join(above, 'out');
  for (const name of there) {
    if (name === 'out') put(out, named(name));
    else {
      put(above, [['.out.pap-fleet/.gitignore', '*']]);
      if (name !== '') put(join(above, '.out.pap-fleet', name), named(name));
    }
  }
  expect(recover(new Disk(), out)).toBe(became);
  expect(snapshot(out).split('\n')[0]).toBe(tree === 'absent' ? 'absent' : `file ${JSON.stringify(tree)}`);
  expect(readdirSync(above)).toEqual(tree === 'absent' ? [] : ['out']);
  mustBeWhole(out);
});

test('what cannot be repaired is said, with the place', () => {
  const above = folder();
  const out = join(above, 'out');
  put(above, [
    ['.out.pap-fleet/.gitignore', '*'],
    ['.out.pap-fleet/next/file', ''],
  ]);
  const disk = new Disk((moment, call) => {
    if (moment === 'before' && call === 'rmdir') throw Object.assign(new Error('EROFS'), { code: 'EROFS' });
  });
  expect(() => recover(disk, out)).toThrow(
    new Failure('system', `cannot finish what a run that was cut off has left in ${above}/.out.pap-fleet: the file system is read-only`),
  );
});

test('renames are made durable in both folders before anything else is done', () => {
  const above = folder();
  const out = join(above, 'out');
  put(above, [['.out.pap-fleet/.gitignore', '*']]);
  for (const name of ['next', 'last']) put(join(above, '.out.pap-fleet', name), named(name));
  const calls: string[] = [];
  recover(
    new Disk((moment, call, path) => {
      if (moment === 'after') calls.push(`${call} ${path.slice(above.length)}`);
    }),
    out,
  );
  expect(calls.slice(0, 6)).toEqual([
    'rename /out',
    'fsync /.out.pap-fleet',
    'fsync ',
    'rename /.out.pap-fleet/trash',
    'fsync /.out.pap-fleet',
    'fsync ',
  ]);
});

test('a folder that is empty still is one a run has just made', () => {
  const above = folder();
  mkdirSync(join(above, '.out.pap-fleet'));
  expect(recover(new Disk(), join(above, 'out'))).toBe('taken back');
  expect(readdirSync(above)).toEqual([]);
});

test('who only reads is told of a run that is under way, or was cut off', () => {
  const above = folder();
  const out = join(above, 'out');
  put(above, [
    ['.out.pap-fleet/.gitignore', '*'],
    ['.out.pap-fleet/next/file', ''],
  ]);
  try {
    mustBeWhole(out);
    expect.unreachable();
  } catch (error) {
    expect(error).toMatchObject({
      kind: 'system',
      message: `a run that writes ${out} is under way, or was cut off`,
      hint: 'wait for it; if there is none, pap-fleet generate finishes what it began or takes it back',
    });
  }
});

test('a path is taken by whatever lies there, and not by what lies elsewhere', () => {
  const above = folder();
  writeFileSync(join(above, 'file'), '');
  expect(exists(join(above, 'file'))).toBe(true);
  expect(exists(join(above, 'none'))).toBe(false);
  expect(exists(join(above, 'file/below'))).toBe(false);
  expect(() => exists(join(above, 'n'.repeat(300)))).toThrow(/^cannot read .*: ENAMETOOLONG/);
});
