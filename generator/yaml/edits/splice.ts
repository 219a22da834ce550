import { isCollection, isMap, isScalar, type Document } from 'yaml';
import { entriesOf, isBlockScalar, placeOf, rangeOf, type Collection, type Entry, type Place } from './entries.ts';
import { breakIn, column, lineEnd, lineStart, withoutLines } from './lines.ts';
import type { Step } from './steps.ts';
import { block, flow, isLong } from './written.ts';

/** The text with the one part exchanged; undefined where it has no such part. What stands there may be wrong: read it. */
export function spliced(text: string, document: Document, step: Step): string | undefined {
  const { path, value, isNew } = step;
  const place = placeOf(document, step);
  if (place === undefined) return undefined;
  if (value === undefined) return removed(text, place);
  return isNew === true ? inserted(text, place, String(path.at(-1)), value) : exchanged(text, place, value);
}

const bracketsOf = (collection: Collection): string => (isMap(collection) ? '{}' : '[]');

/** What stands behind the colon or dash of an entry: the rest of its line, and further lines as far in as the entry begins. */
function body(text: string, collection: Collection, value: unknown): readonly [string, ...string[]] {
  if (collection.flow === true || (isMap(collection) && !isLong(value))) return [` ${flow(value)}`];
  if (isMap(collection)) return ['', ...block(value).map((line) => indented(line, 2))];
  const entries = entriesOf(text, collection);
  const example = entries.findLast((entry) => isCollection(entry.value));
  const gap = gapOf(text, entries);
  if (!isLong(value) || example === undefined || (example.value as Collection).flow === true) return [`${gap}${flow(value)}`];
  const [first, ...others] = block(value);
  return [`${gap}${first as string}`, ...others.map((line) => indented(line, 1 + gap.length))];
}

/** What stands between a dash and its item. */
function gapOf(text: string, entries: readonly Entry[]): string {
  const { holder, start } = entries.at(-1) as Entry;
  const gap = text.slice(holder, start);
  return /^ +$/.test(gap) ? gap : ' ';
}

function indented(line: string, by: number): string {
  return line === '' ? '' : `${' '.repeat(by)}${line}`;
}

function joined(text: string, lines: readonly string[], by: number): string {
  return lines.map((line, i) => (i === 0 ? line : indented(line, by))).join(breakIn(text));
}

function exchanged(text: string, { collection, index }: Place, value: unknown): string {
  const { begin, holder, lead, start, end, value: old } = entriesOf(text, collection)[index] as Entry;
  const [first, ...others] = body(text, collection, value);
  const join = (said: string, beside: string, behind: number): string =>
    text.slice(0, holder) + joined(text, [`${said}${beside}`, ...others], column(text, begin)) + text.slice(behind);
  const isInLine = others.length === 0;
  if (start === undefined)
    return isInLine ? join(`${lead}${first.trimStart()}`, '', holder) : join(first, text.slice(holder, lineEnd(text, holder)), lineEnd(text, holder));
  if (collection.flow !== true && lineStart(text, start) > holder) return join(first, text.slice(holder, lineEnd(text, holder)), lineEnd(text, end));
  const said = isInLine ? `${text.slice(holder, start)}${quotedAlike(old, value) ?? first.trimStart()}` : first;
  if (isBlockScalar(old)) return join(said, besideHeader(text, start), lineEnd(text, end));
  const behind = isInLine ? end : lineEnd(text, end);
  return join(said, text.slice(end, behind), behind);
}

/** The comment beside `|` or `>`. */
function besideHeader(text: string, start: number): string {
  return /^\S+(.*)/.exec(text.slice(start, lineEnd(text, start)))?.[1] as string;
}

/** A text in the quotes of another, where it may stand between them as it is. */
export function quotedAlike(old: unknown, value: unknown): string | undefined {
  const quote = isScalar(old) ? ({ QUOTE_DOUBLE: '"', QUOTE_SINGLE: "'" } as Record<string, string>)[old.type as string] : undefined;
  // eslint-disable-next-line no-control-regex
  return quote === undefined || typeof value !== 'string' || value.includes(quote) || /[\\\0-\x1f\x7f-\x9f\u2028\u2029\ufeff]/.test(value)
    ? undefined
    : `${quote}${value}${quote}`;
}

function inserted(text: string, place: Place, key: string, value: unknown): string | undefined {
  const { collection, index, parent } = place;
  const entries = entriesOf(text, collection);
  const head = isMap(collection) ? `${flow(key)}:` : collection.flow === true ? '' : '-';
  if (collection.flow === true) {
    if (entries.length === 0 && parent?.collection.flow !== true) {
      const whole = isMap(collection) ? { [key]: value } : [value];
      if (parent === undefined) return asDocument(text, collection, whole);
      if (isLong(value)) return exchanged(text, parent, whole);
    }
    return insertedInFlow(text, collection, entries, index, `${head} ${flow(value)}`.trimStart());
  }
  const [first, ...others] = body(text, collection, value);
  const { begin } = entries[0] as Entry;
  const by = column(text, begin);
  const added = joined(text, [`${head}${first}`, ...others], by);
  const nl = `${breakIn(text)}${' '.repeat(by)}`;
  if (index === 0) return `${text.slice(0, begin)}${added}${nl}${text.slice(begin)}`;
  const at = lineEnd(text, (entries[index - 1] as Entry).end);
  return `${text.slice(0, at)}${nl}${added}${text.slice(at)}`;
}

/** The first entry of a file. */
function asDocument(text: string, collection: Collection, whole: unknown): string {
  const [start, end] = rangeOf(collection);
  return `${text.slice(0, start)}${block(whole).join(breakIn(text))}${text.slice(end)}`;
}

function insertedInFlow(text: string, collection: Collection, entries: readonly Entry[], index: number, added: string): string {
  if (index > 0) {
    const { end } = entries[index - 1] as Entry;
    return `${text.slice(0, end)}, ${added}${text.slice(end)}`;
  }
  const [first] = entries;
  if (first !== undefined) return `${text.slice(0, first.begin)}${added}, ${text.slice(first.begin)}`;
  const [from, to] = rangeOf(collection);
  const inside = text.slice(from + 1, to - 1);
  const pad = isMap(collection) || inside !== '' ? ' ' : '';
  return `${text.slice(0, from + 1)}${pad}${added}${inside.includes('#') ? inside : pad}${text.slice(to - 1)}`;
}

function removed(text: string, place: Place): string {
  const { collection, index, parent } = place;
  const entries = entriesOf(text, collection);
  const { begin, end } = entries[index] as Entry;
  const isOnly = entries.length === 1;
  if (collection.flow === true) {
    const [from, to] = rangeOf(collection);
    if (isOnly && !(text.slice(from, begin) + text.slice(end, to)).includes('#'))
      return `${text.slice(0, from)}${bracketsOf(collection)}${text.slice(to)}`;
    return removedInFlow(text, entries, index);
  }
  const isFirstOfLine = text.slice(lineStart(text, begin), begin).trim() === '';
  if (isOnly) {
    const holder = parent === undefined ? undefined : (entriesOf(text, parent.collection)[parent.index] as Entry).holder;
    if (holder === undefined || !isFirstOfLine) return `${text.slice(0, begin)}${bracketsOf(collection)}${text.slice(end)}`;
    return withoutLines(`${text.slice(0, holder)} ${bracketsOf(collection)}${text.slice(holder)}`, begin + 3, end + 3);
  }
  if (isFirstOfLine) return withoutLines(text, begin, end);
  return text.slice(0, begin) + text.slice(lineEnd(text, end)).trimStart();
}

function removedInFlow(text: string, entries: readonly Entry[], index: number): string {
  const { begin, end } = entries[index] as Entry;
  const isLast = index === entries.length - 1;
  const before = entries[index - 1]?.end;
  if (isLast && before !== undefined && !text.slice(before, begin).includes('#')) return text.slice(0, before) + text.slice(end);
  // With its comma, also behind comments, and the comment beside it where nothing else is on its line.
  const comma = /^(?:\s|#[^\n]*\n)*,[ \t]*/.exec(text.slice(end))?.[0] ?? '';
  const isAlone = text.slice(lineStart(text, begin), begin).trim() === '';
  const behind = text
    .slice(end + comma.length)
    .replace(isAlone ? /^[ \t]*#.*/ : '', '')
    .trimStart();
  const isBesideBracket = behind.startsWith('#') && !/\s/.test(text[begin - 1] as string);
  return `${text.slice(0, begin)}${isBesideBracket ? ' ' : ''}${behind}`;
}
