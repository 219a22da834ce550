import { components } from '../components/index.ts';
import { deliveryFile, deliveryFolder, folderFiles, rootPath } from '../model/delivery-paths.ts';
import { memo, remembered } from '../model/memo.ts';
import { byCodeUnit } from '../model/order.ts';
import { sha256 } from '../model/sha256.ts';
import { FileSet } from '../render/files.ts';
import type { FileMap } from '../render/files.ts';
import { HELD_NAME, heldFileText, parseHeld } from '../render/held.ts';
import type { HeldRegion, Holds } from '../render/held.ts';
import { LOCK_NAME, lockText, parseLock } from '../render/lock.ts';
import type { Lock } from '../render/lock.ts';
import { MIXED, cut, joined } from '../render/mixed.ts';
import type { CutFile, Share } from '../render/mixed.ts';
import { treeOf } from '../render/tree.ts';
import type { Tree } from '../render/tree.ts';
import { conflictsOf } from './conflicts.ts';
import type { Wanted } from './plan.ts';
import { basesOf } from './read-overlay.ts';
import { Unreadable } from './tree.ts';

/** What is delivered, and which regions of it are not what the config says. */
export interface Merged {
  readonly files: FileMap;
  /** By region; also those that are held because they conflict with one that is. */
  readonly held: Holds;
}

/**
 * `delivered = merge(compile(config), base out/, held regions)`. A held region stays exactly as the base delivers it: its folder, the bases its
 * overlays point at, its Applications, and its part of the files in which regions are mixed. All else is what the config says. What belongs to the
 * fleet as a whole is held only when all regions are. A region that the base does not have and that is held is not there.
 *
 * Where a held region would be in conflict with one that is delivered, such as by a host that moves between them, that one is held as well.
 * @param holds region → why it is held
 * @param reflects digest of the config that the base was made from
 * @throws Unreadable when the base is not what its locks list, or a part of a region cannot be found in it
 */
export function merge(wanted: Wanted, base: Tree, holds: ReadonlyMap<string, string>, reflects?: string): Merged {
  if (holds.size === 0) return { files: wanted.files, held: new Map() };
  const [before, after] = [partsOf(base), partsOfFiles(wanted.files)];
  const regions = [...new Set([...before.regions, ...after.regions])].sort(byCodeUnit);
  const held = new Map([...holds].filter(([region]) => regions.includes(region)));
  const all = (): boolean => regions.every((region) => held.has(region));
  if (!all())
    for (const region of [...held.keys()])
      if (before.has(region) === after.has(region) && before.print(region) === after.print(region)) held.delete(region);
  const conflicts = conflictsOf(wanted, base, regions);
  for (let found = conflicts(held); found.size > 0; found = conflicts(held)) for (const [region, because] of found) held.set(region, because);
  if (held.size === 0) return { files: wanted.files, held: new Map() };

  const known = knownHolds(base);
  const entries = new Map(
    [...held].map(([region, because]): [string, HeldRegion] => {
      const config = known.has(region) ? known.get(region)?.config : before.has(region) ? reflects : undefined;
      return [region, config === undefined ? { because } : { because, config }];
    }),
  );
  return { files: assembled(before, after, held, all(), heldFileText(entries)), held: entries };
}

/** All that there is of a region, as it is and as it is wanted: equal prints are equal regions. @throws Unreadable */
export function regionPrints(wanted: FileMap, base: Tree, region: string): readonly [string, string] {
  return [partsOf(base).print(region), partsOfFiles(wanted).print(region)];
}

/** The regions that an out/ holds already. */
export function knownHolds(base: Tree): Holds {
  if (!base.paths.has(HELD_NAME)) return new Map();
  const holds = parseHeld(base.read(HELD_NAME));
  if (holds === undefined) throw new Unreadable(base, HELD_NAME, 'it does not say which regions are held, and why');
  return holds;
}

/** Files that mix regions, or lie outside of its folder, of which the part of a region is not the same in both. */
export function mixedDifferences(one: Tree, other: Tree, region: string): string[] {
  const [before, after] = [new Parts(one), new Parts(other)];
  const share = (parts: Parts, path: string): string => JSON.stringify(parts.cut(path)?.shares.get(region) ?? []);
  const own = regionFiles(region).filter((path) => [before, after].some((parts) => parts.hasFile(path)));
  return [
    ...own.filter((path) => !before.hasFile(path) || !after.hasFile(path) || before.read(path) !== after.read(path)),
    ...[...MIXED.keys()].filter((path) => share(before, path) !== share(after, path)),
  ].sort(byCodeUnit);
}

function assembled(before: Parts, after: Parts, held: ReadonlyMap<string, string>, all: boolean, heldFile: string): FileMap {
  const files = new FileSet();
  const take = (parts: Parts, paths: Iterable<string>): void => {
    for (const path of paths) files.add(path, parts.read(path));
  };
  const fleet = all ? before : after;
  for (const region of fleet.regions) if (!held.has(region)) take(fleet, fleet.ofRegion(region));
  for (const region of held.keys()) if (before.has(region)) take(before, before.ofRegion(region));
  // A hub is there while it has a region, also where the config takes the last one from it.
  for (const hub of new Set([...files.sorted().keys()].flatMap((path) => deliveryFile(path)?.hub ?? []))) {
    const from = fleet.rootOf(hub) === undefined ? before : fleet;
    const path = from.rootOf(hub);
    if (path !== undefined) take(from, [path]);
  }

  const kept = new Set<string>();
  const [gone, there] = [new Set<string>(), new Set<string>()];
  for (const [path, file] of MIXED) {
    const shares = new Map<string, Share>();
    for (const parts of [after, before])
      for (const [region, share] of parts.cut(path)?.shares ?? []) if (held.has(region) === (parts === before)) shares.set(region, share);
    const folder = folderOf(path);
    if (folder !== '') (shares.size > 0 ? there : gone).add(folder);
    const own = fleet.cut(path);
    const frame = own ?? (shares.size > 0 ? before.cut(path) : undefined);
    if (frame === undefined) continue;
    if (own === undefined) kept.add(folder);
    files.add(path, joined(file, { fixed: frame.fixed, shares }));
  }
  // Files about the fleet in a folder whose regions are all gone, or all held, go or stay with them.
  const without = (path: string): boolean => gone.has(folderOf(path)) && !there.has(folderOf(path));
  take(
    fleet,
    fleet.rest().filter((path) => !without(path)),
  );
  if (fleet !== before)
    take(
      before,
      before.rest().filter((path) => kept.has(folderOf(path))),
    );
  files.add(HELD_NAME, heldFile);

  const made = [...files.sorted()].filter(([path]) => !path.startsWith('overlays/') && !without(path));
  const { generator, gate, trusts, strict } = fleet.lock ?? {};
  const lock: Lock = {
    lockVersion: 1,
    ...(generator === undefined ? {} : { generator }),
    ...(gate === undefined ? {} : { gate }),
    ...(trusts === undefined ? {} : { trusts }),
    ...(strict === undefined ? {} : { strict }),
    files: Object.fromEntries(made.map(([path, text]) => [path, sha256(text)])),
  };
  return new Map(
    [...files.sorted()]
      .filter(([path]) => !without(path))
      .concat([[LOCK_NAME, lockText(lock)]])
      .sort(([a], [b]) => byCodeUnit(a, b)),
  );
}

/** The top folder of a path, or that of its hub: hubs come and go apart from each other. */
function folderOf(path: string): string {
  const hub = deliveryFile(path)?.hub ?? '';
  if (hub !== '') return deliveryFolder(hub);
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : '';
}

/** An out/, and whose each of its files is. Only what the locks list is ours; what is read must be what they list. */
class Parts {
  readonly lock: Lock | undefined;
  readonly regions: readonly string[];
  readonly #tree: Tree;
  readonly #hashes = new Map<string, string>();
  /** Region → the files of its folder, the lock included. */
  readonly #folders = new Map<string, string[]>();
  /** Region → the files with its Applications. */
  readonly #applications = new Map<string, string[]>();
  /** Root Applications of hubs. */
  readonly #hubs: string[] = [];
  readonly #prints = new Map<string, string>();
  readonly #cuts = new Map<string, CutFile | undefined>();

  constructor(tree: Tree) {
    this.#tree = tree;
    this.lock = tree.paths.has(LOCK_NAME) ? this.#read(LOCK_NAME) : undefined;
    for (const [path, hash] of Object.entries(this.lock?.files ?? {})) this.#hashes.set(path, hash);
    for (const path of tree.paths) {
      const region = /^overlays\/([^/]+)\/fleet\.lock\.json$/.exec(path)?.[1];
      if (region === undefined) continue;
      const listed = Object.entries(this.#read(path).files).map(([name, hash]) => [`overlays/${region}/${name}`, hash] as const);
      for (const [name, hash] of listed) this.#hashes.set(name, hash);
      this.#folders.set(region, [path, ...listed.map(([name]) => name)]);
    }
    for (const path of this.#hashes.keys()) {
      const file = deliveryFile(path);
      if (file?.region !== undefined) memo(this.#applications, file.region, () => []).push(path);
      else if (file !== undefined && file.hub !== '') this.#hubs.push(path);
    }
    this.regions = [...new Set([...this.#folders.keys(), ...this.#applications.keys()])].sort(byCodeUnit);
  }

  #read(path: string): Lock {
    const lock = parseLock(this.#tree.read(path));
    if (lock === undefined) throw new Unreadable(this.#tree, path, 'it is no lock of pap-fleet');
    return lock;
  }

  has(region: string): boolean {
    return this.regions.includes(region);
  }

  /** Whether its locks list a file. */
  hasFile(path: string): boolean {
    return this.#hashes.has(path);
  }

  read(path: string): string {
    const text = this.#tree.paths.has(path) ? this.#tree.read(path) : undefined;
    const hash = this.#hashes.get(path);
    if (text === undefined || (hash !== undefined && sha256(text) !== hash))
      throw new Unreadable(this.#tree, path, `it is ${text === undefined ? 'missing' : 'not as it was generated'}, by its lock`);
    return text;
  }

  /** Files of one region alone, and the bases that it has in common with others. */
  ofRegion(region: string): string[] {
    return [...this.#own(region), ...this.#bases(region)];
  }

  #own(region: string): string[] {
    return [
      ...(this.#folders.get(region) ?? []),
      ...(this.#applications.get(region) ?? []),
      ...regionFiles(region).filter((path) => this.#hashes.has(path)),
    ];
  }

  #bases(region: string): string[] {
    const folders = (this.#folders.get(region) ?? []).flatMap((path) => (path.endsWith('/kustomization.yaml') ? basesOf(this.#tree, path) : []));
    return [...new Set(folders)].flatMap(folderFiles);
  }

  /** Files about the fleet as a whole. */
  rest(): string[] {
    const theirs = new Set([...this.#hubs, ...this.#applications.values(), ...this.regions.map(regionFiles)].flat());
    return [...this.#hashes.keys()].filter((path) => !/^(overlays|base)\//.test(path) && !theirs.has(path) && !MIXED.has(path) && path !== HELD_NAME);
  }

  /** The root Application of a hub; those of hubs go where regions of theirs are. */
  rootOf(hub: string): string | undefined {
    return this.#hubs.find((path) => path === rootPath(hub));
  }

  /** A file in which regions are mixed; undefined where there is none. */
  cut(path: string): CutFile | undefined {
    if (!this.#hashes.has(path)) return undefined;
    return memo(this.#cuts, path, () => {
      const found = cut(MIXED.get(path) as NonNullable<ReturnType<typeof MIXED.get>>, this.read(path));
      if (found === undefined)
        throw new Unreadable(this.#tree, path, 'the parts of its regions cannot be told apart; deliver once without a held region');
      return found;
    });
  }

  /** All that there is of a region: equal prints are equal regions. */
  print(region: string): string {
    return memo(this.#prints, region, () => {
      const own = this.#own(region)
        .sort(byCodeUnit)
        .map((path) => [path, this.read(path)]);
      return sha256(JSON.stringify([own, [...MIXED.keys()].map((path) => this.cut(path)?.shares.get(region) ?? [])]));
    });
  }
}

/** What is made of an out/ once, for whoever asks about its regions. */
const partsOf = remembered((tree: Tree) => new Parts(tree));
const partsOfFiles = remembered((files: FileMap) => new Parts(treeOf(files)));

/** Files of a region outside its folder that components write. */
function regionFiles(region: string): string[] {
  return components.flatMap((component) => component.regionFiles?.(region) ?? []);
}
