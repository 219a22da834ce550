import { existsSync, readFileSync, statSync, type Stats } from 'node:fs';
import { basename, dirname, join, posix, relative } from 'node:path';
import fastGlob from 'fast-glob';
import { byCodeUnit } from '../model/order.ts';
import { KUSTOMIZATIONS } from '../kustomize/build.ts';
import type { InputFile } from '../yaml/text.ts';
import { Failure } from './failure.ts';

/** Standard input, as people write it among paths. */
const STDIN = '-';
/** What it is called in messages. */
export const STDIN_NAME = '<stdin>';
/** More than any file of manifests holds: the API server takes objects of 1.5 MiB at most. */
const MOST_BYTES = 16 * 2 ** 20;

/** A file that was handed in: standard input is read already. */
export type Named = InputFile | { readonly path: string; readonly size: number };

/** What was handed in: plain files, and folders that are kustomizations. */
export interface Given<F = InputFile> {
  readonly files: readonly F[];
  readonly kustomizations: readonly string[];
}

/**
 * The files that paths name: of a folder, every YAML, JSON and Markdown file in it. Kustomizations are to be built, but
 * for those that others are made of; what they name is not read by itself.
 * @param named the paths that a kustomization names
 */
export function readManifests(paths: readonly string[], named: (kustomization: Uint8Array) => string[]): Given {
  const { files, kustomizations: folders } = nameManifests(paths, named);
  return { files: files.map(readManifest), kustomizations: folders };
}

/** The same, for who reads the files one by one. @throws Failure where one is too large */
export function nameManifests(paths: readonly string[], named: (kustomization: Uint8Array) => string[]): Given<Named> {
  const files: Named[] = [];
  const folders: string[] = [];
  for (const path of new Set(paths)) {
    if (path === STDIN) {
      files.push({ path: STDIN_NAME, bytes: readBytes(0, 'standard input') });
      continue;
    }
    if (!isFolder(path)) {
      if (KUSTOMIZATIONS.some((name) => name === basename(path))) folders.push(slashes(dirname(path)));
      else files.push({ path, size: sizeOf(path) });
      continue;
    }
    const { roots, claimed } = kustomizations(path, named);
    folders.push(...roots);
    for (const file of filesIn(path)) if (!claimed.has(file)) files.push({ path: file, size: sizeOf(file) });
  }
  return { files, kustomizations: [...new Set(folders)] };
}

export function readManifest(file: Named): InputFile {
  return 'bytes' in file ? file : { path: slashes(file.path), bytes: readBytes(file.path, file.path) };
}

function sizeOf(path: string): number {
  const { size } = status(path);
  if (size > MOST_BYTES) throw tooLarge(path);
  return size;
}

function filesIn(folder: string): string[] {
  return fastGlob
    .sync('**/*.{yaml,yml,json,md,mdx}', { cwd: folder, followSymbolicLinks: false, ignore: ['**/node_modules/**', '**/.git/**'] })
    .sort(byCodeUnit)
    .map((found) => slashes(join(folder, found)));
}

/** Kustomizations that no other one in the folder is made of, and every file that one of them reads. */
function kustomizations(top: string, named: (kustomization: Uint8Array) => string[]): { roots: string[]; claimed: ReadonlySet<string> } {
  const found = fastGlob.sync(
    KUSTOMIZATIONS.map((name) => `**/${name}`),
    { cwd: top, followSymbolicLinks: false, ignore: ['**/node_modules/**', '**/.git/**'] },
  );
  const claimed = new Set<string>();
  const used = new Set<string>();
  const folders = found.sort(byCodeUnit).map((file) => {
    const path = slashes(join(top, file));
    const folder = dirname(path);
    claimed.add(path);
    for (const entry of named(readBytes(path, path))) {
      const target = posix.normalize(`${folder}/${entry}`);
      if (KUSTOMIZATIONS.some((name) => existsSync(join(target, name)))) used.add(relative('.', target));
      else claimed.add(target);
    }
    return folder;
  });
  return { roots: folders.filter((folder) => !used.has(relative('.', folder))), claimed };
}

function isFolder(path: string): boolean {
  const found = status(path);
  if (!found.isDirectory() && !found.isFile())
    throw new Failure('usage', `${path} is neither a file nor a folder`, 'hand in what comes from a program as standard input: … | pap-fleet lint -');
  return found.isDirectory();
}

function status(path: string): Stats {
  try {
    return statSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new Failure('usage', `there is no file or folder ${path}`);
    throw Failure.from(error, `cannot read ${path}`);
  }
}

function readBytes(path: string | 0, what: string): Uint8Array {
  if (path !== 0) sizeOf(path);
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw Failure.from(error, `cannot read ${what}`);
  }
  if (bytes.length > MOST_BYTES) throw tooLarge(what);
  return bytes;
}

function tooLarge(what: string): Failure {
  return new Failure('usage', `${what} is larger than ${MOST_BYTES / 2 ** 20} MiB`, 'split it; no cluster takes manifests of that size');
}

function slashes(path: string): string {
  return path.replaceAll('\\', '/');
}
