// What the system refuses, by the call it refuses and the reason it gives: out/ is the old tree or the new one, what is said names the
// reason, and a way out where it is not plain, and the next run ends as if nothing had been. Seen red: without the reasons of
// EXDEV and EMFILE, without the branch for hard links.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../../../generator/io/failure.ts';
import type { Witness } from '../../../../generator/io/disk.ts';
import { beside, run, scratch, snapshot, tree } from './support.ts';

const folder = scratch();
const OLD = tree({ 'a/changes': 'old', 'b/goes': 'gone', 'c/stays': 'same' });
const NEW = tree({ 'a/changes': 'new', 'c/stays': 'same', 'd/comes': 'new' });
const CALLS = ['mkdir', 'open', 'write', 'link', 'rename', 'fsync', 'unlink', 'chmod', 'rmdir'] as const;

let number = 0;
function made(): string {
  number += 1;
  const out = join(folder, `run-${number}`, 'out');
  run(out, OLD);
  return out;
}

/** How often a run makes a call. */
function timesOf(call: string): number {
  let times = 0;
  run(made(), NEW, (moment, seen) => void (moment === 'before' && seen === call && (times += 1)));
  return times;
}

/** Refuses the n-th such call, with what Node says of it. */
function refusing(call: string, code: string, n: number): Witness {
  let times = 0;
  return (moment, seen) => {
    if (moment === 'before' && seen === call && (times += 1) === n) throw Object.assign(new Error(`${code}: ${call}`), { code, syscall: call });
  };
}

function failure(attempt: () => void): Failure {
  try {
    attempt();
  } catch (error) {
    expect(error).toBeInstanceOf(Failure);
    return error as Failure;
  }
  throw new Error('it passed');
}

const whole = (files: ReadonlyMap<string, string>): string => {
  const out = join(folder, 'whole', 'out');
  run(out, files);
  const found = snapshot(out);
  rmSync(join(folder, 'whole'), { recursive: true });
  return found;
};
const [OLD_STATE, NEW_STATE] = [whole(OLD), whole(NEW)];

describe.each(CALLS)('%s is refused', (call) => {
  test.each([
    ['ENOSPC', 'no space left on the disk', /^make room on it/],
    ['EIO', 'input/output error', undefined],
    ['EACCES', 'permission denied', undefined],
    ['EROFS', 'the file system is read-only', undefined],
    ['EXDEV', '(it is on another file system|it, or a folder in it, is a mount point|its file system does not rename it)', undefined],
    ['EMFILE', 'too many open files', /^allow more: ulimit -n/],
    ['EPERM', '(operation not permitted|its file system lets no file of it have a second name \\(hard link\\))', undefined],
    ['ENOTSUP', '(the file system cannot do that|its file system lets no file of it have a second name \\(hard link\\))', undefined],
  ])('with %s, first or last', (code, reason, hint) => {
    const times = timesOf(call);
    expect(times).toBeGreaterThan(0);
    for (const n of new Set([1, times])) {
      const out = made();
      const { kind, message, hint: said } = failure(() => run(out, NEW, refusing(call, code, n)));
      expect(kind).toBe('system');
      expect(message).toMatch(
        new RegExp(
          `^(cannot (write|replace) ${out}(, which is as it was)?|${out} is complete, but (the old one cannot be deleted|may not survive a loss of power)): ${reason}$`,
        ),
      );
      if (hint !== undefined) expect(said).toMatch(hint);
      expect([OLD_STATE, NEW_STATE]).toContain(snapshot(out));
      expect(snapshot(out)).toBe(message.startsWith('cannot') ? OLD_STATE : NEW_STATE);
      run(out, NEW);
      expect([snapshot(out), beside(out)]).toEqual([NEW_STATE, []]);
    }
  });
});

test.each(['EPERM', 'ENOTSUP', 'ENOSYS', 'EMLINK'])('a file system without hard links (%s): said, with a way out', (code) => {
  expect(failure(() => run(made(), NEW, refusing('link', code, 1))).hint).toBe(
    'own its files (chown), or name a folder on a file system that has hard links, such as ext4, xfs, APFS or NTFS: --out',
  );
});

test('a folder of a container image, which is not renamed: said, with a way out', () => {
  const out = made();
  expect(failure(() => run(out, NEW, refusing('rename', 'EXDEV', 1))).hint).toBe(
    `a folder that comes with a container image is such a one; a copy is not: cp -a ${out} ${out}.copy && rm -r ${out} && mv ${out}.copy ${out}`,
  );
});
