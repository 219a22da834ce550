// What lies beside out/ and was not left by a run: a link there made `generate` empty the folder it led to.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Disk } from '../../../generator/io/disk.ts';
import { recover } from '../../../generator/io/recover.ts';
import { mustBeWhole } from '../../../generator/io/work-folder.ts';
import { put, run, snapshot, tree } from './tree/support.ts';
import { scratch } from './folders.ts';

const folder = scratch();
const untouched = new Disk((_, call, path) => expect.unreachable(`${call} ${path}`));

/** Refused by those who write and by those who only read, and nothing is touched. */
function refused(above: string, message: string): void {
  const before = snapshot(above);
  for (const attempt of [() => recover(untouched, join(above, 'out')), () => mustBeWhole(join(above, 'out'))]) {
    let said: unknown;
    try {
      attempt();
    } catch (error) {
      said = error;
    }
    expect(said).toMatchObject({
      kind: 'system',
      message,
      hint: 'nothing was changed: find out who made it, and remove it by hand (of a link, the link alone)',
    });
  }
  expect(snapshot(above)).toBe(before);
}

describe.each(['.out.pap-fleet', '.out.pap-fleet/next', '.out.pap-fleet/last', '.out.pap-fleet/trash'])('%s', (name) => {
  const made = (): { above: string; at: string } => {
    const above = folder();
    put(above, [
      ['out/file', 'old'],
      ['victim/.gitignore', '*'],
      ['victim/kept', 'theirs'],
    ]);
    if (name.includes('/')) put(above, [['.out.pap-fleet/.gitignore', '*']]);
    return { above, at: join(above, name) };
  };
  test('is a link', () => {
    const { above, at } = made();
    symlinkSync(join(above, 'victim'), at);
    refused(above, `${at} is a symbolic link`);
  });
  test('is a link that leads nowhere', () => {
    const { above, at } = made();
    symlinkSync('/nowhere', at);
    refused(above, `${at} is a symbolic link`);
  });
  test('is a file', () => {
    const { above, at } = made();
    writeFileSync(at, '');
    refused(above, `${at} is no folder`);
  });
  test('is a pipe', () => {
    const { above, at } = made();
    execFileSync('mkfifo', [at]);
    refused(above, `${at} is no folder`);
  });
});

test.each(['nothing', 'a folder', 'a link'])('a folder of others: where its mark should be is %s', (kind) => {
  const above = folder();
  put(above, [['.out.pap-fleet/theirs', 'x']]);
  const mark = join(above, '.out.pap-fleet/.gitignore');
  if (kind === 'a folder') mkdirSync(mark);
  if (kind === 'a link') symlinkSync('theirs', mark);
  refused(above, `${join(above, '.out.pap-fleet')} was not made by pap-fleet: it has no file .gitignore`);
});

test('what appears there while a run is about to write is not taken back with it', () => {
  const above = folder();
  const out = join(above, 'out');
  run(out, tree({ a: 'old' }));
  const before = snapshot(out);
  const witness = (moment: string, call: string, path: string): void => {
    if (moment === 'before' && call === 'mkdir' && path.endsWith('.out.pap-fleet')) put(above, [['.out.pap-fleet/theirs', 'x']]);
  };
  expect(() => run(out, tree({ a: 'new' }), witness)).toThrow(/which is as it was: there is something of that name already$/);
  expect([snapshot(out), readdirSync(join(above, '.out.pap-fleet'))]).toEqual([before, ['theirs']]);
});

test('where somebody takes the place of out/ while it is replaced, the old tree is kept', () => {
  const above = folder();
  const out = join(above, 'out');
  run(out, tree({ a: 'old' }));
  const before = snapshot(out);
  const witness = (moment: string, call: string, path: string): void => {
    if (moment === 'after' && call === 'rename' && path.endsWith('last')) put(out, [['theirs', 'x']]);
  };
  expect(() => run(out, tree({ a: 'new' }), witness)).toThrow(/which is as it was: somebody has put something there meanwhile$/);
  expect(snapshot(join(above, '.out.pap-fleet/last'))).toBe(before);
  rmSync(out, { recursive: true });
  expect(recover(new Disk(), out)).toBe('finished');
  expect(snapshot(out)).toContain('a "new"');
});
