import { existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { Disk } from '../../../../generator/io/disk.ts';
import type { Witness } from '../../../../generator/io/disk.ts';
import { readOutTree } from '../../../../generator/io/out-tree.ts';
import { recover } from '../../../../generator/io/recover.ts';
import { writeOut } from '../../../../generator/io/write-out.ts';
import { changes } from '../../../../generator/render/changes.ts';
import { lockText } from '../../../../generator/render/lock.ts';
import { sha256 } from '../../../../generator/model/sha256.ts';

export type Files = Readonly<Record<string, string>>;

/** A folder for one test file, in memory where there is such a disk, which does not wait when it flushes; gone afterwards. */
export function scratch(): string {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'pap-fleet-tree-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Files as the generator would make them: with the lock that lists them. */
export function tree(files: Files): ReadonlyMap<string, string> {
  const listed = Object.fromEntries(Object.entries(files).map(([path, content]) => [path, sha256(content)]));
  return new Map([...Object.entries(files), ['fleet.lock.json', lockText({ lockVersion: 1, files: listed })]]);
}

export function put(folder: string, files: Iterable<readonly [string, string]>): void {
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** What lies in a folder, as one text; `absent` when there is none. */
export function snapshot(folder: string): string {
  if (!existsSync(folder)) return 'absent';
  const lines: string[] = [];
  const walk = (below: string): void => {
    for (const name of readdirSync(join(folder, below)).sort()) {
      const [path, at] = [join(below, name), join(folder, below, name)];
      const found = lstatSync(at);
      if (found.isDirectory()) walk(path);
      else lines.push(`${path} ${found.isSymbolicLink() ? readlinkSync(at) : found.isFile() ? JSON.stringify(readFileSync(at, 'utf8')) : 'special'}`);
    }
  };
  walk('');
  return lines.join('\n');
}

/** What a run does to out/: first what one before may have left, then its own. */
export function run(out: string, wanted: ReadonlyMap<string, string>, witness?: Witness): void {
  const disk = new Disk(witness);
  recover(disk, out);
  const present = readOutTree(out);
  writeOut(disk, out, wanted, changes(wanted, present), present);
}

export class Death extends Error {}

/** The process ends at the n-th moment: nothing that comes afterwards reaches the disk, no matter who catches what. */
export function dieAt(n: number): { witness: Witness; readonly moments: number } {
  const life = {
    moments: 0,
    witness: (): void => {
      life.moments += 1;
      if (life.moments >= n) throw new Death();
    },
  };
  return life;
}

export function beside(out: string): string[] {
  return readdirSync(dirname(out))
    .filter((name) => name.includes('pap-fleet'))
    .flatMap((name) => readdirSync(join(dirname(out), name)));
}

/** A tree, and one in which a file changes, one goes and one comes. */
export const OLD = tree({ 'a/changes': 'old', 'b/goes': 'gone', 'c/stays': 'same' });
export const NEW = tree({ 'a/changes': 'new', 'c/stays': 'same', 'd/comes': 'new' });

/** Makes an out/ that was generated, and one file of somebody else in it. */
export function maker(folder: string): () => string {
  let number = 0;
  return () => {
    number += 1;
    const out = join(folder, `run-${number}`, 'out');
    run(out, OLD);
    put(out, [['notes', 'theirs']]);
    return out;
  };
}
