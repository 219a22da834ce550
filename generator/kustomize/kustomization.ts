// The file kustomization.yaml: which of its keys are built here, and what they say.
import { isMap } from '../model/data.ts';
import { quoted } from '../model/quoted.ts';
import { readDocument } from '../yaml/kubernetes.ts';
import type { Written } from '../yaml/written.ts';
import { Cursor } from './cursor.ts';
import type { ImageChange } from './images.ts';
import type { Pairs } from './labels.ts';
import type { Origin } from './node.ts';
import type { FieldOptions, Replacement, ReplacementSource, ReplacementTarget } from './replacement.ts';
import type { Selector } from './selector.ts';
import { Refused, Unbuilt } from './stop.ts';
import type { FieldSpec } from './tables.ts';

/** A text of the file, and where it stands. */
export interface Word {
  readonly text: string;
  readonly at: Origin;
}

export interface LabelSetting {
  readonly pairs: Pairs;
  readonly inSelectors: boolean;
  readonly inTemplates: boolean;
  readonly fields: readonly FieldSpec[];
  readonly at: Origin;
}

export interface PatchEntry {
  readonly path: string;
  readonly patch: string;
  readonly target: Selector | undefined;
  /** Where path or patch stands. */
  readonly at: Origin;
  readonly targetAt: Origin;
}

export interface GeneratorOptions {
  readonly labels: Pairs;
  readonly annotations: Pairs;
  readonly isUnhashed: boolean;
  readonly isImmutable: boolean;
}

export interface Generator {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: Word;
  readonly namespace: Word;
  readonly behavior: string;
  readonly type: string;
  readonly envs: readonly Word[];
  readonly literals: readonly Word[];
  readonly files: readonly Word[];
  readonly options: GeneratorOptions;
}

export interface Kustomization {
  readonly written: Written;
  readonly at: Origin;
  readonly isComponent: boolean;
  readonly resources: readonly Word[];
  readonly components: readonly Word[];
  readonly generators: readonly Generator[];
  readonly mergePatches: readonly Word[];
  readonly patches: readonly PatchEntry[];
  readonly namespace: Word;
  readonly namePrefix: Word;
  readonly nameSuffix: Word;
  readonly labels: readonly LabelSetting[];
  readonly commonLabels: Pairs;
  readonly commonAnnotations: Pairs;
  readonly jsonPatches: readonly PatchEntry[];
  readonly replicas: readonly { readonly name: string; readonly count: number; readonly at: Origin }[];
  readonly images: readonly ImageChange[];
  /** Each as it stands, or the path of a file that holds it. */
  readonly replacements: readonly (Replacement | Word)[];
}

/** What is not built: why, in words. */
const NOT_BUILT: Readonly<Record<string, string>> = {
  openapi: 'a schema of its own decides how lists are merged',
  vars: 'vars are replaced wherever they stand; replacements take their place',
  crds: 'definitions say which fields name others',
  configurations: 'the fields that are changed are configured',
  generators: 'a generator of its own makes objects',
  transformers: 'a transformer of its own changes objects',
  validators: 'a validator of its own judges objects',
  helmCharts: 'a chart is rendered by Helm',
  helmChartInflationGenerator: 'a chart is rendered by Helm',
  buildMetadata: 'what is built is marked with where it comes from',
};

const KNOWN = [
  ...['apiVersion', 'kind', 'metadata', 'namePrefix', 'nameSuffix', 'namespace', 'commonLabels', 'labels', 'commonAnnotations'],
  ...['patchesStrategicMerge', 'patchesJson6902', 'patches', 'images', 'imageTags', 'replacements', 'replicas', 'sortOptions'],
  ...['resources', 'components', 'bases', 'configMapGenerator', 'secretGenerator', 'helmGlobals', 'generatorOptions'],
  ...Object.keys(NOT_BUILT),
];

/** @throws Refused, Unbuilt */
export function readKustomization(written: Written): Kustomization {
  const { data, root, flaw } = readDocument(written.text.endsWith('\n') ? written.text : `${written.text}\n`);
  if (flaw !== undefined) throw new Refused(flaw.message, { source: written, start: flaw.start, end: Math.max(flaw.end, flaw.start + 1) });
  if ('problem' in written.decoded) {
    const start = written.decoded.offset;
    throw new Unbuilt(`the file ${written.decoded.problem}`, { source: written, start, end: start + 1 });
  }
  if (root === undefined || !isMap(data)) throw new Refused('a kustomization is a map', { source: written, start: 0, end: 1 });
  const top = Cursor.of({ data, root, written }).map(KNOWN);
  hide(top, written);
  const [kind, apiVersion] = [top.get('kind').text(), top.get('apiVersion').text()];
  const isComponent = kind === 'Component';
  if (!['', 'Kustomization', 'Component'].includes(kind))
    throw new Refused('the kind of a kustomization is Kustomization or Component', top.get('kind').at);
  const needed = `kustomize.config.k8s.io/${isComponent ? 'v1alpha1' : 'v1beta1'}`;
  if (apiVersion !== '' && apiVersion !== needed)
    throw new Refused(`the apiVersion of a ${kind === '' ? 'Kustomization' : kind} is ${needed}`, top.get('apiVersion').at);
  if (!top.keys().some((key) => !['apiVersion', 'kind'].includes(key) && top.get(key).isThere))
    throw new Refused('the kustomization is empty', top.at);
  for (const [key, why] of Object.entries(NOT_BUILT)) {
    const value = top.get(key);
    if (value.isThere && (key === 'openapi' ? value.keys().length > 0 : value.items().length > 0)) throw new Unbuilt(`${key}: ${why}`, value.key);
  }
  const global = optionsOf(top.get('generatorOptions'));
  const generators = (key: string, of: Generator['kind']): Generator[] =>
    top
      .get(key)
      .items()
      .map((each) => generatorOf(each, of, global));
  return {
    written,
    at: top.at,
    isComponent,
    resources: [...words(top.get('resources')), ...words(top.get('bases'))],
    components: words(top.get('components')),
    generators: [...generators('configMapGenerator', 'ConfigMap'), ...generators('secretGenerator', 'Secret')],
    mergePatches: words(top.get('patchesStrategicMerge')),
    patches: top.get('patches').items().map(patchOf),
    namespace: word(top.get('namespace')),
    namePrefix: word(top.get('namePrefix')),
    nameSuffix: word(top.get('nameSuffix')),
    labels: top.get('labels').items().map(labelsOf),
    commonLabels: top.get('commonLabels').pairs(),
    commonAnnotations: top.get('commonAnnotations').pairs(),
    jsonPatches: top.get('patchesJson6902').items().map(patchOf),
    replicas: top
      .get('replicas')
      .items()
      .map((each) => {
        each.map(['name', 'count']);
        return { name: each.get('name').text(), count: each.get('count').number(), at: each.get('count').at };
      }),
    images: [...top.get('images').items(), ...top.get('imageTags').items()].map(imageOf),
    replacements: top
      .get('replacements')
      .items()
      .map((each) => {
        each.map(['path', 'source', 'targets', 'sourceValue']);
        const path = each.get('path');
        if (path.text() === '') return replacementOf(each);
        if (each.get('source').isThere || each.get('targets').items().length > 0)
          throw new Refused('a replacement has a path, or is written out: not both', path.at);
        return word(path);
      }),
  };
}

/** What a Secret is made of is shown to nobody. */
function hide(top: Cursor, written: Written): void {
  for (const each of top.get('secretGenerator').items())
    for (const { text, at } of words(each.get('literals'))) written.hide(at, text.slice(text.indexOf('=') + 1));
}

function word(value: Cursor): Word {
  return { text: value.text(), at: value.at };
}

function words(value: Cursor): Word[] {
  return value.items().map(word);
}

function selectorOf(value: Cursor, more: readonly string[] = []): Selector {
  value.map(['group', 'version', 'kind', 'name', 'namespace', 'labelSelector', 'annotationSelector', ...more]);
  const keys = ['group', 'version', 'kind', 'name', 'namespace', 'labelSelector', 'annotationSelector'] as const;
  return Object.fromEntries(keys.map((key) => [key, value.get(key).text()]));
}

function patchOf(value: Cursor): PatchEntry {
  value.map(['path', 'patch', 'target', 'options']);
  const options = value.get('options').map(['allowNameChange', 'allowKindChange']);
  if (options.get('allowNameChange').flag() || options.get('allowKindChange').flag())
    throw new Unbuilt('a patch may change names or kinds', options.key);
  const [path, patch, target] = [value.get('path'), value.get('patch'), value.get('target')];
  if ((path.text() === '') === (patch.text().trim() === '')) throw new Refused('a patch has either a path or a patch', value.at);
  return {
    path: path.text(),
    patch: patch.text(),
    target: target.isThere ? selectorOf(target) : undefined,
    at: path.text() === '' ? patch.at : path.at,
    targetAt: target.key,
  };
}

function labelsOf(value: Cursor): LabelSetting {
  value.map(['pairs', 'includeSelectors', 'includeTemplates', 'fields']);
  const fields = value
    .get('fields')
    .items()
    .map((each) => {
      each.map(['group', 'version', 'kind', 'path', 'create']);
      const [group, version, kind, path] = (['group', 'version', 'kind', 'path'] as const).map((key) => each.get(key).text()) as [
        string,
        string,
        string,
        string,
      ];
      if (path === '') throw new Refused('a field has no path', each.at);
      return { group, version, kind, path, create: each.get('create').flag() };
    });
  return {
    pairs: value.get('pairs').pairs(),
    inSelectors: value.get('includeSelectors').flag(),
    inTemplates: value.get('includeTemplates').flag(),
    fields,
    at: value.at,
  };
}

function imageOf(value: Cursor): ImageChange {
  value.map(['name', 'newName', 'tagSuffix', 'newTag', 'digest']);
  const text = (key: string): string => value.get(key).text();
  const from = ['newTag', 'digest', 'newName', 'tagSuffix', 'name'].map((key) => value.get(key)).find((each) => each.isThere) ?? value;
  const [name, newName, newTag, digest, tagSuffix] = ['name', 'newName', 'newTag', 'digest', 'tagSuffix'].map(text) as [
    string,
    string,
    string,
    string,
    string,
  ];
  return { name, newName, newTag, digest, tagSuffix, at: from.at };
}

function optionsOf(value: Cursor): GeneratorOptions {
  value.map(['labels', 'annotations', 'disableNameSuffixHash', 'immutable']);
  return {
    labels: value.get('labels').pairs(),
    annotations: value.get('annotations').pairs(),
    isUnhashed: value.get('disableNameSuffixHash').flag(),
    isImmutable: value.get('immutable').flag(),
  };
}

function generatorOf(value: Cursor, kind: Generator['kind'], global: GeneratorOptions): Generator {
  value.map(['name', 'namespace', 'behavior', 'literals', 'files', 'envs', 'env', 'options', ...(kind === 'Secret' ? ['type'] : [])]);
  const own = optionsOf(value.get('options'));
  const env = value.get('env');
  const name = word(value.get('name'));
  if (name.text === '') throw new Refused('a generator has no name', value.at);
  return {
    kind,
    name,
    namespace: word(value.get('namespace')),
    behavior: value.get('behavior').text(),
    type: value.get('type').text(),
    envs: [...words(value.get('envs')), ...(env.text() === '' ? [] : [word(env)])],
    literals: words(value.get('literals')),
    files: words(value.get('files')),
    options: {
      labels: new Map([...global.labels, ...own.labels]),
      annotations: new Map([...global.annotations, ...own.annotations]),
      isUnhashed: own.isUnhashed || global.isUnhashed,
      isImmutable: own.isImmutable || global.isImmutable,
    },
  };
}

/** One replacement, written out. */
export function replacementOf(value: Cursor): Replacement {
  value.map(['path', 'source', 'targets', 'sourceValue']);
  const [source, given, targets] = [value.get('source'), value.get('sourceValue'), value.get('targets')];
  if (!targets.isThere || source.isThere === given.isThere) throw new Refused('a replacement has a source, or a sourceValue, and targets', value.at);
  return {
    source: given.isThere ? { value: given.text(), at: given.at } : sourceOf(source),
    targets: targets.items().map(targetOf),
  };
}

function sourceOf(value: Cursor): ReplacementSource {
  value.map(['group', 'version', 'kind', 'name', 'namespace', 'fieldPath', 'options']);
  const text = (key: string): string => value.get(key).text();
  return {
    ...Object.fromEntries(['group', 'version', 'kind', 'name', 'namespace'].map((key) => [key, text(key)])),
    fieldPath: text('fieldPath'),
    options: fieldOptionsOf(value.get('options')),
    at: value.key,
  };
}

function targetOf(value: Cursor): ReplacementTarget {
  value.map(['select', 'reject', 'fieldPaths', 'options']);
  if (!value.get('select').isThere) throw new Refused('a target says nothing that it selects', value.at);
  return {
    select: selectorOf(value.get('select')),
    reject: value
      .get('reject')
      .items()
      .map((each) => selectorOf(each)),
    fieldPaths: value
      .get('fieldPaths')
      .items()
      .map((each) => each.text()),
    options: fieldOptionsOf(value.get('options')),
    at: value.get('select').key,
  };
}

function fieldOptionsOf(value: Cursor): FieldOptions | undefined {
  if (!value.isThere) return undefined;
  value.map(['delimiter', 'index', 'encoding', 'create']);
  return { delimiter: value.get('delimiter').text(), index: value.get('index').number(), create: value.get('create').flag() };
}

/** A file of replacements: one, or a list. */
export function readReplacements(written: Written): Replacement[] {
  const { data, root, flaw } = readDocument(written.text.endsWith('\n') ? written.text : `${written.text}\n`);
  if (flaw !== undefined || root === undefined)
    throw new Refused(`it cannot be read: ${flaw?.message ?? 'it is empty'}`, { source: written, start: flaw?.start ?? 0, end: flaw?.end ?? 1 });
  const top = Cursor.of({ data, root, written });
  if (Array.isArray(data)) return top.items().map(replacementOf);
  if (!isMap(data)) throw new Refused(`${quoted(written.path)} holds no replacement`, top.at);
  return [replacementOf(top)];
}
