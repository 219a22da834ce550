import { posix } from 'node:path';
import type { Held, Helm, TemplateRequest } from '../io/helm.ts';
import { buildKustomize } from '../io/kustomize.ts';
import { OPEN_REGION, withRegion, type RenderingInput } from '../components/chart.ts';
import { emit, emitAll } from '../k8s/emit.ts';
import { readEmitted } from '../k8s/read-emitted.ts';
import type { Kinds } from '../k8s/crd/kinds.ts';
import type { KubeObject } from '../k8s/object.ts';
import { isMap } from '../model/data.ts';
import { sha256 } from '../model/sha256.ts';
import { fromChart, sorted, type FromChart } from '../render/from-chart.ts';
import { isKustomization, kustomizationFlaws } from '../yaml/kustomization.ts';
import type { SourceFile } from '../yaml/source-file.ts';
import { readKubernetesYaml, type KubernetesYaml } from '../yaml/kubernetes.ts';
import { asked, fixedClock, hasLookup, valuesWithoutLookup, withoutLookup } from './template-text.ts';

/** A chart, and what a component takes of it. */
export interface Charting {
  readonly helm: Helm;
  readonly archive: Held;
  readonly title: string;
  readonly namespaces: readonly string[];
  readonly kinds: Kinds;
}

export interface Problem {
  readonly message: string;
  readonly hint: string;
}

/** What is written below `rendered/<key>/`. */
export interface RenderedFiles {
  readonly objects: readonly KubeObject[];
  readonly files: ReadonlyMap<'objects.yaml' | 'rendering.yaml', string>;
  readonly left: readonly string[];
  readonly used: ReadonlySet<string>;
}

export type Outcome = RenderedFiles | { readonly problems: readonly Problem[] };

/** Two names that no region has, of which neither holds the other: what differs between them in the name alone may leave it open. */
const NAMES = ['qxregionone', 'qx-another-region-2'] as const;

/**
 * Render a chart for regions that are alike but for their names, and leave the name open.
 * @param regions each with what it is rendered of by itself: a chart may know a name, or cut a text at a length
 * @returns undefined where what it makes follows from the name in another way than by holding it
 */
export function renderOpen(
  charted: Charting,
  input: RenderingInput,
  version: string,
  regions: readonly { readonly name: string; readonly input: RenderingInput }[],
): Outcome | undefined {
  const [one, other] = NAMES.map((name) => objectsOf(charted, { ...input, values: withRegion(input.values, name) }, version)) as [Made, Made];
  if ('problems' in one) return one;
  if ('problems' in other) return undefined;
  const [first, second] = [opened(one.from.objects, NAMES[0]), opened(other.from.objects, NAMES[1])];
  if (first === undefined || second === undefined || JSON.stringify(first) !== JSON.stringify(second)) return undefined;
  const isSame = regions.every((region) => printed(charted, region.input, version) === JSON.stringify(sorted(withRegion(first, region.name))));
  if (!isSame) return undefined;
  return written(one.from, first, { version, of: input, regions: regions.map(({ name }) => name) });
}

/** Render a chart as it is. */
export function renderPlain(charted: Charting, input: RenderingInput, version: string): Outcome {
  const made = objectsOf(charted, input, version);
  return 'problems' in made ? made : written(made.from, made.from.objects, { version, of: input });
}

interface Head {
  readonly version: string;
  readonly of: RenderingInput;
  /** Those for whose names it was tried. */
  readonly regions?: readonly string[];
}

function written({ left, used }: FromChart, objects: readonly KubeObject[], { version, regions, of }: Head): Outcome {
  const text = emitAll(objects);
  if (JSON.stringify(readEmitted(text)) !== JSON.stringify(objects)) {
    const problem = {
      message: 'it makes an object with a key or a text that cannot be written for every reader',
      hint: 'change what it comes from',
    };
    return { problems: [problem] };
  }
  const head = emit({ version, objects: `sha256:${sha256(text)}`, ...(regions === undefined ? {} : { regions }), of });
  const files = new Map([['objects.yaml', text] as const, ['rendering.yaml', head] as const]);
  return { objects, files, left, used };
}

/** Objects with the open name in the place of one; undefined where a key holds it, or a text holds what stands for it. */
function opened(objects: readonly KubeObject[], name: string): readonly KubeObject[] | undefined {
  const text = JSON.stringify(objects);
  if (text.includes(OPEN_REGION)) return undefined;
  const replaced = replacedIn(objects, name);
  return JSON.stringify(replaced).includes(name) ? undefined : (replaced as readonly KubeObject[]);
}

function replacedIn(value: unknown, name: string): unknown {
  if (typeof value === 'string') return value.replaceAll(name, OPEN_REGION);
  if (Array.isArray(value)) return value.map((item) => replacedIn(item, name));
  return isMap(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replacedIn(item, name)])) : value;
}

type Made = { readonly from: FromChart } | { readonly problems: readonly Problem[] };

/** What the chart makes, if it makes the same every time. */
function objectsOf(charted: Charting, input: RenderingInput, version: string): Made {
  const { helm, archive, title } = charted;
  const made = once(charted, archive.path, input, version);
  if ('problems' in made) return made;
  const question = questionOf(charted, input, version);
  if (question !== undefined) {
    const problem = {
      message: `${title} asks the cluster while it is rendered (lookup), which nobody can answer here: ${question}`,
      hint: 'many charts ask only where no value is set, such as a password or the name of a Secret that is there: set it',
    };
    return { problems: [problem] };
  }
  const again = once(charted, helm.rewritten(archive, { text: fixedClock }), input, version);
  if ('problems' in again) return again;
  const differing = differences(made.from.objects, again.from.objects);
  if (differing.length === 0) return made;
  const problem = {
    message: `${title} makes something else each time, by a clock or by chance: ${differing.slice(0, 5).join('; ')}`,
    hint: 'set the value that it makes up, let it use a Secret that is there, or leave the object out with leaveOut',
  };
  return { problems: [problem] };
}

/** Where something asks the cluster, be it a template, or a text of values and files that `tpl` makes one of. */
function questionOf(charted: Charting, input: RenderingInput, version: string): string | undefined {
  const { helm, archive } = charted;
  const values = valuesWithoutLookup(input.values);
  if (!hasLookup(archive.files) && JSON.stringify(values) === JSON.stringify(input.values)) return undefined;
  const without = once(charted, helm.rewritten(archive, { text: withoutLookup, name: withoutLookup }), { ...input, values }, version);
  return 'problems' in without ? without.problems.find(({ message }) => asked(message))?.message : undefined;
}

function once({ helm, title, namespaces, kinds }: Charting, chart: string, input: RenderingInput, version: string): Made {
  const { release, namespace, kubernetes, apiVersions, values, crds } = input;
  const request: TemplateRequest = { chart, release, namespace, kubernetes, apiVersions, crds: crds === 'first', values };
  const printed = helm.template(request);
  const refuse = (message: string, hint: string): Made => ({ problems: [{ message, hint }] });
  if ('refused' in printed)
    return refuse(
      `Helm does not render ${title} ${version} for Kubernetes ${kubernetes}: ${printed.refused}`,
      'values that the chart takes are in its values.yaml; helm template with the same values says the same',
    );
  return taking(readKubernetesYaml(printed.text), { title: `${title} ${version}`, namespaces, kinds }, input);
}

/** What a component takes of what was printed. */
function taking(
  read: KubernetesYaml,
  { title, namespaces, kinds, folder }: Pick<Charting, 'title' | 'namespaces' | 'kinds'> & { readonly folder?: string },
  { namespace, crds, leaveOut }: RenderingInput,
): Made {
  const isChart = folder === undefined;
  const refuse = (message: string, hint: string): Made => ({ problems: [{ message, hint }] });
  if ('flaw' in read)
    return refuse(`what ${title} makes is no YAML: ${read.flaw}`, isChart ? 'a value may need quotes in the chart: change it' : 'mend it there');
  const made = fromChart(read.documents, { namespace, namespaces, crds, leaveOut, kinds, ...(isChart ? {} : { folder }) });
  if (made.problems.length > 0) return { problems: made.problems };
  return made.objects.length === 0
    ? refuse(
        isChart ? `${title} makes nothing with these values` : `the folder ${folder} of ${title} makes nothing`,
        isChart ? 'a value that switches it on is off' : 'name what is to be there under resources',
      )
    : { from: made };
}

/** What differs between two lists of objects, as kind, name and path. */
function differences(a: readonly KubeObject[], b: readonly KubeObject[]): string[] {
  const found: string[] = [];
  const visit = (one: unknown, other: unknown, at: string): void => {
    if (Array.isArray(one) && Array.isArray(other) && one.length === other.length) one.forEach((item, i) => visit(item, other[i], `${at}[${i}]`));
    else if (isMap(one) && isMap(other))
      for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) visit(one[key], other[key], `${at}.${key}`);
    else if (one !== other) found.push(at);
  };
  a.forEach((object, i) => visit(object, b[i], `${object.kind}/${object.metadata.name} `));
  if (b.length > a.length) found.push('the number of objects');
  return found;
}

/** Build a folder of Kustomize. */
export function renderKustomize(
  program: string,
  { files, namespaces, kinds, title }: { files: readonly SourceFile[]; namespaces: readonly string[]; kinds: Kinds; title: string },
  input: RenderingInput,
): Outcome {
  const strangers = strangersOf(files);
  if (strangers.length > 0) return { problems: strangers };
  const built = buildKustomize(program, input.release, files);
  if ('refused' in built)
    return {
      problems: [
        {
          message: `Kustomize does not build the folder ${input.release} of ${title}: ${built.refused}`,
          hint: 'kubectl kustomize on the folder says the same: mend it there',
        },
      ],
    };
  const made = taking(readKubernetesYaml(built.text), { title, namespaces, kinds, folder: input.release }, input);
  return 'problems' in made ? made : written(made.from, made.from.objects, { version: '', of: input });
}

/** What a folder names and does not hold, and what Kustomize would do besides. */
function strangersOf(files: readonly SourceFile[]): Problem[] {
  const isThere = (path: string): boolean => files.some(({ name }) => name === path || name.startsWith(`${path}/`));
  return files
    .filter(({ name }) => isKustomization(name))
    .flatMap(({ name, path, bytes }) =>
      kustomizationFlaws(bytes, (entry) => isThere(posix.join(posix.dirname(name), entry).replace(/\/$/, ''))).map((flaw) => ({
        message: `${path}: ${flaw}`,
        hint: 'copy what it names into the folder, and write it as a list of files: nothing is fetched, and nothing is run',
      })),
    );
}

/** Everything that the chart makes, as one text; empty where Helm refuses it. */
export function printed(charted: Charting, input: RenderingInput, version: string): string {
  const made = once(charted, charted.archive.path, input, version);
  return 'problems' in made ? '' : JSON.stringify(made.from.objects);
}
