import { parseDocument } from 'yaml';
import { isMap } from '../model/data.ts';

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

/** Entries of a kustomization that come from another place than its own repository, and charts, which Kustomize fetches. */
export function strangersIn(bytes: Uint8Array): string[] {
  const data = dataOf(bytes);
  if (!isMap(data)) return [];
  const entries = [...LISTS.flatMap((key) => list(data[key])), ...NAMING.flatMap((key) => list(data[key]).map((item) => field(item, 'path')))];
  const named = [...entries, field(data['openapi'], 'path')].filter((entry): entry is string => typeof entry === 'string' && !entry.includes('\n'));
  const charts = ['helmCharts', 'helmChartInflationGenerator'].filter((key) => data[key] !== undefined);
  return [...named.filter((entry) => entry.includes('://')), ...charts];
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
  const document = parseDocument(new TextDecoder().decode(bytes), { uniqueKeys: false, prettyErrors: false, logLevel: 'error' });
  if (document.errors.length > 0) return undefined;
  try {
    return document.toJS({ maxAliasCount: 100 }) as unknown;
  } catch {
    return undefined;
  }
}
