import { REGION_SLOT } from '../k8s/region-slot.ts';
import type { KubeObject } from '../k8s/object.ts';
import { isMap } from '../model/data.ts';
import { memo } from '../model/memo.ts';
import { byCodeUnit } from '../model/order.ts';
import { sha256 } from '../model/sha256.ts';
import { redactValue } from '../secrets/redact.ts';
import { DNS, FLEET, subject } from './change.ts';
import type { Change } from './change.ts';
import type { Verb } from '../components/consequence.ts';
import { united } from './consequences.ts';
import { facts, importance } from './facts.ts';
import { fieldChanges, pathText } from './fields.ts';
import type { FieldChange } from './fields.ts';
import { underNewName } from './renames.ts';
import { changedLines, shownField } from './shown.ts';

/** What is told of an object: a deletion and a creation that are one thing under another name are told once. */
export type ToldVerb = Verb | 'rename';

/** Equal changes of several objects in several regions, told once. Nothing in it is shortened. */
export interface Block {
  readonly verb: ToldVerb;
  readonly component: string;
  /** The component comes or goes as a whole. */
  readonly whole: boolean;
  /** Sorted; empty for what belongs to no region. */
  readonly regions: readonly string[];
  readonly objects: readonly Named[];
  /** What differs; of what is created what matters. */
  readonly fields: readonly ShownField[];
  readonly consequences: readonly string[];
}

/** An object of a block. */
export interface Named {
  readonly kind: string;
  /** `namespace/name`, with `{region}` where the names of several regions stand. */
  readonly name: string;
  /** The new name of what is renamed. */
  readonly renamed?: string;
  /** All of what is created, without secrets. */
  readonly created?: () => unknown;
}

export interface ShownField {
  /** Empty for a line of a text. */
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
  /** The API server refuses to change it. */
  readonly immutable?: true;
}

const VERBS: readonly ToldVerb[] = ['replace', 'delete', 'rename', 'update', 'create'];

/** One thing to tell of one region. */
interface Told {
  readonly change: Change;
  readonly verb: ToldVerb;
  /** The other side of a rename. */
  readonly come?: Change;
  readonly fields: readonly FieldChange[];
  readonly consequences: readonly string[];
}

/** What changes alike, in one region. */
interface Local extends Omit<Block, 'regions'> {
  /** Tells it from what only looks alike: what is shown hides secrets. */
  readonly key: string;
  readonly objects: Named[];
}

/**
 * Fold equal changes over objects, then over regions: what is grave first, then what concerns most regions. They are compared as
 * they are, with the name of the region taken out, before anything is hidden; the report shortens what is left.
 */
export function fold(changes: readonly Change[]): Block[] {
  const places = new Map<string, Change[]>();
  for (const change of changes) memo(places, `${regionOf(change)}\0${change.component}`, () => [] as Change[]).push(change);
  const blocks = new Map<string, Block & { regions: string[] }>();
  for (const [place, own] of places) {
    const region = place.slice(0, place.indexOf('\0'));
    for (const { key, ...local } of locals(own, region)) {
      const { regions } = memo(blocks, key, () => ({ ...local, regions: [] as string[] }));
      if (region !== FLEET) regions.push(region);
    }
  }
  return [...blocks.values()].map((block) => spoken({ ...block, regions: block.regions.sort(byCodeUnit) })).sort(byWeight);
}

/** A file for the operator of a name server may be about one region: `us-east.nsupdate`. */
function regionOf(change: Change): string {
  if (change.component !== DNS) return change.region;
  return /^([a-z0-9-]+)\.nsupdate$/.exec(subject(change).metadata.name)?.[1] ?? FLEET;
}

/** A block with the name of its region where that stands, if it has one alone: a name that can be searched for. */
function spoken(block: Block): Block {
  const region = block.regions.length === 1 ? (block.regions[0] as string) : '{region}';
  const word = <T>(value: T): T => filled(value, region);
  const objects = block.objects.map(({ created, ...named }) => ({
    ...word(named),
    ...(created === undefined ? {} : { created: () => word(created()) }),
  }));
  return { ...block, objects, fields: word(block.fields), consequences: word(block.consequences) };
}

function filled<T>(value: T, region: string): T {
  if (typeof value === 'string') return value.replaceAll(REGION_SLOT, region) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => filled(item, region)) as T;
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key.replaceAll(REGION_SLOT, region), filled(item, region)])) as T;
}

function byWeight(a: Block, b: Block): number {
  return (
    VERBS.indexOf(a.verb) - VERBS.indexOf(b.verb) ||
    b.regions.length - a.regions.length ||
    Number(b.whole) - Number(a.whole) ||
    byCodeUnit(a.regions[0] ?? '', b.regions[0] ?? '') ||
    byCodeUnit(a.component, b.component) ||
    byCodeUnit(titles(a), titles(b))
  );
}

function titles({ objects }: Block): string {
  return objects.map(({ kind, name }) => `${kind} ${name}`).join();
}

/** The changes of one component of one region, equal ones together. */
function locals(changes: readonly Change[], region: string): Local[] {
  const word = (text: string): string => slottedText(text, region);
  const found = new Map<string, { readonly first: Told; readonly all: Told[] }>();
  for (const told of toldOf(changes)) {
    const { change, verb, fields, consequences } = told;
    // Where all of a component comes or goes, one look at it says more than a block for each object.
    const own = change.whole ? [] : [consequences, slotted(fields, region)];
    memo(found, JSON.stringify([change.whole, verb, ...own]), () => ({ first: told, all: [] as Told[] })).all.push(told);
  }
  return [...found].map(([key, { first, all }]) => {
    const { component, whole } = first.change;
    const objects = all.map((told) => ({ told, ...namedBy(told, region) })).sort((a, b) => byCodeUnit(a.kind, b.kind) || byCodeUnit(a.name, b.name));
    const fields = whole
      ? all
          .flatMap(({ change, fields: own }) => own.map((field) => ({ change, field })))
          .sort((a, b) => importance(a.field) - importance(b.field))
          .flatMap(({ change, field }) => shown(field, false, word, `${subject(change).kind} ${titleOf(change)} `))
      : first.fields.flatMap((field) => shown(field, first.change.immutable.includes(field), word));
    const wholes = all.map(({ change: { after }, verb }) => (verb === 'create' ? sha256(word(JSON.stringify(after))) : ''));
    return {
      key: JSON.stringify([component, key, objects.map(({ kind, name, renamed }) => [kind, name, renamed]), wholes]),
      verb: first.verb,
      component,
      whole,
      objects: objects.map(({ told: _told, ...named }) => named),
      fields,
      consequences: united(all.flatMap(({ consequences }) => consequences)).map(word),
    };
  });
}

function* toldOf(changes: readonly Change[]): Iterable<Told> {
  const byId = new Map(changes.flatMap((change) => (change.verb === 'create' ? [[change.id, change] as const] : [])));
  const paired = new Set<Change>();
  for (const change of changes) {
    const come = change.verb === 'delete' && !change.whole && change.renamed !== undefined ? byId.get(change.renamed) : undefined;
    if (come === undefined) continue;
    paired.add(change).add(come);
    const fields = readable(fieldChanges(underNewName(change.before as KubeObject, come.after as KubeObject), come.after));
    yield { change, come, verb: 'rename', fields, consequences: united([...change.consequences, ...come.consequences]) };
  }
  for (const change of changes) {
    if (paired.has(change)) continue;
    const { verb, consequences, after } = change;
    yield { change, verb, fields: verb === 'create' ? facts(after as KubeObject) : readable(change.fields), consequences };
  }
}

function namedBy({ change, come, verb }: Told, region: string): Named {
  const { after } = change;
  return {
    kind: subject(change).kind,
    name: slottedText(titleOf(change), region),
    ...(come === undefined ? {} : { renamed: slottedText(titleOf(come), region) }),
    ...(verb === 'create' ? { created: () => slotted(withoutData(after as KubeObject), region) } : {}),
  };
}

/** Without secrets; what a Secret holds is one, whatever it looks like. */
function withoutData(object: KubeObject): unknown {
  const shownOf = redactValue(object) as KubeObject;
  if (object.kind !== 'Secret') return shownOf;
  return Object.fromEntries(
    Object.entries(shownOf).map(([key, value]) => [key, /^(data|stringData)$/.test(key) ? redactValue(object[key], true) : value]),
  );
}

/** `namespace/name`, or the name alone. */
export function titleOf(change: Pick<Change, 'before' | 'after'>): string {
  const { namespace, name } = subject(change).metadata;
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** The fields to show. Of a text whose lines differ, the sum over all of it says nothing more. */
function readable(fields: readonly FieldChange[]): readonly FieldChange[] {
  return fields.some(isLine) ? fields.filter(isLine) : fields;
}

function isLine({ path: [root, line] }: FieldChange): boolean {
  return root === 'lines' && line !== undefined;
}

function shown(field: FieldChange, immutable: boolean, word: (text: string) => string, prefix = ''): ShownField[] {
  const [had, has] = ['before' in field, 'after' in field];
  if (isLine(field)) {
    const line = word(shownField(field, field.path[1]));
    // A line that stood there twice and now once went; how often it stands there is not what a reader asks.
    const goes = had && (!has || Number(field.after) < Number(field.before));
    return [{ path: '', ...(goes ? { before: line } : { after: line }) }];
  }
  const whole = {
    path: word(`${prefix}${pathText(field.path)}${field.order === true ? ' (order)' : ''}`),
    ...(had ? { before: word(shownField(field, field.before)) } : {}),
    ...(has ? { after: word(shownField(field, field.after)) } : {}),
    ...(immutable ? { immutable: true as const } : {}),
  };
  return [
    whole,
    ...changedLines(field).map(({ before, after }) => ({ path: '', ...(before === undefined ? { after: word(after) } : { before: word(before) }) })),
  ];
}

const patterns = new Map<string, RegExp>();

/** A text with a slot where it names the region: as a word, not as a part of one. */
function slottedText(text: string, region: string): string {
  if (region === '' || !text.includes(region)) return text;
  let pattern = patterns.get(region);
  if (pattern === undefined)
    patterns.set(region, (pattern = new RegExp(`(?<![A-Za-z0-9])${region.replace(/[^A-Za-z0-9]/g, '\\$&')}(?![A-Za-z0-9])`, 'g')));
  return text.replace(pattern, REGION_SLOT);
}

function slotted(value: unknown, region: string): unknown {
  if (typeof value === 'string') return slottedText(value, region);
  if (Array.isArray(value)) return value.map((item) => slotted(item, region));
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [slottedText(key, region), slotted(item, region)]));
}
