import type { Imported } from '../import/import.ts';
import type { Note } from '../import/brought.ts';
import type { Block } from '../plan/fold.ts';
import type { Finding, Place } from '../model/finding.ts';
import { byCodeUnit } from '../model/order.ts';
import { memo } from '../model/memo.ts';
import { listed } from './listed.ts';
import { shortLines } from './plan-fields.ts';
import { MARKS, whatText } from './plan-words.ts';
import { count, visible } from './style.ts';
import type { Style } from './style.ts';

/** What an import is told of, for people and machines. */
export interface ImportData {
  readonly dryRun: boolean;
  readonly folder: string;
  readonly regions: readonly string[];
  readonly objects: number;
  /** Path → text. */
  readonly files: Readonly<Record<string, string>>;
  /** Files that were there before, and were written over. */
  readonly over: readonly string[];
  readonly findings: readonly Finding[];
  readonly left: readonly Told[];
  readonly beside: readonly Told[];
  readonly guessed: readonly Told[];
  readonly dropped: readonly Told[];
  /** Fields that clusters write. */
  readonly fields: readonly { readonly field: string; readonly count: number; readonly first: string }[];
  readonly secrets: readonly {
    readonly region: string;
    readonly name: string;
    readonly keys: readonly string[];
    readonly exists: boolean;
    readonly lacks: readonly string[];
  }[];
  /** Absent where config/ has errors: then it is not known what it makes. */
  readonly firstSync?: readonly { readonly region: string; readonly created: number; readonly updated: number; readonly same: number }[];
  readonly changes?: readonly Block[];
}

/** The same of one thing or of several. */
interface Told {
  /** `file:line` of each. */
  readonly at: readonly string[];
  readonly about: string;
  readonly why: string;
}

export function importData(imported: Imported, { folder, dryRun, over }: { folder: string; dryRun: boolean; over: readonly string[] }): ImportData {
  const { files, views, compiled, notes, dropped, secrets, first } = imported;
  const of = (kind: Note['kind']): Told[] => folded(notes.filter((note) => note.kind === kind));
  return {
    dryRun,
    folder,
    regions: views.map(({ region }) => region),
    objects: views.reduce((sum, { all }) => sum + all.length, 0),
    files: Object.fromEntries([...files].map(([path, text]) => [`${folder}/${path}`, text])),
    over,
    findings: compiled.findings,
    left: of('left'),
    beside: of('beside'),
    guessed: of('guessed'),
    dropped: of('dropped'),
    fields: [...dropped]
      .map(([field, { count: often, first: place }]) => ({ field, count: often, first: at(place) }))
      .sort((a, b) => byCodeUnit(a.field, b.field)),
    secrets: secrets.map(({ region, secret, exists, lacks }) => ({
      region,
      name: `${secret.namespace}/${secret.name}`,
      keys: secret.keys.map(({ key }) => key),
      exists,
      lacks,
    })),
    ...(first === undefined ? {} : { firstSync: [...first.regions].map(([region, counts]) => ({ region, ...counts })), changes: first.blocks }),
  };
}

function at({ file, line }: Place): string {
  return `${file}:${line}`;
}

/** What is said of several objects in the same words, once. */
function folded(notes: readonly Note[]): Told[] {
  const found = new Map<string, { at: string[]; about: string; why: string }>();
  for (const { place, about, why } of notes) {
    const told = memo(found, `${about}\0${why}`, () => ({ at: [] as string[], about, why }));
    if (place !== undefined) told.at.push(at(place));
  }
  return [...found.values()];
}

const MOST_PLACES = 3;
const MOST_FIELDS = 12;
const MOST_BLOCKS = 100;
const MOST_OBJECTS = 12;

export function importText(data: ImportData, style: Style): string {
  const { dryRun, regions, objects, files, firstSync, changes = [] } = data;
  const paths = Object.keys(files);
  const verb = dryRun ? 'would write' : 'wrote';
  return [
    `${style.bold(`${count(objects, 'object')} of ${count(regions.length, 'region')}`)}: ${visible(listed(regions, 12))}\n`,
    `${verb} ${count(paths.length, 'file')}:\n`,
    ...paths.map((path) => `  ${data.over.includes(path.slice(data.folder.length + 1)) ? '~' : '+'} ${visible(path)}\n`),
    section('Left out: not in config/, and not in what it makes', data.left, style),
    section('Beside the fleet: read, and made anew under other names', data.beside, style),
    section('Taken for granted: look at it', data.guessed, style),
    droppedText(data, style),
    secretsText(data, style),
    firstSync === undefined
      ? `\n${style.red('What the first sync would change is not known until the errors above are mended.')}\n`
      : syncText(data, changes, style),
  ].join('');
}

function section(title: string, told: readonly Told[], style: Style): string {
  if (told.length === 0) return '';
  const lines = told.map(({ at: places, about, why }) => {
    const where = places.length === 0 ? '' : `${listed(places, MOST_PLACES)}  `;
    return `  ${style.dim(visible(where))}${visible(about)}\n    ${visible(why).replaceAll('\n', '\n    ')}\n`;
  });
  return `\n${style.bold(title)}\n${lines.join('')}`;
}

function droppedText({ dropped, fields }: ImportData, style: Style): string {
  if (dropped.length + fields.length === 0) return '';
  const own = fields.map(({ field, count: often, first }) => `${visible(field)} ${often}× (${visible(first)})`);
  const lines = fields.length === 0 ? '' : `  fields: ${own.join(', ')}\n`;
  return `${section('Not for Git: the cluster makes it', dropped, style) || `\n${style.bold('Not for Git: the cluster makes it')}\n`}${lines}`;
}

function secretsText({ secrets }: ImportData, style: Style): string {
  if (secrets.length === 0) return '';
  const byName = new Map<string, { keys: readonly string[]; missing: string[]; there: string[] }>();
  for (const { region, name, keys, exists, lacks } of secrets) {
    const told = memo(byName, name, () => ({ keys, missing: [] as string[], there: [] as string[] }));
    (exists ? told.there : told.missing).push(lacks.length === 0 ? region : `${region}, without ${lacks.join(', ')}`);
  }
  const lines = [...byName].map(([name, { keys, missing, there }]) => {
    const where = [
      there.length === 0 ? '' : `is there in ${listed(there, 6)}`,
      missing.length === 0 ? '' : `is not among the manifests of ${listed(missing, 6)}`,
    ];
    return `  ${visible(name)} (${visible(keys.join(', '))}): ${visible(where.filter((each) => each !== '').join('; '))}\n`;
  });
  return `\n${style.bold('Secrets that must be there before the first sync')}\n${lines.join('')}`;
}

function syncText({ firstSync = [] }: ImportData, blocks: readonly Block[], style: Style): string {
  const lines = firstSync.map(({ region, created, updated, same }) => {
    const parts = [created === 0 ? '' : `${created} created`, updated === 0 ? '' : `${updated} updated`].filter((part) => part !== '');
    return `  ${visible(region)}: ${parts.length === 0 ? style.green('nothing would change') : parts.join(', ')}, ${same} ${same === 1 ? 'stays' : 'stay'} as ${same === 1 ? 'it is' : 'they are'}\n`;
  });
  const told = blocks.slice(0, MOST_BLOCKS).map((block) => {
    const { lines: fields } = shortLines(block.fields, MOST_FIELDS);
    return `\n${MARKS[block.verb]} ${style.bold(visible(whatText(block, MOST_OBJECTS)))}  ${style.dim(visible(`${block.component} · ${listed(block.regions, 12)}`))}\n${fields.map((field) => `    ${field}\n`).join('')}${block.consequences.length === 0 ? '' : `    ${visible(block.consequences.join('; '))}\n`}`;
  });
  const more = blocks.length > MOST_BLOCKS ? `\n… and ${blocks.length - MOST_BLOCKS} more; --json has all of them\n` : '';
  return `\n${style.bold('The first sync')}\n${lines.join('')}${told.join('')}${more}`;
}
