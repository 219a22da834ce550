import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../../generator/io/failure.ts';
import { readOutTree, readWhole } from '../../../generator/io/out-tree.ts';
import type { OutTree } from '../../../generator/io/out-tree.ts';
import { BASE_KUSTOMIZATION } from '../../../generator/render/kustomization.ts';
import { lockText } from '../../../generator/render/lock.ts';
import { sha256 } from '../../../generator/model/sha256.ts';
import { put } from './tree/support.ts';
import { scratch, tooLong } from './folders.ts';

const folder = scratch();
const listed = (files: Readonly<Record<string, string>>): string => lockText({ lockVersion: 1, files });
const failure = (run: () => unknown): Failure => {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(Failure);
    return error as Failure;
  }
  throw new Error('it passed');
};

describe('out/ is listed', () => {
  test('as an empty one where there is none', () => {
    expect(readOutTree(join(folder(), 'out'))).toMatchObject({ paths: [], emptyFolders: [], brokenLocks: [] });
  });

  test('with its files, in the order of code units, and its empty folders, those above first', () => {
    const out = folder();
    put(out, [
      ['b/x', '1'],
      ['B', '2'],
      ['a', '3'],
    ]);
    mkdirSync(join(out, 'b/empty/deep'), { recursive: true });
    mkdirSync(join(out, 'c/d'), { recursive: true });
    put(out, [['c/e/f', '']]);
    const tree = readOutTree(out);
    expect(tree.paths).toEqual(['B', 'a', 'b/x', 'c/e/f']);
    expect(tree.emptyFolders).toEqual(['b/empty', 'b/empty/deep', 'c/d']);
    expect([...tree.special]).toEqual([]);
    expect(tree.read('b/x').toString()).toBe('1');
  });

  test('with links as what they are, and not through them', () => {
    const out = folder();
    put(out, [['a/b', '1']]);
    symlinkSync('a', join(out, 'link'));
    symlinkSync('/nowhere', join(out, 'a/dead'));
    const tree = readOutTree(out);
    expect(tree.paths).toEqual(['a/b', 'a/dead', 'link']);
    expect([...tree.special].sort()).toEqual(['a/dead', 'link']);
  });

  test('not where a link, a file, or something below a file is in its place', () => {
    const above = folder();
    put(above, [['file', '']]);
    symlinkSync('file', join(above, 'link'));
    expect(failure(() => readOutTree(join(above, 'link')))).toMatchObject({
      kind: 'system',
      message: `${above}/link is a symbolic link`,
      hint: 'name the folder it leads to: links in the place of out/ are not followed',
    });
    expect(failure(() => readOutTree(join(above, 'file')))).toMatchObject({
      kind: 'system',
      message: `${above}/file is in the way: it is no folder`,
      hint: 'move it away, or name another folder with --out',
    });
    expect(failure(() => readOutTree(join(above, 'file/out')))).toMatchObject({
      kind: 'system',
      message: `cannot read ${above}/file/out: a part of the path is not a folder`,
    });
  });

  test('or the system says what it cannot list or read', () => {
    const out = folder();
    const { below, name } = tooLong(out, 'folder');
    expect(failure(() => readOutTree(out)).message).toContain(`cannot list ${join(out, below, name)}: ENAMETOOLONG`);
    const other = folder();
    expect(failure(() => readOutTree(other).read('gone')).message).toMatch(`cannot read ${join(other, 'gone')}: ENOENT`);
  });
});

describe('locks', () => {
  const hash = sha256('x');
  test('of out/ and of each region are read, with themselves; files of that name elsewhere are none', () => {
    const out = folder();
    const [root, north] = [listed({ 'README.md': hash }), listed({ 'dns/a.yaml': hash })];
    put(out, [
      ['fleet.lock.json', root],
      ['overlays/north/fleet.lock.json', north],
      ['overlays/north/dns/fleet.lock.json', listed({ deep: hash })],
      ['overlays/fleet.lock.json', listed({ above: hash })],
      ['overlays/north/fleet-lock.json', listed({ other: hash })],
      ['base/overlays/north/fleet.lock.json', listed({ base: hash })],
      ['overlays/north/fleet.lock.json.old', listed({ old: hash })],
    ]);
    const { locked, brokenLocks } = readOutTree(out);
    expect(Object.fromEntries(locked)).toEqual({
      'fleet.lock.json': sha256(root),
      'README.md': hash,
      'overlays/north/fleet.lock.json': sha256(north),
      'overlays/north/dns/a.yaml': hash,
    });
    expect(brokenLocks).toEqual([]);
  });

  test('that are broken are named, and list nothing', () => {
    const out = folder();
    put(out, [
      ['fleet.lock.json', '<<<<<<< ours\n'],
      ['overlays/north/fleet.lock.json', listed({ a: hash })],
    ]);
    const { locked, brokenLocks } = readOutTree(out);
    expect(brokenLocks).toEqual(['fleet.lock.json']);
    expect([...locked.keys()]).toEqual(['overlays/north/fleet.lock.json', 'overlays/north/a']);
  });

  test('that are links are not followed', () => {
    const out = folder();
    put(out, [['elsewhere', listed({ a: hash })]]);
    symlinkSync('elsewhere', join(out, 'fleet.lock.json'));
    expect(readOutTree(out)).toMatchObject({ locked: new Map(), brokenLocks: [] });
  });
});

describe('bases that no lock lists', () => {
  const text = 'kind: ConfigMap\n';
  const hash = sha256(text).slice(0, 8);
  const own = BASE_KUSTOMIZATION;
  const ROWS: readonly (readonly [name: string, folder: string, objects: string, kustomization: string | undefined, isOurs: boolean])[] = [
    ['are ours where their name is the hash of what is in them', `base/cluster/common/${hash}`, text, own, true],
    ['with a version too', `base/agents/alpha/1.2.0-${hash}`, text, own, true],
    ['and not with other objects', `base/cluster/common/${hash}`, 'kind: Secret\n', own, false],
    ['nor with another kustomization', `base/cluster/common/${hash}`, text, 'resources: [objects.yaml, more.yaml]\n', false],
    ['nor without one', `base/cluster/common/${hash}`, text, undefined, false],
    ['nor elsewhere', `overlays/north/${hash}`, text, own, false],
    ['nor under a name that only ends so', `base/cluster/common/x${hash}`, text, own, false],
  ];
  test.each(ROWS)('%s', (_, at, objects, kustomization, isOurs) => {
    const out = folder();
    put(out, [
      [`${at}/objects.yaml`, objects],
      ...(kustomization === undefined ? [] : [[`${at}/kustomization.yaml`, kustomization] as [string, string]]),
    ]);
    const ours = [`${at}/objects.yaml`, `${at}/kustomization.yaml`];
    expect([...readOutTree(out).locked.keys()]).toEqual(isOurs ? ours : []);
  });
});

describe('an out/ that another run may replace', () => {
  const other = (above: string, text: string): void => {
    put(join(above, 'new'), [['a', text]]);
    renameSync(join(above, 'out'), join(above, `old-${text}`));
    renameSync(join(above, 'new'), join(above, 'out'));
  };
  const made = (): { above: string; out: string } => {
    const above = folder();
    put(join(above, 'out'), [['a', '0']]);
    return { above, out: join(above, 'out') };
  };

  test('is read once where nobody does', () => {
    let times = 0;
    const read = (tree: OutTree): string => {
      times += 1;
      return tree.read('a').toString();
    };
    expect(readWhole(made().out, read)).toBe('0');
    expect(times).toBe(1);
    expect(readWhole(join(folder(), 'none'), ({ paths }) => paths)).toEqual([]);
  });

  test('is read again where somebody did, also where that made the reading fail', () => {
    const { above, out } = made();
    let times = 0;
    const seen = readWhole(out, (tree) => {
      const text = tree.read('a').toString();
      times += 1;
      if (times === 1) other(above, '1');
      if (times === 2) {
        other(above, '2');
        throw new Error('the tree went from under it');
      }
      return text;
    });
    expect(seen).toBe('2');
    expect(times).toBe(3);
  });

  test('is given up after three times', () => {
    const { above, out } = made();
    let times = 0;
    const run = (): unknown => readWhole(out, () => other(above, String((times += 1))));
    expect(failure(run)).toMatchObject({
      kind: 'system',
      message: `${out} changes while it is read`,
      hint: 'try again when the other run has ended',
    });
    expect(times).toBe(3);
  });

  test('is not read while the other run is under way, before or after', () => {
    const { above, out } = made();
    const work = join(above, '.out.pap-fleet');
    mkdirSync(work);
    expect(failure(() => readWhole(out, () => undefined)).message).toBe(`a run that writes ${out} is under way, or was cut off`);
    rmSync(work, { recursive: true });
    expect(failure(() => readWhole(out, () => mkdirSync(work))).message).toMatch(/is under way, or was cut off/);
  });

  test('fails as the reading does where nothing changed', () => {
    const { out } = made();
    let times = 0;
    const fails = (): never => {
      times += 1;
      throw new Error('as it is');
    };
    expect(() => readWhole(out, fails)).toThrow('as it is');
    expect(times).toBe(1);
    writeFileSync(join(out, 'b'), '');
  });
});
