import { kindOf } from '../fleet/declared/roots.ts';
import { NO_SETTINGS } from '../fleet/declared/settings-schema.ts';
import { placeholdersIn, type PlaceholderIn } from '../model/placeholder.ts';

/** What placeholders of patches may begin with. The last two have a value in objects of an agent alone. */
const ROOTS = ['region', 'zone', 'fleet', 'host', 'agent'];

export function isRoot([root = '']: readonly string[]): boolean {
  return ROOTS.includes(root);
}

/** Every placeholder in the scalars of a value, whatever its root. */
export function* placeholdersOf(value: unknown): Iterable<PlaceholderIn> {
  if (typeof value === 'string') yield* placeholdersIn(value);
  else if (typeof value === 'object' && value !== null) for (const item of Object.values(value)) yield* placeholdersOf(item);
}

/** What is wrong with a placeholder of a known root; undefined where nothing is. */
export function wrongRoot({ text, path, whole }: PlaceholderIn): string | undefined {
  if (!isRoot(path)) return undefined;
  const kind = kindOf(path, 'agent', NO_SETTINGS);
  if (kind === undefined) return `${text} stands for nothing`;
  return kind === 'other' && !whole ? `${text} is a map or a list, which is no part of a text` : undefined;
}
