import type { ClassRow } from '../fleet/classes.ts';
import { readClasses } from '../k8s/crd/classes.ts';
import { readKinds } from '../k8s/crd/read-kinds.ts';
import { isDefinition, readDefinition, type Definition } from '../k8s/crd/definition.ts';
import { Kinds, NO_KINDS } from '../k8s/crd/kinds.ts';
import { hasChart, renderingsOf } from '../components/chart.ts';
import type { DeclaredChart } from '../fleet/declared/chart.ts';
import type { Declared } from '../fleet/declared/declared.ts';
import type { KubeObject } from '../k8s/object.ts';
import { invalidClasses } from '../k8s/crd/rules.ts';
import type { Unplaced } from '../model/finding.ts';
import { memo } from '../model/memo.ts';
import { quoted } from '../model/quoted.ts';
import type { Keeper } from '../model/memory.ts';
import type { SchemaFile } from '../yaml/schema-file.ts';

/** The kinds that a fleet brings, and what is wrong with their definitions. */
interface FleetKinds {
  readonly kinds: Kinds;
  /** What the fleet says of changes of them. */
  readonly classes: readonly ClassRow[];
  readonly reports: readonly Unplaced[];
}

const NONE: FleetKinds = { kinds: NO_KINDS, classes: [], reports: [] };

/**
 * @param files those of `config/schemas`
 * @param declared components of the fleet's own: their charts may bring definitions, of which those in `config/schemas` count before
 */
export function readFleetKinds(files: readonly SchemaFile[], declared: readonly Declared[], memory: Keeper): FleetKinds {
  const rendered = declared
    .filter(hasChart)
    .flatMap(({ chart }) => [JSON.stringify([chart.version, chart.archives]), ...chart.rendered.map(({ digest }) => digest)]);
  if (files.length === 0 && rendered.length === 0) return NONE;
  return memory.open('kinds').of('all', [...files, ...rendered], () => read(files, declared.filter(hasChart).flatMap(definitionsOf)));
}

/** What the charts of a component define; of several versions, the one that regions have where they name none comes first. */
function definitionsOf({ chart }: Declared & { readonly chart: DeclaredChart }): Definition[] {
  const usual = chart.archives[chart.version ?? '']?.sha256;
  const all = [...renderingsOf(chart).byKey.values()];
  const sorted = [...all.filter(({ of }) => of.archive === usual), ...all.filter(({ of }) => of.archive !== usual)];
  // Of a kind the first definition counts, and its name is that of its kind.
  const first = new Map<string, KubeObject>();
  for (const { object } of sorted.flatMap(({ objects }) => objects)) if (isDefinition(object)) memo(first, object.metadata.name, () => object);
  return [...first.values()].flatMap((object) => readDefinition({ ...object }).definition ?? []);
}

function isOfClasses({ source }: SchemaFile): boolean {
  return /\.classes\.ya?ml$/.test(source.path);
}

function documentsOf(files: readonly SchemaFile[]): { readonly where: { readonly file: string; readonly at: string }; readonly data: unknown }[] {
  return files.flatMap(({ source, documents }) => [...documents].map(([number, data]) => ({ where: { file: source.path, at: `/${number}` }, data })));
}

/** Kinds that two documents classify: which of them counts would depend on the names of files. */
function* twice(
  documents: readonly { readonly where: { readonly file: string; readonly at: string }; readonly kind?: string }[],
): Iterable<Unplaced> {
  const first = new Map<string, { readonly file: string; readonly at: string }>();
  for (const { where, kind } of documents) {
    if (kind === undefined) continue;
    const other = memo(first, kind, () => where);
    if (other === where) continue;
    yield {
      rule: invalidClasses,
      file: where.file,
      path: `${where.at}/kind`,
      message: `${quoted(kind)} is classified twice`,
      hint: 'write both into one document',
      related: [{ file: other.file, path: `${other.at}/kind`, note: 'the other document' }],
    };
  }
}

function read(files: readonly SchemaFile[], rendered: readonly Definition[]): FleetKinds {
  const { kinds: written, faults } = readKinds(documentsOf(files.filter((file) => !isOfClasses(file))));
  const kinds = rendered.length === 0 ? written : new Kinds([...written.all(), ...rendered]);
  const reports = faults.map(({ where: { file, at }, path, related = [], ...fault }): Unplaced => {
    const others = related.map((other) => ({ file: other.where.file, path: `${other.where.at}${other.path}`, note: other.note }));
    return { ...fault, file, path: `${at}${path}`, ...(others.length === 0 ? {} : { related: others }) };
  });
  // Of a kind whose definition is refused nothing can be said.
  if (reports.length > 0) return { kinds, classes: [], reports };
  const classes = documentsOf(files.filter(isOfClasses)).map(({ where, data }) => ({ where, ...readClasses(data, kinds) }));
  const flaws = classes.flatMap(({ where: { file, at }, flaws: found }) =>
    found.map(({ related: _related, ...flaw }): Unplaced => ({ ...flaw, rule: invalidClasses, file, path: `${at}${flaw.path}` })),
  );
  return { kinds, classes: classes.flatMap(({ rows }) => rows), reports: [...flaws, ...twice(classes)] };
}
