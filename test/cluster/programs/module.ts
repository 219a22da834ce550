// Go modules of other projects of which files are read: fetched as Go fetches them, and held against the checksum that is pinned.
import { tmpdir } from 'node:os';
import { go } from './go.ts';

export interface Module {
  readonly module: string;
  /** With the `v`. */
  readonly version: string;
  /** As go.sum has it: of the whole module. */
  readonly sum: string;
}

/** @returns the folder in which its files lie. @throws where it is not the one that was pinned */
export function download({ module, version, sum }: Module): string {
  const { Dir, Sum } = JSON.parse(go(['mod', 'download', '-json', `${module}@${version}`], { cwd: tmpdir() })) as { Dir: string; Sum: string };
  if (Sum !== sum) throw new Error(`${module}@${version} is not the module that was pinned: its sum is ${Sum}`);
  return Dir;
}
