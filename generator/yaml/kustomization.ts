import { isMap } from '../model/data.ts';
import { quoted } from '../model/quoted.ts';
import { readKubernetesYaml } from './kubernetes.ts';

/** Lists of a kustomization whose entries are paths; of patches, a text that is a map is the patch itself. */
const LISTS = [
  'resources',
  'bases',
  'components',
  'crds',
  'configurations',
  'transformers',
  'generators',
  'validators',
  'patchesStrategicMerge',
] as const;

/** Lists of maps that name a file. */
const NAMING = ['patches', 'patchesJson6902', 'replacements'] as const;

/**
 * The paths that a kustomization names, whatever for: what lies there is its own to read. A patch or the values of a chart
 * only look like objects.
 */
export function pathsOfKustomization(bytes: Uint8Array): string[] {
  const data = dataOf(bytes);
  if (!isMap(data)) return [];
  const paths = [
    ...LISTS.flatMap((key) => list(data[key])),
    ...NAMING.flatMap((key) => list(data[key]).map((item) => field(item, 'path'))),
    field(data['openapi'], 'path'),
    ...['configMapGenerator', 'secretGenerator'].flatMap((key) => list(data[key]).flatMap(sources)),
    ...list(data['helmCharts']).flatMap((chart) => [field(chart, 'valuesFile'), ...list(field(chart, 'additionalValuesFiles'))]),
  ];
  return paths.filter((path): path is string => typeof path === 'string' && path !== '' && !/\n|: |:\/\//.test(path));
}

/** Whether a path is that of a kustomization. */
export function isKustomization(path: string): boolean {
  return /(^|\/)(kustomization\.ya?ml|Kustomization)$/.test(path);
}

/** Keys of a kustomization → how their entries name files. What is not here fetches, runs, or loads what does. */
const TAKEN: Readonly<Record<string, (value: unknown) => readonly unknown[]>> = {
  ...Object.fromEntries(
    [
      ...['apiVersion', 'kind', 'metadata', 'namespace', 'namePrefix', 'nameSuffix', 'commonLabels', 'commonAnnotations', 'labels'],
      ...['images', 'replicas', 'generatorOptions', 'sortOptions', 'buildMetadata'],
    ].map((key) => [key, () => []]),
  ),
  ...Object.fromEntries(['resources', 'bases', 'components'].map((key) => [key, list])),
  patchesStrategicMerge: (value) => list(value).filter((entry) => !isInline(entry)),
  ...Object.fromEntries(
    ['patches', 'patchesJson6902', 'replacements'].map((key) => [
      key,
      (value: unknown) => list(value).flatMap((item) => (field(item, 'path') === undefined ? [] : [field(item, 'path')])),
    ]),
  ),
  ...Object.fromEntries(
    ['configMapGenerator', 'secretGenerator'].map((key) => [
      key,
      (value: unknown) => list(value).flatMap((item) => sources(item).filter((source) => source !== undefined)),
    ]),
  ),
};

/** A patch that stands in the kustomization itself. */
function isInline(entry: unknown): boolean {
  const read = typeof entry === 'string' && entry.includes('\n') ? readKubernetesYaml(entry) : undefined;
  return read !== undefined && 'documents' in read && read.documents.every(isMap);
}

/**
 * What keeps a kustomization from being built of files of its own folder alone, in words.
 * @param isThere whether a path from its folder leads to a file or a folder that is there
 */
export function kustomizationFlaws(bytes: Uint8Array, isThere: (path: string) => boolean): string[] {
  const read = readKubernetesYaml(new TextDecoder().decode(bytes));
  if ('flaw' in read) return [`it cannot be read: ${read.flaw}`];
  const documents = read.documents.filter((document) => document !== null);
  const [data] = documents;
  if (documents.length !== 1 || !isMap(data)) return ['a kustomization is one map'];
  return Object.entries(data).flatMap(([key, value]) => {
    const entries = Object.hasOwn(TAKEN, key) ? TAKEN[key] : undefined;
    if (entries === undefined) return [`the key ${quoted(key)} is not taken`];
    return entries(value)
      .filter((entry) => typeof entry !== 'string' || !isThere(entry))
      .map(
        (entry) =>
          `${key} names ${quoted(typeof entry === 'string' ? entry : JSON.stringify(entry))}, which is not in the component's folder kustomize/`,
      );
  });
}

/** Files of a generator: `path`, or `key=path`. */
function sources(generator: unknown): unknown[] {
  const files = list(field(generator, 'files')).map((file) => (typeof file === 'string' ? file.slice(file.indexOf('=') + 1) : undefined));
  return [...files, ...list(field(generator, 'envs')), field(generator, 'env')];
}

function field(value: unknown, key: string): unknown {
  return isMap(value) ? value[key] : undefined;
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What kubectl will complain about names nothing. */
function dataOf(bytes: Uint8Array): unknown {
  const read = readKubernetesYaml(new TextDecoder().decode(bytes));
  return 'flaw' in read ? undefined : read.documents[0];
}
