import { compile } from '../compile.ts';
import type { Compiled } from '../compile.ts';
import { Failure } from '../io/failure.ts';
import { isFolder } from '../io/surroundings.ts';
import { writeFile } from '../io/write-file.ts';
import { mapSvg } from '../report/html/map.ts';
import { reportHtml } from '../report/html/report.ts';
import { modelOf } from '../status/make-model.ts';
import { EXIT } from './command.ts';
import type { Command, Flags } from './command.ts';
import { HEAD_OPTION, configOf } from './head.ts';
import { printJson, refused } from './load.ts';
import { BASE_OPTIONS, baseOf } from './plan/base.ts';
import { readable } from './plan/readable.ts';
import { momentOf, reviewed } from './plan/reviewed.ts';
import { LIVE_OPTION, changesIn, surroundings } from './status/seen.ts';

export const report: Command = {
  name: 'report',
  summary: 'make one HTML file of the fleet to look at: a map, what runs where, the way to each agent, what needs a look',
  usage: '[--out FILE] [--svg FILE] [--live FILE]... [--plan] [--base REF] [--delivered DIR]',
  help: `One file that loads nothing and contacts nobody: what needs a look, a map, agents by regions, rollouts and freezes in time, findings,
requests against quotas, and for each agent who answers for it, what changed it last, the way from its name to its pods, and what made each
of its values; for each region what is held and why, and what else breaks with it. It is shown by any browser, and prints.

Without --out the page goes to standard output. --json prints the model that all of it is made from: schemas/model.schema.json.

Exit codes: 0, also where something needs a look. 2: the fleet is not valid, or a file of evidence cannot be used. 4: a file cannot be written.

Examples:
  pap-fleet report --out fleet.html                          what config/ says, and what is delivered
  pap-fleet report --out fleet.html --live live.json         and what is live
  pap-fleet report --out fleet.html --plan                   and what a delivery would change now
  pap-fleet report --svg fleet.svg                           the map alone
  pap-fleet report --json | jq '.model.agents[] | {name, team}'`,
  options: [
    { name: 'out', value: 'FILE', help: 'write the page to a file' },
    { name: 'svg', value: 'FILE', help: 'write the map alone to a file, as SVG; without --out no page is made' },
    LIVE_OPTION,
    { name: 'plan', help: 'also what a delivery would change now, and whether the gate lets it pass' },
    { name: 'delivered', value: 'DIR', help: 'folder that Argo CD reads (default: out)' },
    HEAD_OPTION,
    ...BASE_OPTIONS.filter(({ name }) => name !== 'out'),
  ],
  words: { max: 0 },
  run(context, flags) {
    const [page, svg] = [fileOf(flags, 'out'), fileOf(flags, 'svg')];
    if (flags.json && (page ?? svg) !== undefined)
      throw new Failure(
        'usage',
        `--json and --${page === undefined ? 'svg' : 'out'} exclude each other`,
        'run it twice: the model of both is the same',
      );
    if (page !== undefined && page === svg) throw new Failure('usage', `--out and --svg name the same file, ${page}`, 'give each its own');
    const delivered = { ...flags, out: (flags.more['delivered'] as string | undefined) ?? 'out' };
    const config = configOf(flags);
    const compiled = compile(config);
    const exit = refused(
      context,
      { ...flags, format: flags.json ? 'json' : 'text' },
      'report',
      compiled,
      'the fleet is not valid, so nothing was written',
    );
    if (exit !== undefined) return exit;
    const whole = compiled as Required<Compiled>;
    const base = baseOf(delivered, whole.fleet.gitops.branch);
    const changes = changesIn(flags, base.place, whole);
    const model = readable(() => modelOf({ ...surroundings(flags, base, whole), compiled: whole, changes }));
    if (flags.json) {
      printJson(context, 'report', EXIT.ok, { findings: compiled.findings, model });
      return EXIT.ok;
    }
    const moment = momentOf(flags);
    const plan =
      flags.more['plan'] === true ? { review: reviewed(compiled, config, base, moment, flags.maxFileSize), today: moment.today } : undefined;
    if (svg !== undefined) writeFile(context.disk, svg, `${mapSvg(model, { links: false })}\n`);
    if (page !== undefined) writeFile(context.disk, page, reportHtml(model, plan));
    else if (svg === undefined) context.streams.out(reportHtml(model, plan));
    for (const written of [svg, page]) if (written !== undefined) context.streams.err(`wrote ${written}\n`);
    return EXIT.ok;
  },
};

/** @throws Failure (usage) where it is a folder: elsewhere --out names the one that is delivered */
function fileOf(flags: Flags, option: 'out' | 'svg'): string | undefined {
  const path = flags.more[option] as string | undefined;
  if (path !== undefined && isFolder(path))
    throw new Failure(
      'usage',
      `--${option} ${path} is a folder, and the ${option === 'out' ? 'page' : 'map'} is a file`,
      'name a file, such as fleet.html; --delivered names the folder that Argo CD reads',
    );
  return path;
}
