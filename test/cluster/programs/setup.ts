// What these tests run, built where it is missing: a program that cannot be built is a failure, since passing over it would look like success.
import { NAME_SERVER, requirePrograms } from '../../system/servers/programs.ts';
import { seeded } from '../cluster.ts';
import { fetchCrds } from './crds.ts';
import { build, programs } from './programs.ts';
import { fetchSources } from './sources.ts';

/** Of vitest: runs once, before everything. */
export async function setup(): Promise<void> {
  requirePrograms([...NAME_SERVER, 'pebble', 'openssl']);
  fetchCrds();
  fetchSources();
  for (const program of programs) build(program);
  await seeded();
}
