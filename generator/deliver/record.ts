import { COMMIT_FORMAT, entriesIn } from '../history/commit.ts';
import { now } from '../io/clock.ts';
import { Deliveries } from '../io/deliveries.ts';
import type { WorkingCopy } from '../io/git.ts';
import { withoutTokens } from '../io/token.ts';
import type { Facts, Merge } from '../report/delivery.ts';
import type { Published } from '../report/published.ts';
import { heldIn } from './commit.ts';
import { fleetHash } from './fleet-hash.ts';
import type { Verdict } from './judge.ts';
import type { Work } from './work.ts';
import { tallied } from '../model/severity.ts';

/** Merges that are looked at. */
const MOST = 1001;

/** What is known of a delivery that was made; undefined where nothing was. */
export function factsOf(copy: WorkingCopy, work: Work, published: Published, verdict: Verdict | undefined, version: string): Facts | undefined {
  const { commit, subject = '', branch, remote, pushed, changes } = published;
  const { compiled, config, configPath, out } = work;
  if (commit === undefined || compiled.fleet === undefined) return undefined;
  const { error: errors, warning: warnings, note: notes } = tallied(compiled.findings);
  const [by = '', from = ''] = copy.log(commit, out, '%cn%x00%P', '-1').trim().split('\0');
  return {
    fleet: compiled.fleet.name,
    at: now(),
    remote: withoutTokens(copy.urls(remote).at(-1) ?? remote),
    branch,
    pushed,
    commit,
    subject,
    from: from.split(' ')[0] as string,
    by,
    generator: version,
    config: fleetHash(compiled, config),
    ...(verdict?.planHash === undefined ? {} : { plan: verdict.planHash }),
    delivered: changes,
    news: verdict?.news ?? [],
    holds: heldIn(verdict),
    rollouts: (compiled.spec?.rollouts ?? []).map(({ name, reached, waves }) => ({ name, reached, waves: waves.length })),
    findings: { errors, warnings, notes },
    approvals: verdict?.delivery?.approvals ?? [],
    merges: mergesOf(copy, commit, out, configPath),
  };
}

/** Commits of the branch that changed config/ since the delivery before, newest first. */
function mergesOf(copy: WorkingCopy, commit: string, out: string, configPath: string): Merge[] {
  const before = new Deliveries(copy, commit, out).before(commit);
  const text = copy.log(commit, configPath, COMMIT_FORMAT, `-${MOST}`, ...(before === undefined ? [] : [`^${before}`]));
  return entriesIn(text).map(({ commit: { id, subject, by, at, pullRequest } }) => {
    const number = /^[#!]([0-9]{1,9})$/.exec(pullRequest ?? '')?.[1];
    return { commit: id, subject, author: by[0] as string, at, ...(number === undefined ? {} : { pullRequest: Number(number) }) };
  });
}
