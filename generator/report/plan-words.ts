import { DEFAULT_LIMITS } from '../render/lock.ts';
import type { Limits } from '../render/lock.ts';
import { CLASSES } from '../components/weight.ts';
import type { Danger } from '../plan/gate/danger.ts';
import type { Finding } from '../model/finding.ts';
import type { Block } from '../plan/fold.ts';
import type { Review, Tally } from '../plan/review.ts';
import { approvalPath, approvalText, addDays, LONGEST_DAYS } from '../plan/approval.ts';
import type { Excess } from '../plan/budgets.ts';
import { titleOf } from '../plan/fold.ts';
import type { Verdict } from '../plan/gate.ts';
import { GENERATOR_VERSION, compareGenerators } from '../model/generator.ts';
import { reachedText, regionsOf } from '../fleet/rollouts/rollout.ts';
import { byCodeUnit } from '../model/order.ts';
import { memo } from '../model/memo.ts';
import { listed } from './listed.ts';
import { count } from './style.ts';

/** Words that the text and the Markdown of a plan have in common. */

const VERBS = { create: 'created', update: 'updated', delete: 'deleted', replace: 'replaced' } as const;
/** More regions than these are told in one line. */
const FEW_SCOPES = 4;
export const MARKS = { create: '+', update: '~', delete: '-', replace: '!', rename: '>' } as const;

export function isEmpty({ total }: Review): boolean {
  return total.create + total.update + total.delete + total.replace === 0;
}

/** `2 updated, 1 deleted` */
export function tallyText(tally: Tally): string {
  const parts = (['replace', 'delete', 'update', 'create'] as const).filter((verb) => tally[verb] > 0).map((verb) => `${tally[verb]} ${VERBS[verb]}`);
  return parts.length === 0 ? 'nothing changes' : parts.join(', ');
}

/** One sentence about all of it. */
export function headline(review: Review): string {
  if (isEmpty(review)) return `Nothing changes, compared with ${review.base}`;
  const { total, regions, still } = review;
  const where = regions.size === 0 ? 'no region changes' : `${count(regions.size, 'region')} ${regions.size === 1 ? 'changes' : 'change'}`;
  const renamed = review.verdict.moves.renamings.map(({ from, to }) => `${from} becomes ${to}`);
  const head = renamed.length === 0 ? '' : `${listed(renamed, 3)}; `;
  return `${head}${tallyText(total)}: ${where}, ${still} ${still === 1 ? 'stays' : 'stay'} as ${still === 1 ? 'it is' : 'they are'}, compared with ${review.base}`;
}

/** A line for each rollout that is under way: where it has come, and which of its regions change now. */
export function rolloutLines({ rollouts, regions }: Review): string[] {
  return rollouts.map((rollout) => {
    const changing = regionsOf(rollout, 'reached').filter((region) => regions.has(region));
    const now = changing.length === 0 ? '' : `; of its regions change: ${listed([...new Set(changing)].sort(byCodeUnit), 12)}`;
    return `${reachedText(rollout)}${now}`;
  });
}

/** Where a block happens: `all 200 regions`, `us-east, eu-west`. */
function whereText({ regions }: Block, review: Review, most: number): string {
  if (regions.length === 0) return 'the fleet';
  const names = listed(regions, most);
  if (regions.length === 1) return names;
  const all = regions.length === review.regions.size && review.still === 0 ? 'all ' : '';
  return `${all}${count(regions.length, 'region')}: ${names}`;
}

/** What is said of the verb, where the mark alone would be a riddle. */
export function renameWords({ verb, fields }: Pick<Block, 'verb' | 'fields'>): string[] {
  if (verb !== 'rename') return [];
  return [`renamed: the old object is deleted and a new one is created${fields.length === 0 ? ', otherwise equal' : ''}`];
}

/** Said once, where something was left out. */
export const SHORTENED = 'Where "…" stands, something is left out';

/** What a block is about: `Deployment agents/a, agents/b; Service agents/a`, or how many of each kind where all of a component goes. */
export function whatText({ objects, whole, component }: Block, most: number): string {
  const kinds = new Map<string, string[]>();
  for (const { kind, name, renamed } of objects) {
    memo(kinds, kind, () => [] as string[]).push(`${name}${renamed === undefined ? '' : ` → ${renamed}`}`);
  }
  if (whole) return `all of ${component}: ${[...kinds].map(([kind, names]) => (names.length === 1 ? kind : `${names.length} ${kind}`)).join(', ')}`;
  let left = most;
  const parts: string[] = [];
  for (const [kind, names] of kinds) {
    if (left <= 0) break;
    parts.push(`${kind} ${names.slice(0, left).join(', ')}`);
    left -= names.length;
  }
  return `${parts.join('; ')}${left < 0 || parts.length < kinds.size ? `, … and ${objects.length - most} more` : ''}`;
}

/** What the component and the regions of a block are. */
export function placeText(block: Block, review: Review, most: number): string {
  const where = whereText(block, review, most);
  return block.whole ? where : `${block.component} · ${where}`;
}

/** So many agents of a region on its way out are named. */
const MOST_AGENTS = 50;

/** Lines that say why the gate refuses, and what it wants to be known; `grave` ones first. */
export function gateLines(verdict: Verdict): { readonly grave: string[]; readonly notes: string[] } {
  const {
    omissions,
    excesses,
    dangers,
    raisesLimits,
    trusts,
    loosened,
    newcomers,
    departures,
    moves,
    nextLimits,
    limits,
    upgradeFrom,
    approvedBy,
    beside,
    findings,
    spent,
  } = verdict;
  const about = (severity: Finding['severity']): string[] =>
    findings
      .filter((finding) => finding.severity === severity)
      .map(({ place, message, hint }) => `${place.file}: ${message}${hint === undefined ? '' : `; ${hint}`}`);
  const grave = [
    ...about('error'),
    ...spent.map((path) => `${path}: a delivery has used this approval already, so it counts for nothing; approve the change anew`),
    ...(verdict.needed.length === 0
      ? []
      : approvedBy.map(({ path, changes }) => `${path} approves ${count(changes, 'change')}, and not the ${left(verdict.needed.length)}`)),
    ...omissions.map(({ what, instead }) => `${what}: ${instead}`),
    ...(['deleted', 'updated'] as const).flatMap((what) => excessLines(excesses.filter((excess) => excess.what === what))),
    ...dangerLines(dangers),
    ...trusts,
    ...loosened,
    ...(nextLimits === undefined || !raisesLimits
      ? []
      : [`the gate's limits go up, ${limitsText(limits)} → ${limitsText(nextLimits)}: whoever raises them lets every later change pass`]),
  ];
  const notes = [
    ...about('warning'),
    ...about('note'),
    ...approvedBy.map((approval) => `${count(approval.changes, 'change')} approved by ${approval.approvedBy}: ${approval.reason} (${approval.path})`),
    ...(beside === 0 ? [] : [`${count(beside, 'change')} beside what is approved, within the limits`]),
    ...newcomers.map(
      ({ agent, what, regions }) =>
        `${what.join(', ')} of ${agent}: new to the fleet, and goes to all ${regions} regions at once; an override could try it in one first`,
    ),
    ...moves.done.map(
      ({ from, to }) =>
        `moved: agents.${from} → agents.${to} is done: nothing that is delivered is called ${from} any more. The entry may go, and takes the old host with it`,
    ),
    ...departures.map(
      ({ region, state, agents }) =>
        `${region} ${state === 'decommissioned' ? 'goes' : 'drains'}, and of its agents these serve nowhere else: ${listed(agents, MOST_AGENTS)}`,
    ),
    ...(upgradeFrom === undefined
      ? []
      : [
          `the out/ it is compared with was written by pap-fleet ${upgradeFrom}${compareGenerators(upgradeFrom) > 0 ? `, which is newer than this ${GENERATOR_VERSION}` : ''}`,
        ]),
    ...(nextLimits === undefined
      ? []
      : [`the gate's limits change to ${limitsText(nextLimits)}; this change is still held to ${limitsText(limits)}`]),
  ];
  return { grave, notes };
}

/** Changes that an approval does not name. */
function left(n: number): string {
  return n === 1 ? 'one that is left' : `${n} that are left`;
}

/** Each reason once, the gravest class first: per region where they are few, else in a line for all. */
function dangerLines(dangers: readonly Danger[]): string[] {
  const reasons = new Map<string, Map<string, string[]>>();
  for (const { because, change } of [...dangers].sort((a, b) => CLASSES.indexOf(a.class) - CLASSES.indexOf(b.class))) {
    const byRegion = memo(reasons, because, () => new Map<string, string[]>());
    memo(byRegion, change.region, () => [] as string[]).push(titleOf(change));
  }
  return [...reasons].flatMap(([because, byRegion]) => {
    if (byRegion.size <= FEW_SCOPES)
      return [...byRegion].map(([region, names]) => `${because}${region === '' ? '' : ` in ${region}`}: ${listed(names, 5)}`);
    const names = [...new Set([...byRegion.values()].flat())];
    return [`${because} in ${byRegion.size} regions, ${listed([...byRegion.keys()], 5)}: ${listed(names, 5)}`];
  });
}

function limitsText({ maxDeletePercent, maxUpdatePercent, maxWorkPercent }: Limits): string {
  const work = maxWorkPercent === DEFAULT_LIMITS.maxWorkPercent ? '' : ` and ${maxWorkPercent} % stopped, restarted or weakened`;
  return `${maxDeletePercent} % deleted and ${maxUpdatePercent} % updated${work}`;
}

/** Scopes of which too much changes; of many regions the worst, and the names of the others. */
function excessLines(excesses: readonly Excess[]): string[] {
  const one = ({ scope, what, count: n, of, limit }: Excess): string =>
    `${scope}: ${n} of ${of} objects ${what}${of === 0 ? '' : `, ${percent(n, of)} %`}; ${limit} % are allowed`;
  const regions = excesses.filter(({ isRegion }) => isRegion);
  if (regions.length <= FEW_SCOPES) return excesses.map(one);
  const worst = regions.reduce((a, b) => (b.count * a.of > a.count * b.of ? b : a));
  return [
    ...excesses.filter(({ isRegion }) => !isRegion).map(one),
    `${regions.length} regions are over their limit: ${listed(
      regions.map(({ scope }) => scope),
      20,
    )}; the most in ${one(worst)}`,
  ];
}

/** Rounded so that what is over a limit never looks as if it were not. */
function percent(n: number, of: number): string {
  return (Math.ceil((n / of) * 1000) / 10).toFixed(1);
}

/** `these 3 changes` */
export function theseChanges({ needed }: Verdict): string {
  return needed.length === 1 ? 'this change' : `these ${count(needed.length, 'change')}`;
}

/** What the owners of agents may approve of it in the place of the platform team, a line for each agent. */
export function ownerLines({ hash, needed, owners }: Verdict): string[] {
  return [...owners].map(
    ([agent, own]) =>
      `the owner of ${agent} may approve ${own.length === needed.length ? 'it' : `${own.length} of the ${needed.length}`}: pap-fleet approve ${hash} --agent ${agent} --by … --reason …`,
  );
}

/** How to approve: the command, and the file that it writes where that is short. */
export function approvalWords(
  { hash, needed, omissions }: Verdict,
  today: string,
): { readonly path: string; readonly command: string; readonly text: string | undefined } | undefined {
  if (hash === undefined || omissions.length > 0) return undefined;
  const text = approvalText({ approvedBy: 'YOUR NAME', reason: 'WHY THIS IS RIGHT', expires: addDays(today, LONGEST_DAYS), changes: needed });
  return {
    path: `config/${approvalPath(hash)}`,
    command: `pap-fleet approve ${hash} --by "YOUR NAME" --reason "WHY THIS IS RIGHT"`,
    text: needed.length > 40 ? undefined : text,
  };
}
