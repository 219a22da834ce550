import { compile } from '../compile.ts';
import type { Compiled } from '../compile.ts';
import { Failure } from '../io/failure.ts';
import { readConfig } from '../io/read-config.ts';
import { writeFile } from '../io/write-file.ts';
import { quoted } from '../model/quoted.ts';
import { LONGEST_DAYS, addDays, approvalFlaw, approvalHash, approvalPath, approvalText } from '../plan/approval.ts';
import { FLEET } from '../plan/change.ts';
import { emergencyDigests, emergencyHash } from '../plan/frozen.ts';
import type { Verdict } from '../plan/gate.ts';
import type { Review } from '../plan/review.ts';
import { gateText } from '../report/plan-text.ts';
import { count, style } from '../report/style.ts';
import { EXIT } from './command.ts';
import type { Command } from './command.ts';
import { printJson, refused, say } from './load.ts';
import { BASE_OPTIONS, baseOf } from './plan/base.ts';
import { momentOf, reviewed } from './plan/reviewed.ts';

export const approve: Command = {
  name: 'approve',
  summary: 'write the approval of a change that the gate refuses',
  usage: 'HASH --by NAME --reason TEXT [--region NAME | --agent NAME] [--expires DATE]',
  help: `Writes a file below config/approvals. The hash is the one that pap-fleet plan names: it stands for the very changes that
need an approval, so that nobody approves what nobody has looked at. Commit the file with the change; whoever owns
config/approvals (CODEOWNERS) approves by approving the pull request.

It lets those changes pass and no others, until the day it ends, at most ${LONGEST_DAYS} days ahead. When an object has changed
meanwhile its approval is void. With --region, what the others need stays open, and they stay held. With --agent the owner of
the agent approves, in config/approvals/agents/NAME: its pods stop, restart or are less protected, and nothing else.

Where a freeze holds what cannot wait, plan names another hash. Its approval lets the very bytes that wait in these regions through
the freezes that hold them now, once; it ends tomorrow unless --expires says otherwise. What is dangerous still needs its own.

Examples:
  pap-fleet approve 0f3a9c2b7d4e5f60 --by "Ada Lovelace" --reason "us-east moves, TICKET-42"
  pap-fleet approve 0f3a9c2b7d4e5f60 --by "Ada Lovelace" --reason "eu-west first" --region eu-west
  pap-fleet approve 0f3a9c2b7d4e5f60 --by "Bo of search" --reason "an hour without it is agreed" --agent research`,
  options: [
    ...BASE_OPTIONS,
    { name: 'by', value: 'NAME', help: 'who answers for it' },
    { name: 'reason', value: 'TEXT', help: 'why it is right' },
    { name: 'region', value: 'NAME', help: 'only what this region needs (default: all that needs an approval)' },
    { name: 'agent', value: 'NAME', help: 'only what the owner of this agent may approve' },
    { name: 'expires', value: 'DATE', help: `last day on which it counts (default: ${LONGEST_DAYS} days from today; through a freeze, tomorrow)` },
  ],
  words: { max: 1, needs: 'the hash that pap-fleet plan shows' },
  run(context, flags, [hash]) {
    const { by, reason } = flags.more as { by?: string; reason?: string };
    if (by === undefined || reason === undefined)
      throw new Failure('usage', `--${by === undefined ? 'by' : 'reason'} is missing`, 'an approval says who and why');
    const moment = momentOf(flags);
    const { today } = moment;
    const config = readConfig(flags.config, flags.maxFileSize);
    const compiled = compile(config);
    const exit = refused(context, flags, 'approve', compiled, 'the fleet is not valid, so there is nothing to approve');
    if (exit !== undefined) return exit;
    const base = baseOf(flags, (compiled as Required<Compiled>).fleet.gitops.branch);
    const seen = reviewed(compiled, config, base, moment, flags.maxFileSize);
    const { verdict } = seen;
    say(context, flags, verdict.findings);
    const { region, agent } = flags.more as { region?: string; agent?: string };
    const write = (changes: readonly string[], ends: string, approves: string, owner?: string): number => {
      const expires = (flags.more['expires'] as string | undefined) ?? ends;
      const flaw = approvalFlaw({ approvedBy: by, reason, expires, changes }, today);
      if (flaw !== undefined) throw new Failure('usage', flaw.message, flaw.hint);
      const path = `${flags.config}/${approvalPath(approvalHash(changes), owner)}`;
      writeFile(context.disk, path, approvalText({ approvedBy: by, reason, expires, changes }));
      if (flags.json) printJson(context, 'approve', EXIT.ok, { path, changes: changes.length, expires });
      else context.streams.out(`wrote ${path}: ${approves} until ${expires}; commit it with the change\n`);
      return EXIT.ok;
    };
    if (hash !== undefined && hash === emergencyHash(seen.frozen, verdict.released)) {
      if (agent !== undefined)
        throw new Failure('usage', 'the owner of an agent lets nothing through a freeze', 'the platform team does: leave --agent out');
      const { digests, regions } = throughFreezes(seen, region);
      return write(digests, addDays(today, EMERGENCY_DAYS), `lets what waits in ${regions.join(', ')} through the freeze`);
    }
    if (verdict.omissions.length > 0) throw new Failure('usage', `no approval helps here.\n${gateText(verdict, today, style(false))}`);
    if (verdict.hash === undefined)
      throw new Failure(
        'usage',
        'nothing needs an approval',
        'if pap-fleet plan says otherwise: give approve the --base and --out that plan was given',
      );
    if (verdict.hash !== hash)
      throw new Failure(
        'usage',
        `what needs an approval now is ${verdict.hash}, not ${hash}`,
        'look at pap-fleet plan again: it is another change than the one you looked at, or plan was given another --base',
      );
    if (region !== undefined && agent !== undefined) throw new Failure('usage', '--region and --agent exclude each other', 'give one of them');
    const changes = agent === undefined ? neededBy(verdict, region) : neededOf(verdict, agent);
    return write(changes, addDays(today, LONGEST_DAYS), `approves ${count(changes.length, 'change')}`, agent);
  },
};

/** What an emergency is for ends with it. */
const EMERGENCY_DAYS = 1;

/** @throws Failure (usage) where nothing waits in the region */
function throughFreezes({ frozen, verdict }: Review, region: string | undefined): { readonly digests: string[]; readonly regions: string[] } {
  const waiting = [...frozen].filter(([name, { digests }]) => digests.length > 0 && !verdict.released.has(name)).map(([name]) => name);
  const regions = waiting.filter((name) => region === undefined || name === region);
  if (regions.length === 0)
    throw new Failure('usage', `no freeze holds anything in ${quoted(region as string)}`, `it is ${waiting.join(', ')} where something waits`);
  return { digests: emergencyDigests(frozen, verdict.released, region), regions };
}

/** @throws Failure (usage) where the region needs nothing */
function neededBy({ needed, regions }: Verdict, region: string | undefined): readonly string[] {
  if (region === undefined) return needed;
  const own = regions.get(region)?.needed ?? [];
  if (own.length > 0) return own;
  const asking = [...regions].filter(([name, verdict]) => name !== FLEET && verdict.needed.length > 0).map(([name]) => name);
  throw new Failure(
    'usage',
    `nothing in ${quoted(region)} needs an approval`,
    asking.length === 0 ? undefined : `it is ${asking.join(', ')} that ask for one`,
  );
}

/** @throws Failure (usage) where the owner of the agent may approve nothing of it */
function neededOf({ owners }: Verdict, agent: string): readonly string[] {
  const own = owners.get(agent);
  if (own !== undefined) return own;
  throw new Failure(
    'usage',
    `the owner of ${quoted(agent)} may approve nothing of this`,
    'owners approve pods of their agent that stop, restart or are less protected; for the rest the platform team approves, without --agent',
  );
}
