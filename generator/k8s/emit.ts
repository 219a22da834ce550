import { REGION_PLACEHOLDER } from './region-placeholder.ts';

/**
 * The one place where data becomes YAML. Block style, sorted by the caller, in the subset that YAML 1.1 and 1.2 readers
 * agree on: a string is plain only where no reader takes it for anything else, a literal block only where it is made
 * of printable ASCII lines, and double-quoted with escapes otherwise. The region's placeholder is written as it is: what
 * replaces it is a DNS label, which never needs quotes but at the beginning, where a placeholder is always quoted.
 */

const PLAIN = /^(?:\.\.\/)*[A-Za-z_/](?:[A-Za-z0-9_./@()=+\u0091-]|:(?=[A-Za-z0-9/._\u0091-])|[ ,](?=[A-Za-z0-9_./(\u0091]))*$/;
const WORDS = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf|infinity|e[+-]?[0-9]+)$/i;
const BLOCK = /^(?! )(?:[!-~](?:[ -~]*[!-~])?|)(?:\n(?:[ -~]*[!-~])?)*\n?$/;

const scalars = new Map<string, string>();

/** A string as a YAML scalar that fits on one line. */
export function scalar(text: string): string {
  let written = scalars.get(text);
  if (written === undefined) {
    written = isPlain(text) ? text : quote(text);
    // Fleet values repeat; a bound keeps a hostile fleet from holding memory.
    if (scalars.size < 50_000) scalars.set(text, written);
  }
  return written;
}

/** Whether every reader takes a text without quotes for that very text. */
export function isPlain(text: string): boolean {
  return PLAIN.test(text) && !WORDS.test(text);
}

function quote(text: string): string {
  let out = '"';
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    if (character === '"' || character === '\\') out += `\\${character}`;
    else if ((code >= 0x20 && code <= 0x7e) || character === REGION_PLACEHOLDER) out += character;
    else if (character === '\n') out += '\\n';
    else if (character === '\t') out += '\\t';
    else if (code <= 0xffff) out += `\\u${code.toString(16).padStart(4, '0')}`;
    else out += `\\U${code.toString(16).padStart(8, '0')}`;
  }
  return `${out}"`;
}

/** Whether a text may stand as a literal block: printable ASCII, no line ending in a space, no more than one final line break. */
export function isBlock(text: string): boolean {
  return text.includes('\n') && !text.startsWith('\n') && !text.endsWith('\n\n') && BLOCK.test(text);
}

/** One YAML document without a `---`, ending in a line break. */
export function emit(value: unknown): string {
  if (isCollection(value)) return collection(value, '');
  return `${atom(value)}\n`;
}

/** Several documents in one file. */
export function emitAll(values: readonly unknown[]): string {
  return joined(values.map(emit));
}

/** Documents as one file. */
export function joined(documents: readonly string[]): string {
  return documents.join('---\n');
}

function isCollection(value: unknown): value is object {
  return typeof value === 'object' && value !== null && (Array.isArray(value) ? value.length > 0 : hasValues(value));
}

function hasValues(map: object): boolean {
  for (const key of Object.keys(map)) if ((map as Record<string, unknown>)[key] !== undefined) return true;
  return false;
}

function atom(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return scalar(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
        throw new Error(`the number ${value} cannot be written so that every reader reads it back`);
      }
      return JSON.stringify(value);
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? '[]' : '{}';
    default:
      throw new Error(`a ${typeof value} cannot be written as YAML`);
  }
}

function collection(value: object, indent: string): string {
  return Array.isArray(value) ? list(value, indent) : map(value as Record<string, unknown>, indent, indent);
}

/** @param first what stands before the first key: the indent, or `- ` of the list this map is an item of */
function map(value: Record<string, unknown>, indent: string, first: string): string {
  let out = '';
  let lead = first;
  for (const key of Object.keys(value)) {
    const item = value[key];
    if (item === undefined) continue;
    out += `${lead}${scalar(key)}:${tail(item, indent)}`;
    lead = indent;
  }
  return out;
}

/** What follows a key and its colon, to the end of the line or block. */
function tail(item: unknown, indent: string): string {
  if (typeof item === 'string' && isBlock(item)) return ` ${block(item, `${indent}  `)}`;
  if (!isCollection(item)) return ` ${atom(item)}\n`;
  // A list stands at the indent of its key, as kubectl writes it.
  return Array.isArray(item) ? `\n${list(item, indent)}` : `\n${map(item as Record<string, unknown>, `${indent}  `, `${indent}  `)}`;
}

function list(items: readonly unknown[], indent: string): string {
  let out = '';
  for (const item of items) {
    if (typeof item === 'string' && isBlock(item)) out += `${indent}- ${block(item, `${indent}  `)}`;
    else if (!isCollection(item)) out += `${indent}- ${atom(item)}\n`;
    else if (Array.isArray(item)) out += `${indent}-\n${list(item, `${indent}  `)}`;
    else out += map(item as Record<string, unknown>, `${indent}  `, `${indent}- `);
  }
  return out;
}

function block(text: string, indent: string): string {
  const final = text.endsWith('\n');
  const lines = (final ? text.slice(0, -1) : text).split('\n');
  return `${final ? '|' : '|-'}\n${lines.map((line) => (line === '' ? '' : indent + line)).join('\n')}\n`;
}
