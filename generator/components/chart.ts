// The objects of charts: rendered when a chart was vendored, and chosen here by what they were rendered of.
import type { Declared } from '../fleet/declared/declared.ts';
import type { DeclaredChart } from '../fleet/declared/chart.ts';
import { readEmitted } from '../k8s/read-emitted.ts';
import { REGION_PLACEHOLDER, fillPlaceholders } from '../k8s/region-placeholder.ts';
import type { KubeObject } from '../k8s/object.ts';
import { get, isMap } from '../model/data.ts';
import { remembered } from '../model/memo.ts';
import type { Spot } from '../model/finding.ts';
import { ordered } from '../model/order.ts';
import { fillIn } from '../model/placeholder.ts';
import { sha256 } from '../model/sha256.ts';
import type { SharedContext } from './component.ts';
import { placeholderValue } from './placeholder-value.ts';

/** Everything that what a chart makes follows from. */
export interface RenderingInput {
  /** Form of the files that are rendered to: another one is rendered anew. */
  readonly format: 1;
  readonly archive: string;
  readonly release: string;
  readonly namespace: string;
  /** Minor version; empty where it does not matter. */
  readonly kubernetes: string;
  readonly apiVersions: readonly string[];
  readonly crds: DeclaredChart['crds'];
  readonly leaveOut: readonly string[];
  readonly values: unknown;
  /** Whether the region's name is left open: `{region}` stands for it in values and objects. */
  readonly region: boolean;
}

/** What a chart was rendered to, and of what. */
export interface Rendering {
  readonly key: string;
  readonly of: RenderingInput;
  /** The regions whose names were tried where the name is left open; absent: it does for every name. */
  readonly regions?: readonly string[];
  readonly objects: readonly RenderedObject[];
}

export interface RenderedObject {
  /** With {@link REGION_PLACEHOLDER} where the name of the region goes. */
  readonly object: KubeObject;
  readonly spot: Spot;
}

/** Why files below `rendered/` are not what was rendered. */
export interface RenderingFlaw {
  readonly file: string;
  readonly message: string;
}

interface Renderings {
  readonly byKey: ReadonlyMap<string, Rendering>;
  readonly flaws: readonly RenderingFlaw[];
}

/** As the region's name is written in values and objects that leave it open. */
export const OPEN_REGION = '{region}';

/** A copy of values or objects that leave the region's name open, with a name. */
export function withRegion<T>(value: T, name: string): T {
  return fillIn(value, (path) => (path.length === 1 && path[0] === 'region' ? name : undefined)) as T;
}

/** The folder's name: what changes with it is rendered anew. */
export function renderingKey(input: RenderingInput): string {
  return sha256(JSON.stringify(ordered(input))).slice(0, 16);
}

const PLAIN = { format: 1, kubernetes: '', apiVersions: [], crds: 'first', leaveOut: [], values: {}, region: true } as const;

type Context = Pick<SharedContext, 'fleet' | 'settings' | 'versions' | 'clusterFacts' | 'station' | 'region'>;

/** What a chart is to be rendered of; undefined where there is no archive of the version. */
export function renderingInput({ chart, namespaces }: ChartComponent, context: Context): RenderingInput | undefined {
  const namespace = namespaces[0] as string;
  // Kustomize knows neither values nor versions; `{region}` in what it builds is the region's name.
  const { kustomize } = chart;
  if (kustomize !== undefined) return { ...PLAIN, archive: kustomize.digest, release: kustomize.folder, namespace };
  const archive = chart.archives[String(context.settings['version'])];
  if (archive === undefined) return undefined;
  const values = fillIn(chart.values, (path) => placeholderValue(path, context));
  const open = JSON.stringify(values).includes(REGION_PLACEHOLDER);
  const { release, apiVersions, crds, leaveOut } = chart;
  return {
    format: 1,
    archive: archive.sha256,
    release,
    namespace,
    kubernetes: context.versions.kubernetes,
    apiVersions,
    crds,
    leaveOut,
    values: open ? fillPlaceholders(values, OPEN_REGION) : values,
    region: open,
  };
}

type ChartComponent = Declared & { readonly chart: DeclaredChart };

export function hasChart(declared: Declared): declared is ChartComponent {
  return declared.chart !== undefined;
}

/** The rendering for a context, if there is one. */
export function renderingFor(declared: ChartComponent, context: Context): Rendering | undefined {
  const input = renderingInput(declared, context);
  return input === undefined ? undefined : renderingsOf(declared.chart).byKey.get(renderingKey(input));
}

/** What lies below `rendered/`, read once. */
export const renderingsOf = remembered(({ rendered: files }: DeclaredChart): Renderings => {
  const byKey = new Map<string, Rendering>();
  const flaws: RenderingFlaw[] = [];
  for (const file of files) {
    if (file.name !== 'objects.yaml') {
      if (!files.some((other) => other.key === file.key && other.name === 'objects.yaml'))
        flaws.push({ file: file.path, message: 'there is no objects.yaml beside it' });
      continue;
    }
    const head = files.find((other) => other.key === file.key && other.name === 'rendering.yaml');
    const said = head === undefined ? undefined : readEmitted(head.text)?.[0];
    const input = isMap(said) ? (said['of'] as RenderingInput | undefined) : undefined;
    const regions = get(said, ['regions']);
    if (head === undefined) flaws.push({ file: file.path, message: 'there is no rendering.yaml beside it' });
    else if (!isMap(input) || get(said, ['objects']) !== `sha256:${file.digest}` || renderingKey(input) !== file.key) {
      const changed = isMap(input) && renderingKey(input) === file.key ? file.path : head.path;
      flaws.push({ file: changed, message: 'this is not what pap-fleet vendor wrote' });
    } else {
      const documents = readEmitted(file.text);
      if (documents?.every(isObject) !== true) flaws.push({ file: file.path, message: 'this is not what pap-fleet vendor wrote' });
      else
        byKey.set(file.key, {
          key: file.key,
          of: input,
          ...(Array.isArray(regions) ? { regions: regions.map(String) } : {}),
          objects: documents.map((object, i) => rendered(object, input.region, { file: file.path, path: `/${i}` })),
        });
    }
  }
  return { byKey, flaws };
});

function isObject(value: unknown): value is KubeObject {
  const metadata = isMap(value) ? value['metadata'] : undefined;
  return (
    isMap(value) &&
    typeof value['apiVersion'] === 'string' &&
    typeof value['kind'] === 'string' &&
    isMap(metadata) &&
    typeof metadata['name'] === 'string'
  );
}

/** A CustomResourceDefinition comes before what it defines, and takes what people made of it along when it goes: so it never goes by itself. */
const CRD_ANNOTATIONS = { 'argocd.argoproj.io/sync-options': 'Prune=false', 'argocd.argoproj.io/sync-wave': '-1' } as const;

function rendered(written: KubeObject, open: boolean, spot: Spot): RenderedObject {
  const object = open ? withRegion(written, REGION_PLACEHOLDER) : written;
  if (object.kind !== 'CustomResourceDefinition') return { object, spot };
  const { annotations, ...metadata } = object.metadata;
  return { object: { ...object, metadata: { ...metadata, annotations: { ...annotations, ...CRD_ANNOTATIONS } } }, spot };
}

/** How charts of Helm name the release that an object is of. */
const INSTANCE = 'app.kubernetes.io/instance';

/** An object as it is judged: without what stands there because it comes from a chart. */
export function asWritten(object: KubeObject, { release }: DeclaredChart): KubeObject {
  const { annotations, labels, ...metadata } = object.metadata;
  const isDefinition = object.kind === 'CustomResourceDefinition';
  const own = Object.entries(annotations ?? {}).filter(([key]) => !isDefinition || !Object.hasOwn(CRD_ANNOTATIONS, key));
  // Argo CD puts the name of the Application there where it goes by it; that of a release is nobody's.
  const others = Object.entries(labels ?? {}).filter(([key, value]) => key !== INSTANCE || value !== release);
  const maps = Object.entries({ labels: others, annotations: own }).filter(([, entries]) => entries.length > 0);
  return { ...object, metadata: { ...metadata, ...Object.fromEntries(maps.map(([key, entries]) => [key, Object.fromEntries(entries)])) } };
}

/** The objects that every region like this one has. */
export function sharedObjects(declared: Declared, context: Context): readonly RenderedObject[] {
  return hasChart(declared) ? (renderingFor(declared, context)?.objects ?? []) : [];
}

/** The objects of a region for which the chart had to be rendered by itself. */
export function regionalObjects(declared: Declared, context: Context): readonly RenderedObject[] {
  if (!hasChart(declared) || renderingFor(declared, { ...context, region: REGION_PLACEHOLDER }) !== undefined) return [];
  return renderingFor(declared, context)?.objects ?? [];
}

/** Whether what the chart makes may differ by the name of the region. */
export function namesRegion({ chart }: Declared): boolean {
  return JSON.stringify(chart?.values ?? {}).includes(OPEN_REGION);
}
