import { timeText } from '../model/time.ts';
import { canonicalDuration } from '../k8s/duration.ts';
import { text } from '../k8s/look.ts';
import type { KubeObject } from '../k8s/object.ts';
import { get, isMap } from '../model/data.ts';
import { shown } from '../model/quoted.ts';
import { routeOf, syncsByItself } from './delivery.ts';
import type { Ordered, Route } from './delivery.ts';
import type { Lacking } from './lacking.ts';
import { errorsOf, hasUnreadCondition, isUnderWay, liveOf, momentsOf, unsaidSync } from './live.ts';
import type { Live, Moments } from './live.ts';
import { endingOf, operationText } from './operation-text.ts';
import type { OverlayCommit } from './overlay-commit.ts';

/** What the evidence is measured by. */
export interface Measure {
  /** Seconds for which all must have been well. */
  readonly soak: number;
  readonly now: Date;
  /** Seconds that the evidence may be old. */
  readonly maxAge: number;
}

/** What the evidence says of one Application. */
export interface Seen {
  readonly lacking: readonly Omit<Lacking, 'region' | 'hub' | 'application'>[];
  /** Since when it is synced and healthy; absent where it is not, or where nobody can tell. */
  readonly since?: Date;
}

type Lack = Seen['lacking'][number];

/** What the clocks of two machines may differ by. */
const SKEW = 60;

/** What an Application lacks. Of evidence that cannot be believed nothing else is said. */
export function seenOf(wanted: Ordered, found: KubeObject, commit: OverlayCommit, measure: Measure): Seen {
  const foreign = foreignIn(wanted, found);
  if (foreign !== undefined) return { lacking: [foreign] };
  const moments = momentsOf(found);
  const untimely = untimelyIn(wanted, moments, measure);
  if (untimely !== undefined) return { lacking: [untimely] };
  const lacking = [...stopsOf(wanted, found), ...statesOf(wanted, found, liveOf(found), commit)];
  if (lacking.length > 0) return { lacking };
  const unsaid = unsaidIn(wanted, found, moments);
  if (unsaid.length > 0) return { lacking: unsaid };
  const { health, operation, deployed, created } = moments;
  const since = latest([health, operation, deployed, created, commit.at]);
  const soaking = soakingIn(moments, since, commit, measure);
  return { lacking: soaking === undefined ? [] : [soaking], since };
}

/** Whether it carries something else, or elsewhere, than `out/` says; or was compared with something else. */
function foreignIn(wanted: Ordered, found: KubeObject): Lack | undefined {
  const compared = comparedIn(found);
  for (const of of [found['spec'], ...(compared === undefined ? [] : [compared])]) {
    const route = routeOf(of);
    if (route === undefined)
      return { reason: 'foreign', what: 'it has several sources, and out/ gives it one', wayOut: 'let the root Application sync it as out/ says' };
    const key = (Object.keys(ROUTES) as (keyof Route)[]).find((each) => route[each] !== wanted.route[each]);
    if (key !== undefined)
      return {
        reason: 'foreign',
        what: `its ${ROUTES[key]} is ${route[key] === '' ? 'not said' : shown(route[key])}, and out/ says ${wanted.route[key]}`,
        wayOut: 'give the evidence of the Argo CD that follows this repository; where it does, its root Application has not synced what out/ says',
      };
  }
  return undefined;
}

function comparedIn(found: KubeObject): unknown {
  const compared = get(found, ['status', 'sync', 'comparedTo']) ?? undefined;
  return isMap(compared) && Object.keys(compared).length === 0 ? undefined : compared;
}

const ROUTES: Readonly<Record<keyof Route, string>> = {
  repoURL: 'repository',
  targetRevision: 'branch',
  path: 'path',
  cluster: 'cluster',
};

function untimelyIn({ name }: Ordered, moments: Moments, { now, maxAge }: Measure): Lack | undefined {
  const { looked } = moments;
  const future = (Object.values(moments) as Date[]).find((moment) => secondsTo(moment, now) < -SKEW);
  if (future !== undefined)
    return {
      reason: 'future',
      what: `it says ${timeText(future)}, which is later than now, ${timeText(now)}`,
      wayOut: 'set the clock of this machine, or that of Argo CD',
    };
  if (looked === undefined)
    return {
      reason: 'stale',
      what: 'Argo CD does not say when it looked at it last (status.reconciledAt)',
      wayOut: `argocd app get ${name} --refresh, and make the evidence again`,
    };
  const age = secondsTo(looked, now);
  if (age <= maxAge) return undefined;
  return {
    reason: 'stale',
    what: `Argo CD looked at it last at ${timeText(looked)}, ${durationText(age)} ago; ${durationText(maxAge)} are allowed`,
    wayOut: AGAIN,
  };
}

const AGAIN = 'make the evidence again: kubectl get applications -n argocd -o json';

function stopsOf({ name }: Ordered, found: KubeObject): Lack[] {
  const goes = (get(found, ['metadata', 'deletionTimestamp']) ?? undefined) !== undefined;
  const mended = `mend what it names, then argocd app get ${name} --refresh`;
  return [
    ...(goes
      ? [
          {
            reason: 'stopped' as const,
            what: 'it is being deleted',
            wayOut: 'ask who deletes it, and why; the root Application makes it again once it is gone',
          },
        ]
      : []),
    ...(syncsByItself(found)
      ? []
      : [
          {
            reason: 'stopped' as const,
            what: 'somebody has switched off that it syncs by itself',
            wayOut: 'ask who did it, and why; the root Application sets it again as out/ says',
          },
        ]),
    ...errorsOf(found).map(({ type, message }) => ({
      reason: 'error' as const,
      what: type,
      ...(message === '' ? {} : { message }),
      wayOut: mended,
    })),
    ...(hasUnreadCondition(found)
      ? [{ reason: 'error' as const, what: 'it has a condition that cannot be read (status.conditions)', wayOut: AGAIN }]
      : []),
  ];
}

function statesOf(wanted: Ordered, found: KubeObject, live: Live, commit: OverlayCommit): Lack[] {
  const { sync, health, since } = live;
  const { name } = wanted;
  const message = text(get(found, ['status', 'health', 'message']));
  return [
    ...operationIn(wanted, found, live, commit),
    ...unsyncedIn(wanted, sync),
    ...revisionIn(wanted, live, commit),
    ...(health === 'Healthy'
      ? []
      : [
          {
            reason: 'unhealthy' as const,
            what: `${health === 'Unknown' ? 'nobody knows its health' : health}${since === undefined ? '' : ` since ${since}`}`,
            ...(message === undefined ? {} : { message }),
            wayOut: health === 'Progressing' ? waiting(name, '--health') : `argocd app get ${name} shows what is not well`,
          },
        ]),
  ];
}

function unsyncedIn({ name }: Ordered, sync: string): Lack[] {
  if (sync === 'Synced') return [];
  return sync === 'Unknown'
    ? [{ reason: 'unsynced', what: 'nobody knows whether it is Synced', wayOut: `argocd app get ${name} --refresh` }]
    : [{ reason: 'unsynced', what: sync, wayOut: `argocd app diff ${name} shows what differs` }];
}

function waiting(name: string, whatFor: string): string {
  return `argocd app wait ${name} ${whatFor}, and make the evidence again`;
}

function operationIn({ name }: Ordered, found: KubeObject, { sync, operation }: Live, commit: OverlayCommit): Lack[] {
  // What failed before it came so far is over.
  if (operation !== undefined && (isUnderWay(operation.phase) || sync !== 'Synced')) {
    const { revision, message, phase, retries } = operation;
    const holdsOld = phase === 'Running' && revision !== undefined && commit.standing(revision) === 'older';
    const hasFailed = retries > 0 || !isUnderWay(phase);
    const wayOut = holdsOld ? endingOf(name) : hasFailed ? `argocd app get ${name} shows what failed` : waiting(name, '--operation');
    const what = operationText({ ...operation, holdsOld });
    return [{ reason: 'operation', what, ...(message === '' ? {} : { message }), wayOut }];
  }
  return (found['operation'] ?? undefined) === undefined
    ? []
    : [{ reason: 'operation', what: 'an operation is about to begin', wayOut: waiting(name, '--operation') }];
}

function revisionIn({ name, region }: Ordered, { revision }: Live, commit: OverlayCommit): Lack[] {
  const lack = (what: string, wayOut: string): Lack[] => [{ reason: 'revision', what, wayOut }];
  const again = `argocd app get ${name} --refresh`;
  if (revision === undefined) return lack('Argo CD does not say with which commit it compared it', again);
  const [at, last] = [short(revision), short(commit.id)];
  switch (commit.standing(revision)) {
    case 'yes':
      return [];
    case 'older':
      return lack(`compared with ${at}, which does not have ${last}, the last change of overlays/${region}`, again);
    case 'elsewhere':
      return lack(
        `compared with ${at}, which is no part of what is delivered here`,
        'git pull, so that this clone has what Argo CD has; where it does, the branch was rewritten',
      );
    case 'unknown':
      return lack(`compared with ${at}, which this clone does not have`, 'git fetch, and ask again');
  }
}

/** What Argo CD says of everything that it has compared and synced, and evidence that is whole shows. */
function unsaidIn({ name }: Ordered, found: KubeObject, { health }: Moments): Lack[] {
  return [
    ...(comparedIn(found) === undefined
      ? [
          {
            reason: 'foreign' as const,
            what: 'Argo CD does not say with what it was compared (status.sync.comparedTo)',
            wayOut: `argocd app get ${name} --refresh, and make the evidence again, of whole Applications`,
          },
        ]
      : []),
    ...unsaidSync(found).map((place) => ({
      reason: 'operation' as const,
      what: `Argo CD does not say how and when its last sync ended (${place})`,
      wayOut: `make the evidence again, of whole Applications; where it stays so: argocd app sync ${name}`,
    })),
    ...(health === undefined
      ? [
          {
            reason: 'unhealthy' as const,
            what: 'Argo CD does not say since when it is Healthy (status.health.lastTransitionTime)',
            wayOut: 'Argo CD 3.0 or later says it',
          },
        ]
      : []),
  ];
}

/** Nothing is known of what came after the evidence: that an hour has passed since does not count. */
function soakingIn({ looked, health, operation }: Moments, since: Date, { id }: OverlayCommit, { soak, now }: Measure): Lack | undefined {
  const end = new Date(since.getTime() + soak * 1000);
  const seen = latest([looked, health, operation]);
  if (seen >= end) return undefined;
  const well = `Synced and Healthy at ${short(id)}`;
  if (now < end)
    return {
      reason: 'soaking',
      what: `${well} since ${timeText(since)}: ${durationText(soak)} are over at ${timeText(end)}`,
      wayOut: `make the evidence again at ${timeText(end)} or later`,
    };
  return {
    reason: 'soaking',
    what: `${well} from ${timeText(since)} to ${timeText(seen)}, as far as the evidence goes: ${durationText(soak)} were over at ${timeText(end)}`,
    wayOut: 'make the evidence again',
  };
}

function latest(dates: readonly (Date | undefined)[]): Date {
  return new Date(Math.max(...dates.flatMap((date) => date?.getTime() ?? [])));
}

function secondsTo(from: Date, to: Date): number {
  return (to.getTime() - from.getTime()) / 1000;
}

export function short(commit: string): string {
  return commit.slice(0, 12);
}

/** `1h30m` */
function durationText(seconds: number): string {
  return canonicalDuration(`${Math.round(seconds)}s`).replace(/(?<=[hm])0[ms]/g, '');
}
