import { parseDocument } from 'yaml';
import { equal, isMap } from '../model/data.ts';
import { segments } from '../model/pointer.ts';

/** What an overlay does to an object of a base: no other operation occurs. */
export interface OverlayOperation {
  readonly op: 'test' | 'replace';
  readonly path: string;
  readonly value: unknown;
}

const SCALAR = String.raw`([A-Za-z/][A-Za-z0-9._~/:-]*|"(?:[^"\\]|\\.)*")`;
const LINE = new RegExp(`^- \\{op: (test|replace), path: ${SCALAR}, value: ${SCALAR}\\}$`);

/** The operations of a patch; undefined when there are others than an overlay of ours has. */
export function patchOperations(text: string): OverlayOperation[] | undefined {
  const found: OverlayOperation[] = [];
  for (const line of text.replace(/\n$/, '').split('\n')) {
    const match = LINE.exec(line);
    if (match === null) return parsed(text);
    const [, op, path, value] = match as unknown as [string, 'test' | 'replace', string, string];
    found.push({ op, path: unquoted(path), value: unquoted(value) });
  }
  return found;
}

function unquoted(text: string): string {
  return text.startsWith('"') ? (JSON.parse(text) as string) : text;
}

function parsed(text: string): OverlayOperation[] | undefined {
  const document = parseDocument(text, { version: '1.2', schema: 'core', logLevel: 'error' });
  const data: unknown = document.errors.length > 0 ? undefined : document.toJS({ maxAliasCount: 0 });
  if (!Array.isArray(data)) return undefined;
  const ours = data.every(
    (item: unknown) => isMap(item) && (item['op'] === 'test' || item['op'] === 'replace') && typeof item['path'] === 'string' && 'value' in item,
  );
  return ours ? (data as OverlayOperation[]) : undefined;
}

/** A document after one operation, sharing with the old one what did not change; undefined when the operation does not fit. */
export function replaced<T>(document: T, { op, path, value }: OverlayOperation): T | undefined {
  if (!path.startsWith('/')) return undefined;
  return at(document, segments(path), (present) => {
    if (op === 'replace') return value;
    return equal(present, value) ? present : undefined;
  }) as T | undefined;
}

function at(value: unknown, path: readonly string[], change: (present: unknown) => unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return change(value);
  if (Array.isArray(value)) {
    if (!/^(0|[1-9][0-9]*)$/.test(step) || Number(step) >= value.length) return undefined;
    const item = at(value[Number(step)], rest, change);
    return item === undefined ? undefined : value.with(Number(step), item);
  }
  if (!isMap(value) || !Object.hasOwn(value, step)) return undefined;
  const item = at(value[step], rest, change);
  return item === undefined ? undefined : { ...value, [step]: item };
}
