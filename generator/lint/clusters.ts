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
  const applications = [...plain, ...built.flatMap(({ manifests }) => manifests)].filter(({ data }) => data['kind'] === 'Application');
  for (const { folder, manifests } of built) {
    const cluster = applications.map((application) => destination(application, folder)).find((found) => found !== undefined);
    memo(clusters, cluster ?? `folder ${folder}`, () => [] as Manifest[]).push(...manifests);
  }
  return [[...plain], ...clusters.values()].filter(({ length }) => length > 0);
}

/** The clusters that Applications among the manifests send kustomizations to. */
export function destinationsOf(plain: readonly Manifest[], built: readonly Built[]): string[] {
  const applications = [...plain, ...built.flatMap(({ manifests }) => manifests)].filter(({ data }) => data['kind'] === 'Application');
  const found = built.flatMap(({ folder }) => applications.map((application) => destination(application, folder)));
  return [...new Set(found.filter((cluster) => cluster !== undefined))];
}

/** The cluster that an Application sends a folder to. */
function destination({ data }: Manifest, folder: string): string | undefined {
  const spec = isMap(data['spec']) ? data['spec'] : {};
  const source = isMap(spec['source']) ? spec['source'] : {};
  const target = isMap(spec['destination']) ? spec['destination'] : {};
  const path = typeof source['path'] === 'string' ? source['path'] : undefined;
  if (path === undefined || !(folder === path || folder.endsWith(`/${path}`))) return undefined;
  const cluster = target['name'] ?? target['server'];
  return typeof cluster === 'string' ? `cluster ${cluster}` : undefined;
}
