import { Failure } from '../io/failure.ts';
import { CONFIG_TRAILER } from '../io/deliveries.ts';
import type { WorkingCopy } from '../io/git.ts';
import { APPROVALS } from '../plan/spent.ts';
import type { Holds } from '../render/held.ts';
import { commitMessage, listed, subjectOf } from '../report/published.ts';
import type { Delivered } from '../report/published.ts';
import { TRAILER } from './allowed.ts';
import { NOTHING, compare, isNothing } from './delivered.ts';
import { fleetHash } from './fleet-hash.ts';
import type { Verdict } from './judge.ts';
import type { Work } from './work.ts';

/** A commit of out/ that was made; without `commit` there was nothing to do. */
export interface Made {
  readonly commit?: string;
  readonly subject?: string;
  readonly changes: Delivered;
}

export const NOT_MADE: Made = { changes: NOTHING };

/** Write out/ and commit it, unless HEAD has it already. Afterwards HEAD has exactly what was compiled. */
export function commitOut(copy: WorkingCopy, work: Work, version: string, verdict: Verdict | undefined): Made {
  const { out, files } = work;
  work.write();
  const delivered = compare(files, copy.files('HEAD', out));
  if (isNothing(delivered)) return NOT_MADE;
  const commit = copy.commit(out, messageOf(work, delivered, version, verdict));
  mustHold(copy, commit, work, 'nothing was pushed');
  return { commit, subject: subjectOf(delivered, verdict?.news, heldIn(verdict)), changes: delivered };
}

export function messageOf({ compiled, config, configPath }: Work, delivered: Delivered, version: string, verdict: Verdict | undefined): string {
  const held = heldIn(verdict);
  const approvals = verdict?.delivery?.approvals ?? [];
  const trailers = {
    [TRAILER]: fleetHash(compiled, config),
    'Generator-Version': version,
    [CONFIG_TRAILER]: encodeURI(configPath),
    ...(verdict?.planHash === undefined ? {} : { 'Plan-Hash': verdict.planHash }),
    ...(held.size === 0 ? {} : { Held: [...held.keys()].join(', ') }),
    ...(approvals.length === 0 ? {} : { [APPROVALS]: approvals.join(', ') }),
  };
  return commitMessage(delivered, trailers, verdict?.news, held);
}

/** What is held, and why. */
export function heldIn(verdict: Verdict | undefined): Holds {
  return verdict?.delivery?.held ?? new Map();
}

/** The commit must have what was generated, byte by byte, whatever filters stood between. */
export function mustHold(copy: WorkingCopy, commit: string, { out, files }: Work, so: string): void {
  const { created, updated, deleted } = compare(files, copy.files(commit, out));
  const paths = [...created, ...updated, ...deleted].map((path) => `${out}/${path}`);
  if (paths.length === 0) return;
  throw new Failure(
    'system',
    `the commit does not have what was generated:\n  ${listed(paths)}`,
    `look for filters, file modes and line-ending settings of Git; ${so}`,
  );
}
