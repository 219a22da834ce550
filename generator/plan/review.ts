import type { Customs } from '../render/customs.ts';
import type { FileMap } from '../render/files.ts';
import type { Overlay } from '../render/overlay.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { sha256 } from '../model/sha256.ts';
import type { FleetSpec } from '../fleet/spec.ts';
import { memo } from '../model/memo.ts';
import type { ConfigFile } from '../yaml/read.ts';
import { digest } from './approval.ts';
import { FLEET } from './change.ts';
import type { Change } from './change.ts';
import type { Verb } from '../components/consequence.ts';
import { fold } from './fold.ts';
import type { Block } from './fold.ts';
import { judge } from './gate.ts';
import type { Verdict } from './gate.ts';
import { makePlan } from './plan.ts';
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
  readonly verdict: Verdict;
  /** Names these very changes. */
  readonly planHash: string;
}

/** Compare a proposal with what is delivered now, and ask the gate. @param dayAgo what was delivered a day ago, if it is known */
export function review(proposal: Proposal, old: Tree, today: string, dayAgo?: Tree): Review {
  const plan = makePlan(proposal, old);
  const earlier = dayAgo === undefined ? [] : makePlan(proposal, dayAgo).changes;
  const verdict = judge({ plan, ...proposal, today, earlier });
  const regions = new Map<string, Record<Verb, number>>();
  for (const change of plan.changes) if (change.region !== FLEET) memo(regions, change.region, none)[change.verb] += 1;
  return {
    base: plan.base,
    blocks: fold(plan.changes),
    total: tally(plan.changes),
    regions,
    still: proposal.fleet.regions.filter(({ name }) => !regions.has(name)).length,
    verdict,
    planHash: sha256(plan.changes.map(digest).sort().join('\n')).slice(0, 16),
  };
}

const none = (): Record<Verb, number> => ({ create: 0, update: 0, delete: 0, replace: 0 });

function tally(changes: readonly Change[]): Tally {
  const counts = none();
  for (const { verb } of changes) counts[verb] += 1;
  return counts;
}
