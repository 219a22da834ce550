import type { Limits } from '../render/lock.ts';
import type { Finding } from '../model/finding.ts';
import { hasErrors } from '../model/finding.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { GENERATOR_VERSION } from '../model/generator.ts';
import type { FleetSpec } from '../fleet/spec.ts';
import type { ConfigFile } from '../yaml/read.ts';
import { rule as alteredRule } from '../rules/approval/altered/rule.ts';
import { rule as unusedRule } from '../rules/approval/unused/rule.ts';
import { approvalHash, countingOn, digest, digestOf, found, readApprovals, subjectOf } from './approval.ts';
import type { ApprovalFile } from './approval.ts';
import { excesses } from './budgets.ts';
import type { Excess } from './budgets.ts';
import { FLEET } from './change.ts';
import type { Change } from './change.ts';
import { guardedBecause } from './guarded.ts';
import type { Memory } from './memory.ts';
import { newcomers } from './newcomers.ts';
import type { Newcomer } from './newcomers.ts';
import { omissions } from './omissions.ts';
import type { Omission } from './omissions.ts';
import type { Plan } from './plan.ts';
import { regionVerdicts } from './regions.ts';
import type { RegionVerdict } from './regions.ts';
import { approvalId, isSpent } from './spent.ts';
import type { Relied } from './spent.ts';
import { byCodeUnit } from '../model/order.ts';

/** A change that needs an approval by its nature. */
export interface Guarded {
  readonly change: Change;
  readonly because: string;
}

/** What the gate says. */
export interface Verdict {
  /** Whether all of it may be delivered. */
  readonly passes: boolean;
  /** Region by region; under the empty name, what belongs to the fleet as a whole. */
  readonly regions: ReadonlyMap<string, RegionVerdict>;
  /** No approval helps against these. */
  readonly omissions: readonly Omission[];
  readonly excesses: readonly Excess[];
  readonly guarded: readonly Guarded[];
  /** The fleet asks for higher limits, which would gate less from the next change on. */
  readonly raisesLimits: boolean;
  /** Digests of the changes that still need an approval. */
  readonly needed: readonly string[];
  /** Name of the approval that they need: `config/approvals/<hash>.yaml`. */
  readonly hash: string | undefined;
  /** Approvals by which something passes. */
  readonly approvedBy: readonly { readonly path: string; readonly approvedBy: string; readonly reason: string; readonly changes: number }[];
  /** Approvals without which something would not pass, and the regions of which it would not. */
  readonly relied: readonly Relied[];
  /** Paths of approvals that would let something pass, had no delivery spent them already. */
  readonly spent: readonly string[];
  /** Changes that no approval names and that need none, where there are approvals. */
  readonly beside: number;
  /** About the files of `config/approvals`. */
  readonly findings: readonly Finding[];
  readonly newcomers: readonly Newcomer[];
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
  /** The config folder, for its approvals. */
  readonly config: readonly ConfigFile[];
  /** `2026-12-01` */
  readonly today: string;
  /** What earlier deliveries have spent: see {@link spentApprovals}. */
  readonly spent?: ReadonlySet<string>;
}

/**
 * Whether a plan may be delivered. What is approved is taken out first; the limits of the *old* state then hold for what
 * is left, so an approval lets through its own changes and no others, and unrelated ones do not spoil it. One whose
 * objects would become something else than was approved counts for nothing.
 */
export function judge({ plan, fleet, spec, config, today, spent = new Set() }: Asked): Verdict {
  const { memory, changes } = plan;
  const { limits } = memory;
  const nextLimits = limitsToCome(memory, fleet);
  const raised = nextLimits !== undefined && isHigher(nextLimits, limits) ? digestOf(['limits', limits], [nextLimits]) : undefined;
  const digests = new Map(changes.map((change) => [change, digest(change)]));
  const present = new Set([...digests.values(), ...(raised === undefined ? [] : [raised])]);

  const { approvals: read, findings } = countingOn(today, readApprovals(config));
  const subjects = new Set([...present].map(subjectOf));
  const isAltered = ({ changes: listed }: ApprovalFile): boolean => listed.some((text) => !present.has(text) && subjects.has(subjectOf(text)));
  const regionOf = new Map([...digests].map(([change, text]) => [text, change.region]));
  const counts = (approval: ApprovalFile, text: string): boolean => !isSpent(spent, approvalId(approval), regionOf.get(text) ?? FLEET);
  const approvals = read.filter((approval) => !isAltered(approval));
  const approved = new Set(approvals.flatMap((approval) => approval.changes.filter((text) => counts(approval, text))));
  const used = approvals.filter((approval) => approval.changes.some((text) => present.has(text) && counts(approval, text)));

  const left = changes.filter((change) => !approved.has(digests.get(change) as string));
  const asked = gated(plan, left, limits);
  const needed = [
    ...[...asked.all].map((change) => digests.get(change) as string),
    ...(raised === undefined || approved.has(raised) ? [] : [raised]),
  ];
  const omitted = omissions(memory, fleet, spec);
  const digestIn = (change: Change): string => digests.get(change) as string;
  const refused = {
    ...asked,
    omissions: omitted,
    fleet: [
      ...findings.filter(({ severity }) => severity === 'error').map(({ message }) => ({ because: message, needed: [] })),
      ...(raised === undefined || approved.has(raised) ? [] : [{ because: "the gate's limits go up", needed: [raised] }]),
    ],
  };
  const dangerous = used.length === 0 ? new Set<string>() : new Set([...gated(plan, changes, limits).all].map(digestIn).concat(raised ?? []));
  const lacking = new Set(needed);
  return {
    passes: omitted.length === 0 && needed.length === 0 && !hasErrors(findings),
    regions: regionVerdicts(plan, left, limits, digestIn, refused),
    omissions: omitted,
    excesses: asked.excesses,
    guarded: asked.guarded,
    raisesLimits: raised !== undefined && !approved.has(raised),
    needed,
    hash: needed.length === 0 ? undefined : approvalHash(needed),
    approvedBy: used.map(({ path, approvedBy, reason, changes: list }) => ({
      path,
      approvedBy,
      reason,
      changes: list.filter((text) => present.has(text)).length,
    })),
    relied: used.map((approval) => {
      const texts = approval.changes.filter((text) => dangerous.has(text) && counts(approval, text));
      return { id: approvalId(approval), regions: [...new Set(texts.map((text) => regionOf.get(text) ?? FLEET))].sort(byCodeUnit) };
    }),
    spent: approvals.filter((approval) => approval.changes.some((text) => lacking.has(text) && !counts(approval, text))).map(({ path }) => path),
    beside: used.length === 0 ? 0 : left.length - asked.all.size,
    findings: [
      ...findings,
      ...read.filter(isAltered).map(altered),
      ...approvals.filter((approval) => !approval.changes.some((text) => present.has(text))).map(unused),
    ],
    newcomers: newcomers(changes, fleet),
    limits,
    nextLimits,
    upgradeFrom: memory.generator === undefined || memory.generator === GENERATOR_VERSION ? undefined : memory.generator,
  };
}

/** Which of the changes need an approval, and why. */
function gated(plan: Plan, changes: readonly Change[], limits: Limits): { excesses: Excess[]; guarded: Guarded[]; all: Set<Change> } {
  const over = excesses(plan, changes, limits);
  const guarded = changes.flatMap((change) => {
    const because = guardedBecause(change);
    return because === undefined ? [] : [{ change, because }];
  });
  return { excesses: over, guarded, all: new Set([...over.flatMap(({ changes: own }) => own), ...guarded.map(({ change }) => change)]) };
}

function unused({ source }: ApprovalFile): Finding {
  return found(unusedRule, source, '', 'this approval matches no change any more', 'remove the file');
}

function altered({ source }: ApprovalFile): Finding {
  return found(
    alteredRule,
    source,
    '/changes',
    'what this approval is for has been edited since, so it does not count',
    'look at pap-fleet plan again, approve what it says now, and remove the file',
  );
}

/** Limits that the fleet asks for, if they are others than those that hold; the first delivery of all has none. */
function limitsToCome({ generator, regions, limits }: Memory, { gate }: Fleet): Limits | undefined {
  if (generator === undefined && regions.size === 0) return undefined;
  return gate.maxDeletePercent === limits.maxDeletePercent && gate.maxUpdatePercent === limits.maxUpdatePercent ? undefined : gate;
}

function isHigher(a: Limits, b: Limits): boolean {
  return a.maxDeletePercent > b.maxDeletePercent || a.maxUpdatePercent > b.maxUpdatePercent;
}
