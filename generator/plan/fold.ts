import { REGION_PLACEHOLDER } from '../k8s/region-placeholder.ts';
import type { KubeObject } from '../k8s/object.ts';
import { isMap } from '../model/data.ts';
import { memo } from '../model/memo.ts';
import { byCodeUnit } from '../model/order.ts';
import { sha256 } from '../model/sha256.ts';
import { DNS, FLEET, subject } from './change.ts';
import type { Change } from './change.ts';
import type { Verb } from '../components/consequence.ts';
import { noticed, united } from './consequences.ts';
import { facts, importance } from './facts.ts';
import { fieldChanges, pathText } from './fields.ts';
import type { FieldChange } from './fields.ts';
import { underNewName } from './renames.ts';
import { changedLines, shownField, withoutSecrets } from './shown.ts';

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

/** One thing to tell, with what tells its object from others: the same in every region that has it. */
interface Entry {
  readonly told: Told;
  readonly region: string;
  readonly named: Named;
  readonly id: string;
}

/**
 * Fold equal changes over objects and regions: what is grave first, then what concerns most regions. They are compared as they
 * are, with the names of region and agent taken out, before anything is hidden; the report shortens what is left.
 */
export function fold(changes: readonly Change[]): Block[] {
  const places = new Map<string, Change[]>();
  for (const change of changes) memo(places, `${regionOf(change)}\0${change.component}`, () => [] as Change[]).push(change);
  const alike = new Map<string, Entry[]>();
  for (const [place, own] of places) {
    const region = place.slice(0, place.indexOf('\0'));
    for (const told of toldOf(own)) {
      const { change, verb, fields, consequences } = told;
      // Where all of a component comes or goes, one look at it says more than a block for each object.
      const what = change.whole ? [] : [consequences, templated(fields, region, agentOf(change))];
      memo(alike, JSON.stringify([change.component, change.whole, verb, ...what]), () => [] as Entry[]).push(entry(told, region));
    }
  }
  return [...alike.values()].flatMap(products).map(blockOf).sort(byWeight);
}

function entry(told: Told, region: string): Entry {
  const { change, verb } = told;
  const named = namedBy(told, region);
  const all = verb === 'create' ? sha256(templatedText(JSON.stringify(change.after), region)) : '';
  return { told, region, named, id: JSON.stringify([named.kind, named.name, named.renamed, all]) };
}

/** Entries of one change as few groups of which each has all its objects in all its regions. */
function products(entries: readonly Entry[]): Entry[][] {
  const byRegions = grouped(entries, 'id', 'region');
  const byObjects = grouped(entries, 'region', 'id');
  return entries[0]?.told.change.whole === true || byObjects.length < byRegions.length ? byObjects : byRegions;
}

/** Those together that have the same of one thing for the same of the other: all objects of equal regions, or all regions of equal objects. */
function grouped(entries: readonly Entry[], by: 'id' | 'region', of: 'id' | 'region'): Entry[][] {
  const first = new Map<string, Entry[]>();
  for (const each of entries) memo(first, each[by], () => [] as Entry[]).push(each);
  const groups = new Map<string, Entry[]>();
  for (const own of first.values()) memo(groups, JSON.stringify(own.map((each) => each[of]).sort()), () => [] as Entry[]).push(...own);
  return [...groups.values()];
}

function blockOf(entries: readonly Entry[]): Block {
  const { told: first, region } = entries[0] as Entry;
  const { component, whole } = first.change;
  const own = entries
    .filter((each) => each.region === region)
    .sort((a, b) => byCodeUnit(a.named.kind, b.named.kind) || byCodeUnit(a.named.name, b.named.name));
  const word = (text: string): string => templatedText(text, region, own.length > 1 ? agentOf(first.change) : undefined);
  const fields = whole
    ? own
        .flatMap(({ told: { change, fields: all } }) => all.map((field) => ({ change, field })))
        .sort((a, b) => importance(a.field) - importance(b.field))
        .flatMap(({ change, field }) => shown(field, false, (text) => templatedText(text, region), `${subject(change).kind} ${titleOf(change)} `))
    : first.fields.flatMap((field) => shown(field, first.change.immutable.includes(field), word));
  const regions = [...new Set(entries.map((each) => each.region))].filter((name) => name !== FLEET).sort(byCodeUnit);
  const consequences = united(own.flatMap(({ told }) => told.consequences)).map((text) => templatedText(text, region));
  return spoken({ verb: first.verb, component, whole, regions, objects: own.map(({ named }) => named), fields, consequences });
}

/** The agent that an object belongs to. */
function agentOf(change: Change): string | undefined {
  const { metadata } = subject(change);
  const name = metadata.labels?.['app.kubernetes.io/name'];
  return name !== undefined && metadata.name.startsWith(name) ? name : undefined;
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
  if (typeof value === 'string') return value.replaceAll(REGION_PLACEHOLDER, region).replaceAll(AGENT_PLACEHOLDER, '{agent}') as T;
  if (Array.isArray(value)) return value.map((item: unknown) => filled(item, region)) as T;
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key.replaceAll(REGION_PLACEHOLDER, region), filled(item, region)])) as T;
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

function* toldOf(changes: readonly Change[]): Iterable<Told> {
  const byId = new Map(changes.flatMap((change) => (change.verb === 'create' ? [[change.id, change] as const] : [])));
  const paired = new Set<Change>();
  for (const change of changes) {
    const come = change.verb === 'delete' && !change.whole && change.renamed !== undefined ? byId.get(change.renamed) : undefined;
    if (come === undefined) continue;
    paired.add(change).add(come);
    const fields = readable(fieldChanges(underNewName(change.before as KubeObject, come.after as KubeObject), come.after));
    yield { change, come, verb: 'rename', fields, consequences: united(noticed([...change.consequences, ...come.consequences])) };
  }
  for (const change of changes) {
    if (paired.has(change)) continue;
    const { verb, consequences, after } = change;
    yield { change, verb, fields: readable(verb === 'create' ? facts(after as KubeObject) : change.fields), consequences };
  }
}

function namedBy({ change, come, verb }: Told, region: string): Named {
  const { after } = change;
  return {
    kind: subject(change).kind,
    name: templatedText(titleOf(change), region),
    ...(come === undefined ? {} : { renamed: templatedText(titleOf(come), region) }),
    ...(verb === 'create' ? { created: () => templated(withoutData(after as KubeObject), region) } : {}),
  };
}

/** Without secrets; what a Secret holds is one, whatever it looks like. */
function withoutData(object: KubeObject): unknown {
  const shownOf = withoutSecrets(object) as KubeObject;
  if (object.kind !== 'Secret') return shownOf;
  return Object.fromEntries(
    Object.entries(shownOf).map(([key, value]) => [key, /^(data|stringData)$/.test(key) ? withoutSecrets(object[key], true) : value]),
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

/** Where the name of an agent stands, while changes are compared. */
const AGENT_PLACEHOLDER = '\u0092';

const patterns = new Map<string, RegExp>();

/** A text with a placeholder where it names the region, or the agent: as a word, not as a part of one. */
function templatedText(text: string, region: string, agent?: string): string {
  const plain = replaced(text, region, REGION_PLACEHOLDER);
  return agent === undefined ? plain : replaced(plain, agent, AGENT_PLACEHOLDER);
}

function replaced(text: string, name: string, slot: string): string {
  if (name === '' || !text.includes(name)) return text;
  const pattern = memo(patterns, name, () => new RegExp(`(?<![A-Za-z0-9])${name.replace(/[^A-Za-z0-9]/g, '\\$&')}(?![A-Za-z0-9])`, 'g'));
  return text.replace(pattern, slot);
}

/** Data with placeholders where it names the region, or the agent. */
export function templated(value: unknown, region: string, agent?: string): unknown {
  if (typeof value === 'string') return templatedText(value, region, agent);
  if (Array.isArray(value)) return value.map((item) => templated(item, region, agent));
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [templatedText(key, region, agent), templated(item, region, agent)]));
}
