// Files of others that come into out/ at every moment of a run, and all the time, through another process. Seen red: as in concurrent-files.test.ts,
// which has each case by itself.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Witness } from '../../../../generator/io/disk.ts';
import { Death, NEW, OLD, beside, maker, put, run, scratch, snapshot } from './support.ts';

const made = maker(scratch());

/** Calls of one run that is let through; every one of them is a moment for others. */
function momentsOf(): number {
  let moments = 0;
  run(made(), NEW, () => void (moments += 1));
  return moments;
}

/** Does something once, at the n-th moment, and only while out/ is there: nobody can put anything into a folder that is not. */
function at(n: number, out: string, act: () => void): { witness: Witness; readonly done: boolean } {
  let moments = 0;
  const state = {
    done: false,
    witness: (): void => {
      moments += 1;
      if (state.done || moments < n || !existsSync(out)) return;
      state.done = true;
      act();
    },
  };
  return state;
}

describe('at every moment of a run', () => {
  test.each<[string, (out: string) => void, string]>([
    ['a new file', (out) => put(out, [['c/late', 'late']]), 'c/late "late"'],
    ['one in a folder of its own', (out) => put(out, [['e/f/late', 'late']]), 'e/f/late "late"'],
    ['one in a folder that goes', (out) => put(out, [['b/late', 'late']]), 'b/late "late"'],
    ['a link that leads nowhere', (out) => symlinkSync('/nowhere', join(out, 'late')), 'late /nowhere'],
    [
      'a new version of one that was there',
      (out) => {
        put(out, [['notes.swap', 'theirs, again']]);
        renameSync(join(out, 'notes.swap'), join(out, 'notes'));
      },
      'notes "theirs, again"',
    ],
    ['a line more in one that was there', (out) => writeFileSync(join(out, 'notes'), 'theirs, more'), 'notes "theirs, more"'],
  ])('%s stays', (_, act, line) => {
    const all = momentsOf();
    for (let n = 1; n <= all; n++) {
      const out = made();
      const late = at(n, out, () => act(out));
      run(out, NEW, late.witness);
      if (!late.done) continue;
      const lines = snapshot(out).split('\n');
      expect(lines, String(n)).toContain(line);
      expect(lines).toEqual(expect.arrayContaining(['a/changes "new"', 'd/comes "new"']));
      expect(beside(out)).toEqual([]);
    }
  });

  test('one that died right after it: the next run finds it', () => {
    const all = momentsOf();
    for (let n = 1; n <= all; n++) {
      const out = made();
      let moments = 0;
      let came = false;
      const witness = (): void => {
        moments += 1;
        if (moments < n) return;
        // Dead for good: whoever catches the first one may try something else.
        if (moments === n && existsSync(out)) {
          put(out, [['c/late', 'late']]);
          came = true;
        }
        if (moments > n) throw new Death();
      };
      try {
        run(out, NEW, witness);
      } catch (error) {
        if (!(error instanceof Death) && !/Death|cannot|complete/.test(String(error))) throw error;
      }
      run(out, NEW);
      expect(snapshot(out).includes('c/late "late"'), String(n)).toBe(came);
      expect(beside(out)).toEqual([]);
    }
  });
});

/** Makes files in out/ by name, as everybody does, until there are so many: where there is no out/ for a moment, it tries again. */
const BUSY = `
const fs = require('node:fs');
const [out, many] = process.argv.slice(1);
const made = (act) => {
  for (;;)
    try {
      return act();
    } catch (error) {
      if (error.code === 'EEXIST') return;
      if (error.code !== 'ENOENT') throw error;
    }
};
(function step(n) {
  if (n === Number(many)) return;
  made(() => fs.writeFileSync(out + '/late-' + n, String(n), { flag: 'wx' }));
  made(() => fs.linkSync(out + '/late-' + n, out + '/c/link-' + n));
  setTimeout(step, 1, n + 1);
})(0);`;

test('another process that makes and links files all the time loses none', async () => {
  const out = made();
  const many = 200;
  const other = spawn(process.execPath, ['-e', BUSY, out, String(many)], { stdio: ['ignore', 'inherit', 'inherit'] });
  try {
    let rounds = 0;
    for (; other.exitCode === null && other.signalCode === null; rounds++) {
      run(out, rounds % 2 === 0 ? NEW : OLD);
      await sleep(1);
    }
    expect(other.exitCode).toBe(0);
    expect(rounds).toBeGreaterThan(5);
  } finally {
    other.kill('SIGKILL');
  }
  const lost = Array.from({ length: many }, (_, n) => n).filter(
    (n) => !existsSync(join(out, `c/link-${n}`)) || !existsSync(join(out, `late-${n}`)) || readFileSync(join(out, `late-${n}`), 'utf8') !== String(n),
  );
  expect(lost).toEqual([]);
  expect(beside(out)).toEqual([]);
});
