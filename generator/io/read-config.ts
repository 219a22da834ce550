import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fastGlob from 'fast-glob';
import { byCodeUnit } from '../model/order.ts';
import type { ConfigFile } from '../source/read.ts';
import { Failure } from './failure.ts';

/** Read every YAML file below the config folder, in sorted order. */
export function readConfig(folder: string): ConfigFile[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new Failure('usage', `there is no folder ${folder}`, 'name the folder that holds fleet.yaml with --config');
  }
  if (!existsSync(join(folder, 'fleet.yaml'))) {
    throw new Failure('usage', `${folder} holds no fleet.yaml`, 'docs/fleet.md describes the format');
  }
  return fastGlob
    .sync('**/*.{yaml,yml,json}', { cwd: folder, onlyFiles: false, markDirectories: false, followSymbolicLinks: false, objectMode: true })
    .filter((entry) => !entry.dirent.isDirectory())
    .map((entry) => entry.path)
    .sort(byCodeUnit)
    .map((relative) => {
      const path = join(folder, relative);
      return { path: path.replaceAll('\\', '/'), relative, bytes: readBytes(path) };
    });
}

function readBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw Failure.from(error, `cannot read ${path}`);
  }
}
