import { isMap } from '../../model/data.ts';
import type { Unplaced } from '../../model/finding.ts';
import { segments } from '../../model/pointer.ts';
import type { Pointer } from '../../model/pointer.ts';
import { byCodeUnit } from '../../model/order.ts';
import { quoted } from '../../model/quoted.ts';
import { SETTINGS_SCHEMA } from '../../yaml/config-path.ts';
import type { ComponentFile } from '../../yaml/read.ts';
import type { RenderedFile } from '../../yaml/rendered-file.ts';
import type { SourceFile } from '../../yaml/source-file.ts';
import { fill } from '../schema/defaults.ts';
import { interpret } from '../schema/interpret.ts';
import { componentSchema, type SchemaNode } from '../schema/schemas.ts';
import { hintFor } from '../schema/suggest.ts';
import { worded } from '../schema/validate.ts';
import { readChart, readKustomize, type WrittenChart } from './chart.ts';
import type { Declared, DeclaredConsequence, DeclaredObject, DeclaredScope, DeclaredSecret } from './declared.ts';
import { needsOf, type Needs } from './needs.ts';
import { invalidComponent } from './rules.ts';
import { NO_SETTINGS, settingsSchema } from './settings-schema.ts';
import { templateReports } from './templates.ts';
import { blocks } from '../../model/severity.ts';

/** What a component.yaml holds once its schema has let it pass and defaults are filled in. */
interface Written {
  readonly name: string;
  readonly summary: string;
  readonly requires: readonly string[];
  readonly namespaces: readonly string[];
  readonly secrets: readonly DeclaredSecret[];
  readonly objects: readonly { readonly file: string; readonly when?: string }[];
  readonly consequences: readonly { readonly on: string; readonly path?: string; readonly says: string }[];
  readonly needs: Needs;
  readonly chart?: WrittenChart;
  readonly kustomize?: string;
}

/** What other programs make objects of, and what they made. */
interface OfOthers {
  readonly rendered: readonly RenderedFile[];
  readonly sources: readonly SourceFile[];
}

/** What plans call the delivery itself, and what folders of out/ and config/ are named that are no component's. */
const TAKEN = ['all', 'argocd', 'base', 'common', 'extra', 'fleet', 'overlays', 'root'];

/**
 * Understand the files of `config/components`: each folder is a component.
 * @param ours names of the components that every fleet has
 */
export function readDeclared(
  files: readonly ComponentFile[],
  ours: readonly string[],
  { rendered, sources }: OfOthers = { rendered: [], sources: [] },
): {
  declared: Declared[];
  reports: Unplaced[];
} {
  const reports: Unplaced[] = [];
  const folders = new Map<string, ComponentFile[]>();
  for (const file of files) folders.set(file.component, [...(folders.get(file.component) ?? []), file]);
  for (const { component, path } of [...rendered, ...sources]) {
    if (!folders.has(component))
      reports.push({
        rule: invalidComponent,
        file: path,
        path: '',
        message: `config/components/${component} has no component.yaml`,
        hint: 'write it, or remove the folder; docs/extending.md has one',
      });
  }
  const declared = [...folders]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .flatMap(([name, own]) => {
      const ofOthers = {
        rendered: rendered.filter(({ component }) => component === name),
        sources: sources.filter(({ component }) => component === name),
      };
      const one = readOne(name, own, ofOthers, ours, reports);
      return one === undefined ? [] : [one];
    });
  const known = [...ours, ...declared.map(({ name }) => name)];
  for (const { file, name, requires } of declared) {
    requires.forEach((other, i) => {
      if (other !== name && known.includes(other)) return;
      reports.push({
        rule: invalidComponent,
        file,
        path: `/0/requires/${i}`,
        message: other === name ? `${quoted(name)} requires itself` : `there is no component ${quoted(other)}`,
        hint: other === name ? 'remove it' : hintFor(other, known),
      });
    });
  }
  if (reports.length === 0) reports.push(...circles(declared));
  return { declared, reports };
}

function circles(declared: readonly Declared[]): Unplaced[] {
  const byName = new Map(declared.map((each) => [each.name, each]));
  const circle = (name: string, above: readonly string[]): readonly string[] | undefined => {
    if (above.includes(name)) return [...above.slice(above.indexOf(name)), name];
    for (const next of byName.get(name)?.requires ?? []) {
      const found = circle(next, [...above, name]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  for (const { name, file } of declared) {
    const found = circle(name, []);
    if (found?.[0] !== name) continue;
    return [
      {
        rule: invalidComponent,
        file,
        path: '/0/requires',
        message: `components require each other in a circle: ${found.join(' → ')}`,
        hint: 'remove one of these',
      },
    ];
  }
  return [];
}

function readOne(
  name: string,
  files: readonly ComponentFile[],
  { rendered, sources }: OfOthers,
  ours: readonly string[],
  reports: Unplaced[],
): Declared | undefined {
  const before = reports.length;
  const refuse = (file: string, path: Pointer, message: string, hint?: string): void =>
    void reports.push({ rule: invalidComponent, file, path, message, hint });
  const main = files.find((file) => file.name === 'component.yaml');
  if (main === undefined) {
    refuse(
      (files[0] as ComponentFile).path,
      '',
      `config/components/${name} has no component.yaml`,
      'write it, or remove the folder; docs/extending.md has one',
    );
    return undefined;
  }
  if (main.documents.length > 1)
    refuse(main.path, '/1', 'component.yaml holds one component', 'keep one document; each component has a folder of its own');
  const data = normalised(main.documents[0]);
  const errors = interpret(componentSchema, data);
  const held = { data, written: (at: Pointer) => main.written(`/0${at}`), schema: componentSchema, whole: 'the component' };
  reports.push(...worded(errors, held).map((each) => ({ ...each, file: main.path, path: `/0${each.path}` })));
  if (errors.length > 0) return undefined;
  const written = fill(componentSchema, data) as Written;
  if (written.name !== name)
    refuse(
      main.path,
      '/0/name',
      `the component ${quoted(written.name)} lies in the folder ${quoted(name)}`,
      `name it ${quoted(name)}, or rename the folder`,
    );
  if (ours.includes(name)) refuse(main.path, '/0/name', `${quoted(name)} is a component that every fleet has`, 'give yours another name');
  if (TAKEN.includes(name))
    refuse(main.path, '/0/name', `${quoted(name)} means something else in out/ and in plans`, 'give the component another name');
  written.secrets.forEach(({ namespace }, i) => {
    if (!written.namespaces.includes(namespace))
      refuse(
        main.path,
        `/0/secrets/${i}/namespace`,
        `${quoted(namespace)} is not among the component's namespaces`,
        hintFor(namespace, written.namespaces),
      );
  });
  const ownSettings = readSettings(files, reports);
  const others = { component: name, main, files, rendered, settings: ownSettings };
  const chart =
    written.chart === undefined
      ? written.kustomize === undefined
        ? undefined
        : readKustomize(written.kustomize, sources, others)
      : readChart(written.chart, others);
  reports.push(...(chart?.reports ?? []));
  const settings = chart?.settings ?? ownSettings;
  if (written.chart !== undefined && written.kustomize !== undefined)
    refuse(main.path, '/0/kustomize', 'a component has a chart or a folder of Kustomize', 'make two components of it');
  if (chart === undefined && written.objects.length === 0)
    refuse(main.path, '/0', 'the component makes nothing', 'name files under objects, or a chart');
  for (const { path } of chart === undefined ? rendered : [])
    refuse(path, '', 'component.yaml names no chart that this could come from', 'remove the folder rendered/');
  for (const { path } of written.kustomize === undefined ? sources : [])
    refuse(path, '', 'component.yaml does not name the folder kustomize/', 'add "kustomize: ./kustomize", or remove the folder');
  const objects = readObjects(main, files, written, settings, reports);
  const listed = new Set(['component.yaml', SETTINGS_SCHEMA, written.chart?.values, ...written.objects.map(({ file }) => file)]);
  for (const file of files) {
    if (!listed.has(file.name))
      refuse(file.path, '', 'component.yaml does not name this file', `add "${file.name}" to its objects, or remove the file`);
  }
  if (reports.slice(before).some(({ rule }) => blocks(rule))) return undefined;
  return {
    name,
    summary: written.summary,
    requires: written.requires,
    namespaces: written.namespaces,
    secrets: written.secrets,
    objects,
    ...(chart === undefined ? {} : { chart: chart.chart }),
    settings,
    consequences: written.consequences.map(consequence),
    needs: needsOf(written.needs),
    file: main.path,
  };
}

/** `- common/redis.yaml` is short for `- file: common/redis.yaml`. */
function normalised(data: unknown): unknown {
  if (!isMap(data) || !Array.isArray(data['objects'])) return data;
  return { ...data, objects: data['objects'].map((each: unknown) => (typeof each === 'string' ? { file: each } : each)) };
}

function consequence({ on, path, says }: Written['consequences'][number]): DeclaredConsequence {
  const slash = on.indexOf('/');
  return {
    kind: slash === -1 ? on : on.slice(0, slash),
    ...(slash === -1 ? {} : { name: on.slice(slash + 1) }),
    ...(path === undefined ? {} : { path: segments(path) }),
    says,
  };
}

function readSettings(files: readonly ComponentFile[], reports: Unplaced[]): SchemaNode {
  const file = files.find((each) => each.name === SETTINGS_SCHEMA);
  if (file === undefined) return NO_SETTINGS;
  const read = settingsSchema(file.documents[0], file.path);
  reports.push(...read.reports);
  return read.schema;
}

function readObjects(
  main: ComponentFile,
  files: readonly ComponentFile[],
  written: Written,
  settings: SchemaNode,
  reports: Unplaced[],
): DeclaredObject[] {
  const names = files.map((file) => file.name);
  return written.objects.flatMap((entry, i) => {
    const at = `/0/objects/${i}`;
    const file = files.find((each) => each.name === entry.file);
    const when = entry.when?.split('.').slice(1);
    if (when !== undefined && schemaType(settings, when) !== 'boolean')
      reports.push({
        rule: invalidComponent,
        file: main.path,
        path: `${at}/when`,
        message: `${quoted(entry.when as string)} is no setting that is true or false`,
        hint: `${SETTINGS_SCHEMA} says what settings there are`,
      });
    if (written.objects.findIndex((each) => each.file === entry.file) !== i) {
      reports.push({
        rule: invalidComponent,
        file: main.path,
        path: at,
        message: `${quoted(entry.file)} is named twice`,
        hint: 'remove one of them',
      });
      return [];
    }
    if (file === undefined) {
      reports.push({
        rule: invalidComponent,
        file: main.path,
        path: at,
        message: `there is no file ${quoted(entry.file)}`,
        hint: hintFor(
          entry.file,
          names.filter((each) => each.includes('/')),
        ),
      });
      return [];
    }
    const scope = entry.file.split('/')[0] as DeclaredScope;
    return file.documents.map((template, n): DeclaredObject => {
      reports.push(...templateReports(template, { file, at: `/${n}`, scope, settings }));
      return {
        scope,
        ...(when === undefined ? {} : { when }),
        template: template as DeclaredObject['template'],
        spot: { file: file.path, path: `/${n}` },
      };
    });
  });
}

function schemaType(settings: SchemaNode, path: readonly string[]): unknown {
  return path.reduce<SchemaNode | undefined>((node, step) => node?.properties?.[step], settings)?.type;
}
