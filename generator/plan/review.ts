import type { PolicyContext } from '../check/policies/context.ts';
import type { Customs } from '../render/customs.ts';
import { deliveryFiles } from '../render/argocd.ts';
import type { FileMap } from '../render/files.ts';
import type { Overlay } from '../render/overlay.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { sha256 } from '../model/sha256.ts';
import type { Rollout } from '../fleet/rollouts/rollout.ts';
import type { FleetSpec } from '../fleet/spec.ts';
import type { Finding } from '../model/finding.ts';
import { memo } from '../model/memo.ts';
import type { Freeze } from '../fleet/freezes/freeze.ts';
import { endedFreezes } from '../check/ended-freezes.ts';
import type { ConfigFile } from '../yaml/read.ts';
import { digest } from './approval.ts';
import { FLEET } from './change.ts';
import type { Change } from './change.ts';
import type { Verb } from '../components/consequence.ts';
import { fold } from './fold.ts';
import type { Block } from './fold.ts';
import { frozenIn } from './frozen.ts';
import type { Frozen } from './frozen.ts';
import { judge } from './gate.ts';
import type { Verdict } from './gate.ts';
import { loosened } from './loosened.ts';
import { knownHolds, merge } from './merge.ts';
import type { Merged } from './merge.ts';
import { knowDelivered } from './memory.ts';
import { newsOf } from './news.ts';
import type { News } from './news.ts';
import { makePlan } from './plan.ts';
import type { Plan } from './plan.ts';
import { spending } from './spent.ts';
import { behind, heldAlong, holdsOf, impossibleStays, inseparable, isKept, staysIn } from './stays.ts';
import type { Reflected, Stay } from './stays.ts';
import { Unreadable } from './tree.ts';
import type { Tree } from '../render/tree.ts';

/** What a compiled fleet gives; see `compile`. */
export interface Proposal {
  readonly fleet: Fleet;
  readonly spec: FleetSpec;
  readonly overlays: readonly Overlay[];
  readonly files: FileMap;
  /** The config folder, for its approvals. */
  readonly config: readonly ConfigFile[];
  /** What people add by hand; without it everything that comes counts as theirs. */
  readonly customs?: Customs;
  /** Policies of the fleet's own. */
  readonly policyContext?: PolicyContext;
}

export type Tally = Readonly<Record<Verb, number>>;

/** All there is to say about a change before it is delivered. */
export interface Review {
  /** What it was compared with, in words. */
  readonly base: string;
  readonly blocks: readonly Block[];
  readonly total: Tally;
  /** Regions that change, and how much. */
  readonly regions: ReadonlyMap<string, Tally>;
  /** Regions of the fleet that stay as they are. */
  readonly still: number;
  /** Changes that go through the regions in waves, as far as config/ has brought them. */
  readonly rollouts: readonly Rollout[];
  readonly verdict: Verdict;
  /** What changes for whom. */
  readonly news: readonly News[];
  /** Names these very changes. */
  readonly planHash: string;
  /** Regions that stay on the output of an older generator, as config/ says. */
  readonly stays: ReadonlyMap<string, Stay>;
  /** Regions that freezes hold now. */
  readonly frozen: ReadonlyMap<string, FrozenRegion>;
  /** What may be delivered now; undefined when nothing may, as every region or the fleet as a whole is refused. */
  readonly delivery: Delivery | undefined;
  /** Why the regions that are refused, or stay, cannot be held apart from the others; nothing may be delivered then. */
  readonly obstacle?: string;
}

/** A region that freezes hold, and what waits in it. */
export interface FrozenRegion extends Frozen {
  readonly waiting: readonly Change[];
  /** Whether an approval lets it through all the same. */
  readonly released: boolean;
}

/** What is delivered of a change. */
export interface Delivery extends Merged {
  /** What it spends: see {@link spending}. */
  readonly approvals: readonly string[];
  /** Of the held regions those that were held before, and the commit since which they are. */
  readonly since: ReadonlyMap<string, string>;
}

/** What Git knows of the deliveries before. */
export interface History {
  /** Approvals that are spent. */
  readonly spent: ReadonlySet<string>;
  /** Digest of the config that the base was made from, if anybody knows. */
  readonly reflects: () => string | undefined;
  /** What this generator makes of the config that a region of the base reflects. */
  readonly reflected?: (region: string) => Reflected;
  /** For regions that the base holds already, the commit since which it does. */
  readonly since: (regions: readonly string[]) => ReadonlyMap<string, string>;
  /** The freezes of the configs since the base was delivered, oldest first: where one of them holds less in the next, somebody must have approved it. */
  readonly freezes?: () => readonly (readonly Freeze[])[];
  /** What was delivered a day before the base, if anybody knows: what came since counts together with the change. */
  readonly dayAgo?: () => Tree | undefined;
}

const NO_HISTORY: History = { spent: new Set(), reflects: () => undefined, since: () => new Map() };

/**
 * Compare a proposal with what is delivered now, and ask the gate.
 * @param now milliseconds since 1970, for freezes; the beginning of the day where nobody says it
 */
export function review(proposal: Proposal, old: Tree, today: string, history: History = NO_HISTORY, now = Date.parse(`${today}T00:00:00Z`)): Review {
  knowDelivered(old, proposal.files, deliveryFiles(proposal.fleet, proposal.overlays));
  const whole = makePlan(proposal, old);
  const pins = behind(proposal.fleet);
  const { kept, obstacle } = keeping(proposal, old, holdsOf(pins));
  const delivered: Proposal = { ...proposal, files: kept.files };
  // What stays is neither counted nor asked for: nothing of it is delivered.
  const apartFrom = ({ changes, ...rest }: Plan): Plan => ({ ...rest, changes: changes.filter((change) => !isKept(change, kept.held)) });
  const plan = pins.size === 0 ? whole : apartFrom(makePlan(delivered, old));
  const sinceDayAgo = (): readonly Change[] => {
    const dayAgo = history.dayAgo?.();
    return dayAgo === undefined ? [] : makePlan(delivered, dayAgo).changes;
  };
  let past: readonly Change[] | undefined;
  const earlier = (): readonly Change[] => (past ??= sinceDayAgo());
  const impossible = impossibleStays(plan.memory, pins);
  const possible = new Map([...pins].filter(([region]) => impossible.every((omission) => omission.region !== region)));
  const { stays, edits } = staysIn(proposal, possible, whole.changes, history.reflected ?? (() => ({ unknown: 'nobody asked Git here' })));
  const refusedStays = [...inseparable(obstacle), ...impossible, ...edits, ...heldAlong(kept.held, pins)];
  const frozen = frozenIn(proposal.fleet, proposal.files, old, now);
  const less = loosened(history.freezes?.() ?? [], proposal.fleet, now);
  const judged = judge({ plan, ...proposal, today, spent: history.spent, earlier, stays: refusedStays, frozen, loosened: less });
  const verdict = { ...judged, findings: [...judged.findings, ...pastFreezes(proposal, now)] };
  const regions = new Map<string, Record<Verb, number>>();
  for (const change of plan.changes) if (change.region !== FLEET) memo(regions, change.region, none)[change.verb] += 1;
  return {
    base: plan.base,
    blocks: fold(plan.changes),
    total: tally(plan.changes),
    regions,
    still: proposal.fleet.regions.filter(({ name }) => !regions.has(name)).length,
    rollouts: proposal.spec.rollouts ?? [],
    verdict,
    news: newsOf(plan),
    planHash: sha256(plan.changes.map(digest).sort().join('\n')).slice(0, 16),
    stays,
    frozen: new Map(
      [...frozen].map(([region, each]) => [
        region,
        { ...each, waiting: plan.changes.filter((change) => change.region === region), released: verdict.released.has(region) },
      ]),
    ),
    ...(obstacle === undefined ? apart(() => deliveryOf(proposal, old, verdict, history, frozen)) : { delivery: undefined, obstacle }),
  };
}

/** What would be delivered if only the regions that stay were held. */
function keeping(proposal: Proposal, old: Tree, holds: ReadonlyMap<string, string>): { readonly kept: Merged; readonly obstacle?: string } {
  try {
    return { kept: merge(proposal, old, holds) };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { kept: { files: proposal.files, held: new Map() }, obstacle: error.message };
  }
}

/** An out/ that is not what its locks list is compared all the same, but no part of it can be kept. */
function apart(merging: () => Delivery | undefined): Pick<Review, 'delivery' | 'obstacle'> {
  try {
    return { delivery: merging() };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { delivery: undefined, obstacle: error.message };
  }
}

/** What is refused in a region holds that region; what is refused about the fleet as a whole, all of them. */
function deliveryOf(
  proposal: Proposal,
  old: Tree,
  { regions, relied, released }: Verdict,
  history: History,
  frozen: ReadonlyMap<string, Frozen>,
): Delivery | undefined {
  if (regions.get(FLEET)?.passes === false) return undefined;
  const refused = [...regions].filter(([, { passes }]) => !passes).map(([region, { because }]): [string, string] => [region, because]);
  const freezing = [...frozen].filter(([region]) => !released.has(region)).map(([region, { because }]): [string, string] => [region, because]);
  const holds = new Map([...freezing, ...holdsOf(behind(proposal.fleet)), ...refused]);
  const merged = merge(proposal, old, holds, holds.size === 0 ? undefined : history.reflects());
  const all = [...regions.keys()].every((region) => region === FLEET || merged.held.has(region));
  if (refused.length > 0 && (all || merged.held.size === 0)) return undefined;
  const known = [...knownHolds(old).keys()].filter((region) => merged.held.has(region));
  return {
    ...merged,
    approvals: spending(relied, (region) => merged.held.has(region)),
    since: known.length === 0 ? new Map() : history.since(known),
  };
}

/** Warnings about freezes that hold nothing any more. */
function pastFreezes({ fleet, policyContext }: Proposal, now: number): Finding[] {
  return policyContext === undefined ? [] : endedFreezes(fleet, now).map(policyContext.resolve);
}

const none = (): Record<Verb, number> => ({ create: 0, update: 0, delete: 0, replace: 0 });

export function tally(changes: readonly Change[]): Tally {
  const counts = none();
  for (const { verb } of changes) counts[verb] += 1;
  return counts;
}
