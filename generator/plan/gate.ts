import type { Limits } from '../layout/lock.ts';
import type { Finding } from '../model/finding.ts';
import { hasErrors } from '../model/finding.ts';
import type { Fleet } from '../model/fleet.ts';
import { GENERATOR_VERSION } from '../model/generator.ts';
import type { FleetSpec } from '../model/spec.ts';
import type { ConfigFile } from '../source/read.ts';
import { approvalHash, digest, found, readApprovals } from './approval.ts';
import type { ApprovalFile } from './approval.ts';
import { excesses } from './budgets.ts';
import type { Excess } from './budgets.ts';
import type { Change } from './change.ts';
import { guardedBecause } from './guarded.ts';
import { newcomers } from './newcomers.ts';
import type { Newcomer } from './newcomers.ts';
import { omissions } from './omissions.ts';
import type { Omission } from './omissions.ts';
import type { Plan } from './plan.ts';

/** A change that needs an approval by its nature. */
export interface Guarded {
  readonly change: Change;
  readonly because: string;
}

/** What the gate says. */
export interface Verdict {
  /** Whether it may be delivered. */
  readonly passes: boolean;
  /** No approval helps against these. */
  readonly omissions: readonly Omission[];
  readonly excesses: readonly Excess[];
  readonly guarded: readonly Guarded[];
  /** Digests of the changes that still need an approval. */
  readonly needed: readonly string[];
  /** Name of the approval that they need: `config/approvals/<hash>.yaml`. */
  readonly hash: string | undefined;
  /** Approvals by which something passes. */
  readonly approvedBy: readonly { readonly path: string; readonly approvedBy: string; readonly reason: string; readonly changes: number }[];
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
}

/**
 * Whether a plan may be delivered. What is approved is taken out first; the limits of the *old* state then hold for what
 * is left, so an approval lets through its own changes and no others, and unrelated ones do not spoil it.
 */
export function judge({ plan, fleet, spec, config, today }: Asked): Verdict {
  const { memory, changes } = plan;
  const { limits } = memory;
  const { approvals, findings } = readApprovals(config, today);
  const digests = new Map(changes.map((change) => [change, digest(change)]));
  const wanted = gated(plan, changes, limits);
  const left = changes.filter((change) => !approvals.some((approval) => approval.changes.includes(digests.get(change) as string)));
  const asked = approvals.length === 0 ? wanted : gated(plan, left, limits);
  const needed = [...asked.all].map((change) => digests.get(change) as string);
  const present = new Set(digests.values());
  const used = approvals.filter((approval) => approval.changes.some((text) => present.has(text)));
  const left0 = omissions(memory, fleet, spec);
  const warnings = approvals.filter((approval) => !used.includes(approval)).map(unused);
  const nextLimits = memory.generator === undefined && memory.regions.size === 0 ? undefined : fleet.gate;
  return {
    passes: left0.length === 0 && needed.length === 0 && !hasErrors(findings),
    omissions: left0,
    excesses: asked.excesses,
    guarded: asked.guarded,
    needed,
    hash: needed.length === 0 ? undefined : approvalHash(needed),
    approvedBy: used.map(({ path, approvedBy, reason, changes: list }) => ({
      path,
      approvedBy,
      reason,
      changes: list.filter((text) => present.has(text)).length,
    })),
    findings: [...findings, ...warnings],
    newcomers: newcomers(changes, fleet),
    limits,
    nextLimits: nextLimits !== undefined && isOther(nextLimits, limits) ? nextLimits : undefined,
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
  return found('approval/unused', source, '', 'this approval matches no change any more', 'remove the file');
}

function isOther(a: Limits, b: Limits): boolean {
  return a.maxDeletePercent !== b.maxDeletePercent || a.maxUpdatePercent !== b.maxUpdatePercent;
}
