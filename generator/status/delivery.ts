import { fields, text } from '../k8s/look.ts';
import type { KubeObject } from '../k8s/object.ts';
import { get, isMap } from '../model/data.ts';
import { deliveryFile, folderFiles, hubNames, rootPath } from '../model/delivery-paths.ts';
import { REGION_LABEL } from '../k8s/labels.ts';
import { objectsIn } from '../plan/read-overlay.ts';
import type { Tree } from '../render/tree.ts';

/** An Application that `out/argocd` delivers. */
export interface Ordered {
  readonly name: string;
  readonly namespace: string;
  /** Empty where the fleet has one Argo CD. */
  readonly hub: string;
  /** Whether its region leaves the hub: it shall not sync by itself. */
  readonly leaving: boolean;
  readonly region?: string;
  readonly component?: string;
  /** Files of `out/` that it applies. */
  readonly files: readonly string[];
  readonly route: Route;
}

/** From where to where an Application carries objects. What it does not say is empty. */
export interface Route {
  readonly repoURL: string;
  readonly targetRevision: string;
  readonly path: string;
  readonly cluster: string;
}

/** @param of a `spec`, or what a comparison rested on. @returns undefined where there are several sources */
export function routeOf(of: unknown): Route | undefined {
  const { source, sources, destination } = fields(of);
  if (Array.isArray(sources) && sources.length > 0) return undefined;
  const said = (key: string): string => text(fields(source)[key]) ?? '';
  const { name, server } = fields(destination);
  return { repoURL: said('repoURL'), targetRevision: said('targetRevision'), path: said('path'), cluster: text(name) ?? text(server) ?? '' };
}

const COMPONENT_LABEL = 'app.kubernetes.io/component';

/**
 * Every Application in `out/argocd`, the root of each hub first.
 * @param known what a file holds that need not be read
 * @throws Unreadable where a file is not as pap-fleet writes it
 */
export function orderedIn(tree: Tree, known: (path: string) => readonly KubeObject[] | undefined = () => undefined): Ordered[] {
  return hubNames(tree.paths).flatMap((hub) => {
    const root = rootPath(hub);
    const paths = [...tree.paths].filter((path) => deliveryFile(path)?.hub === hub);
    return paths
      .sort((a, b) => Number(b === root) - Number(a === root) || (a < b ? -1 : 1))
      .flatMap((path) =>
        (known(path) ?? objectsIn(tree, path))
          .filter(({ kind }) => kind === 'Application')
          .map((application) => ordered(hub, application, path === root ? paths : undefined)),
      );
  });
}

function ordered(hub: string, application: KubeObject, root: readonly string[] | undefined): Ordered {
  const { name, namespace = 'argocd', labels = {} } = application.metadata;
  const [region, component] = [labels[REGION_LABEL], labels[COMPONENT_LABEL]];
  const route = routeOf(application['spec']) as Route;
  const known = { name, namespace, hub, leaving: !syncsByItself(application), route };
  if (root !== undefined || region === undefined || component === undefined) return { ...known, files: root ?? [] };
  const folder = `overlays/${region}/${component}`;
  return { ...known, region, component, files: folderFiles(folder) };
}

/** Since Argo CD 3.1 `enabled: false` switches it off where the rest of it stays. */
export function syncsByItself(application: KubeObject): boolean {
  const automated = get(application, ['spec', 'syncPolicy', 'automated']);
  return isMap(automated) && [undefined, null, true].includes(automated['enabled'] as null);
}

/** Whether two trees deliver the same by these files. Bases are named by their content, so an overlay that is the same delivers the same. */
export function sameFiles(files: readonly string[], one: Tree, other: Tree): boolean {
  return files.every((path) => (one.paths.has(path) ? other.holds(path, one.read(path)) : !other.paths.has(path)));
}
