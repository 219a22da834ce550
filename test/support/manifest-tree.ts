import { posix } from 'node:path';
import type { Batch, Surroundings } from '../../generator/lint/checkout.ts';
import { lintDeliveries } from '../../generator/lint/deliveries.ts';
import { buildKustomization } from '../../generator/kustomize/build.ts';
import { lintKustomizations } from '../../generator/lint/kustomizations.ts';
import { anyCluster, lint } from '../../generator/lint/lint.ts';
import type { Finding } from '../../generator/model/finding.ts';
import { isKustomization, pathsOfKustomization } from '../../generator/yaml/kustomization.ts';
import { parseManifests } from '../../generator/yaml/manifests.ts';
import { treeIn } from './kustomization-tree.ts';

const TOP = '/tree';

/** What lint finds in a folder that was handed in, in which nothing but these files lies. @param origin where it was cloned from */
export function treeFindings(files: ReadonlyMap<string, Uint8Array | string>, origin?: string): Finding[] {
  const folders = (path: string): string[] => path.split('/').flatMap((_, i, parts) => (i === 0 ? [] : parts.slice(0, i + 1).join('/')));
  const there = new Set([...files.keys()].flatMap((path) => folders(posix.dirname(`${TOP}/${path}`))));
  const kustomized = [...files.keys()].filter((path) => isKustomization(path));
  const claimed = new Set([
    ...kustomized,
    ...kustomized.flatMap((path) =>
      pathsOfKustomization(Buffer.from(files.get(path) as string)).map((each) => posix.join(posix.dirname(path), each)),
    ),
  ]);
  const { built, findings } = lintKustomizations(
    kustomized.map((path) => posix.dirname(path)),
    (folder) => buildKustomization(folder, treeIn(files)),
  );
  const plain = [...files].filter(([path]) => !claimed.has(path));
  const batches = plain.map(([path, text]): Batch => {
    const { dir, base } = posix.parse(`${TOP}/${path}`);
    return { folder: dir, name: base, manifests: parseManifests({ path, bytes: Buffer.from(text) }).manifests };
  });
  const surroundings: Surroundings = {
    around: (folder) => folders(folder).reverse(),
    mayHave: (path) => there.has(path),
    isFile: (path) => files.has(posix.relative(TOP, path)),
    origin: () => origin,
  };
  return [
    ...findings,
    ...built.flatMap(({ manifests }) => lint(manifests, anyCluster)),
    ...lint(
      batches.flatMap(({ manifests }) => manifests),
      anyCluster,
    ),
    ...lintDeliveries(batches, surroundings),
  ];
}
