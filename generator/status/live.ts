import type { KubeObject } from '../k8s/object.ts';
import { fields, integer, maps, text } from '../k8s/look.ts';
import { get } from '../model/data.ts';
import { workloadName } from '../model/names.ts';

/** What an Argo CD says of an Application; see `status` of https://argo-cd.readthedocs.io/en/stable/operator-manual/application.yaml. */
export interface Live {
  readonly sync: string;
  readonly health: string;
  readonly since?: string;
  /** The commit it was compared with last. */
  readonly revision?: string;
  /** The commit that was applied last as a whole. */
  readonly applied?: string;
  readonly deployedAt?: string;
  readonly operation?: { readonly phase: string; readonly revision?: string; readonly retries: number; readonly message: string };
}

/** The operations that there is nothing to say about. */
const OVER = ['Succeeded', ''];

export function liveOf(application: KubeObject): Live {
  const status = fields(application['status']);
  const last = maps(status['history'], '').at(-1)?.item;
  const phase = text(get(status, ['operationState', 'phase'])) ?? '';
  return {
    sync: text(get(status, ['sync', 'status'])) ?? 'Unknown',
    health: text(get(status, ['health', 'status'])) ?? 'Unknown',
    ...given('since', text(get(status, ['health', 'lastTransitionTime']))),
    ...given('revision', text(get(status, ['sync', 'revision']))),
    ...given('applied', text(last?.['revision'])),
    ...given('deployedAt', text(last?.['deployedAt'])),
    ...(OVER.includes(phase)
      ? {}
      : {
          operation: {
            phase,
            ...given('revision', text(get(status, ['operationState', 'operation', 'sync', 'revision']))),
            retries: integer(get(status, ['operationState', 'retryCount'])) ?? 0,
            message: text(get(status, ['operationState', 'message'])) ?? '',
          },
        }),
  };
}

/** What an Argo CD says of one agent's Deployment; undefined where the Application has none. */
export function workloadIn(application: KubeObject, agent: string): { readonly sync: string; readonly health?: string } | undefined {
  const found = maps(get(application, ['status', 'resources']), '').find(
    ({ item }) => item['kind'] === 'Deployment' && item['group'] === 'apps' && item['name'] === workloadName(agent),
  );
  if (found === undefined) return undefined;
  return { sync: text(found.item['status']) ?? 'Unknown', ...given('health', text(get(found.item, ['health', 'status']))) };
}

function given<K extends string>(key: K, value: string | undefined): { readonly [key in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [key in K]: string });
}
