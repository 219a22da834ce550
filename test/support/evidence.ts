// What an Argo CD prints of its Applications, in the shape of Argo CD 3.6: `kubectl get applications -n argocd -o json`.
import { parseAllDocuments } from 'yaml';
import type { FileMap } from '../../generator/render/files.ts';
import type { KubeObject } from '../../generator/k8s/object.ts';

export type Status = Record<string, unknown>;

/** The Applications of an out/, each with the status that `say` gives it, or synced at a commit and healthy. */
export function applications(files: FileMap, commit: string, say: (name: string) => Status | undefined = () => undefined): KubeObject[] {
  return [...files]
    .filter(([path]) => /^argocd\/[^/]+\.yaml$/.test(path) && !path.endsWith('kustomization.yaml'))
    .flatMap(([, text]) => parseAllDocuments(text).map((document) => document.toJS() as KubeObject))
    .filter(({ kind }) => kind === 'Application')
    .map((application) => ({ ...application, status: { ...settledAt(commit, application), ...say(application.metadata.name) } }));
}

function settledAt(commit: string, application: KubeObject): Status {
  const { source, destination } = application['spec'] as Record<string, unknown>;
  return {
    sync: { status: 'Synced', revision: commit, comparedTo: { source, destination } },
    health: { status: 'Healthy', lastTransitionTime: '2026-11-29T03:22:28Z' },
    history: [{ id: 0, revision: commit, deployedAt: '2026-11-29T03:18:02Z' }],
    operationState: { phase: 'Succeeded', finishedAt: '2026-11-29T03:18:02Z', operation: { sync: { revision: commit } } },
    reconciledAt: '2026-11-29T03:23:09Z',
    resources: workloadsOf(application),
  };
}

/** As Argo CD lists an agent's Deployment. */
export function workload(agent: string, more: Status = {}): Status {
  return { group: 'apps', version: 'v1', kind: 'Deployment', name: `${agent}-agent`, namespace: 'agents', status: 'Synced', ...more };
}

function workloadsOf({ metadata }: KubeObject): Status[] {
  return metadata.labels?.['app.kubernetes.io/component'] === 'agents' ? ['alpha', 'beta'].map((agent) => workload(agent)) : [];
}

/** An operation that is not over. */
export function operation(commit: string, more: Status = {}): Status {
  return { operationState: { phase: 'Running', retryCount: 2, message: 'field is immutable', operation: { sync: { revision: commit } }, ...more } };
}

export function listText(items: readonly KubeObject[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}
