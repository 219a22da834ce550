// Files of others that come into out/ while a run is at work. Seen red: without `carryLatecomers` in the swap, without it in
// `recover`, without `carryStragglers`.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { Disk } from '../../generator/io/disk.ts';
import type { Witness } from '../../generator/io/disk.ts';
import { readOutTree } from '../../generator/io/out-tree.ts';
import { recover } from '../../generator/io/recover.ts';
import { writeOut } from '../../generator/io/write-out.ts';
import { changes } from '../../generator/layout/changes.ts';
import { beside, Death, put, run, scratch, snapshot, tree } from './support.ts';

const folder = scratch();
const OLD = tree({ 'a/changes': 'old', 'b/goes': 'gone', 'c/stays': 'same' });
const NEW = tree({ 'a/changes': 'new', 'c/stays': 'same', 'd/comes': 'new' });

let number = 0;
/** An out/ that was generated, and one file of somebody else in it. */
function made(): string {
  number += 1;
  const out = join(folder, `run-${number}`, 'out');
  run(out, OLD);
  put(out, [['notes', 'theirs']]);
  return out;
}

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

/** What a run says came meanwhile. */
function written(out: string, witness: Witness): string[] {
  const present = readOutTree(out);
  return writeOut(new Disk(witness), out, NEW, changes(NEW, present), present);
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

/** Right before the old tree leaves its place. */
const lastMoment =
  (out: string, act: () => void): Witness =>
  (moment, call, path) => {
    if (moment === 'before' && call === 'rename' && path.endsWith('last') && existsSync(out)) act();
  };

describe('before the swap', () => {
  test('what came is told', () => {
    const out = made();
    expect(
      written(
        out,
        lastMoment(out, () =>
          put(out, [
            ['c/late', 'late'],
            ['e/more', ''],
          ]),
        ),
      ),
    ).toEqual(['c/late', 'e/more']);
    const other = made();
    expect(written(other, () => undefined)).toEqual([]);
  });

  test('what was to be deleted and has been changed is somebody’s work', () => {
    const out = made();
    expect(
      written(
        out,
        lastMoment(out, () => writeFileSync(join(out, 'b/goes'), 'edited')),
      ),
    ).toEqual(['b/goes']);
    expect(snapshot(out)).toContain('b/goes "edited"');
  });

  test('an empty folder stays one', () => {
    const out = made();
    run(
      out,
      NEW,
      lastMoment(out, () => mkdirSync(join(out, 'e/f'), { recursive: true })),
    );
    expect(readdirSync(join(out, 'e/f'))).toEqual([]);
  });

  test('what came where a file of ours goes, and holds the same, is ours', () => {
    const out = made();
    expect(
      written(
        out,
        lastMoment(out, () => put(out, [['d/comes', 'new']])),
      ),
    ).toEqual([]);
  });

  test.each<[string, (out: string) => void, string]>([
    ['is where a file of ours goes', (out) => put(out, [['d/comes', 'theirs']]), 'd/comes'],
    ['is where a folder of ours goes', (out) => put(out, [['d', 'theirs']]), 'd'],
    ['is below a file of ours', (out) => put(out, [['d/comes/x', 'theirs']]), 'd/comes/x'],
    ['is a link where a file of ours goes', (out) => (mkdirSync(join(out, 'd')), symlinkSync('new', join(out, 'd/comes'))), 'd/comes'],
  ])('what %s: the run is refused and out/ is as it was', (_, act, path) => {
    const out = made();
    let before = '';
    const witness = lastMoment(out, () => {
      act(out);
      before = snapshot(out);
    });
    expect(() => written(out, witness)).toThrow(
      expect.objectContaining({
        kind: 'system',
        message: `${join(out, path)} is in the way and was not made by pap-fleet: it came while the new files were being written`,
        hint: 'move it away, and generate again',
      }) as Error,
    );
    expect([snapshot(out), beside(out)]).toEqual([before, []]);
  });
});

describe('what a run that was cut off has left', () => {
  /** Killed between the two renames, with something in the old tree that nobody has seen. */
  function cutOff(act: (last: string) => void): string {
    const out = made();
    let dead = false;
    const witness: Witness = (moment, call, path) => {
      dead ||= moment === 'after' && call === 'rename' && path.endsWith('last');
      if (dead) throw new Death();
    };
    expect(() => run(out, NEW, witness)).toThrow();
    act(join(out, '../.out.pap-fleet/last'));
    return out;
  }

  test('holds a file that came: it is carried over', () => {
    const out = cutOff((last) => put(last, [['c/late', 'late']]));
    expect(recover(new Disk(), out)).toBe('finished');
    expect(snapshot(out)).toContain('c/late "late"');
  });

  test('holds one that is in the way: the old tree comes back', () => {
    const out = cutOff((last) => put(last, [['d/comes', 'theirs']]));
    expect(recover(new Disk(), out)).toBe('taken back');
    expect(snapshot(out)).toContain('d/comes "theirs"');
    expect(snapshot(out)).toContain('a/changes "old"');
    expect(beside(out)).toEqual([]);
  });

  test('and cannot be read: said, and left as it is', () => {
    const out = cutOff(() => undefined);
    const disk = new Disk((_, call) => {
      if (call === 'rename') throw Object.assign(new Error('EIO'), { code: 'EIO' });
    });
    expect(() => recover(disk, out)).toThrow(/^cannot finish what a run that was cut off has left in .*: input\/output error$/);
    expect(beside(out).sort()).toEqual(['.gitignore', 'last', 'next']);
  });

  test('holds one that cannot be carried over: said, and left as it is', () => {
    const out = cutOff((last) => put(last, [['c/late', 'late']]));
    const disk = new Disk((_, call) => {
      if (call === 'link') throw Object.assign(new Error('EIO'), { code: 'EIO' });
    });
    expect(() => recover(disk, out)).toThrow(/^cannot finish what a run that was cut off has left in .*: input\/output error$/);
    expect(beside(out).sort()).toEqual(['.gitignore', 'last', 'next']);
  });

  /** Killed when the new tree was in its place. */
  function placed(act: (last: string) => void): string {
    const out = cutOff(() => undefined);
    const work = join(out, '../.out.pap-fleet');
    renameSync(join(work, 'next'), out);
    act(join(work, 'last'));
    return out;
  }

  test('holds what somebody put into the old tree when it had left its place', () => {
    const out = placed((last) => put(last, [['b/late', 'late']]));
    expect(recover(new Disk(), out)).toBe('finished');
    expect(snapshot(out)).toContain('b/late "late"');
  });

  test('is older than what people have done since', () => {
    const out = placed(() => undefined);
    unlinkSync(join(out, 'notes'));
    put(out, [
      ['notes', 'newer'],
      ['c/stays', 'edited'],
    ]);
    expect(recover(new Disk(), out)).toBe('finished');
    expect(snapshot(out)).toContain('notes "newer"');
    expect(snapshot(out)).toContain('c/stays "edited"');
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
