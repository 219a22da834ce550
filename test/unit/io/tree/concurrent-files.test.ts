// Files of others that come into out/ while a run is at work. Seen red: without `carryConcurrentFiles` in the swap, without it in
// `recover`, without `carryStragglers`.
import { existsSync, mkdirSync, readdirSync, renameSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Disk } from '../../../../generator/io/disk.ts';
import type { Witness } from '../../../../generator/io/disk.ts';
import { readOutTree } from '../../../../generator/io/out-tree.ts';
import { recover } from '../../../../generator/io/recover.ts';
import { writeOut } from '../../../../generator/io/write-out.ts';
import { changes } from '../../../../generator/render/changes.ts';
import { Death, NEW, beside, maker, put, run, scratch, snapshot } from './support.ts';

const made = maker(scratch());

/** What a run says came meanwhile. */
function written(out: string, witness: Witness): string[] {
  const present = readOutTree(out);
  return writeOut(new Disk(witness), out, NEW, changes(NEW, present), present);
}

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

  test('what took the place of somebody’s file, or was written into it, is there instead of it', () => {
    for (const replaces of [true, false]) {
      const out = made();
      const act = (): void => {
        if (replaces) unlinkSync(join(out, 'notes'));
        writeFileSync(join(out, 'notes'), 'theirs, again');
      };
      expect(written(out, lastMoment(out, act))).toEqual(replaces ? ['notes'] : []);
      expect(snapshot(out)).toContain('notes "theirs, again"');
    }
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
