import { formerName } from '../../fleet/moved.ts';
import type { RolloutSpec } from '../../fleet/rollouts/rollout.ts';
import type { FleetSpec } from '../../fleet/spec.ts';
import { approvalsOf, heldBy } from '../../history/deliveries.ts';
import type { Delivery } from '../../history/deliveries.ts';
import type { CommitFacts } from '../../history/commit.ts';
import type { History, HistoryEntry, Merge, UsedApproval } from '../../history/history.ts';
import { shapeOf, specIn } from '../../history/subject.ts';
import type { Subject } from '../../history/subject.ts';
import { Failure } from '../../io/failure.ts';
import type { WorkingCopy } from '../../io/git.ts';
import { HistoryLog } from '../../io/history-log.ts';
import { readConfigAt } from '../../io/read-config-at.ts';
import { isMap } from '../../model/data.ts';
import { memo } from '../../model/memo.ts';
import { byCodeUnit } from '../../model/order.ts';
import { parseSource } from '../../yaml/source.ts';

export interface Asked {
  readonly repository: WorkingCopy;
  readonly head: string;
  /** Both from the root of the repository. */
  readonly out: string;
  readonly configPath: string;
  readonly subject: Subject;
  readonly limit: number;
  readonly since?: string;
  readonly maxFileSize: number;
  /** The fleet as it lies here; absent where it is not valid, or a commit was asked about. */
  readonly here?: FleetSpec;
}

/** An agent is renamed a few times at most. */
const MOST_NAMES = 8;
/** So many changes of config/ that came with one delivery are looked into. */
const MOST_LOOKED_INTO = 40;

/** What Git tells of a subject. */
export function readHistory(asked: Asked): History {
  const { repository, head, out, configPath, subject, limit } = asked;
  const log = new HistoryLog(repository, head, out);
  const specs = new Map<string, FleetSpec | null>();
  const specAt = (commit: string): FleetSpec | undefined =>
    memo(specs, commit, () => specOf(repository, commit, configPath, asked.maxFileSize) ?? null) ?? undefined;
  const boundary = log.boundary();
  const line = new Map(log.line().map((commit, i) => [commit, i]));
  const names = subject.kind === 'agent' ? namesOf(subject.name, asked.here ?? specAt(head)) : [];
  let found = find(log, asked, names);
  // Before it had this name it had another one, of which `moved` says nothing any more.
  for (let older = oldName(found, names, specAt); older !== undefined && names.length < MOST_NAMES; older = oldName(found, names, specAt)) {
    names.push(older);
    found = find(log, asked, names);
  }
  const cut = found.find(({ commit }) => boundary.has(commit.id))?.commit;
  const known = found.filter(({ commit }) => !boundary.has(commit.id));
  const shown = known.slice(0, limit);
  const all = log.touching(out);
  const merges = log.touching(configPath).filter(({ id }) => !boundary.has(id));
  const stepping = new Set(log.touching(`${configPath}/rollouts`).map(({ id }) => id));
  const mergeOf = (commit: CommitFacts): Merge => ({
    commit: { ...commit, by: log.authors(commit) },
    rollouts: stepping.has(commit.id) ? rolloutsIn(repository, commit, configPath) : [],
  });
  const place = ({ id }: CommitFacts): number => line.get(id) ?? Infinity;
  /** Changes of config/ that came after one delivery and with, or before, another. */
  const between = (after: CommitFacts | undefined, until: number): CommitFacts[] =>
    merges.filter((commit) => place(commit) >= until && place(commit) < (after === undefined ? Infinity : place(after)));
  const subjects = (entry: Delivery): Subject[] =>
    subject.kind === 'agent' ? names.map((name) => ({ kind: 'agent', name })) : subject.kind === 'region' ? [subject] : fleetSubjects(entry);
  const changing = (candidates: readonly CommitFacts[], about: readonly Subject[]): CommitFacts[] =>
    candidates.slice(0, MOST_LOOKED_INTO).filter((commit) => {
      const [parent] = commit.parents;
      const [now, before] = [specAt(commit.id), parent === undefined ? undefined : specAt(parent)];
      // What cannot be read may have changed it.
      return (
        now === undefined || (parent !== undefined && before === undefined) || about.some((each) => shapeOf(now, each) !== shapeOf(before, each))
      );
    });

  const entries = shown.map((entry): HistoryEntry => {
    const regions = regionsOf(entry, subject, names);
    const own = all.findIndex(({ id }) => id === entry.commit.id);
    // A region that was held got what came before as well.
    const before = all.slice(own + 1).find((each) => !heldBy(each).some((region) => regions.includes(region)));
    const candidates = between(before, place(entry.commit));
    // One that came alone is what was delivered; of several each is looked into.
    const exact = candidates.length === 1 ? candidates : changing(candidates, subjects(entry));
    const isExact = exact.length > 0;
    const brought = (isExact ? exact : candidates).map(mergeOf);
    const newest = brought[0]?.commit;
    const seconds = newest === undefined ? NaN : (Date.parse(entry.commit.at) - Date.parse(newest.at)) / 1000;
    const agents = new Map<string, Delivery['moves'][number][]>();
    for (const move of entry.moves)
      if (move.component === 'agents' && move.unit !== 'common' && move.unit !== 'extra' && (subject.kind !== 'agent' || names.includes(move.unit)))
        memo(agents, move.unit, () => []).push(move);
    const components = new Map<string, string[]>();
    for (const [region, changed] of subject.kind === 'agent' ? componentsOf(entry, names) : entry.components)
      if (regions.includes(region)) for (const component of changed) memo(components, component, () => []).push(region);
    return {
      delivery: entry.commit,
      agents: [...agents].sort(([a], [b]) => byCodeUnit(a, b)).map(([agent, moves]) => ({ agent, moves: merged(moves) })),
      components: [...components].sort(([a], [b]) => byCodeUnit(a, b)).map(([component, where]) => ({ component, regions: where.sort(byCodeUnit) })),
      regions,
      merges: brought,
      isExact,
      approvals: approvalsOf(entry.commit).map((name) => approvalAt(repository, entry.commit.id, configPath, name)),
      held: heldBy(entry.commit),
      ...(seconds >= 0 ? { seconds } : {}),
      live: [],
    };
  });

  const [newest] = all;
  const waiting = between(undefined, 0).filter((commit) => newest === undefined || place(commit) < place(newest));
  const about: Subject[] = subject.kind === 'agent' ? names.map((name) => ({ kind: 'agent', name })) : [subject];
  const current = asked.here === undefined ? undefined : specAt(head);
  return {
    subject,
    formerly: names.slice(1),
    head,
    entries,
    more: known.length > limit,
    pending: changing(waiting, about).map(mergeOf),
    uncommitted: current !== undefined && about.some((each) => shapeOf(asked.here, each) !== shapeOf(current, each)),
    ...(cut === undefined ? {} : { endsAt: cut }),
  };
}

/** An agent's name, and those that `moved` says it had. */
function namesOf(name: string, spec: FleetSpec | undefined): string[] {
  const names = [name];
  for (let older = spec && formerName(spec, name); older !== undefined && !names.includes(older.from); older = spec && formerName(spec, older.from))
    names.push(older.from);
  return names;
}

/** The name before the oldest one that is known, as the config of the delivery says in which that came. */
function oldName(found: readonly Delivery[], names: readonly string[], specAt: (commit: string) => FleetSpec | undefined): string | undefined {
  const [last, oldest] = [names.at(-1), found.at(-1)];
  if (last === undefined || oldest === undefined) return undefined;
  const spec = specAt(oldest.commit.id);
  const older = spec === undefined ? undefined : formerName(spec, last)?.from;
  return older === undefined || names.includes(older) ? undefined : older;
}

function find(log: HistoryLog, { subject, limit, since }: Asked, names: readonly string[]): Delivery[] {
  return log.deliveries({
    most: limit + 1,
    ...(subject.kind === 'agent' ? { units: names } : subject.kind === 'region' ? { region: subject.name } : {}),
    ...(since === undefined ? {} : { since }),
  });
}

function regionsOf({ moves, components }: Delivery, { kind, name }: Subject, names: readonly string[]): string[] {
  if (kind === 'region') return [name];
  const all = kind === 'agent' ? moves.filter(({ unit }) => names.includes(unit)).map(({ region }) => region) : [...components.keys()];
  return [...new Set(all)].sort(byCodeUnit);
}

function componentsOf({ moves }: Delivery, names: readonly string[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { region, component, unit } of moves) if (names.includes(unit)) memo(found, region, () => new Set<string>()).add(component);
  return found;
}

/** Of the whole fleet, what a delivery is about: the regions that it changed. */
function fleetSubjects({ components }: Delivery): Subject[] {
  return [...components.keys()].map((name) => ({ kind: 'region', name }));
}

/** Under two names an agent goes and comes in one region: it is one move. */
function merged(moves: readonly Delivery['moves'][number][]): Delivery['moves'][number][] {
  return [...moves].sort((a, b) => byCodeUnit(a.region, b.region));
}

function specOf(repository: WorkingCopy, commit: string, path: string, limit: number): FleetSpec | undefined {
  try {
    return specIn(readConfigAt(repository, commit, { path, folder: path }, limit));
  } catch (error) {
    // A commit before there was a config, or with one that is none.
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

/** The rollouts that a commit changed, as far as they had come then. */
function rolloutsIn(repository: WorkingCopy, { id, parents: [parent] }: CommitFacts, configPath: string): Merge['rollouts'] {
  if (parent === undefined || repository.typeOf(parent) !== 'commit') return [];
  return repository.differing(parent, id, [`${configPath}/rollouts`]).flatMap((path) => {
    const name = /\/rollouts\/([^/]+)\.yaml$/.exec(path)?.[1];
    if (name === undefined) return [];
    const text = repository.textAt(id, path);
    const data = text === undefined ? undefined : (dataOf(path, text) as Partial<RolloutSpec> | undefined);
    return [{ name, reached: text === undefined ? null : Number(data?.reached ?? 0), waves: data?.waves?.length ?? null }];
  });
}

function approvalAt(repository: WorkingCopy, commit: string, configPath: string, name: string): UsedApproval {
  const path = `${configPath}/approvals/${name}.yaml`;
  const text = repository.textAt(commit, path);
  const data = text === undefined ? undefined : dataOf(path, text);
  const { approvedBy, reason } = (isMap(data) ? data : {}) as { readonly approvedBy?: unknown; readonly reason?: unknown };
  return { path, ...(typeof approvedBy === 'string' ? { by: approvedBy } : {}), ...(typeof reason === 'string' ? { reason } : {}) };
}

function dataOf(path: string, text: string): unknown {
  const { data } = parseSource({ path, bytes: Buffer.from(text) }).source;
  return isMap(data) ? data : undefined;
}
