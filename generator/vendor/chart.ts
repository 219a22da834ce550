import { basename, dirname, join } from 'node:path';
import type { Compiled } from '../compile.ts';
import { OPEN_REGION, renderingsOf, type RenderingInput } from '../components/chart.ts';
import { needKey } from '../fleet/declared/needs.ts';
import type { Fleet } from '../fleet/fleet.ts';
import type { Held, Helm } from '../io/helm.ts';
import { NO_KINDS } from '../k8s/crd/kinds.ts';
import type { KubeObject } from '../k8s/object.ts';
import { isOrdinary } from '../k8s/ordinary.ts';
import { fillPlaceholder } from '../k8s/region-placeholder.ts';
import { memo } from '../model/memo.ts';
import { segments } from '../model/pointer.ts';
import { byCodeUnit } from '../model/order.ts';
import { wantedOf } from '../render/wanted.ts';
import type { ConfigFile } from '../yaml/read.ts';
import type { SourceFile } from '../yaml/source-file.ts';
import { archiveBytes, type Arrival } from './archive.ts';
import type { Charted } from './charted.ts';
import { changedValues } from './effects.ts';
import { printed, renderKustomize, renderOpen, renderPlain, type Charting, type Problem, type RenderedFiles } from './rendering.ts';

/** What a component's chart was rendered to. */
export interface RenderedChart {
  readonly component: string;
  /** Path → text. */
  readonly files: ReadonlyMap<string, string>;
  /** Folders that nothing asks for. */
  readonly stale: readonly string[];
  readonly problems: readonly Problem[];
  readonly renderings: readonly {
    readonly version: string;
    readonly kubernetes: string;
    readonly regions: readonly string[];
    readonly objects: number;
  }[];
  readonly left: readonly string[];
  readonly warnings: readonly string[];
  readonly needs: Readonly<Record<string, readonly string[]>>;
}

interface With {
  /** Absent where there are folders of Kustomize alone. */
  readonly helm: Helm | undefined;
  readonly kubectl: string;
  readonly config: readonly ConfigFile[];
  readonly say: (text: string) => void;
  /** By component and version. */
  readonly arrivals: ReadonlyMap<string, Arrival>;
  /** Whether nothing is to be said of it but what differs. */
  readonly isCheck?: boolean;
}

/** Render a component's chart for every region that runs it. */
export function renderedOf(component: Charted, compiled: Compiled, { helm, kubectl, config, say, arrivals, isCheck = false }: With): RenderedChart {
  const { fleet, kinds = NO_KINDS } = compiled;
  const { name, chart, namespaces, file } = component;
  const known = renderingsOf(chart).byKey;
  const archives = new Map<string, Held>();
  const made: Made[] = [];
  const problems = new Map<string, Problem>();
  const heeded = new Map<string, boolean>();
  const untried = new Set<string>();
  for (const each of wantedOf(component, fleet as Fleet).wanted) {
    const { version, input, regions } = each;
    const { kustomize } = chart;
    if (kustomize !== undefined) {
      say(`building the folder ${kustomize.folder} of ${name}`);
      const outcome = renderKustomize(kubectl, { files: sourcesOf(config, dirname(file)), namespaces, kinds, title: name }, input);
      if ('problems' in outcome) for (const problem of outcome.problems) problems.set(problem.message, problem);
      else made.push({ key: each.key, input, version, names: regions.map((region) => region.name), objects: outcome.objects, fresh: outcome });
      continue;
    }
    if (helm === undefined) throw new Error('a chart is rendered by Helm');
    const archive = memo(archives, version, () =>
      helm.hold(arrivals.get(`${name} ${version}`)?.bytes ?? archiveBytes(component, version), `${chart.name} ${version}`),
    );
    const charted: Charting = { helm, archive, title: chart.name, namespaces, kinds };
    say(`rendering ${chart.name} ${version} for Kubernetes ${input.kubernetes}: ${regions.map((region) => region.name).join(', ')}`);
    const open = input.region ? renderOpen(charted, input, version, regions) : renderPlain(charted, input, version);
    const parts =
      open === undefined
        ? regions.map((region) => ({ ...region, names: [region.name], outcome: renderPlain(charted, region.input, version) }))
        : [{ input, key: each.key, names: regions.map((region) => region.name), outcome: open }];
    for (const { outcome, names, ...part } of parts) {
      if ('problems' in outcome) for (const problem of outcome.problems) problems.set(problem.message, problem);
      else made.push({ key: part.key, input: part.input, version, names, objects: outcome.objects, fresh: outcome });
    }
    const first = parts[0];
    const isNew = parts.some(({ key }) => !known.has(key));
    if (!isCheck && isNew && first !== undefined && !('problems' in first.outcome))
      heed(charted, { input: regions[0]?.input ?? input, version }, heeded, untried);
  }
  const folder = join(dirname(file), 'rendered');
  const wanted = new Set(made.map(({ key }) => key));
  const lying = config.filter(({ path }) => path.startsWith(`${folder}/`)).map(({ path }) => dirname(path));
  const used = new Set(made.flatMap((each) => [...each.fresh.used]));
  const unused = made.length === 0 || problems.size > 0 ? [] : chart.leaveOut.filter((entry) => !used.has(entry));
  const without = [...heeded].filter(([, heeds]) => !heeds).map(([path]) => path);
  return {
    component: name,
    files: new Map(made.flatMap(({ key, fresh: { files } }) => [...files].map(([own, text]): [string, string] => [join(folder, key, own), text]))),
    // What could not be rendered takes nothing away.
    stale: problems.size > 0 ? [] : [...new Set(lying)].filter((path) => !wanted.has(basename(path))).sort(byCodeUnit),
    problems: [...problems.values()],
    renderings: made.map(({ version, input, names, objects }) => ({
      version,
      kubernetes: input.kubernetes,
      regions: names,
      objects: objects.length,
    })),
    left: [...new Set(made.flatMap((each) => each.fresh.left))],
    warnings: [
      ...unused.map((entry) => `leaveOut names ${entry}, which the chart does not make`),
      ...(untried.size === 0 ? [] : [`${untried.size} values were not tried: whether they change something is not known`]),
      ...without.map((path) => `${placeOf(compiled, component, path)} changes nothing that the chart makes: is its name right?`),
    ],
    needs: needsOf(
      component,
      made.flatMap(({ objects }) => objects),
    ),
  };
}

/** What lies in the folder of Kustomize of a component. @param folder the component's */
function sourcesOf(config: readonly ConfigFile[], folder: string): SourceFile[] {
  const below = `${folder}/`;
  return config
    .filter(({ path }) => path.startsWith(`${below}kustomize/`))
    .map(({ path, bytes }) => ({ component: basename(folder), name: path.slice(below.length), path, bytes }));
}

interface Made {
  readonly key: string;
  readonly version: string;
  readonly input: RenderingInput;
  /** Of regions. */
  readonly names: readonly string[];
  readonly objects: readonly KubeObject[];
  readonly fresh: RenderedFiles;
}

/** So many values are tried. */
const MOST_VALUES = 150;

/** Find out which values change something. @param heeded path → whether it does, as far as it is known */
function heed(
  charted: Charting,
  { input, version }: { input: RenderingInput; version: string },
  heeded: Map<string, boolean>,
  untried: Set<string>,
): void {
  const open = changedValues(input.values).filter(({ path }) => heeded.get(path) !== true);
  if (open.length === 0) return;
  const usual = printed(charted, input, version);
  for (const { path } of open.slice(MOST_VALUES)) untried.add(path);
  for (const { path, values } of open.slice(0, MOST_VALUES))
    if (heeded.get(path) !== true) heeded.set(path, printed(charted, { ...input, values }, version) !== usual);
}

/** Where a value is written, for people. */
function placeOf({ sources }: Compiled, { chart, file }: Charted, path: string): string {
  const place = sources?.locate({ file: chart.valuesFile ?? file, path: `/0${path}`, key: true });
  const name = segments(path).join('.');
  return place === undefined ? name : `${place.file}:${place.line}:${place.col} ${name}`;
}

/** Objects of power that component.yaml does not name, by the key under which they are asked for. */
function needsOf({ needs }: Charted, objects: readonly KubeObject[]): Record<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const object of objects) {
    const { kind } = object;
    const name = fillPlaceholder(object.metadata.name, OPEN_REGION);
    if (isOrdinary(object) || needs.includes(`${kind}/${name}`)) continue;
    const key = needKey(kind);
    memo(found, key, () => new Set<string>()).add(key === 'objects' ? `${kind}/${name}` : name);
  }
  return Object.fromEntries([...found].map(([key, names]) => [key, [...names].sort(byCodeUnit)]));
}
