import { compile, type Compiled } from '../compile.ts';
import type { Keeper } from '../model/memory.ts';
import { readApprovals } from '../plan/approval.ts';
import { summarize, summaryText } from '../report/generated.ts';
import { style } from '../report/style.ts';
import type { ConfigFile } from '../yaml/read.ts';
import { parseAssumption, type Assumption } from '../fleet/versions/assume.ts';
import { Failure } from '../io/failure.ts';
import { EXIT, FORMAT_OPTION, type Command, type Flags } from './command.ts';
import { FIX_OPTIONS, fixing, refuseDryRun } from './fixing.ts';
import { HEAD_OPTION, configOf } from './head.ts';
import { printForMachines, refused } from './load.ts';
import { WATCH_OPTION } from './watch.ts';

export const validate: Command = {
  name: 'validate',
  summary: 'check the fleet without writing anything',
  usage: '[--head REF | --watch | --fix [--dry-run]] [--config DIR] [--assume REGION.SYSTEM=VERSION] [--format FORMAT]',
  help: `Runs every check that generate runs and writes nothing. Every finding has a code, a place (file:line:column), the line
itself and a way out; docs/diagnostics.md says why each one matters.

With --fix it first writes into config/ what is the one right answer to a finding: a misspelt key or name with one near it, a text without the
quotes that it needs, an item that stands twice, an override that changes nothing. Comments, order and everything else stay as they are. A fix
that would bring out another finding is not made. Then it says what remains.

Examples:
  pap-fleet validate
  pap-fleet validate --json | jq '.findings[] | .code'
  pap-fleet validate --fix --dry-run                     show as a diff what would be fixed, and write nothing
  pap-fleet validate --watch                             beside the editor: says after each save what it does
  pap-fleet validate --assume us-east.kubernetes=1.36    would the fleet still be right after the upgrade?
  pap-fleet validate --format github                     in a workflow: each finding at its line in the pull request
  pap-fleet validate --format sarif > findings.sarif     for code scanning and editors`,
  options: [
    { name: 'assume', value: 'REGION.SYSTEM=VERSION', many: true, help: 'suppose a version, to preview an upgrade; may be repeated' },
    HEAD_OPTION,
    WATCH_OPTION,
    ...FIX_OPTIONS,
    FORMAT_OPTION,
  ],
  words: { max: 0 },
  run(context, flags) {
    refuseDryRun(flags);
    const assumptions = assumptionsOf(flags);
    const judge = (config: readonly ConfigFile[], memory?: Keeper): Compiled => withApprovals(compile(config, assumptions, memory), config);
    const outcome = flags.more['fix'] === true ? fixing(context, flags, judge) : undefined;
    const compiled = outcome?.compiled ?? judge(context.watched?.config ?? configOf(flags), context.watched?.memory);
    const more = outcome === undefined ? {} : { fixed: outcome.fixed };
    const exit = refused(context, flags, 'validate', compiled, 'the fleet is not valid', more);
    if (exit !== undefined) return exit;
    const { fleet, overlays, files, findings } = compiled as Required<Compiled>;
    const summary = summarize(fleet, overlays, files.size);
    if (!printForMachines(context, flags, 'validate', EXIT.ok, { findings, summary, ...more }))
      context.streams.out(`${summaryText(summary, style(flags.color))}the fleet is valid\n`);
    return EXIT.ok;
  },
};

/** Approvals are the gate's to judge, but for those that count on no day. */
function withApprovals(compiled: Compiled, config: readonly ConfigFile[]): Compiled {
  const broken = readApprovals(config).defective.map(({ finding }) => finding);
  return { ...compiled, findings: [...compiled.findings, ...broken] };
}

function assumptionsOf(flags: Flags): Assumption[] {
  return ((flags.more['assume'] as string[] | undefined) ?? []).map((text) => {
    const parsed = parseAssumption(text);
    if (typeof parsed === 'string') throw new Failure('usage', `--assume ${text}: ${parsed}`);
    return parsed;
  });
}
