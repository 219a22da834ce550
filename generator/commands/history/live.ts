import type { History, HistoryEntry, LiveSince } from '../../history/history.ts';
import type { WorkingCopy } from '../../io/git.ts';
import { get } from '../../model/data.ts';
import { memo } from '../../model/memo.ts';
import type { Ordered } from '../../status/delivery.ts';
import type { LiveApplication } from '../../status/evidence.ts';

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

/**
 * When what a delivery brought was applied, in each of its regions: the first sync of every Application that it changed, of a commit that has it.
 * Argo CD keeps the last ten syncs, so of older deliveries it is said by when at the latest they were there, or nothing.
 */
export function withLive(history: History, repository: WorkingCopy, ordered: readonly Ordered[], live: readonly LiveApplication[]): History {
  const has = new Map<string, boolean>();
  const syncs = new Map<string, readonly { readonly revision: string; readonly at: string }[]>();
  for (const { hub, application } of live) syncs.set(`${hub} ${application.metadata.name}`, syncsOf(application));
  const contains = (revision: string, commit: string): boolean =>
    memo(has, `${revision} ${commit}`, () => /^[0-9a-f]{40,64}$/.test(revision) && repository.contains(revision, commit));
  const sinceIn = ({ delivery, components }: HistoryEntry, region: string): LiveSince | undefined => {
    const names = components.filter(({ regions }) => regions.includes(region)).map(({ component }) => component);
    const own = ordered.filter((each) => each.region === region && !each.leaving && names.includes(each.component ?? ''));
    const times = own.map(({ hub, name }) => {
      const all = syncs.get(`${hub} ${name}`) ?? [];
      const first = all.findIndex(({ revision }) => contains(revision, delivery.id));
      // The oldest that is kept has it already: when it came, nobody knows.
      return first <= 0 ? undefined : all[first]?.at;
    });
    if (own.length === 0 || times.some((time) => time === undefined)) return undefined;
    const at = (times as string[]).sort().at(-1) as string;
    const seconds = (Date.parse(at) - Date.parse(delivery.at)) / 1000;
    return seconds < 0 ? undefined : { region, at, seconds };
  };
  return {
    ...history,
    entries: history.entries.map((entry) => ({ ...entry, live: entry.regions.flatMap((region) => sinceIn(entry, region) ?? []) })),
  };
}

/** Syncs as Argo CD keeps them, the oldest first. */
function syncsOf(application: unknown): { readonly revision: string; readonly at: string }[] {
  const history = get(application, ['status', 'history']);
  if (!Array.isArray(history)) return [];
  return history
    .flatMap((each: unknown) => {
      const [revision, at] = [get(each, ['revision']), get(each, ['deployedAt'])];
      return typeof revision === 'string' && typeof at === 'string' && TIME.test(at) ? [{ revision, at }] : [];
    })
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
