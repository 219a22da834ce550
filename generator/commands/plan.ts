import { compile } from '../compile.ts';
import type { Compiled } from '../compile.ts';
import { Failure } from '../io/failure.ts';
import { writeFile } from '../io/write-file.ts';
import { quoted } from '../model/quoted.ts';
import type { Review } from '../plan/review.ts';
import { githubFailure } from '../report/github.ts';
import { planJson } from '../report/plan-json.ts';
import { fullMarkdown, planMarkdown } from '../report/plan-markdown.ts';
import { gateText, planText } from '../report/plan-text.ts';
import { isEmpty } from '../report/plan-words.ts';
import { style } from '../report/style.ts';
import { EXIT, FORMAT_OPTION } from './command.ts';
import type { Command, Flags } from './command.ts';
import { HEAD_OPTION, configOf, headOf } from './head.ts';
import { printForMachines, printJson, refused, say } from './load.ts';
import { BASE_OPTIONS, baseOf } from './plan/base.ts';
import { momentOf, reviewed } from './plan/reviewed.ts';
import { WATCH_OPTION } from './watch.ts';

export const plan: Command = {
  name: 'plan',
  summary: 'show what a change does to the clusters, and whether the gate lets it pass',
  usage:
    '[--head REF | --watch] [--base REF] [--config DIR] [--out DIR] [--markdown | --format FORMAT] [--full FILE] [--exit-code | --no-exit-code | --expect none]',
  help: `Compares the objects the config gives with those of out/ where your work left the main branch: object by object, not as
text. Equal changes of several regions are told once. Each change comes with what it means: pods restart, a DNS record
goes, data is lost. Secrets are never shown.

The gate refuses what was left out instead of said, and asks for an approval of what endangers data, gives rights, runs
other code, changes an owner or moves names, and where more is deleted, updated, stopped or restarted than
gate.maxDeletePercent, gate.maxUpdatePercent and gate.maxWorkPercent allow: docs/gate.md.

A region of which it refuses something is held as it is delivered, and the others go on; plan says which, why and since when. What it
refuses about the fleet as a whole holds everything.

With --head the config of a commit is judged instead of the files here: its approvals and waivers too. It is read from the
objects of Git, and nothing of that commit is checked out or run, so it may be the work of a stranger.

Of long values the text and --markdown show what differs with what stands around it, and say where something is left out;
--full and --json have every value whole, and all of each object that is created.

Exit codes: 0 the gate lets it pass, 2 the fleet is not valid, 3 the gate refuses it: an approval is needed, or something must be
said in config/. With --exit-code also 1: the gate lets it pass, and something changes; 0 is then that nothing changes.
With --no-exit-code, for looking: 0 also where the gate refuses. With --expect none: 0 nothing changes, 1 something does, whatever the
gate says of it; so a fleet is held against what runs already.

Git must be able to say what is delivered now. Where it fails, or this clone has too little history, there is no plan (4); only in a
folder without a repository, or with --base out, is it the out/ that lies here.

Examples:
  pap-fleet plan                               what would the pull request do?
  pap-fleet plan --base out                    compared with out/ as it lies here
  pap-fleet plan --head feature --base main    what would that branch do?
  pap-fleet plan --base v1.4.0                 what came since that tag?
  pap-fleet plan --base ../fleet-before        compared with the out/ of another folder
  pap-fleet plan --base out --expect none      is all of it there already?
  pap-fleet plan --watch                       again after each save, compared with the same base
  pap-fleet plan --markdown --full report.md   for the pull request, and all of it
  pap-fleet plan --format gitlab               findings and what the gate refuses, for the widget of a merge request
  pap-fleet plan --json | jq .gate.passes`,
  options: [
    HEAD_OPTION,
    WATCH_OPTION,
    ...BASE_OPTIONS,
    { name: 'markdown', help: 'print Markdown for a pull request, at most 60,000 characters' },
    FORMAT_OPTION,
    { name: 'full', value: 'FILE', help: 'write everything to a file, as Markdown' },
    { name: 'exit-code', help: 'end with 1 when the gate lets it pass and something changes' },
    { name: 'expect', value: 'none', help: 'end with 1 when anything changes, whatever the gate says, and with 0 when nothing does' },
    { name: 'no-exit-code', help: 'end with 0 also when the gate refuses, which is 3 otherwise' },
  ],
  words: { max: 0 },
  run(context, flags) {
    if (flags.format !== 'text' && flags.more['markdown'] === true)
      throw new Failure('usage', `${flags.json ? '--json' : `--format ${flags.format}`} and --markdown exclude each other`);
    const [says, silent] = [flags.more['exit-code'] === true, flags.more['no-exit-code'] === true];
    if (says && silent) throw new Failure('usage', '--exit-code and --no-exit-code exclude each other');
    const expected = flags.more['expect'] as string | undefined;
    if (expected !== undefined && expected !== 'none')
      throw new Failure('usage', `--expect ${quoted(expected)} is nothing that can be expected`, 'write --expect none');
    if (expected !== undefined && (says || silent))
      throw new Failure('usage', `--expect and --${says ? 'exit-code' : 'no-exit-code'} exclude each other`, 'leave one of them out');
    const moment = momentOf(flags);
    const { today } = moment;
    const config = context.watched?.config ?? configOf(flags);
    const compiled = compile(config, [], context.watched?.memory);
    const exit = refused(context, flags, 'plan', compiled, 'the fleet is not valid, so there is no plan');
    if (exit !== undefined) return exit;
    const { fleet } = compiled as Required<Compiled>;
    const seen = reviewed(compiled, config, baseOf(flags, fleet.gitops.branch), moment, flags.maxFileSize);
    const { findings } = seen.verdict;
    const full = flags.more['full'] as string | undefined;
    if (full !== undefined) writeFile(context.disk, full, fullMarkdown(seen, today));
    const code = silent ? EXIT.ok : expected === undefined ? codeOf(seen, says) : isEmpty(seen) ? EXIT.ok : EXIT.differs;
    if (flags.json) {
      printJson(context, 'plan', code, {
        findings: [...compiled.findings, ...findings],
        plan: { ...planJson(seen), ...headJson(flags) },
      });
      return code;
    }
    const problems = seen.verdict.passes ? [] : [gateText(seen.verdict, today, style(false)).trimEnd()];
    if (printForMachines(context, flags, 'plan', code, { findings: [...compiled.findings, ...findings], problems })) return code;
    say(context, flags, findings);
    if (flags.format === 'github') {
      // Not the plan: its lines begin with words of others, and the runner would take some for commands.
      context.streams.out(problems.map((text) => githubFailure(text, undefined)).join(''));
      return code;
    }
    context.streams.out(flags.more['markdown'] === true ? planMarkdown(seen, today) : planText(seen, today, style(flags.color)));
    return code;
  },
};

/** Whose plan it is, for whoever holds it against what is to be merged. */
function headJson(flags: Flags): object {
  const head = headOf(flags);
  return head === undefined ? {} : { head: head.commit };
}

function codeOf(seen: Review, saysWhetherItChanges: boolean): number {
  if (!seen.verdict.passes) return EXIT.unsafe;
  return saysWhetherItChanges && !isEmpty(seen) ? EXIT.differs : EXIT.ok;
}
