import { dirname, join } from 'node:path';
import { compile, type Compiled } from '../compile.ts';
import { hasChart } from '../components/chart.ts';
import { hintFor } from '../fleet/schema/suggest.ts';
import { exists, type Disk } from '../io/disk.ts';
import { Failure } from '../io/failure.ts';
import { Helm } from '../io/helm.ts';
import { readConfig } from '../io/read-config.ts';
import { writeFile } from '../io/write-file.ts';
import { byCodeUnit } from '../model/order.ts';
import { style } from '../report/style.ts';
import { vendorCheckText, vendoredText, type VendorResult } from '../report/vendored.ts';
import { withArchive, withVersion } from '../yaml/archives.ts';
import type { ConfigFile } from '../yaml/read.ts';
import { EXIT, type Command, type Context, type Flags } from './command.ts';
import { printJson, refused } from './load.ts';
import { arrival, type Arrival, type Charted } from './vendor/archive.ts';
import { renderedOf, type RenderedChart } from './vendor/chart.ts';
import { wantedOf } from '../render/wanted.ts';

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
    try {
      return check === undefined
        ? take(context, flags, { helm, kubectl, config, before: compiled, chosen, version, archive, dryRun: dryRun !== undefined })
        : compare(context, flags, { helm, kubectl, compiled, chosen, config });
    } finally {
      helm?.end();
    }
  },
};

/** @throws Failure where there is no such component, or it has no chart */
function chartsOf({ declared = [] }: Compiled, name: string | undefined): Charted[] {
  const charts = declared.filter(hasChart);
  if (name === undefined) {
    if (charts.length === 0) throw new Failure('usage', 'no component of config/components has a chart', 'docs/extending.md says how one gets one');
    return charts;
  }
  const found = charts.find((each) => each.name === name);
  if (found !== undefined) return [found];
  if (declared.some((each) => each.name === name))
    throw new Failure('usage', `the component "${name}" has no chart`, 'docs/extending.md says how it gets one');
  throw new Failure(
    'usage',
    `there is no component "${name}" in config/components`,
    hintFor(
      name,
      charts.map((each) => each.name),
    ),
  );
}

interface Taking {
  /** What the config is without anything new. */
  readonly before: Compiled;
  readonly helm: Helm | undefined;
  readonly kubectl: string;
  readonly config: readonly ConfigFile[];
  readonly chosen: readonly Charted[];
  readonly version: string | undefined;
  readonly archive: string | undefined;
  readonly dryRun: boolean;
}

/** Take what is new, render what is missing, and write both once nothing is wrong. */
function take(context: Context, flags: Flags, { helm, kubectl, config, before, chosen, version, archive, dryRun }: Taking): number {
  const say = (text: string): void => (flags.json ? undefined : context.streams.err(`${text}\n`));
  const writes = new Map<string, string | Uint8Array>();
  let files = config;
  const arrivals = new Map<string, Arrival>();
  for (const { component, asked } of asks(chosen, before, { version, archive })) {
    say(
      `taking ${[component.chart.name, asked.version].filter((word) => word !== undefined).join(' ')} from ${asked.file ?? component.chart.repository ?? 'nowhere'}`,
    );
    const found = arrival(component, asked, helm as Helm);
    if (found === undefined) continue;
    arrivals.set(`${component.name} ${found.line.version}`, found);
    writes.set(join(dirname(component.file), found.line.file), found.bytes);
    if (component.chart.archives[found.line.version] !== undefined) continue;
    files = files.map((file) => (file.path === component.file ? edited(file, found.line, component.chart.version !== undefined) : file));
    writes.set(component.file, textOf(files, component.file) as string);
  }
  const compiled = files === config ? before : compile(files);
  if (compiled.fleet === undefined)
    return refused(context, flags, 'vendor', compiled, 'with the new archive config/ cannot be read, so nothing was written') ?? EXIT.invalid;
  const rendered = chosen.map(({ name }) =>
    renderedOf((compiled.declared ?? []).find((each) => each.name === name) as Charted, compiled, { helm, kubectl, config: files, say, arrivals }),
  );
  const problems = rendered.flatMap(({ component, problems: own }) => own.map((each) => ({ ...each, message: `${component}: ${each.message}` })));
  if (problems.length > 0)
    throw new Failure('usage', `nothing was written:\n${problems.map(({ message, hint }) => `  ${message}\n    hint: ${hint}`).join('\n')}`);
  for (const each of rendered) for (const [path, text] of each.files) if (textOf(files, path) !== text) writes.set(path, text);
  const removed = [...new Set(rendered.flatMap((each) => each.stale))].sort(byCodeUnit);
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

/** What archives are to be taken: the one that was asked for, or those that regions want and nobody has. */
function asks(chosen: readonly Charted[], { fleet }: Compiled, { version, archive }: Pick<Taking, 'version' | 'archive'>) {
  return chosen.flatMap((component) => {
    if (component.chart.kustomize !== undefined) {
      if (version === undefined && archive === undefined) return [];
      throw new Failure('usage', `${component.name} has a folder of Kustomize, which has no versions`, 'leave out --version and --archive');
    }
    if (version !== undefined || archive !== undefined) return [{ component, asked: { version, file: archive } }];
    const unknown = fleet === undefined ? [] : [...wantedOf(component, fleet).unknown.keys()];
    const lost = Object.entries(component.chart.archives).filter(([, { file }]) => !exists(join(dirname(component.file), file)));
    return [...unknown, ...lost.map(([each]) => each)].map((each) => ({
      component,
      asked: { version: each === '' ? undefined : each, file: undefined },
    }));
  });
}

/** @param isPinned whether component.yaml says which version is meant */
function edited(file: ConfigFile, line: Arrival['line'], isPinned: boolean): ConfigFile {
  const text = decoded(file);
  return { ...file, bytes: new TextEncoder().encode(isPinned ? withArchive(text, line) : withVersion(withArchive(text, line), line.version)) };
}

function textOf(config: readonly ConfigFile[], path: string): string | undefined {
  const found = config.find((file) => file.path === path);
  return found === undefined ? undefined : decoded(found);
}

/** A byte order mark is part of the text. */
function decoded({ bytes }: ConfigFile): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

function removeFolder(disk: Disk, folder: string): void {
  try {
    disk.removeTree(folder);
  } catch (error) {
    throw Failure.from(error, `cannot remove ${folder}`);
  }
}

interface Comparing {
  readonly helm: Helm | undefined;
  readonly kubectl: string;
  readonly compiled: Compiled;
  readonly chosen: readonly Charted[];
  readonly config: readonly ConfigFile[];
}

/** Render everything again, and say what is not as it was. */
function compare(context: Context, flags: Flags, { helm, kubectl, compiled, chosen, config }: Comparing): number {
  const say = (text: string): void => (flags.json ? undefined : context.streams.err(`${text}\n`));
  const rendered: RenderedChart[] = chosen.map((each) =>
    renderedOf(each, compiled, { helm, kubectl, config, say, arrivals: new Map(), isCheck: true }),
  );
  const problems = rendered.flatMap(({ component, problems: own }) => own.map((each) => ({ ...each, message: `${component}: ${each.message}` })));
  if (problems.length > 0) throw new Failure('usage', problems.map(({ message, hint }) => `${message}\n    hint: ${hint}`).join('\n'));
  const differing = rendered.flatMap(({ files, stale }) => [
    ...[...files].filter(([path, text]) => textOf(config, path) !== text).map(([path]) => path),
    ...stale,
  ]);
  const exit = differing.length === 0 ? EXIT.ok : EXIT.differs;
  if (flags.json) printJson(context, 'vendor', exit, { differing });
  else
    context.streams.out(
      vendorCheckText(
        differing,
        rendered.reduce((sum, each) => sum + each.renderings.length, 0),
        style(flags.color),
      ),
    );
  return exit;
}
