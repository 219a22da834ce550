// Judges: Kustomize.
// It is asked about what is built here: the same objects, or a refusal by both, or nothing that is said at all.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { kustomizationTree } from '../../generator/io/kustomization-tree.ts';
import { KUSTOMIZATIONS, buildKustomization } from '../../generator/kustomize/build.ts';
import { digestOf, rowOf } from '../support/kustomized.ts';
import { BUILT, REFUSED, UNBUILT, type Files } from '../unit/kustomize/cases.ts';
import { MIXED, mixed } from '../unit/kustomize/mixed.ts';
import { kustomizeTables, kustomized } from './kustomize.ts';
import { download } from './programs/module.ts';
import { kindModules } from './programs/kinds.ts';
import { moduleOf } from './programs/crds.ts';

const isUpdate = process.env['UPDATE'] === '1';
const scratch = mkdtempSync(join(tmpdir(), 'pap-fleet-kustomize-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test('what is known of kinds and fields is what Kustomize knows', () => {
  const path = join(import.meta.dirname, '../../schemas/objects/kustomize.json');
  const tables = kustomizeTables();
  if (isUpdate) writeFileSync(path, `${JSON.stringify(tables, null, 1)}\n`);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(tables);
});

function written(name: string, files: Files): string {
  const folder = join(scratch, name.replaceAll(/\W/g, '-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return join(folder, 'top');
}

/** By name and namespace, so that a difference is shown in the object that has it. */
const byId = (objects: readonly Readonly<Record<string, unknown>>[]): Record<string, unknown> =>
  Object.fromEntries(
    objects.map((each) => {
      const { name, namespace = '' } = each['metadata'] as { name: string; namespace?: string };
      return [`${String(each['apiVersion'])} ${String(each['kind'])} ${namespace}/${name}`, each];
    }),
  );

function ours(folder: string): { kind: 'objects' | 'refused' | 'unbuilt'; objects: Record<string, unknown>; why: string } {
  const built = buildKustomization(folder, kustomizationTree(folder));
  if ('refused' in built) return { kind: 'refused', objects: {}, why: built.refused.message };
  if ('unbuilt' in built) return { kind: 'unbuilt', objects: {}, why: built.unbuilt.message };
  return { kind: 'objects', objects: byId(built.manifests.map(({ data }) => data)), why: '' };
}

/** Both make the same, or both refuse it; what is not built here is not compared. @returns how many there are of each */
function compare(folders: readonly string[]): Record<'objects' | 'refused' | 'unbuilt', number> {
  const counts = { objects: 0, refused: 0, unbuilt: 0 };
  const theirs = kustomized(folders);
  for (const [i, folder] of folders.entries()) {
    const [mine, { objects, error }] = [ours(folder), theirs[i] as (typeof theirs)[number]];
    counts[mine.kind] += 1;
    if (mine.kind === 'unbuilt') continue;
    expect([mine.kind, mine.why, error], folder).toEqual(error === undefined ? ['objects', '', undefined] : ['refused', expect.any(String), error]);
    if (error === undefined) expect(mine.objects, folder).toEqual(byId(objects.filter((each) => typeof each['apiVersion'] === 'string')));
  }
  return counts;
}

describe('Kustomize makes the same', () => {
  test('of folders made for one feature each', () => {
    const folders = (all: Readonly<Record<string, Files>>): string[] => Object.entries(all).map(([name, files]) => written(name, files));
    expect(compare(folders(BUILT))).toEqual({ objects: Object.keys(BUILT).length, refused: 0, unbuilt: 0 });
    expect(compare(folders(REFUSED))).toEqual({ objects: 0, refused: Object.keys(REFUSED).length, unbuilt: 0 });
    expect(compare(folders(UNBUILT))).toEqual({ objects: 0, refused: 0, unbuilt: Object.keys(UNBUILT).length });
  });

  // The digests are what the quick tests hold builds against, where there is no Go.
  test('of folders that mix features, and what it says of all is kept', () => {
    const seeds = Array.from({ length: 300 }, (_, i) => i + 1);
    const all = seeds.map((seed) => written(`mixed ${seed}`, mixed(rowOf(seed))));
    expect(compare(all).unbuilt).toBe(0);
    const path = join(import.meta.dirname, '../unit/kustomize/answers.json');
    const kept = [...Object.entries(BUILT), ...MIXED.map((seed): [string, Files] => [`mixed ${seed}`, mixed(rowOf(seed))])];
    const answers = kustomized(kept.map(([name, files]) => written(name, files)));
    const digests = Object.fromEntries(
      kept.map(([name], i) => [name, answers[i]?.error === undefined ? digestOf(answers[i]?.objects ?? []) : 'refused']),
    );
    if (isUpdate) writeFileSync(path, `${JSON.stringify(digests, null, 2)}\n`);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(digests);
  });

  // Kustomize tries to fetch what some of them name, and waits for it.
  test('of folders that other projects publish', () => {
    const systems = ['argocd', 'cert-manager', 'prometheus-operator', 'external-secrets', 'velero', 'external-dns'] as const;
    const folders = [...systems.map(moduleOf), ...kindModules].flatMap((module) => {
      const top = download(module);
      const files = readdirSync(top, { recursive: true, encoding: 'utf8' });
      return files
        .filter((file) => KUSTOMIZATIONS.some((name) => file === name || file.endsWith(`/${name}`)))
        .map((file) => join(top, dirname(file)));
    });
    expect(folders.every((folder) => existsSync(folder))).toBe(true);
    const counts = compare([...new Set(folders)].sort());
    expect(counts.objects, JSON.stringify(counts)).toBeGreaterThanOrEqual(80);
    process.stderr.write(`folders of others: ${JSON.stringify(counts)}\n`);
  }, 600_000);
});
