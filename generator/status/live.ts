import type { KubeObject } from '../k8s/object.ts';
import { fields, integer, maps, text } from '../k8s/look.ts';
import type { Fields } from '../k8s/look.ts';
import { get } from '../model/data.ts';
import { remembered } from '../model/memo.ts';
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
const OVER = ['Succeeded', 'Unknown'];

/** What has another form than Argo CD gives it is left out: it is text of a cluster, and messages cut it. */
const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;
const WORD = /^[A-Z][A-Za-z]{1,31}$/;

/** Asked once for each agent of a region, and about one Application. */
export const liveOf = remembered((application: KubeObject): Live => {
  const status = fields(application['status']);
  const last = maps(status['history'], '').at(-1)?.item;
  const phase = word(get(status, ['operationState', 'phase']));
  return {
    sync: word(get(status, ['sync', 'status'])),
    health: word(get(status, ['health', 'status'])),
    ...given('since', TIME, get(status, ['health', 'lastTransitionTime'])),
    ...given('revision', COMMIT, get(status, ['sync', 'revision'])),
    ...given('applied', COMMIT, last?.['revision']),
    ...given('deployedAt', TIME, last?.['deployedAt']),
    ...(OVER.includes(phase)
      ? {}
      : {
          operation: {
            phase,
            ...given('revision', COMMIT, get(status, ['operationState', 'operation', 'sync', 'revision'])),
            retries: integer(get(status, ['operationState', 'retryCount'])) ?? 0,
            message: text(get(status, ['operationState', 'message'])) ?? '',
          },
        }),
  };
});

/** What an Argo CD says of one agent's Deployment; undefined where the Application has none. */
export function workloadIn(application: KubeObject, agent: string): { readonly sync: string; readonly health?: string } | undefined {
  const found = deploymentsIn(application).get(workloadName(agent));
  if (found === undefined) return undefined;
  return { sync: word(found['status']), ...given('health', WORD, get(found, ['health', 'status'])) };
}

/** By name; of two the first. */
const deploymentsIn = remembered((application: KubeObject): ReadonlyMap<unknown, Fields> => {
  const resources = maps(get(application, ['status', 'resources']), '').map(({ item }) => item);
  const own = resources.filter(({ kind, group }) => kind === 'Deployment' && group === 'apps');
  return new Map(own.reverse().map((item) => [item['name'], item]));
});

/** Times that an Argo CD says of an Application; see `Live`. */
export interface Moments {
  /** When it was compared last with what its repository has. */
  readonly looked?: Date;
  /** The last change of its health. */
  readonly health?: Date;
  /** When its last operation ended, however it did. */
  readonly operation?: Date;
  readonly deployed?: Date;
  readonly created?: Date;
}

export function momentsOf(application: KubeObject): Moments {
  const status = fields(application['status']);
  const last = maps(status['history'], '').at(-1)?.item;
  return {
    ...moment('looked', status['reconciledAt']),
    ...moment('health', get(status, ['health', 'lastTransitionTime'])),
    ...moment('operation', get(status, ['operationState', 'finishedAt'])),
    ...moment('deployed', last?.['deployedAt']),
    ...moment('created', get(application.metadata, ['creationTimestamp'])),
  };
}

/** Operations that have not ended. */
const UNDER_WAY = ['Running', 'Terminating'];
const ENDED = ['Succeeded', 'Failed', 'Error'];

export function isUnderWay(phase: string): boolean {
  return UNDER_WAY.includes(phase);
}

/**
 * Places of what an Argo CD says of every sync that it made, where this one says nothing, or something that is none. One that never had to sync an
 * Application, since its cluster had all of it, says only when it was created.
 */
export function unsaidSync(application: KubeObject): string[] {
  const status = fields(application['status']);
  const [state, history] = [status['operationState'], status['history']];
  const isTime = (value: unknown): boolean => moment('looked', value).looked !== undefined;
  const isAbsent = (value: unknown): boolean => value === undefined || value === null;
  const phase = word(get(state, ['phase']));
  const last = Array.isArray(history) ? history.length - 1 : undefined;
  const unsaid: [place: string, isSaid: boolean][] = [
    ['status.operationState.phase', isAbsent(state) || isUnderWay(phase) || ENDED.includes(phase)],
    ['status.operationState.finishedAt', isAbsent(state) || isUnderWay(phase) || isTime(get(state, ['finishedAt']))],
    last === undefined
      ? ['status.history', isAbsent(history)]
      : [`status.history[${last}].deployedAt`, last < 0 || isTime(get((history as unknown[])[last], ['deployedAt']))],
    [
      'metadata.creationTimestamp',
      !isAbsent(state) || !(isAbsent(history) || last === -1) || isTime(get(application.metadata, ['creationTimestamp'])),
    ],
  ];
  return unsaid.flatMap(([place, isSaid]) => (isSaid ? [] : [place]));
}

function moment<K extends string>(key: K, value: unknown): { readonly [key in K]?: Date } {
  const date = new Date(matching(TIME, value) ?? '');
  return Number.isNaN(date.getTime()) ? {} : ({ [key]: date } as { readonly [key in K]: Date });
}

/** What stands in the way of an Application altogether, as its controller says it. */
export function errorsOf(application: KubeObject): { readonly type: string; readonly message: string }[] {
  return maps(get(application, ['status', 'conditions']), '').flatMap(({ item }) => {
    const type = matching(WORD, item['type']) ?? '';
    return type.endsWith('Error') ? [{ type, message: text(item['message']) ?? '' }] : [];
  });
}

/** Whether a condition may be an error, for all that can be read of it. */
export function hasUnreadCondition(application: KubeObject): boolean {
  const conditions = get(application, ['status', 'conditions']);
  if (conditions === undefined || conditions === null) return false;
  return !Array.isArray(conditions) || conditions.some((item) => matching(WORD, get(item, ['type'])) === undefined);
}

function word(value: unknown): string {
  return matching(WORD, value) ?? 'Unknown';
}

function given<K extends string>(key: K, form: RegExp, value: unknown): { readonly [key in K]?: string } {
  const found = matching(form, value);
  return found === undefined ? {} : ({ [key]: found } as { readonly [key in K]: string });
}

function matching(form: RegExp, value: unknown): string | undefined {
  const found = text(value);
  return found !== undefined && form.test(found) ? found : undefined;
}
