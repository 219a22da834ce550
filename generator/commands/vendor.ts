import { compile } from '../compile.ts';
import type { Disk } from '../io/disk.ts';
import { Failure } from '../io/failure.ts';
import { Helm } from '../io/helm.ts';
import { readConfig } from '../io/read-config.ts';
import { writeFile } from '../io/write-file.ts';
import { byCodeUnit } from '../model/order.ts';
import { style, visible } from '../report/style.ts';
import { vendorCheckText, vendoredText, type VendorResult } from '../report/vendored.ts';
import { chartsOf } from '../vendor/charted.ts';
import { compare } from '../vendor/compare.ts';
import { take, type Taken } from '../vendor/take.ts';
import { EXIT, type Command, type Context, type Flags } from './command.ts';
import { printJson, refused } from './load.ts';

export const vendor: Command = {
  name: 'vendor',
  summary: 'render the charts and Kustomize folders of config/components, so that reviewers see the objects and generating needs neither',
  usage: '[NAME] [--version V] [--archive FILE] [--check | --dry-run]',
  help: `A component of config/components may have a Helm chart. This command renders it with \`helm template\`, once for each combination of
version, values and Kubernetes minor that the fleet has, and writes the objects below config/components/NAME/rendered/. They are
committed: \`generate\` takes them, and needs neither Helm nor a network. What no region asks for any more is removed. A component with a
folder of Kustomize is built with \`kubectl kustomize\` in the same way.

With --version the archive of another version is fetched from chart.repository of the component, or taken from --archive FILE. Its
digest is written into component.yaml; an archive that has another digest later is refused. The fleet, or a region, asks for the
version by the setting \`version\` of the component.

Refused are hooks of Helm (tests are left out), objects that differ from one rendering to the next by a clock or by chance, charts that
ask the cluster while they are rendered, and Secrets. A value that changes nothing is a warning: its name may be misspelt.

--check renders everything again and compares: exit code 1 where something differs. It needs Helm and the archives, and no network.

Examples:
  pap-fleet vendor                             render all charts
  pap-fleet vendor keda --version 2.18.1       take another version
  pap-fleet vendor keda --archive keda.tgz     from a file
  pap-fleet vendor --check                     for a job of CI`,
  options: [
    { name: 'version', value: 'V', help: 'the version of the chart to take' },
    { name: 'archive', value: 'FILE', help: 'take the archive from a file' },
    { name: 'helm', value: 'PROGRAM', help: 'which Helm to run (default: helm)' },
    { name: 'kubectl', value: 'PROGRAM', help: 'which kubectl builds folders of Kustomize (default: kubectl)' },
    { name: 'check', help: 'render again and compare; write nothing' },
    { name: 'dry-run', help: 'say what would be written, and write nothing' },
  ],
  words: { max: 1 },
  run(context, flags, [name]) {
    const {
      version,
      archive,
      check,
      'dry-run': dryRun,
      helm: program = 'helm',
      kubectl = 'kubectl',
    } = flags.more as Readonly<Record<string, string | undefined>>;
    if ((version !== undefined || archive !== undefined) && name === undefined)
      throw new Failure('usage', 'which component is to have the archive?', 'pap-fleet vendor NAME --version V');
    if (check !== undefined && (version !== undefined || archive !== undefined || dryRun !== undefined))
      throw new Failure('usage', '--check takes nothing new', 'leave out --version, --archive and --dry-run');
    const config = readConfig(flags.config, flags.maxFileSize);
    const compiled = compile(config);
    if (compiled.fleet === undefined)
      return refused(context, flags, 'vendor', compiled, 'config/ cannot be read, so nothing was written') ?? EXIT.invalid;
    const chosen = chartsOf(compiled, name);
    const helm = chosen.every(({ chart }) => chart.kustomize !== undefined) ? undefined : new Helm(program);
    const say = (text: string): void => (flags.json ? undefined : context.streams.err(`${visible(text)}\n`));
    const how = { helm, kubectl, config, chosen, say };
    try {
      if (check !== undefined) return compared(context, flags, compare({ ...how, compiled }));
      const taken = take({ ...how, before: compiled, version, archive });
      if (!('unreadable' in taken)) return written(context, flags, taken, dryRun !== undefined);
      const why = 'with the new archive config/ cannot be read, so nothing was written';
      return refused(context, flags, 'vendor', taken.unreadable, why) ?? EXIT.invalid;
    } finally {
      helm?.end();
    }
  },
};

function written(context: Context, flags: Flags, { writes, removed, rendered }: Taken, dryRun: boolean): number {
  if (!dryRun) {
    for (const [path, content] of writes) writeFile(context.disk, path, content);
    for (const folder of removed) removeFolder(context.disk, folder);
  }
  const result: VendorResult = {
    written: [...writes.keys()].sort(byCodeUnit),
    removed,
    kept: rendered.reduce((sum, each) => sum + each.renderings.length, 0),
    charts: rendered.map(({ component, renderings, left, warnings, needs }) => ({ component, renderings, left, warnings, needs })),
    dryRun,
  };
  if (flags.json) printJson(context, 'vendor', EXIT.ok, result);
  else context.streams.out(vendoredText(result, style(flags.color)));
  return EXIT.ok;
}

function removeFolder(disk: Disk, folder: string): void {
  try {
    disk.removeTree(folder);
  } catch (error) {
    throw Failure.from(error, `cannot remove ${folder}`);
  }
}

function compared(context: Context, flags: Flags, { differing, renderings }: ReturnType<typeof compare>): number {
  const exit = differing.length === 0 ? EXIT.ok : EXIT.differs;
  if (flags.json) printJson(context, 'vendor', exit, { differing });
  else context.streams.out(vendorCheckText(differing, renderings, style(flags.color)));
  return exit;
}
