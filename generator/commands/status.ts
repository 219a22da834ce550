import { compile } from '../compile.ts';
import type { Compiled } from '../compile.ts';
import { Failure } from '../io/failure.ts';
import { FORGETFUL } from '../model/memory.ts';
import { statusHtml } from '../report/html/report.ts';
import { statusMarkdown } from '../report/status-markdown.ts';
import { statusText } from '../report/status-text.ts';
import { style } from '../report/style.ts';
import { differencesOf, differs } from '../status/differences.ts';
import { Same } from '../status/same.ts';
import { statusOf } from '../status/make.ts';
import { modelOf } from '../status/make-model.ts';
import type { Whole } from '../status/make-model.ts';
import { EXIT } from './command.ts';
import type { Command } from './command.ts';
import { HEAD_OPTION, configOf } from './head.ts';
import { printJson, refused } from './load.ts';
import { BASE_OPTIONS, baseOf } from './plan/base.ts';
import { readable } from './plan/readable.ts';
import { FILTER_OPTIONS, LIVE_OPTION, changesIn, filterOf, surroundings } from './status/seen.ts';

export const status: Command = {
  name: 'status',
  summary: 'show what runs where: by config/, by out/, and live by what Argo CD says',
  usage: '[--live FILE]... [--agent|--region|--group|--team|--owner NAME]... [--markdown | --html] [--expect-live]',
  help: `For each agent and region: the version that config/ says, whether out/ delivers it, and, with --live, whether the cluster has it:
version, health, since when, and what is not in sync. Regions where an agent stands alike share a line. Below it are regions that
freezes or the gate hold, and Applications that are not where out/ is, with the way out. Rules about objects are not asked: validate does.

Nothing is contacted. --live takes what Argo CD printed, one file for each Argo CD, or - for standard input. Which version a cluster has
follows from the commit that Argo CD says it applied, so the clone must have that commit; of the rest it is said that nobody knows.

Exit codes: 0, also where something differs. With --expect-live 1: something is not as config/ says, is not healthy, or was not seen.
2: the fleet is not valid, or a file of evidence cannot be used.

Examples:
  pap-fleet status                                                      what is delivered?
  kubectl get applications -n argocd -o json | pap-fleet status --live -
  pap-fleet status --live eu.json --live us.json --agent research       one agent, two Argo CDs
  pap-fleet status --live live.json --expect-live                       after a delivery, in a pipeline
  pap-fleet status --live live.json --markdown >> "$GITHUB_STEP_SUMMARY"
  pap-fleet status --live live.json --html > status.html
  pap-fleet status --json | jq '.status.placements[] | select(.config != .out)'`,
  options: [
    LIVE_OPTION,
    ...FILTER_OPTIONS,
    { name: 'markdown', help: 'print Markdown, for the summary of a job' },
    { name: 'html', help: 'print one HTML file that needs no other' },
    { name: 'expect-live', help: 'end with 1 when anything is not live as config/ says; needs --live' },
    HEAD_OPTION,
    ...BASE_OPTIONS.filter(({ name }) => name !== 'today'),
  ],
  words: { max: 0 },
  run(context, flags) {
    const forms = ['json', 'markdown', 'html'].filter((form) => flags.more[form] === true);
    if (forms.length > 1) throw new Failure('usage', `--${forms.join(' and --')} exclude each other`);
    if (flags.more['expect-live'] === true && flags.more['live'] === undefined)
      throw new Failure('usage', '--expect-live needs evidence of what is live', 'pap-fleet status --live live.json --expect-live');
    // The page shows findings; the rest waits for no rule about objects, and answers where one is broken too.
    const compiled = compile(configOf(flags), [], FORGETFUL, flags.more['html'] === true ? 'all' : 'fleet');
    const exit = refused(context, { ...flags, format: flags.json ? 'json' : 'text' }, 'status', compiled, 'the fleet is not valid');
    if (exit !== undefined) return exit;
    const { fleet, spec, overlays, files } = compiled as Required<Compiled>;
    const base = baseOf(flags, fleet.gitops.branch);
    const around = surroundings(flags, base, compiled as Required<Compiled>);
    const filter = readable(() => filterOf(flags, compiled as Required<Compiled>, base.tree));
    const wanted = { same: new Same({ fleet, files, overlays }, base.tree), overlays };
    const seen = readable(() => statusOf({ ...around, fleet, rollouts: spec.rollouts ?? [], wanted }, filter));
    const differences = differencesOf(seen);
    const code = flags.more['expect-live'] === true && differs(differences) ? EXIT.differs : EXIT.ok;
    if (flags.json) printJson(context, 'status', code, { findings: compiled.findings, status: seen, differences });
    else if (flags.more['html'] === true)
      context.streams.out(
        statusHtml(modelOf({ ...around, compiled: compiled as Whole, changes: changesIn(flags, base.place, compiled as Whole) }, filter)),
      );
    else context.streams.out(flags.more['markdown'] === true ? statusMarkdown(seen) : statusText(seen, style(flags.color), context.streams.columns));
    return code;
  },
};
