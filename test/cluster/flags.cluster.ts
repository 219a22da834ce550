// schemas/objects/flags.json, held against the releases that these tests build anyway; UPDATE=1 reads every release and writes it.
// Judges: ExternalDNS, Traefik.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CONTROLLERS, untaken } from '../../generator/k8s/controller-flags.ts';
import { RELEASES } from '../../generator/fleet/versions/releases.ts';
import { SOURCES, flagsOf, tableOf } from './flags.ts';

const file = join(import.meta.dirname, '../../schemas/objects/flags.json');

test.each([
  ['external-dns', RELEASES['external-dns'].version],
  ['traefik', RELEASES.traefik.version],
  ['traefik', RELEASES['traefik-2'].version],
] as const)('the flags of %s %s are known', (name, release) => {
  if (process.env['UPDATE'] === '1')
    writeFileSync(file, JSON.stringify(Object.fromEntries(Object.entries(SOURCES).map(([key, source]) => [key, tableOf(source)]))));
  const source = SOURCES[name];
  const controller = CONTROLLERS.find((each) => each.name === name);
  if (source === undefined || controller === undefined) throw new Error(`nothing is known of ${name}`);
  expect(source.releases).toContain(release);
  const flags = [...flagsOf(source, release)];
  expect(flags.length).toBeGreaterThan(100);
  expect(flags.filter((flag) => untaken(controller, release, flag) !== undefined)).toEqual([]);
  const table = JSON.parse(readFileSync(file, 'utf8')) as Record<string, ReturnType<typeof tableOf>>;
  const gone = Object.entries(table[name]?.flags ?? {}).flatMap(([range, names]) => (range.endsWith(`-${table[name]?.minors[0]}`) ? names : []));
  expect(gone.length).toBeGreaterThan(0);
  expect(gone.filter((flag) => untaken(controller, release, flag) === undefined)).toEqual([]);
});
