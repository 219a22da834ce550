import type { ShownField } from '../plan/fold.ts';
import { shortened, shortenedPair } from './shortened.ts';
import { count, visible } from './style.ts';

/** Lines of one text that a reader takes in, of those that go and of those that come. */
const MOST_LINES = 8;

/** Fields as lines of a report, and whether something of them is left out. */
export interface FieldLines {
  readonly lines: readonly string[];
  readonly shortened: boolean;
}

/** Every field as it is. */
export function wholeLines(fields: readonly ShownField[]): string[] {
  return fields.map(fieldText);
}

/** As many fields as are asked for, and of long values what differs with what stands around it. */
export function shortLines(fields: readonly ShownField[], most: number): FieldLines {
  const few = fewLines(fields);
  // Lines of texts are few already.
  const end = few.findIndex((field, i) => field.path !== '' && few.slice(0, i + 1).filter(({ path }) => path !== '').length > most);
  const shown = end === -1 ? few : few.slice(0, end);
  const brief = shown.map(brieflyOf);
  const lines = brief.map(fieldText);
  if (end !== -1) lines.push(`… and ${count(few.length - end, 'more field')}`);
  return { lines, shortened: end !== -1 || few.length < fields.length || brief.some((field, i) => field !== shown[i]) };
}

/** `spec.replicas: 2 → 3` */
function fieldText({ path, before, after, immutable }: ShownField): string {
  const note = immutable === true ? '  (cannot be changed)' : '';
  if (path === '') return visible(before === undefined ? `+ ${after}` : `- ${before}`);
  if (before === undefined) return visible(`${path}: + ${after}${note}`);
  if (after === undefined) return visible(`${path}: - ${before}${note}`);
  return visible(
    before === after ? `${path}: changes ${before.startsWith('(') ? before : `(${before})`}${note}` : `${path}: ${before} → ${after}${note}`,
  );
}

/** The same field where nothing of it is long. */
function brieflyOf(field: ShownField): ShownField {
  const { before, after } = field;
  const [old, now] =
    before !== undefined && after !== undefined ? shortenedPair(before, after) : [before, after].map((side) => side && shortened(side));
  if (old === before && now === after) return field;
  return { ...field, ...(old === undefined ? {} : { before: old }), ...(now === undefined ? {} : { after: now }) };
}

/** The first lines of each text that go and that come, and how many more there are. */
function fewLines(fields: readonly ShownField[]): ShownField[] {
  const found: ShownField[] = [];
  for (let at = 0; at < fields.length;) {
    let end = at;
    while (end < fields.length && (fields[end] as ShownField).path === '') end += 1;
    if (end === at) found.push(fields[at++] as ShownField);
    else {
      const lines = fields.slice(at, end);
      found.push(...few(lines, 'before', 'go'), ...few(lines, 'after', 'come'));
      at = end;
    }
  }
  return found;
}

function few(lines: readonly ShownField[], side: 'before' | 'after', what: string): ShownField[] {
  const own = lines.filter((line) => line[side] !== undefined);
  const rest = own.length - MOST_LINES;
  return rest > 0 ? [...own.slice(0, MOST_LINES), { path: '', [side]: `… ${rest} more lines ${what}` }] : own;
}
