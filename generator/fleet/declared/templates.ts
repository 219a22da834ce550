import { isMap } from '../../model/data.ts';
import type { Unplaced } from '../../model/finding.ts';
import { placeholdersIn } from '../../model/placeholder.ts';
import { child } from '../../model/pointer.ts';
import type { Pointer } from '../../model/pointer.ts';
import { quoted, shown } from '../../model/quoted.ts';
import { SETTINGS_SCHEMA } from '../../yaml/config-path.ts';
import type { ComponentFile } from '../../yaml/read.ts';
import type { SchemaNode } from '../schema/schemas.ts';
import { suggest } from '../schema/suggest.ts';
import type { DeclaredScope } from './declared.ts';
import { kindOf, rootsOf } from './roots.ts';
import { closePlaceholder, invalidComponent, wrongPlaceholder } from './rules.ts';

interface Where {
  readonly file: ComponentFile;
  readonly at: Pointer;
  readonly scope: DeclaredScope;
  readonly settings: SchemaNode;
}

/** What is wrong with an object as it is written: its form, and its placeholders. */
export function* templateReports(template: unknown, { file, at, scope, settings }: Where): Iterable<Unplaced> {
  const metadata = isMap(template) ? template['metadata'] : undefined;
  if (
    !isMap(template) ||
    typeof template['apiVersion'] !== 'string' ||
    typeof template['kind'] !== 'string' ||
    !isMap(metadata) ||
    typeof metadata['name'] !== 'string'
  ) {
    yield {
      rule: invalidComponent,
      file: file.path,
      path: at,
      message: 'this is not a Kubernetes object: it needs apiVersion, kind, and metadata with a name',
      hint: 'one object per document',
    };
    return;
  }
  for (const key of ['apiVersion', 'kind', 'namespace']) {
    const value = key === 'namespace' ? metadata[key] : template[key];
    if (typeof value === 'string' && placeholdersIn(value).length > 0)
      yield {
        rule: wrongPlaceholder,
        file: file.path,
        path: key === 'namespace' ? `${at}/metadata/namespace` : child(at, key),
        message: `${quoted(key)} is what rules and projects go by, so it holds no placeholder`,
        hint: 'write it out',
      };
  }
  const named = placeholdersIn(metadata['name']).find(({ path: [root] }) => scope !== 'region' && (root === 'region' || root === 'host'));
  if (named !== undefined)
    yield {
      rule: wrongPlaceholder,
      file: file.path,
      path: `${at}/metadata/name`,
      message: `${shown(named.text)} stands in the name of an object that regions share`,
      hint: 'leave it out: each region is a cluster of its own; or put the file into region/',
    };
  yield* placeholderReports(template, at, { file, scope, settings });
}

/** What is wrong with the placeholders of a value. */
export function* placeholderReports(value: unknown, at: Pointer, where: Omit<Where, 'at'>): Iterable<Unplaced> {
  if (typeof value === 'string') yield* textReports(value, at, where, false);
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    if (!Array.isArray(value)) yield* textReports(key, child(at, key), where, true);
    yield* placeholderReports(item, child(at, key), where);
  }
}

function* textReports(text: string, path: Pointer, { file, scope, settings }: Omit<Where, 'at'>, key: boolean): Iterable<Unplaced> {
  const spot = { file: file.path, path, ...(key ? { key } : {}) };
  const roots = rootsOf(scope);
  for (const found of placeholdersIn(text)) {
    const [root = ''] = found.path;
    if (!rootsOf('agent').includes(root)) {
      const near = root.length < 4 ? undefined : suggest(root, roots);
      if (near !== undefined)
        yield {
          rule: closePlaceholder,
          ...spot,
          message: `${shown(found.text)} is no placeholder, and is delivered as it stands`,
          hint: `did you mean {${[near, ...found.path.slice(1)].join('.')}}?`,
        };
      continue;
    }
    const kind = kindOf(found.path, scope, settings);
    if (key)
      yield { rule: wrongPlaceholder, ...spot, message: `the key ${quoted(text)} holds a placeholder`, hint: 'placeholders stand in values only' };
    else if (!roots.includes(root))
      yield {
        rule: wrongPlaceholder,
        ...spot,
        message: `${shown(found.text)} has no value in ${scope}/`,
        hint: 'what names an agent stands in agent/',
      };
    else if (kind === undefined)
      yield {
        rule: wrongPlaceholder,
        ...spot,
        message: `${shown(found.text)} has no value, or not always`,
        hint:
          root === 'settings'
            ? `${SETTINGS_SCHEMA} must have this setting, with a default or among what is required`
            : 'docs/extending.md lists what placeholders there are',
      };
    else if (kind === 'other' && !found.whole)
      yield {
        rule: wrongPlaceholder,
        ...spot,
        message: `${shown(found.text)} is a map or a list, and stands inside a text`,
        hint: 'let it be the whole value',
      };
  }
}
