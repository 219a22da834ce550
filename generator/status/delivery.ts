import type { KubeObject } from '../k8s/object.ts';
import { REGION_LABEL } from '../k8s/labels.ts';
import { objectsIn } from '../plan/read-overlay.ts';
import type { Tree } from '../render/tree.ts';

/** An Application that `out/argocd` delivers. */
export interface Ordered {
  readonly name: string;
  readonly namespace: string;
  readonly region?: string;
  readonly component?: string;
  /** Files of `out/` that it applies. */
  readonly files: readonly string[];
}

const COMPONENT_LABEL = 'app.kubernetes.io/component';

/** Every Application in `out/argocd`, the root first. @throws Unreadable where a file is not as pap-fleet writes it */
export function orderedIn(tree: Tree): Ordered[] {
  const paths = [...tree.paths].filter((path) => /^argocd\/[^/]+\.yaml$/.test(path) && path !== 'argocd/kustomization.yaml');
  return paths
    .sort((a, b) => Number(b === ROOT) - Number(a === ROOT) || (a < b ? -1 : 1))
    .flatMap((path) =>
      objectsIn(tree, path)
        .filter(({ kind }) => kind === 'Application')
        .map((application) => ordered(application, path === ROOT ? paths : undefined)),
    );
}

const ROOT = 'argocd/root.yaml';

function ordered({ metadata }: KubeObject, root: readonly string[] | undefined): Ordered {
  const { name, namespace = 'argocd', labels = {} } = metadata;
  const [region, component] = [labels[REGION_LABEL], labels[COMPONENT_LABEL]];
  if (root !== undefined || region === undefined || component === undefined) return { name, namespace, files: root ?? [] };
  const folder = `overlays/${region}/${component}`;
  return { name, namespace, region, component, files: [`${folder}/kustomization.yaml`, `${folder}/objects.yaml`] };
}

/** Whether two trees deliver the same by these files. Bases are named by their content, so an overlay that is the same delivers the same. */
export function sameFiles(files: readonly string[], one: Tree, other: Tree): boolean {
  return files.every((path) => (one.paths.has(path) ? other.holds(path, one.read(path)) : !other.paths.has(path)));
}
