import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import fastGlob from 'fast-glob';
import { byCodeUnit } from '../model/order.ts';
import type { InputFile } from '../source/text.ts';
import { Failure } from './failure.ts';
import { kustomize } from './kubectl.ts';

/** Standard input, as people write it among paths. */
const STDIN = '-';
const KUSTOMIZATIONS = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** What was handed in: plain files, and what kustomizations become. */
export interface Given {
  readonly files: readonly InputFile[];
  /** Each under the folder it was built from. */
  readonly built: readonly (InputFile & { readonly folder: string })[];
}

/**
 * The files that paths name: of a folder, every YAML, JSON and Markdown file in it. Kustomizations are built by kubectl, but
 * for those that others are made of; what lies in their folders is not read a second time.
 */
export function readManifests(paths: readonly string[]): Given {
  const files: InputFile[] = [];
  const built: (InputFile & { folder: string })[] = [];
  for (const path of new Set(paths)) {
    if (path === STDIN) {
      files.push({ path: '<stdin>', bytes: readBytes(0, 'standard input') });
      continue;
    }
    if (!isFolder(path)) {
      files.push({ path: slashes(path), bytes: readBytes(path, path) });
      continue;
    }
    const { roots, claimed } = kustomizations(path);
    for (const folder of roots) built.push({ folder, path: `${folder} (built)`, bytes: kustomize(folder) });
    for (const file of filesIn(path)) if (!claimed.has(file)) files.push({ path: file, bytes: readBytes(file, file) });
  }
  return { files, built };
}

function filesIn(folder: string): string[] {
  return fastGlob
    .sync('**/*.{yaml,yml,json,md,mdx}', { cwd: folder, followSymbolicLinks: false, ignore: ['**/node_modules/**', '**/.git/**'] })
    .sort(byCodeUnit)
    .map((found) => slashes(join(folder, found)));
}

/** Kustomizations that no other one in the folder is made of, and every file that one of them reads. */
function kustomizations(top: string): { roots: string[]; claimed: ReadonlySet<string> } {
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
    for (const entry of entriesOf(readBytes(path, path))) {
      const target = posix.normalize(`${folder}/${entry}`);
      if (KUSTOMIZATIONS.some((name) => existsSync(join(target, name)))) used.add(relative('.', target));
      else claimed.add(target);
    }
    return folder;
  });
  return { roots: folders.filter((folder) => !used.has(relative('.', folder))), claimed };
}

/** Paths that a kustomization lists, found without understanding it: one entry of a list per line. */
function entriesOf(bytes: Uint8Array): string[] {
  return [...new TextDecoder().decode(bytes).matchAll(/^\s*-\s+(?:path:\s*)?["']?([A-Za-z0-9._/-]+)["']?\s*$/gm)].map((match) => match[1] as string);
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new Failure('usage', `there is no file or folder ${path}`);
    throw Failure.from(error, `cannot read ${path}`);
  }
}

function readBytes(path: string | 0, what: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw Failure.from(error, `cannot read ${what}`);
  }
}

function slashes(path: string): string {
  return path.replaceAll('\\', '/');
}
