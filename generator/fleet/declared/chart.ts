import { isMap } from '../../model/data.ts';
import type { Unplaced } from '../../model/finding.ts';
import type { Pointer } from '../../model/pointer.ts';
import { quoted } from '../../model/quoted.ts';
import type { ComponentFile } from '../../yaml/read.ts';
import { isKustomization } from '../../yaml/kustomization.ts';
import type { RenderedFile } from '../../yaml/rendered-file.ts';
import { digestOf, type SourceFile } from '../../yaml/source-file.ts';
import { hintFor } from '../schema/suggest.ts';
import type { SchemaNode } from '../schema/schemas.ts';
import { invalidComponent } from './rules.ts';
import { SETTINGS_SCHEMA } from '../../yaml/config-path.ts';
import { placeholderReports } from './templates.ts';

/** What component.yaml says of a chart, with defaults filled in. */
export interface WrittenChart {
  readonly name: string;
  readonly repository?: string;
  readonly archives: Readonly<Record<string, Archive>>;
  readonly version?: string;
  readonly release?: string;
  readonly values?: string;
  readonly crds: 'first' | 'none';
  readonly apiVersions: readonly string[];
  readonly leaveOut: readonly string[];
  /** What of the regions' systems it installs. */
  readonly provides?: string;
}

export interface Archive {
  /** Below the component's folder. */
  readonly file: string;
  /** In hexadecimal. */
  readonly sha256: string;
  readonly appVersion?: string;
}

/** A Helm chart, or a folder of Kustomize, whose objects a component has: rendered when it was vendored. */
export interface DeclaredChart extends Omit<WrittenChart, 'release' | 'values'> {
  /** The folder of Kustomize, below the component's; then there is no version, and no value. */
  readonly kustomize?: { readonly folder: string; readonly digest: string };
  readonly release: string;
  /** The values, with their placeholders. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The file of the values, where there is one. */
  readonly valuesFile?: string;
  /** What lies below `rendered/`. */
  readonly rendered: readonly RenderedFile[];
}

/** Versions of charts, as the schema has them (https://semver.org). */
export const CHART_VERSION = '^v?[0-9]+\\.[0-9]+\\.[0-9]+([-+][-+.0-9A-Za-z]+)?$';

/** The setting that every component of a chart has besides its own. */
function versionSetting(version: string | undefined): SchemaNode {
  return {
    type: 'string',
    pattern: CHART_VERSION,
    errorMessage: 'must be a version of the chart, such as 2.18.0',
    ...(version === undefined ? {} : { default: version }),
    description: 'Version of the chart.',
    examples: [version ?? '2.18.0'],
  };
}

interface Read {
  readonly chart: DeclaredChart;
  /** Of the component, with the version of the chart. */
  readonly settings: SchemaNode;
  readonly reports: readonly Unplaced[];
}

interface Of {
  readonly component: string;
  /** Its component.yaml. */
  readonly main: ComponentFile;
  readonly files: readonly ComponentFile[];
  readonly rendered: readonly RenderedFile[];
  readonly settings: SchemaNode;
}

/** Understand the folder of Kustomize of a component. @param sources all that lies in its folder `kustomize/` */
export function readKustomize(folder: string, sources: readonly SourceFile[], { component, main, rendered, settings }: Of): Read {
  const below = folder.replace(/^\.\//, '');
  const isThere = sources.some(({ name }) => isKustomization(name) && name.slice(0, name.lastIndexOf('/')) === below);
  const reports: Unplaced[] = isThere
    ? []
    : [
        {
          rule: invalidComponent,
          file: main.path,
          path: '/0/kustomize',
          message: `there is no kustomization.yaml in ${quoted(folder)}`,
          hint: 'put the folder there as it is: it is built where it lies',
        },
      ];
  const kustomize = { folder: below, digest: digestOf(sources) };
  const chart = { name: component, archives: {}, release: '', values: {}, crds: 'first', apiVersions: [], leaveOut: [] } as const;
  return { chart: { ...chart, kustomize, rendered }, settings, reports };
}

/** Understand the chart of a component. */
export function readChart(written: WrittenChart, { component, main, files, rendered, settings }: Of): Read {
  const reports: Unplaced[] = [];
  const refuse = (path: Pointer, message: string, hint: string, key = false): void =>
    void reports.push({ rule: invalidComponent, file: main.path, path, ...(key ? { key } : {}), message, hint });
  if (settings.properties?.['version'] !== undefined)
    refuse('/0/chart', `${SETTINGS_SCHEMA} has a setting "version", which is the chart's`, 'give that setting another name', true);
  const archives = Object.entries(written.archives);
  archives.forEach(([version, { file }], i) => {
    const other = archives.slice(0, i).find(([, before]) => before.file === file);
    if (other !== undefined)
      refuse(
        `/0/chart/archives/${version}/file`,
        `the versions ${other[0]} and ${version} have one archive`,
        'one of them has another file: pap-fleet vendor writes it',
      );
  });
  const all: SchemaNode = { ...settings, properties: { ...settings.properties, version: versionSetting(written.version) } };
  const values = written.values === undefined ? undefined : files.find(({ name }) => name === written.values);
  if (written.values !== undefined && values === undefined) {
    const others = files.map(({ name }) => name).filter((name) => !name.includes('/') && name !== 'component.yaml');
    refuse('/0/chart/values', `there is no file ${quoted(written.values)}`, hintFor(written.values, others) ?? 'write it, or leave out values');
  }
  if (values !== undefined && (values.documents.length !== 1 || !isMap(values.documents[0])))
    reports.push({ rule: invalidComponent, file: values.path, path: '/0', message: 'values of a chart are one map', hint: 'key: value' });
  else if (values !== undefined) reports.push(...placeholderReports(values.documents[0], '/0', { file: values, scope: 'common', settings: all }));
  const { release = component, values: _, ...rest } = written;
  return {
    chart: {
      ...rest,
      release,
      values: (values?.documents[0] ?? {}) as DeclaredChart['values'],
      ...(values === undefined ? {} : { valuesFile: values.path }),
      rendered,
    },
    settings: all,
    reports,
  };
}
