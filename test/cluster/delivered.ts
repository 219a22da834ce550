// What Argo CD applies: folders of out/, built by Kustomize.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { KubeObject } from '../../generator/k8s/object.ts';
import { kustomize } from '../support/kubectl.ts';

const root = join(import.meta.dirname, '../..');

/** A folder of this project. */
export async function built(folder: string): Promise<KubeObject[]> {
  const { stdout } = await kustomize(join(root, folder));
  return parseAllDocuments(stdout).map((document) => document.toJS() as KubeObject);
}

const foldersIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);

export const regions: readonly string[] = foldersIn('out/overlays');

/** All that a region gets, in the order of a sync. */
export async function ofRegion(region: string): Promise<KubeObject[]> {
  const components = foldersIn(`out/overlays/${region}`);
  return inOrder((await Promise.all(components.map((component) => built(`out/overlays/${region}/${component}`)))).flat());
}

/** Applications and AppProjects of the cluster in which Argo CD runs. */
export const ofArgocd = async (): Promise<KubeObject[]> => inOrder(await built('out/argocd'));

/** Namespaces first, as a sync does it (gitops-engine, pkg/sync/sync_tasks.go). */
export function inOrder(objects: readonly KubeObject[]): KubeObject[] {
  const rank = ({ kind }: KubeObject): number => ['Namespace', 'LimitRange', 'ResourceQuota'].indexOf(kind) >>> 0;
  return [...objects].sort((a, b) => rank(a) - rank(b));
}

export const namespace = (name: string): KubeObject => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });

/** Namespaces that come with the systems themselves, or with Argo CD. */
export const THERE_BEFORE: readonly string[] = ['argocd', 'cert-manager', 'velero'];
