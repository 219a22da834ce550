// schemas/objects/flags.json, held against the releases that these tests build anyway; UPDATE=1 reads every release and writes it.
// Judges: ExternalDNS, Traefik, cert-manager.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CONTROLLERS, untaken } from '../../generator/k8s/controller-flags.ts';
import { RELEASES } from '../../generator/fleet/versions/releases.ts';
import { SOURCES, flagsOf, tableOf } from './flags.ts';

const file = join(import.meta.dirname, '../../schemas/objects/flags.json');

test.each([
  ['external-dns', RELEASES['external-dns'].version, 100, true],
  ['traefik', RELEASES.traefik.version, 100, true],
  ['traefik', RELEASES['traefik-2'].version, 100, true],
  // Its options are a package of the module, and none has gone; of the others the chart and a list are all that can be read.
  ['cert-manager-webhook', RELEASES['cert-manager'].version, 40, false],
  ['cert-manager-controller', RELEASES['cert-manager'].version, 60, false],
  ['cert-manager-cainjector', RELEASES['cert-manager'].version, 40, false],
] as const)('the flags of %s %s are known', (name, release, atLeast, someAreGone) => {
  if (process.env['UPDATE'] === '1')
    writeFileSync(file, JSON.stringify(Object.fromEntries(Object.entries(SOURCES).map(([key, source]) => [key, tableOf(source)]))));
  const source = SOURCES[name];
  const controller = CONTROLLERS.find((each) => each.name === name);
  if (source === undefined || controller === undefined) throw new Error(`nothing is known of ${name}`);
  expect(source.releases).toContain(release);
  const flags = [...flagsOf(source, release)];
  expect(flags.length).toBeGreaterThan(atLeast);
  expect(flags.filter((flag) => untaken(controller, release, flag) !== undefined)).toEqual([]);
  const table = JSON.parse(readFileSync(file, 'utf8')) as Record<string, ReturnType<typeof tableOf>>;
  const gone = Object.entries(table[name]?.flags ?? {}).flatMap(([range, names]) => (range.endsWith(`-${table[name]?.minors[0]}`) ? names : []));
  expect(gone.length > 0).toBe(someAreGone);
  expect(gone.filter((flag) => untaken(controller, release, flag) === undefined)).toEqual([]);
});
