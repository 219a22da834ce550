// The out/ that a folder is, or holds.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { outIn } from '../../../generator/io/out-in.ts';

const folder = mkdtempSync(join(tmpdir(), 'pap-fleet-out-in-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('is the folder, or lies in it, or is asked for', () => {
  mkdirSync(join(folder, 'fleet/out'), { recursive: true });
  mkdirSync(join(folder, 'empty'));
  writeFileSync(join(folder, 'fleet/out/fleet.lock.json'), '{}');
  writeFileSync(join(folder, 'file'), '');
  expect([outIn(join(folder, 'fleet/')), outIn(join(folder, 'fleet/out'))]).toEqual([join(folder, 'fleet/out'), join(folder, 'fleet/out')]);
  expect([outIn(join(folder, 'nowhere')), outIn(join(folder, 'file'))]).toEqual([undefined, undefined]);
  expect(() => outIn(join(folder, 'empty'))).toThrow('there is no fleet.lock.json in it');
  expect(() => outIn('/')).toThrow('nor does it hold an out/');
});
