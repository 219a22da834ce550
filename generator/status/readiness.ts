import { few } from '../model/few.ts';
import { memo } from '../model/memo.ts';
import { timeText } from '../model/time.ts';
import type { Ordered } from './delivery.ts';
import type { LiveApplication } from './evidence.ts';
import type { Lacking } from './lacking.ts';
import { keyOf } from './make.ts';
import type { OverlayCommit } from './overlay-commit.ts';
import { seenOf, short } from './seen.ts';
import type { Measure, Seen } from './seen.ts';
import type { Undelivered } from './undelivered.ts';

export interface ReadinessSources extends Measure {
  /** What Argo CDs say, as `applicationsIn` reads it. */
  readonly live: readonly LiveApplication[];
  /** Every Application that `out/argocd` has; those of other regions are not looked at. */
  readonly applications: readonly Ordered[];
  /** Regions of all the waves that were reached. */
  readonly regions: readonly string[];
  /** Why what Git has of a region is not what `config/` says, as `undeliveredIn` finds it. */
  readonly undelivered: ReadonlyMap<string, Undelivered>;
  /** The last commit that changed the overlay of a region; undefined where none did. */
  readonly commitOf: (region: string) => OverlayCommit | undefined;
}

/** Whether the next wave may have a change, by what the regions that have it show. */
export interface Readiness {
  readonly ready: boolean;
  /** When all will be well for long enough, where nothing but time is lacking. */
  readonly readyAt?: Date;
  readonly lacking: readonly Lacking[];
  /** One line for a history: what it rests on. Absent where it is not ready. */
  readonly facts?: string;
}

const NEVER: Undelivered = { what: 'no commit has brought its overlay', wayOut: 'wait for the delivery that brings it' };

/** Commits that a line of facts names. */
const MOST_COMMITS = 3;

/** Nothing is guessed: what no evidence shows is lacking. */
export function readinessOf(sources: ReadinessSources): Readiness {
  const { live, applications, regions, undelivered, commitOf } = sources;
  const found = new Map(live.map(({ hub, application }) => [keyOf({ ...application.metadata, hub }), application]));
  const expected = new Map<string, Ordered[]>();
  for (const each of applications) if (each.region !== undefined && !each.leaving) memo(expected, each.region, () => []).push(each);
  const hubs = new Set(live.map(({ hub }) => hub));
  const lacking: Lacking[] = [];
  const sinces: Date[] = [];
  const commits = new Set<string>();
  for (const region of regions) {
    const own = expected.get(region) ?? [];
    const commit = own.length === 0 ? undefined : commitOf(region);
    const because = undelivered.get(region) ?? (own.length > 0 && commit === undefined ? NEVER : undefined);
    if (because !== undefined) lacking.push({ region, reason: 'undelivered', ...because });
    if (because !== undefined || commit === undefined) continue;
    commits.add(short(commit.id));
    for (const wanted of own) {
      const application = found.get(keyOf(wanted));
      const seen: Seen = application === undefined ? { lacking: [missing(wanted.hub, hubs)] } : seenOf(wanted, application, commit, sources);
      const place = { region, ...(wanted.hub === '' ? {} : { hub: wanted.hub }), application: wanted.name };
      lacking.push(...seen.lacking.map((lack) => ({ ...place, ...lack })));
      if (seen.since !== undefined) sinces.push(seen.since);
    }
  }
  if (lacking.length === 0 && sinces.length === 0) return { ready: false, lacking: [{ region: few(regions, 3), ...NOTHING }] };
  const since = new Date(Math.max(...sinces.map((date) => date.getTime())));
  const onlyTime = lacking.every(({ reason }) => reason === 'soaking');
  return {
    ready: lacking.length === 0,
    ...(onlyTime ? { readyAt: new Date(since.getTime() + sources.soak * 1000) } : {}),
    lacking,
    ...(lacking.length === 0 ? { facts: factsText(sinces.length, [...commits], since) } : {}),
  };
}

/** A wave that shows nothing proves nothing. */
const NOTHING: Omit<Lacking, 'region'> = {
  reason: 'missing',
  what: 'out/ has no Application in the regions of these waves, so there is nothing to be seen',
  wayOut: 'promote it without evidence, where that is meant',
};

function missing(hub: string, hubs: ReadonlySet<string>): Seen['lacking'][number] {
  const wayOut = hubs.has(hub)
    ? 'take all Applications of its Argo CD; a region that is new has none before the root Application is synced'
    : `take what ${hub === '' ? 'Argo CD' : `the Argo CD of ${hub}`} says as well: kubectl get applications -n argocd -o json > ${hub === '' ? 'live' : hub}.json`;
  return { reason: 'missing', what: 'no evidence shows it', wayOut };
}

function factsText(applications: number, commits: readonly string[], since: Date): string {
  const more = commits.length - MOST_COMMITS;
  const at = `${commits.slice(0, MOST_COMMITS).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return `${applications} Application${applications === 1 ? '' : 's'} Synced and Healthy at ${at} since ${timeText(since)}`;
}
