// Real file systems that are full, read-only or in the way. They are mounted, so this runs as root. Seen red: with a write
// that believes what write(2) returns, with a tree that is not read back, with the old tree moved before the new one is whole.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { begin, stateOf, system, workshop } from './processes.ts';

const { folder, writer } = workshop();

/** Run something with a file system mounted; it is gone afterwards, whatever happens. */
async function mounted(at: string, options: readonly string[], use: () => Promise<void>): Promise<void> {
  mkdirSync(at, { recursive: true });
  system('mount', ...options, at);
  try {
    await use();
  } finally {
    system('umount', at);
  }
}

const tmpfs = (options: string): string[] => ['-t', 'tmpfs', '-o', options, 'tmpfs'];

test('a disk that is full, at every size up to enough: the old tree, complete, or the new one', async () => {
  const seen = new Set<string>();
  const at = join(folder, 'small');
  // One tree takes about 1.3 MiB there (a page for each file); from the first that holds the old one to one that holds both.
  for (let size = 1300; size <= 3000; size += 34) {
    await mounted(at, tmpfs(`size=${size}k`), async () => {
      const out = join(at, 'out');
      const first = await begin(writer, [out, 'a']);
      if (first.code !== 0) {
        expect(first.err).toMatch(/no space left on the disk/);
        expect(readdirSync(at)).toEqual([]);
        seen.add('first refused');
        return;
      }
      const second = await begin(writer, [out, 'b']);
      if (second.code === 0) expect(stateOf(out)).toBe('b');
      else {
        expect(second.code).toBe(4);
        expect(second.err).toMatch(/^cannot write .*\/out, which is as it was: no space left on the disk\n$/);
        expect(stateOf(out)).toBe('a');
      }
      expect(readdirSync(at)).toEqual(['out']);
      seen.add(`second ${second.code}`);
    });
  }
  expect([...seen].sort()).toEqual(['second 0', 'second 4', ...(seen.has('first refused') ? ['first refused'] : [])].sort());
});

test('too few names left (inodes): the same', async () => {
  const at = join(folder, 'names');
  await mounted(at, tmpfs('nr_inodes=900'), async () => {
    const out = join(at, 'out');
    expect((await begin(writer, [out, 'a'])).code).toBe(0);
    expect((await begin(writer, [out, 'b'])).code).toBe(4);
    expect([stateOf(out), readdirSync(at)]).toEqual(['a', ['out']]);
  });
});

test('a read-only file system: nothing changes', async () => {
  const at = join(folder, 'fixed');
  await mounted(at, tmpfs('size=8m'), async () => {
    const out = join(at, 'out');
    expect((await begin(writer, [out, 'a'])).code).toBe(0);
    system('mount', '-o', 'remount,ro', at);
    const refused = await begin(writer, [out, 'b']);
    expect([refused.code, stateOf(out)]).toEqual([4, 'a']);
    expect(refused.err).toMatch(/the file system is read-only\n$/);
  });
});

test.each([
  ['out/ itself', 'itself/out', 'itself/out'],
  ['a folder in it', 'within/out', 'within/out/overlays/region-1'],
])('a mount point: %s stays as it is', async (_, path, mount) => {
  const out = join(folder, path);
  expect((await begin(writer, [out, 'a'])).code).toBe(0);
  await mounted(join(folder, mount), tmpfs('size=8m'), async () => {
    mkdirSync(join(folder, mount, 'theirs'));
    const refused = await begin(writer, [out, 'b']);
    expect([refused.code, refused.err]).toEqual([4, expect.stringMatching(/mount point|cannot write/)]);
    expect(readdirSync(join(folder, mount))).toEqual(['theirs']);
  });
  expect(stateOf(out)).toBe('a');
  expect((await begin(writer, [out, 'b'])).code).toBe(0);
});

test.each([
  ['the folder that holds it', 0o555, 0o755],
  ['out/ itself', 0o755, 0o555],
])('without the right to write %s: nothing changes, or all of it', async (_, parentMode, outMode) => {
  const parent = join(folder, `rights-${parentMode}`);
  const out = join(parent, 'out');
  expect((await begin(writer, [out, 'a'])).code).toBe(0);
  system('chown', '-R', '65534:65534', parent);
  chmodSync(folder, 0o755);
  chmodSync(out, outMode);
  chmodSync(parent, parentMode);
  const { status, stderr } = spawnSync(process.execPath, [writer, out, 'b'], { uid: 65534, gid: 65534, encoding: 'utf8' });
  expect([`4 a`, '0 b']).toContain(`${status} ${stateOf(out)}`);
  if (status === 4) expect(stderr).toMatch(/permission denied\n$/);
  chmodSync(parent, 0o755);
});
