// A fix made in the text of a file. Comments, order and all else stay as they are.
import { parseAllDocuments } from 'yaml';
import { schemaOfFile } from '../fleet/schema/of-file.ts';
import { nodeAt, type NamedSettings } from '../fleet/schema/schemas.ts';
import { truthOf } from '../fleet/schema/truths.ts';
import type { Fix, PlacedFix } from '../model/fix.ts';
import { segments } from '../model/pointer.ts';
import { configRole } from '../yaml/config-path.ts';
import { edited, type Edit } from '../yaml/edit.ts';

/** @returns undefined where the fix cannot be made by itself: one of several documents, a place that is not there, a type that nobody asks for */
export function fixedText(relative: string, text: string, { at, edit }: PlacedFix, declared: readonly NamedSettings[] = []): string | undefined {
  const steps = segments(at);
  const isMany = ['policies', 'component'].includes(configRole(relative).role) && relative.endsWith('.yaml');
  const path = isMany ? steps.slice(1) : steps;
  if (path.length === 0 || (isMany && parseAllDocuments(text, { logLevel: 'error' }).length !== 1)) return undefined;
  const change = changeOf(relative, text, path, edit, declared);
  const whole = 'remove' in edit ? path.slice(0, path.length - (edit.above ?? 0)) : path;
  if (change === undefined || whole.length === 0) return undefined;
  try {
    const after = edited(text, [{ path: whole, ...change }]);
    return after === text ? undefined : after;
  } catch {
    return undefined; // nothing stands there, or it is written so that no part of it can be exchanged
  }
}

type Change = Omit<Edit, 'path'>;

function changeOf(relative: string, text: string, path: readonly string[], fix: Fix, declared: readonly NamedSettings[]): Change | undefined {
  if ('remove' in fix) return {};
  if (!('retype' in fix)) return fix;
  const file = schemaOfFile(relative, declared);
  const type = file === undefined ? undefined : nodeAt(file.schema, path)?.type;
  const [only, ...others] = (typeof type === 'string' ? [type] : (type ?? [])).filter((each) => !['null', 'object', 'array'].includes(each));
  if (only === undefined || others.length > 0) return undefined;
  if (only === 'string') return { quote: true };
  const source = sourceAt(text, path);
  if (only === 'boolean') {
    const value = truthOf(source);
    return value === undefined ? undefined : { value };
  }
  // `012` is ten to one reader and twelve to another.
  return (only === 'integer' || only === 'number') && /^[1-9][0-9]*\.0*$/.test(source) ? { value: Number(source) } : undefined;
}

function sourceAt(text: string, path: readonly string[]): string {
  const [document] = parseAllDocuments(text, { version: '1.2', schema: 'core', logLevel: 'error', uniqueKeys: false });
  const node = document === undefined || !('getIn' in document) ? undefined : document.getIn(path, true);
  return (node as { readonly source?: string } | undefined)?.source ?? '';
}
