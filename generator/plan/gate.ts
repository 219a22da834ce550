import type { PolicyContext } from '../check/policies/context.ts';
import type { Customs } from '../render/customs.ts';
import type { Limits } from '../render/lock.ts';
import type { Overlay } from '../render/overlay.ts';
import { memo } from '../model/memo.ts';
import type { Finding } from '../model/finding.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { GENERATOR_VERSION } from '../model/generator.ts';
import type { FleetSpec } from '../fleet/spec.ts';
import type { ConfigFile } from '../yaml/read.ts';
import { approvalHash, countingOn, digest, digestOf, readApprovals } from './approval.ts';
import { Approvals } from './approvals.ts';
import type { ApprovedBy } from './approvals.ts';
import { excesses } from './budgets.ts';
import type { Excess, Riders } from './budgets.ts';
import { subject } from './change.ts';
import type { Change } from './change.ts';
import type { Frozen } from './frozen.ts';
import { dangersOf } from './gate/dangers.ts';
import type { DangerClass } from '../components/weight.ts';
import type { Danger } from './gate/danger.ts';
import { runPolicies } from './gate/policies.ts';
import { Makers } from './gate/maker.ts';
import { ownersReach } from './gate/owners.ts';
import { lateTrusts, newTrusts } from './gate/trusts.ts';
import { departures } from './departures.ts';
import type { Departure } from './departures.ts';
import type { Loosened } from './loosened.ts';
import { isFirst } from './memory.ts';
import type { Memory } from './memory.ts';
import { dataLost, movesIn } from './moves.ts';
import type { Moves } from './moves.ts';
import { newcomers } from './newcomers.ts';
import type { Newcomer } from './newcomers.ts';
import { omissions } from './omissions.ts';
import type { Omission } from './omissions.ts';
import type { Plan } from './plan.ts';
import { regionVerdicts } from './regions.ts';
import type { RegionVerdict } from './regions.ts';
import type { Relied } from './spent.ts';

/** What the gate says. */
export interface Verdict {
  /** Whether all of it may be delivered. */
  readonly passes: boolean;
  /** Region by region; under the empty name, what belongs to the fleet as a whole. */
  readonly regions: ReadonlyMap<string, RegionVerdict>;
  /** No approval helps against these. */
  readonly omissions: readonly Omission[];
  readonly excesses: readonly Excess[];
  /** Changes that need an approval, each once for every class and reason. What is approved is left out. */
  readonly dangers: readonly Danger[];
  /** The fleet asks for higher limits, which would gate less from the next change on. */
  readonly raisesLimits: boolean;
  /** What the fleet newly believes without proof and nobody approved, in words; see `newTrusts`. */
  readonly trusts: readonly string[];
  /** Freezes that hold less than what was delivered was made under, and nobody approved it, in words. */
  readonly loosened: readonly string[];
  /** Regions whose freezes an approval lets what waits through. */
  readonly released: ReadonlySet<string>;
  /** Digests of the changes that still need an approval. */
  readonly needed: readonly string[];
  /** Why a change of a digest needs an approval: of which classes it is. */
  readonly classes: ReadonlyMap<string, ReadonlySet<DangerClass>>;
  /** Of them those that the owner of an agent may approve in the place of the platform team. */
  readonly owners: ReadonlyMap<string, readonly string[]>;
  /** Name of the approval that they need: `config/approvals/<hash>.yaml`. */
  readonly hash: string | undefined;
  /** Approvals by which something passes. */
  readonly approvedBy: readonly ApprovedBy[];
  /** Approvals without which something would not pass, and the regions of which it would not. */
  readonly relied: readonly Relied[];
  /** Paths of approvals that would let something pass, had no delivery spent them already. */
  readonly spent: readonly string[];
  /** Changes that no approval names and that need none, where there are approvals. */
  readonly beside: number;
  /** About the files of `config/approvals`, and what policies warn of. */
  readonly findings: readonly Finding[];
  readonly newcomers: readonly Newcomer[];
  readonly departures: readonly Departure[];
  readonly moves: Moves;
  readonly limits: Limits;
  /** The fleet asks for other limits; they hold from the next change on. */
  readonly nextLimits: Limits | undefined;
  /** The release that wrote the old out/, if another one writes the new. */
  readonly upgradeFrom: string | undefined;
}

export interface Asked {
  readonly plan: Plan;
  readonly fleet: Fleet;
  readonly spec: FleetSpec;
  /** The new state, object by object. */
  readonly overlays?: readonly Overlay[];
  /** What people add by hand; without it everything that comes counts as theirs. */
  readonly customs?: Customs;
  /** The config folder, for its approvals. */
  readonly config: readonly ConfigFile[];
  /** Policies of the fleet's own. */
  readonly policyContext?: PolicyContext;
  /** What becomes of the out/ of a day ago; asked where there is work to add it to. Empty: nobody knows it. */
  readonly earlier?: () => readonly Change[];
  /** `2026-12-01` */
  readonly today: string;
  /** What earlier deliveries have spent: see {@link spentApprovals}. */
  readonly spent?: ReadonlySet<string>;
  /** Regions that freezes hold, and what names an emergency in them. */
  readonly frozen?: ReadonlyMap<string, Frozen>;
  /** Freezes that hold less. */
  readonly loosened?: readonly Loosened[];
  /** What is refused of regions that stay as they are. */
  readonly stays?: readonly Omission[];
}

/**
 * Whether a plan may be delivered. Every change is judged by what it does, and counted where it counts; the limits of the
 * *old* state hold. An approval lets through its own changes and no others: they take their part of the limits, and what
 * rides along has what is left. One whose objects would become something else than was approved counts for nothing.
 */
export function judge({
  plan,
  fleet,
  spec,
  overlays = [],
  customs,
  config,
  policyContext,
  earlier = () => [],
  today,
  spent = new Set(),
  frozen = new Map(),
  loosened = [],
  stays = [],
}: Asked): Verdict {
  const { memory, changes } = plan;
  const { limits } = memory;
  const nextLimits = limitsToCome(memory, fleet);
  const raised = nextLimits !== undefined && isHigher(nextLimits, limits) ? digestOf(['limits', limits], [nextLimits]) : undefined;
  const trusts = newTrusts(memory, fleet);
  const digests = new Map(changes.map((change) => [change, digest(change)]));
  const digestIn = (change: Change): string => digests.get(change) as string;
  const dangersIn = (some: readonly Change[]): Danger[] => dangersOf({ memory, fleet, overlays, customs }, some, earlier, limits);
  const policies = runPolicies(policyContext, memory, changes, today);
  const all = [...dangersIn(changes), ...policies.dangers];
  const owned = ownersReach(fleet, changes, all);
  const emergencies = [...frozen].flatMap(([region, { digests: own }]) => own.map((text) => [text, region] as const));
  const goes = loosened.flatMap(({ digests: own }) => own);
  const approvals = new Approvals({
    read: countingOn(today, readApprovals(config)),
    present: new Set([
      ...digests.values(),
      ...(raised === undefined ? [] : [raised]),
      ...trusts.values(),
      ...goes,
      ...emergencies.map(([text]) => text),
    ]),
    regionOf: new Map([...[...digests].map(([change, text]) => [text, change.region] as const), ...emergencies]),
    spent,
    reach: new Map([...owned].map(([agent, own]) => [agent, new Set([...own].map(digestIn))])),
  });

  const isApproved = (change: Change): boolean => approvals.approves(digestIn(change));
  const dangers = all.filter(({ change }) => !isApproved(change));
  const uncounted = ridersOf(plan, customs);
  // How much may change at once is the platform team's to say, whoever owns the pods.
  const riders: Riders = { ...uncounted, approved: (change) => approvals.teamApproves(digestIn(change)) };
  const over = excesses(plan, changes, limits, riders);
  const exceeding = new Set(over.flatMap(({ changes: own }) => own));
  const asked = new Set([...exceeding, ...dangers.map(({ change }) => change)]);
  const openTrusts = [...trusts].filter(([, text]) => !approvals.approves(text));
  const openLoosened = loosened
    .map(({ because, digests: own }) => ({ because, needed: own.filter((text) => !approvals.approves(text)) }))
    .filter(({ needed: own }) => own.length > 0);
  const released = new Set(
    [...frozen].filter(([, { digests: own }]) => own.length > 0 && own.every((text) => approvals.teamApproves(text))).map(([region]) => region),
  );
  const openRaise = raised !== undefined && !approvals.approves(raised) ? raised : undefined;
  const needed = [
    ...changes.filter((change) => asked.has(change)).map(digestIn),
    ...(openRaise === undefined ? [] : [openRaise]),
    ...openTrusts.map(([, text]) => text),
    ...openLoosened.flatMap(({ needed: own }) => own),
  ];
  const omitted = [
    ...omissions(memory, fleet, spec),
    ...dataLost(changes, fleet),
    ...lateTrusts(memory, fleet, today),
    ...policies.refusals,
    ...stays,
  ];
  const refused = {
    dangers,
    dangersOf: (some: readonly Change[]) => dangersIn(some).filter(({ change }) => !isApproved(change)),
    excesses: over,
    omissions: omitted,
    fleet: [
      ...(openRaise === undefined ? [] : [{ because: "the gate's limits go up", needed: [openRaise] }]),
      ...openTrusts.map(([because, text]) => ({ because, needed: [text] })),
      ...openLoosened,
    ],
  };
  const dangerous = approvals.areUsed
    ? new Set([
        ...[...all.map(({ change }) => change), ...excesses(plan, changes, limits, uncounted).flatMap(({ changes: own }) => own)].map(digestIn),
        ...(raised === undefined ? [] : [raised]),
        ...trusts.values(),
        ...goes,
        ...emergencies.filter(([, region]) => released.has(region)).map(([text]) => text),
      ])
    : new Set<string>();
  return {
    passes: omitted.length === 0 && needed.length === 0,
    regions: regionVerdicts(plan, changes, limits, digestIn, refused, riders),
    omissions: omitted,
    excesses: over,
    dangers,
    raisesLimits: openRaise !== undefined,
    trusts: openTrusts.map(([because]) => because),
    loosened: openLoosened.map(({ because }) => because),
    released,
    needed,
    classes: classesOf(dangers, digests),
    owners: new Map(
      [...owned].flatMap(([agent, own]) => {
        const open = [...own].filter((change) => asked.has(change) && !exceeding.has(change)).map(digestIn);
        return open.length === 0 ? [] : [[agent, open] as const];
      }),
    ),
    hash: needed.length === 0 ? undefined : approvalHash(needed),
    approvedBy: approvals.approvedBy(),
    relied: approvals.relied(dangerous),
    spent: approvals.spentFor(needed),
    beside: approvals.areUsed ? changes.filter((change) => !isApproved(change) && !asked.has(change)).length : 0,
    findings: [...approvals.findings(needed), ...policies.warnings],
    newcomers: newcomers(changes, fleet),
    departures: departures(changes, fleet),
    moves: movesIn(memory, fleet),
    limits,
    nextLimits,
    upgradeFrom: otherGenerator(memory, changes),
  };
}

/** Regions come to a release one after the other, so what one is written by is asked where it changes. */
function otherGenerator({ generator, regions }: Memory, changes: readonly Change[]): string | undefined {
  const ofRegions = [...new Set(changes.map(({ region }) => region))].map((region) => regions.get(region)?.generator);
  return [generator, ...ofRegions].find((version) => version !== undefined && version !== GENERATOR_VERSION);
}

/** What people add dilutes nothing. */
function ridersOf({ changes }: Plan, customs: Customs | undefined): Riders {
  if (customs === undefined || customs.extras.length === 0) return {};
  const makers = new Makers(customs);
  const added = (change: Change): boolean => change.verb !== 'delete' && makers.of(change.region, change.component, subject(change)) === 'people';
  const come = new Map<string, number>();
  for (const change of changes) if (change.verb === 'create' && added(change)) come.set(change.region, (come.get(change.region) ?? 0) + 1);
  return { added, extras: (region) => makers.count(region) - (come.get(region) ?? 0) };
}

function classesOf(dangers: readonly Danger[], digests: ReadonlyMap<Change, string>): Map<string, Set<DangerClass>> {
  const found = new Map<string, Set<DangerClass>>();
  for (const { change, class: kind } of dangers) memo(found, digests.get(change) as string, () => new Set<DangerClass>()).add(kind);
  return found;
}

/** Limits that the fleet asks for, if they are others than those that hold; the first delivery of all has none. */
function limitsToCome(memory: Memory, { gate }: Fleet): Limits | undefined {
  return isFirst(memory) || LIMITS.every((key) => gate[key] === memory.limits[key]) ? undefined : gate;
}

function isHigher(a: Limits, b: Limits): boolean {
  return LIMITS.some((key) => a[key] > b[key]);
}

const LIMITS = ['maxDeletePercent', 'maxUpdatePercent', 'maxWorkPercent'] as const;
