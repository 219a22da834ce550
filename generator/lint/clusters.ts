import { memo } from '../model/memo.ts';
import { isMap } from '../model/data.ts';
import type { Manifest } from '../yaml/manifests.ts';

/** What a kustomization became. */
export interface Built {
  readonly folder: string;
  readonly manifests: readonly Manifest[];
}

/**
 * Which manifests meet in one cluster: plain files all do. Kustomizations are alternatives, such as a test and a production
 * overlay, unless Applications of Argo CD among the manifests send several of them to one cluster.
 */
export function clustersOf(plain: readonly Manifest[], built: readonly Built[]): Manifest[][] {
  const clusters = new Map<string, Manifest[]>();
  const sent = destinations(plain, built);
  for (const { folder, manifests } of built) {
    const here = memo(clusters, sent(folder)[0] ?? `folder ${folder}`, () => [] as Manifest[]);
    for (const manifest of manifests) here.push(manifest);
  }
  return [[...plain], ...clusters.values()].filter(({ length }) => length > 0);
}

/** The clusters that Applications among the manifests send kustomizations to. */
export function destinationsOf(plain: readonly Manifest[], built: readonly Built[]): string[] {
  const sent = destinations(plain, built);
  return [...new Set(built.flatMap(({ folder }) => sent(folder)))];
}

/** The clusters that Applications send a folder to, in their order: each is found by the end of the path that it names. */
function destinations(plain: readonly Manifest[], built: readonly Built[]): (folder: string) => string[] {
  const byPath = new Map<string, Map<string, number>>();
  const note = ({ data }: Manifest): void => {
    const { path, cluster } = data['kind'] === 'Application' ? destination(data) : {};
    if (path === undefined || cluster === undefined) return;
    const clusters = memo(byPath, path, () => new Map<string, number>());
    if (!clusters.has(cluster)) clusters.set(cluster, (count += 1));
  };
  let count = 0;
  for (const manifest of plain) note(manifest);
  for (const { manifests } of built) for (const manifest of manifests) note(manifest);
  return (folder) =>
    endsOf(folder)
      .flatMap((end) => [...(byPath.get(end) ?? [])])
      .sort(([, a], [, b]) => a - b)
      .map(([cluster]) => cluster);
}

/** A path, and what stands behind each slash in it. */
function endsOf(path: string): string[] {
  const ends = [path];
  for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1)) ends.push(path.slice(slash + 1));
  return ends;
}

/** The folder that an Application names, and the cluster that it sends it to. */
function destination(data: Manifest['data']): { readonly path?: string; readonly cluster?: string } {
  const spec = isMap(data['spec']) ? data['spec'] : {};
  const source = isMap(spec['source']) ? spec['source'] : {};
  const target = isMap(spec['destination']) ? spec['destination'] : {};
  const path = source['path'];
  const cluster = target['name'] ?? target['server'];
  return typeof path === 'string' && typeof cluster === 'string' ? { path, cluster: `cluster ${cluster}` } : {};
}
