import { equal, isMap } from '../../model/data.ts';
import type { Unplaced } from '../../model/finding.ts';
import type { Fix } from '../../model/fix.ts';
import { child, segments } from '../../model/pointer.ts';
import type { Pointer } from '../../model/pointer.ts';
import { hasMatch } from '../../model/regexp.ts';
import { quoted, shown } from '../../model/quoted.ts';
import { formatFlaw } from '../formats/formats.ts';
import { nearestReference } from './reference.ts';
import { interpret } from './interpret.ts';
import type { SchemaError } from './interpret.ts';
import { missingKey, unknownComponent, unknownKey, wrongFormat, wrongType, wrongValue } from './rules.ts';
import { fleetSchemaWith, nodeAt } from './schemas.ts';
import type { NamedSettings, SchemaNode } from './schemas.ts';
import { hintFor, keyMeant, valueMeant } from './suggest.ts';
import { truthOf } from './truths.ts';
import { validateFleet } from './validators.js';

/** More than this many findings of one file help nobody. */
const MOST = 50;

/**
 * Hold a fleet against its JSON Schema.
 * @param written the text of a scalar as it stands in the file, to show what YAML made of it
 */
export function validate(data: unknown, written: (at: Pointer) => string | undefined, declared: readonly NamedSettings[] = []): Unplaced[] {
  const { rest, errors } = apart(data, declared);
  if (!validateFleet(rest)) errors.unshift(...(validateFleet.errors ?? []));
  return errors.length === 0 ? [] : worded(errors, { data, written, schema: fleetSchemaWith(declared), whole: 'the fleet' });
}

/** The fleet without the settings of components that it brings, and what is wrong with those. */
function apart(data: unknown, declared: readonly NamedSettings[]): { rest: unknown; errors: SchemaError[] } {
  const errors: SchemaError[] = [];
  if (declared.length === 0 || !isMap(data)) return { rest: data, errors };
  const known = new Map(declared.map(({ name, settings }) => [name, settings]));
  const without = (map: unknown, at: Pointer): unknown => {
    if (!isMap(map) || !isMap(map['components'])) return map;
    const own = Object.entries(map['components']);
    for (const [name, value] of own) {
      const settings = known.get(name);
      if (settings !== undefined) errors.push(...interpret(settings, value, child(child(at, 'components'), name)));
    }
    return { ...map, components: Object.fromEntries(own.filter(([name]) => !known.has(name))) };
  };
  const whole = without(data, '') as Record<string, unknown>;
  const rest = { ...whole };
  for (const section of ['groups', 'regions']) {
    const parts = data[section];
    if (!isMap(parts)) continue;
    rest[section] = Object.fromEntries(
      Object.entries(parts).map(([name, part]): [string, unknown] => [name, without(part, child(`/${section}`, name))]),
    );
  }
  return { rest, errors };
}

/** What was held against a schema. */
interface Held {
  readonly data: unknown;
  /** The text of a scalar as it stands in the file, to show what YAML made of it. */
  readonly written: (at: Pointer) => string | undefined;
  readonly schema: SchemaNode;
  /** What the data as a whole is called. */
  readonly whole: string;
}

/** Errors of a schema in our words, the first {@link MOST} of them. */
export function worded(errors: readonly SchemaError[], held: Held): Unplaced[] {
  const reports: Unplaced[] = [];
  for (const error of errors) {
    const report = translate(error, held);
    if (report !== undefined) reports.push(report);
    if (reports.length === MOST) break;
  }
  return reports;
}

function translate(error: SchemaError, { data, written, schema: root, whole }: Held): Unplaced | undefined {
  const schemaAt = (path: readonly string[]): SchemaNode | undefined => nodeAt(root, path);
  const at = error.instancePath;
  const path = segments(at);
  const name = shown(named(path, root, whole));
  const schema = schemaAt(path);
  const params = error.params as Record<string, unknown>;
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = String(params['additionalProperty']);
      const known = Object.keys(schema?.properties ?? {});
      const component = root.properties?.['components'] !== undefined && /(^|\/)components$/.test(at);
      return {
        rule: component ? unknownComponent : unknownKey,
        path: child(at, key),
        key: true,
        message: component ? `there is no component ${quoted(key)}` : `unknown key ${quoted(key)}${path.length === 0 ? '' : ` in ${name}`}`,
        hint:
          key === path.at(-1)
            ? `write what is under ${quoted(key)} without it: the name stands above already, or is the file's`
            : hintFor(key, known, Object.keys(valueAt(data, path) ?? {})),
        ...(key === path.at(-1) ? {} : keyMeant(key, known, Object.keys(valueAt(data, path) ?? {}))),
      };
    }
    case 'required': {
      const key = String(params['missingProperty']);
      const missing = schemaAt([...path, key]);
      return {
        rule: missingKey,
        path: at,
        key: true,
        message: `${path.length === 0 ? whole : `"${name}"`} lacks the key "${key}"`,
        hint: `${missing?.description ?? ''}${missing?.examples === undefined ? '' : ` Example: ${JSON.stringify(missing.examples[0])}`}`.trim(),
      };
    }
    case 'type': {
      const type = String(params['type']).replace(',null', '');
      const types = type.split(',');
      return {
        rule: wrongType,
        path: at,
        message: choosesRegions(schema) ? choiceOf(schema) : `"${name}" must be ${types.map(article).join(' or ')}`,
        hint: rewritten(types[0] as string, written(at), schemaAt([...path, '*'])?.type === 'string' && isNoText(data, path)),
        ...(choosesRegions(schema) ? {} : retyped(types, written(at), partAt(data, path))),
      };
    }
    case 'enum':
    case 'const': {
      const allowed = (error.keyword === 'enum' ? params['allowedValues'] : [params['allowedValue']]) as unknown[];
      const around = valueAt(data, path.slice(0, -1));
      const format = path.length === 1 && path[0] === 'apiVersion' ? formatFlaw(String(written(at) ?? '')) : undefined;
      if (format !== undefined) return { rule: wrongValue, path: at, ...format };
      return {
        rule: wrongValue,
        path: at,
        message: `"${name}" must be ${allowed.length === 1 ? '' : 'one of '}${allowed.map(String).join(', ')}`,
        hint: hintFor(String(written(at) ?? ''), allowed.map(String), Array.isArray(around) ? around.map(String) : []),
        ...(allowed.every((each) => typeof each === 'string')
          ? valueMeant(String(written(at) ?? ''), allowed, Array.isArray(around) ? around.map(String) : [])
          : {}),
      };
    }
    case 'pattern': {
      if (error.propertyName !== undefined) return undefined; // reported by propertyNames
      const meant = name === 'ref' ? nearestReference(written(at) ?? '', String(params['pattern'])) : undefined;
      const example = schema?.examples === undefined ? undefined : `for example ${String(schema.examples[0])}`;
      if (choosesRegions(schema)) return { rule: wrongType, path: at, message: choiceOf(schema), hint: namedAsText(written(at)) };
      return {
        rule: wrongFormat,
        path: at,
        message: `"${name}" ${schema?.errorMessage ?? `must match ${String(params['pattern'])}`}`,
        hint: meant === undefined ? example : `did you mean ${quoted(meant)}?`,
        ...respelt(meant === undefined ? casesOf(written(at) ?? '') : [meant], String(params['pattern']), partAt(data, path)),
      };
    }
    case 'propertyNames':
      return {
        rule: wrongFormat,
        path: child(at, String(params['propertyName'])),
        key: true,
        message: `${quoted(String(params['propertyName']))} is not a legal name here`,
        hint:
          schema?.propertyNames?.errorMessage ??
          (name === 'env'
            ? 'letters, digits and underscores, not beginning with a digit'
            : /^(labels|annotations|nodeSelector)$/.test(name)
              ? 'a name of at most 63 letters, digits, hyphens, underscores and dots, or a domain, a slash and such a name'
              : 'lower-case letters, digits and hyphens, at most 63, beginning and ending with a letter or digit'),
      };
    case 'minimum':
      return { rule: wrongValue, path: at, message: `"${name}" ${limit(error.message ?? 'is outside its limits')}`, hint: schema?.errorMessage };
    case 'maximum':
    case 'minLength':
    case 'maxLength':
    case 'minItems':
    case 'maxItems':
    case 'minProperties':
    case 'maxProperties':
      if (error.keyword === 'minProperties' && choosesRegions(schema)) return { rule: wrongType, path: at, message: choiceOf(schema) };
      return { rule: wrongValue, path: at, message: `"${name}" ${limit(error.message ?? 'is outside its limits')}` };
    case 'uniqueItems': {
      const [one, other] = [params['i'], params['j']].map((at) => Number(at) + 1).sort((a, b) => a - b);
      return {
        rule: wrongValue,
        path: at,
        message: `"${name}" must not have duplicate items: numbers ${one} and ${other} are the same`,
        hint: 'remove one of them',
        fix: { value: withoutTwins(partAt(data, path) as readonly unknown[]) },
      };
    }
    default:
      // `if`, `oneOf` and the like only repeat what their branches have said.
      return undefined;
  }
}

/** How a value is called: by its key, or by its list and its place in that. */
function named(path: readonly string[], root: SchemaNode, whole: string): string {
  const last = path.at(-1) ?? whole;
  return nodeAt(root, path.slice(0, -1))?.items === undefined ? last : `${path.at(-2)}[${last}]`;
}

/** What stands at the end of a path. */
function partAt(data: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((part, key) => (typeof part === 'object' && part !== null ? (part as Record<string, unknown>)[key] : undefined), data);
}

/** The map or list at the end of a path. */
function valueAt(data: unknown, path: readonly string[]): object | undefined {
  const value = partAt(data, path);
  return typeof value === 'object' && value !== null ? value : undefined;
}

/** Whether regions are chosen here. */
function choosesRegions(schema: SchemaNode | undefined): boolean {
  return schema?.items !== undefined && schema.properties?.['except'] !== undefined;
}

/** How regions are chosen. */
function choiceOf(schema: SchemaNode | undefined): string {
  const words = /^\^\((.+)\)\$$/.exec(schema?.pattern ?? '')?.[1]?.split('|') ?? ['all'];
  return `"regions" must be a list, ${words.map((word) => `"${word}"`).join(', ')}, or a map with "match" or "except"`;
}

/** Text where regions are chosen: one word stands for all of them, and any other is the name of one. */
function namedAsText(source: string | undefined): string {
  if (source === undefined) return 'name regions in brackets';
  return /^["']?(all|any|every|\*)["']?$/i.test(source)
    ? 'write all, the word for every region'
    : `a list has brackets, even of one: [${shown(source)}]`;
}

/** Whether YAML reads what stands there as something else than text. */
const isNoText = (data: unknown, path: readonly string[]): boolean => typeof partAt(data, path) !== 'string';

/** How a scalar is written so that it has the type that is asked for. @param quote a list of it would not be one of texts */
function rewritten(type: string, source: string | undefined, quote: boolean): string | undefined {
  if (source === undefined || source === '') return undefined;
  if (type === 'string') return `YAML reads ${shown(source)} as something else than text; write ${quoted(source)}`;
  if (type === 'array') return `a list has brackets, even of one: [${quote ? quoted(source) : shown(source)}]`;
  const bare = type === 'boolean' ? /^(?:true|false)$/ : /^[0-9]+$/;
  return type !== 'object' && bare.test(source) ? `write ${shown(source)} without quotes` : undefined;
}

/** What is of another type, where only one value of the right type can be meant by it. Null says that nothing is there, and no text. */
function retyped(types: readonly string[], source: string | undefined, value: unknown): { readonly fix?: Fix } {
  const [type, ...others] = types.filter((each) => each !== 'object' && each !== 'array' && each !== 'null');
  if (source === undefined || source === '' || value === null || others.length > 0) return {};
  if (type === 'string') return { fix: { quote: true } };
  if (typeof value !== 'string') return {};
  if (type === 'boolean') {
    const truth = truthOf(source);
    return truth === undefined ? {} : { fix: { value: truth } };
  }
  return (type === 'integer' || type === 'number') && /^(?:0|-?[1-9][0-9]{0,14})$/.test(source) ? { fix: { value: Number(source) } } : {};
}

/** What a text would be in the case that is asked for: names in small letters, units of bytes as Kubernetes writes them. */
function casesOf(source: string): string[] {
  const unit = /^([0-9]+)([kmgt])i$/i.exec(source);
  const bytes = unit === null ? [] : [`${unit[1]}${(unit[2] as string).toUpperCase()}i`];
  return [source.toLowerCase(), ...bytes];
}

/** The one of several spellings that has the form that is asked for. */
function respelt(spellings: readonly string[], pattern: string, value: unknown): { readonly fix?: Fix } {
  if (typeof value !== 'string') return {};
  const [only, ...others] = spellings.filter((each) => each !== value && hasMatch(pattern, each));
  return only === undefined || others.length > 0 ? {} : { fix: { value: only } };
}

function withoutTwins(list: readonly unknown[]): readonly unknown[] {
  return list.filter((item, i) => !list.slice(0, i).some((other) => equal(item, other)));
}

/** ajv's words for a limit, in ours. */
function limit(message: string): string {
  return message.replace('must be <=', 'must be at most').replace('must be >=', 'must be at least').replace('must NOT have', 'must not have');
}

function article(type: string): string {
  const names: Record<string, string> = {
    string: 'text',
    integer: 'a whole number',
    number: 'a number',
    boolean: 'true or false',
    object: 'a map',
    array: 'a list',
    null: 'null',
  };
  return names[type] ?? type;
}
