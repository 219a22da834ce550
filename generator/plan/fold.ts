import { REGION_SLOT } from '../kube/region-slot.ts';
import { isMap } from '../model/data.ts';
import { byCodeUnit } from '../model/order.ts';
import { subject } from './change.ts';
import type { Change, Verb } from './change.ts';
import { pathText } from './fields.ts';
import type { FieldChange } from './fields.ts';
import { shownField } from './shown.ts';

/** Changes of several regions that are equal but for the region's name. */
export interface Block {
  readonly verb: Verb;
  readonly component: string;
  readonly kind: string;
  /** `namespace/name`, with `{region}` where the name of the region stands. */
  readonly name: string;
  /** Sorted; empty for what belongs to no region. */
  readonly regions: readonly string[];
  readonly fields: readonly ShownField[];
  readonly consequences: readonly string[];
  /** The other name of what was renamed. */
  readonly renamed?: string;
}

export interface ShownField {
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
  /** The API server refuses to change it. */
  readonly immutable?: true;
}

const VERBS: readonly Verb[] = ['replace', 'delete', 'update', 'create'];

/** Fold equal changes over regions: what is grave first, then what concerns most regions. */
export function fold(changes: readonly Change[]): Block[] {
  const blocks = new Map<string, Block & { regions: string[] }>();
  for (const change of changes) {
    const block = blockOf(change);
    // What is shown may hide or shorten a difference; the key has all of it.
    const differs = change.verb === 'create' || change.verb === 'delete' ? [] : slotted(change.fields, change.region);
    const key = JSON.stringify([block, differs]);
    const present = blocks.get(key);
    if (present === undefined) blocks.set(key, { ...block, regions: change.region === '' ? [] : [change.region] });
    else present.regions.push(change.region);
  }
  return [...blocks.values()]
    .map((block) => ({ ...block, regions: block.regions.sort(byCodeUnit) }))
    .sort(
      (a, b) =>
        VERBS.indexOf(a.verb) - VERBS.indexOf(b.verb) ||
        b.regions.length - a.regions.length ||
        byCodeUnit(a.component, b.component) ||
        byCodeUnit(`${a.kind} ${a.name}`, `${b.kind} ${b.name}`) ||
        byCodeUnit(a.regions[0] ?? '', b.regions[0] ?? ''),
    );
}

function blockOf(change: Change): Omit<Block, 'regions'> {
  const { verb, component, region, consequences, renamed } = change;
  const object = subject(change);
  const word = (text: string): string => slottedText(text, region).replaceAll(REGION_SLOT, '{region}');
  return {
    verb,
    component,
    kind: object.kind,
    name: word(titleOf(change)),
    fields: change.fields.map((field) => shown(field, change.immutable.includes(field), word)),
    consequences,
    ...(renamed === undefined ? {} : { renamed: word(renamed.slice(renamed.indexOf(' ') + 1).replace(/^\//, '')) }),
  };
}

/** `namespace/name`, or the name alone. */
export function titleOf(change: Pick<Change, 'before' | 'after'>): string {
  const { namespace, name } = subject(change).metadata;
  return namespace === undefined ? name : `${namespace}/${name}`;
}

function shown(field: FieldChange, immutable: boolean, word: (text: string) => string): ShownField {
  return {
    path: word(pathText(field.path)),
    ...('before' in field ? { before: word(shownField(field, field.before)) } : {}),
    ...('after' in field ? { after: word(shownField(field, field.after)) } : {}),
    ...(immutable ? { immutable: true as const } : {}),
  };
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
