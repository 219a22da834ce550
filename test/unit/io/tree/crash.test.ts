// Whatever ends a run, and wherever: out/ is the old tree or the new one, or the next run makes it one of them. Seen red:
// with files renamed one by one, with the old tree deleted under its own name, with the new one moved before it was whole.
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { mustBeWhole } from '../../../../generator/io/work-folder.ts';
import { Failure } from '../../../../generator/io/failure.ts';
import { Death, beside, dieAt, put, run, scratch, snapshot, tree } from './support.ts';

/** In the long suite everything, here a sample of the same. */
const WHOLE = process.env['TORTURE'] === '1';

const folder = scratch();
const many = (n: number, text: string): Record<string, string> =>
  Object.fromEntries(Array.from({ length: n }, (_, i) => [`overlays/r${i % 4}/f${i}`, `${text} ${i}`]));
const OLD = tree({ ...many(12, 'old'), same: 'same', 'stale/only/here': 'x' });
const NEW = tree({ ...many(12, 'new'), same: 'same', 'added/to/it': 'y' });
const FOREIGN: [string, string][] = [
  ['notes.txt', 'mine'],
  ['overlays/r1/mine', 'mine too'],
];
const old = join(folder, 'old');
put(old, [...OLD, ...FOREIGN]);
const OLD_STATE = snapshot(old);
const fresh = join(folder, 'new');
put(fresh, [...NEW, ...FOREIGN]);
const NEW_STATE = snapshot(fresh);

let work: string;
let out: string;
let number = 0;
beforeEach(() => {
  number += 1;
  work = join(folder, `run-${number}`);
  out = join(work, 'out');
});

function begin(from = old): void {
  rmSync(work, { recursive: true, force: true });
  cpSync(from, out, { recursive: true });
}

/** How often something may die before a run is through. */
function moments(): number {
  begin();
  const life = dieAt(Infinity);
  run(out, NEW, life.witness);
  return life.moments;
}

/** After a death: never a mixture, and where it is neither, whoever reads refuses. */
function look(): string {
  const state = snapshot(out);
  expect([OLD_STATE, NEW_STATE, 'absent'], 'never a mixture').toContain(state);
  if (state === 'absent') expect(() => mustBeWhole(out)).toThrow(/under way, or was cut off/);
  return state;
}

function mend(): void {
  run(out, NEW);
  expect(snapshot(out)).toBe(NEW_STATE);
  expect(beside(out)).toEqual([]);
}

describe('a death', () => {
  test('before and after every call', () => {
    const all = moments();
    expect(all).toBeGreaterThan(100);
    const seen = new Set<string>();
    for (let n = 1; n <= all; n += WHOLE ? 1 : 3) {
      begin();
      expect(() => run(out, NEW, dieAt(n).witness)).toThrow();
      seen.add(look());
      mend();
    }
    expect([...seen].sort()).toEqual([OLD_STATE, NEW_STATE, 'absent'].sort());
  });

  test('in the first run of all', () => {
    const first = tree(many(6, 'first'));
    const life = dieAt(Infinity);
    run(out, first, life.witness);
    const whole = snapshot(out);
    for (let n = 1; n <= life.moments; n++) {
      rmSync(work, { recursive: true, force: true });
      expect(() => run(out, first, dieAt(n).witness)).toThrow();
      expect(['absent', whole]).toContain(snapshot(out));
      run(out, first);
      expect(snapshot(out)).toBe(whole);
      expect(beside(out)).toEqual([]);
    }
  });

  test('while the next run repairs what one before has left', () => {
    const all = moments();
    const left = join(folder, 'left');
    const seen = new Set<string>();
    for (let first = 1; first <= all; first += 1) {
      begin();
      expect(() => run(out, NEW, dieAt(first).witness)).toThrow();
      // What is left while the new tree is being made is all the same to the next run.
      const kind = WHOLE ? snapshot(work) : beside(out).join(' ');
      if (seen.has(kind)) continue;
      seen.add(kind);
      rmSync(left, { recursive: true, force: true });
      cpSync(work, left, { recursive: true });
      for (let n = 1, died = true; died; n += WHOLE ? 5 : 29) {
        rmSync(work, { recursive: true });
        cpSync(left, work, { recursive: true });
        died = false;
        try {
          run(out, NEW, dieAt(n).witness);
        } catch (error) {
          died = true;
          expect(error instanceof Death || error instanceof Failure).toBe(true);
        }
        if (died) look();
        mend();
      }
    }
    expect(seen.size).toBeGreaterThan(3);
  });
});

describe('an error of the disk', () => {
  const errors = ['ENOSPC', 'EIO', 'EACCES', 'EROFS', 'EDQUOT', 'EMFILE'] as const;
  test.each(errors)('%s at every call: out/ stays, the message says so, nothing is left that the next run does not repair', (code) => {
    const all = moments();
    for (let n = 1; n <= all / 2; n += WHOLE ? 1 : 9) {
      begin();
      let count = 0;
      const witness = (moment: string): void => {
        if (moment === 'before') count += 1;
        if (count === n && moment === 'before') throw Object.assign(new Error(code), { code });
      };
      let failure: unknown;
      try {
        run(out, NEW, witness);
      } catch (error) {
        failure = error;
      }
      expect(failure).toBeInstanceOf(Failure);
      expect((failure as Failure).kind).toBe('system');
      expect([OLD_STATE, NEW_STATE]).toContain(snapshot(out));
      mend();
    }
  });

  test('an error that stays: the old tree is back, also when the new one cannot take its place', () => {
    begin();
    const witness = (moment: string, call: string, path: string): void => {
      if (moment === 'before' && call === 'rename' && path === out) throw Object.assign(new Error('EXDEV'), { code: 'EXDEV' });
    };
    // The way back is refused as well; the next run finds the old tree.
    expect(() => run(out, NEW, witness)).toThrow();
    mend();
  });

  test('a mount point cannot be replaced: said with a way out', () => {
    begin();
    const witness = (moment: string, call: string, path: string): void => {
      if (moment === 'before' && call === 'rename' && path.endsWith('last')) throw Object.assign(new Error('EBUSY'), { code: 'EBUSY' });
    };
    expect(() => run(out, NEW, witness)).toThrow(/it, or a folder in it, is a mount point/);
    expect(snapshot(out)).toBe(OLD_STATE);
    expect(beside(out)).toEqual([]);
  });
});
