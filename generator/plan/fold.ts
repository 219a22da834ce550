import { REGION_PLACEHOLDER } from '../k8s/region-placeholder.ts';
import { isMap } from '../model/data.ts';
import { memo } from '../model/memo.ts';
import { byCodeUnit } from '../model/order.ts';
import { FLEET, subject } from './change.ts';
import type { Change } from './change.ts';
import type { Verb } from '../components/consequence.ts';
import { united } from './consequences.ts';
import { pathText } from './fields.ts';
import type { FieldChange } from './fields.ts';
import { changedLines, shownField } from './shown.ts';

/** Equal changes of several objects in several regions, told once. */
export interface Block {
  readonly verb: Verb;
  readonly component: string;
  /** The component comes or goes as a whole. */
  readonly whole: boolean;
  /** Sorted; empty for what belongs to no region. */
  readonly regions: readonly string[];
  readonly objects: readonly Named[];
  readonly fields: readonly ShownField[];
  readonly consequences: readonly string[];
}

/** An object of a block. */
export interface Named {
  readonly kind: string;
  /** `namespace/name`, with `{region}` where the names of several regions stand. */
  readonly name: string;
  /** The other name of what was renamed. */
  readonly renamed?: string;
}

export interface ShownField {
  /** Empty for a line of a text. */
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
  /** The API server refuses to change it. */
  readonly immutable?: true;
}

const VERBS: readonly Verb[] = ['replace', 'delete', 'update', 'create'];

/** What changes alike, in one region. */
interface Local extends Omit<Block, 'regions'> {
  /** Tells it from what only looks alike: what is shown may hide or shorten a difference. */
  readonly key: string;
}

/** Fold equal changes over objects, then over regions: what is grave first, then what concerns most regions. */
export function fold(changes: readonly Change[]): Block[] {
  const places = new Map<string, Change[]>();
  for (const change of changes) memo(places, `${change.region}\0${change.component}`, () => [] as Change[]).push(change);
  const blocks = new Map<string, Local & { regions: string[] }>();
  for (const [place, own] of places) {
    const region = place.slice(0, place.indexOf('\0'));
    for (const local of locals(own, region)) {
      const key = `${local.key}\0${JSON.stringify(local.objects)}`;
      const { regions } = memo(blocks, key, () => ({ ...local, regions: [] as string[] }));
      if (region !== FLEET) regions.push(region);
    }
  }
  return [...blocks.values()].map(({ key: _key, ...block }) => spoken({ ...block, regions: block.regions.sort(byCodeUnit) })).sort(byWeight);
}

/** A block with the name of its region where that stands, if it has one alone: a name that can be searched for. */
function spoken(block: Block): Block {
  const region = block.regions.length === 1 ? (block.regions[0] as string) : '{region}';
  const word = <T extends object>(texts: T): T =>
    Object.fromEntries(
      Object.entries(texts).map(([key, text]) => [key, typeof text === 'string' ? text.replaceAll(REGION_PLACEHOLDER, region) : text]),
    ) as T;
  return { ...block, objects: block.objects.map(word), fields: block.fields.map(word) };
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
  const word = (text: string): string => templatedText(text, region);
  const found = new Map<string, Local & { objects: Named[] }>();
  for (const change of changes) {
    const { verb, component, whole, consequences } = change;
    const fields = readable(change).flatMap((field) => shown(field, change.immutable.includes(field), word));
    // Where all of a component goes, one look at it says more than a line for each object.
    const own = whole ? [verb, component] : [verb, component, consequences, templated(change.fields, region), fields];
    const key = JSON.stringify([whole, ...own]);
    const local = memo(found, key, () => ({ key, verb, component, whole, objects: [], fields, consequences: [] }));
    local.objects.push(namedBy(change, word));
    found.set(key, { ...local, consequences: united([...local.consequences, ...consequences]) });
  }
  return [...found.values()].map((local) => ({
    ...local,
    objects: local.objects.sort((a, b) => byCodeUnit(a.kind, b.kind) || byCodeUnit(a.name, b.name)),
  }));
}

function namedBy(change: Change, word: (text: string) => string): Named {
  const { renamed } = change;
  return {
    kind: subject(change).kind,
    name: word(titleOf(change)),
    ...(renamed === undefined ? {} : { renamed: word(renamed.slice(renamed.indexOf(' ') + 1).replace(/^\//, '')) }),
  };
}

/** `namespace/name`, or the name alone. */
export function titleOf(change: Pick<Change, 'before' | 'after'>): string {
  const { namespace, name } = subject(change).metadata;
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** The fields to show. Of a text whose lines differ, the sum over all of it says nothing more. */
function readable({ fields }: Change): readonly FieldChange[] {
  return fields.some(isLine) ? fields.filter(isLine) : fields;
}

function isLine({ path: [root, line] }: FieldChange): boolean {
  return root === 'lines' && line !== undefined;
}

function shown(field: FieldChange, immutable: boolean, word: (text: string) => string): ShownField[] {
  const [had, has] = ['before' in field, 'after' in field];
  if (isLine(field)) {
    const line = word(shownField(field, field.path[1]));
    // A line that stood there twice and now once went; how often it stands there is not what a reader asks.
    const goes = had && (!has || Number(field.after) < Number(field.before));
    return [{ path: '', ...(goes ? { before: line } : { after: line }) }];
  }
  const whole = {
    path: word(pathText(field.path)),
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

/** A text with a placeholder where it names the region: as a word, not as a part of one. */
function templatedText(text: string, region: string): string {
  if (region === '' || !text.includes(region)) return text;
  let pattern = patterns.get(region);
  if (pattern === undefined)
    patterns.set(region, (pattern = new RegExp(`(?<![A-Za-z0-9])${region.replace(/[^A-Za-z0-9]/g, '\\$&')}(?![A-Za-z0-9])`, 'g')));
  return text.replace(pattern, REGION_PLACEHOLDER);
}

function templated(value: unknown, region: string): unknown {
  if (typeof value === 'string') return templatedText(value, region);
  if (Array.isArray(value)) return value.map((item) => templated(item, region));
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [templatedText(key, region), templated(item, region)]));
}
