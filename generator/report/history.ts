import type { Move, Revision } from '../history/deliveries.ts';
import type { History, HistoryEntry, Merge } from '../history/history.ts';
import { memo } from '../model/memo.ts';
import { redact } from '../secrets/redact.ts';
import { commitJson, commitWords, oneLine } from './commit-words.ts';
import { listed } from './listed.ts';
import { count, visible } from './style.ts';
import type { Style } from './style.ts';

const MOST_AGENTS = 12;
const MOST_MERGES = 6;
const MOST_REGIONS = 8;

/** What happened to a subject, for people. @param asked whether it was asked what is live */
export function historyText(history: History, asked: boolean, style: Style): string {
  const { subject, formerly, entries, more, pending, uncommitted, endsAt } = history;
  const name = subject.kind === 'fleet' ? 'the fleet' : `${subject.kind} ${subject.name}`;
  const before = formerly.length === 0 ? '' : `, which was ${formerly.join(', before that ')}`;
  const head = `${style.bold(visible(name))}${visible(before)}\n`;
  const open = [
    ...(uncommitted ? ['\nnot committed yet: config/ as it lies here says something else\n'] : []),
    ...(pending.length === 0
      ? []
      : [
          `\n${style.yellow('not delivered yet')}\n`,
          ...pending.slice(0, MOST_MERGES).map((merge) => `  ${visible(mergeWords(merge))}\n`),
          ...restOf(pending),
        ]),
  ];
  const shown = entries.map((entry) => `\n${entryText(entry, history, asked, style)}`);
  const none = entries.length === 0 ? '\nno delivery changed it, as far as this history goes\n' : '';
  const rest = more ? '\nThere are more; --limit and --since show others.\n' : '';
  const end =
    endsAt === undefined || more
      ? ''
      : `\nThe history of this clone ends at ${endsAt.id.slice(0, 12)} (${endsAt.at.slice(0, 10)}), and that is not the first commit. All of it: git fetch --unshallow\n`;
  return `${head}${open.join('')}${shown.join('')}${none}${rest}${end}`;
}

function entryText(entry: HistoryEntry, { subject }: History, asked: boolean, style: Style): string {
  const { delivery, agents, components, regions, merges, isExact, approvals, held, seconds, live } = entry;
  const title = `${delivery.at.replace('T', ' ').replace(/:\d\dZ$/, 'Z')}  ${delivery.id.slice(0, 12)}`;
  const moves = agents.flatMap(({ agent, moves: own }) => moveWords(agent, own, subject.kind));
  const lines = [
    ...moves.slice(0, MOST_AGENTS),
    ...(moves.length > MOST_AGENTS ? [`… and ${count(moves.length - MOST_AGENTS, 'more line')}; --json has all of them`] : []),
    ...(moves.length === 0 ? [`${components.map(({ component }) => component).join(', ') || 'overlays'} in ${listed(regions, MOST_REGIONS)}`] : []),
    ...(merges.length === 0 ? [`by ${commitWords(delivery)}`] : []),
    ...(isExact || merges.length === 0 ? [] : ['no change of config/ that came with it was about this alone:']),
    ...merges.slice(0, MOST_MERGES).map((merge) => (merge.commit.id === delivery.id ? `in ${mergeWords(merge)}` : mergeWords(merge))),
    ...(merges.length > MOST_MERGES ? [`… and ${count(merges.length - MOST_MERGES, 'more change')} of config/`] : []),
    ...approvals.map(
      ({ path, by, reason }) =>
        `approved${by === undefined ? '' : ` by ${oneLine(by)}`}${reason === undefined ? '' : `: ${oneLine(reason)}`} (${path})`,
    ),
    ...(held.length === 0 ? [] : [`held meanwhile: ${listed(held, MOST_REGIONS)}`]),
    ...(seconds === undefined || merges[0]?.commit.id === delivery.id ? [] : [`delivered ${lasted(seconds)} after the merge`]),
    ...liveWords(entry, asked),
  ];
  return `${style.bold(visible(title))}\n${lines.map((line) => `  ${visible(line)}\n`).join('')}`;

  function liveWords({ regions: all }: HistoryEntry, wanted: boolean): string[] {
    if (!wanted) return [];
    if (live.length === 0) return ['when it was live is not known'];
    const slowest = Math.max(...live.map((each) => each.seconds));
    const missing = all.length - live.length;
    return [
      `live ${lasted(slowest)} after the delivery${live.length > 1 ? ' at the latest' : ''}${missing > 0 ? `; of ${count(missing, 'region')} it is not known` : ''}`,
    ];
  }
}

/** `1.2.0 → 1.3.0 in eu-west`: regions that go the same way share a line. */
function moveWords(agent: string, moves: readonly Move[], kind: string): string[] {
  const groups = new Map<string, string[]>();
  for (const { region, from, to } of moves) memo(groups, wayText(from, to), () => []).push(region);
  return [...groups].map(
    ([way, regions]) => `${kind === 'agent' ? '' : `${agent} `}${way}${kind === 'region' ? '' : ` in ${listed(regions, MOST_REGIONS)}`}`,
  );
}

function wayText(from: Revision | null, to: Revision | null): string {
  const name = (side: Revision | null): string => side?.version || side?.hash || '';
  if (from === null) return `${name(to)} comes`;
  if (to === null) return `${name(from)} goes`;
  return from.version === to.version ? `${name(to)}, set up otherwise` : `${name(from)} → ${name(to)}`;
}

function mergeWords({ commit, rollouts }: Merge): string {
  const steps = rollouts.map(({ name, reached, waves }) =>
    reached === null ? `rollout ${name} ended` : `rollout ${name}: ${reached}${waves === null ? '' : ` of ${waves}`} waves reached`,
  );
  return `${commitWords(commit)}${steps.length === 0 ? '' : `; ${steps.join(', ')}`}`;
}

function restOf(pending: readonly Merge[]): string[] {
  return pending.length > MOST_MERGES ? [`  … and ${pending.length - MOST_MERGES} more\n`] : [];
}

/** `3 min`, `2 h 5 min`, `4 d 3 h` */
export function lasted(seconds: number): string {
  const [minutes, hours, days] = [60, 3600, 86_400].map((unit) => Math.floor(seconds / unit)) as [number, number, number];
  if (days > 0) return `${days} d ${hours % 24} h`;
  if (hours > 0) return `${hours} h ${minutes % 60} min`;
  return minutes > 0 ? `${minutes} min` : `${Math.floor(seconds)} s`;
}

/** The same for machines: `schemas/history.schema.json`. */
export function historyJson({ subject, formerly, head, entries, more, pending, uncommitted, endsAt }: History): object {
  const mergeJson = ({ commit, rollouts }: Merge): object => ({ ...commitJson(commit), rollouts });
  return {
    historyVersion: 1,
    subject: { kind: subject.kind, name: subject.kind === 'fleet' ? null : subject.name },
    formerly,
    head,
    uncommitted,
    pending: pending.map(mergeJson),
    entries: entries.map(({ delivery, merges, seconds, approvals, ...rest }) => ({
      delivery: commitJson(delivery),
      ...rest,
      merges: merges.map(mergeJson),
      approvals: approvals.map(({ path, by, reason }) => ({ path, by: by === undefined ? null : redact(by), reason: reason ?? null })),
      mergeToDelivery: seconds ?? null,
    })),
    more,
    endsAt: endsAt === undefined ? null : { id: endsAt.id, at: endsAt.at },
  };
}
