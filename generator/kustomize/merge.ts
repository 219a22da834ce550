// Strategic merge patches as Kustomize applies them (kyaml, yaml/merge2 and yaml/walk): its functions, with their slips.
import { field, isEmpty, isMissing, setField, textNode, textOf, type ListNode, type MapNode, type Node } from './node.ts';
import { Refused, Unbuilt } from './stop.ts';
import { tables, type MergeField } from './tables.ts';

const DIRECTIVE = '$patch';

/** Merge a patch into an object. The patch is used up. @returns nothing where the patch deletes it */
export function merged(object: MapNode, patch: MapNode): MapNode | undefined {
  const type = tables().kinds[`${textOf(field(object, 'apiVersion'))}/${textOf(field(object, 'kind'))}`];
  return walk(object, patch, type === undefined ? undefined : { of: type }) as MapNode | undefined;
}

/** Where one is null or absent, the other says what is merged. */
function walk(dest: Node | undefined, patch: Node | undefined, type: MergeField | undefined): Node | undefined {
  const kind = [dest, patch].find((node) => !isMissing(node))?.kind;
  if ([dest, patch].some((node) => !isMissing(node) && node.kind !== kind))
    throw new Refused(`a patch has a ${kindOf(patch)} where the object has a ${kindOf(dest)}`, patch?.at);
  if (kind === 'list') return type?.keys !== undefined || type?.set === true ? walkMergedList(dest, patch, type) : (patch ?? dest);
  if (kind === 'scalar') return patch ?? dest;
  return walkMap(dest, patch, type);
}

function kindOf(node: Node | undefined): string {
  return node?.kind === 'scalar' ? 'single value' : String(node?.kind);
}

function walkMap(dest: Node | undefined, patch: Node | undefined, type: MergeField | undefined): Node | undefined {
  const result = visitMap(dest, patch);
  if (result?.kind !== 'map') return result;
  const names = new Set([...result.entries.keys(), ...(patch?.kind === 'map' ? patch.entries.keys() : [])]);
  const fields = type?.of === undefined ? undefined : tables().types[type.of];
  const directive = patch?.kind === 'map' ? [...patch.entries.keys()].find((name) => name.startsWith('$')) : undefined;
  if (directive !== undefined) throw new Unbuilt(`the directive ${directive} is not applied here`, patch?.at);
  for (const name of names) {
    const [mine, others] = [field(result, name), field(patch, name)];
    const value = walk(mine, others, fields?.[name]);
    // A null that the object itself had stays; one of a patch takes the field out.
    if (value === undefined || (isMissing(value) && value !== mine) || (isMissing(value) && value === others)) result.entries.delete(name);
    else setField(result, name, value, patch?.kind === 'map' ? patch.entries.get(name)?.key : undefined);
  }
  return result;
}

function visitMap(dest: Node | undefined, patch: Node | undefined): Node | undefined {
  if (isMissing(dest)) {
    if (patch !== undefined && patch.kind !== 'scalar' && directiveOf(patch) === 'delete') return undefined;
    if (patch === undefined) return textOf(dest) === '' ? undefined : dest;
    return patch;
  }
  if (patch !== undefined && isMissing(patch)) return undefined;
  return byDirective(dest, patch);
}

function byDirective(dest: Node, patch: Node | undefined): Node | undefined {
  const directive = patch === undefined ? 'merge' : directiveOf(patch);
  return directive === 'delete' ? undefined : directive === 'replace' ? patch : dest;
}

/** What a patch says is to be done with it; it no longer says so afterwards. */
function directiveOf(patch: Node): string {
  if (patch.kind === 'list') {
    const found = patch.items.find((item) => field(item, DIRECTIVE) !== undefined) as MapNode | undefined;
    if (found === undefined || found.entries.size > 1) return 'merge';
    const directive = known(field(found, DIRECTIVE) as Node);
    patch.items = patch.items.filter((item) => textOf(field(item, DIRECTIVE)) !== directive);
    return directive;
  }
  const found = field(patch, DIRECTIVE);
  if (found === undefined) return 'merge';
  (patch as MapNode).entries.delete(DIRECTIVE);
  return known(found);
}

function known(directive: Node): string {
  const text = textOf(directive);
  if (text !== 'replace' && text !== 'delete' && text !== 'merge')
    throw new Refused(`$patch is replace, delete or merge, and not ${text}`, directive.at);
  return text;
}

function walkMergedList(dest: Node | undefined, patch: Node | undefined, type: MergeField): Node | undefined {
  let result: Node | undefined;
  if (isMissing(dest)) result = patch;
  else if (patch !== undefined && isMissing(patch)) return undefined;
  else result = byDirective(dest, patch);
  if (result?.kind !== 'list') return result;
  const keys = type.keys ?? [];
  const sources = [patch, result].filter((node) => node?.kind === 'list');
  const values = keys.length === 0 ? primitives(sources) : keyValues(sources, keys);
  return withItems(result, patch, { values: keys.length > 1 ? mergedValues(values) : values, keys: keys.length === 0 ? [''] : keys, type });
}

/** The values by which the items of lists are told apart, those of the patch first, each once. */
function keyValues(lists: readonly ListNode[], keys: readonly string[]): string[][] {
  const found = new Map<string, string[]>();
  for (const { items } of lists)
    for (const item of items) {
      if (item.kind !== 'map') throw new Unbuilt('a list of maps holds something else', item.at);
      const values = keys.map((key) => (isEmpty(field(item, key)) ? '' : textOf(field(item, key))));
      if (values.every((value) => value === '')) throw new Unbuilt(`an item of a list has no ${keys.join(' or ')}`, item.at);
      found.set(JSON.stringify(values), values);
    }
  return [...found.values()];
}

function primitives(lists: readonly ListNode[]): string[][] {
  const found = new Set<string>();
  for (const { items } of lists)
    for (const item of items) {
      if (item.kind !== 'scalar' || item.text === '') throw new Unbuilt('a list of texts holds something else', item.at);
      found.add(item.text);
    }
  return [...found].map((value) => [value]);
}

/** Items of which one lacks a key that the other has are the same, if another key is. */
function mergedValues(all: string[][]): string[][] {
  const result = [...all];
  for (let i = 0; i < result.length; i++)
    for (let j = 0; j < result.length; j++) {
      const both = matched(result[i] as string[], result[j] as string[]);
      if (both !== undefined) result[i] = result[j] = both;
    }
  return result;
}

function matched(a: readonly string[], b: readonly string[]): string[] | undefined {
  if (a.some((value, i) => value !== b[i] && value !== '' && b[i] !== '')) return undefined;
  const both = a.map((value, i) => (value === '' ? (b[i] as string) : value));
  return a.some((value, i) => value === b[i]) ? both : undefined;
}

/** Keys that any item has; all, where none has any. */
function usedKeys(all: readonly (readonly string[])[], values: readonly string[], keys: readonly string[]): { keys: string[]; values: string[] } {
  const used = keys.filter((_, i) => all.some((each) => each[i] !== ''));
  if (used.length === 0) return { keys: [...keys], values: [...values] };
  return { keys: used, values: values.filter((value, i) => value !== '' || used.includes(keys[i] as string)) };
}

interface Merging {
  readonly values: readonly (readonly string[])[];
  readonly keys: readonly string[];
  readonly type: MergeField;
}

function withItems(dest: ListNode, patch: Node | undefined, { values: all, keys, type }: Merging): ListNode | undefined {
  if (all.length === 0) return dest;
  const added: ListNode = { kind: 'list', items: [], at: dest.at };
  let last: string[] = [];
  for (const each of all) {
    const used = usedKeys(all, each, keys);
    last = used.keys;
    const own = usedKeys([used.values], used.values, used.keys);
    const value = walk(element(dest, own), element(patch, own), type.each === undefined ? undefined : { of: type.each });
    if (isEmpty(value) && value?.kind !== 'list') {
      setElement(dest, undefined, used);
      continue;
    }
    const item = value as Node;
    if (item.kind === 'map')
      used.keys.forEach((key, i) => {
        const text = used.values[i] as string;
        if (field(item, key) === undefined && text !== '') setField(item, key, textNode(text, item.at));
      });
    setElement(added, item, used);
  }
  // What the patch has stands first.
  appendAll(added, dest, last);
  return added;
}

function appendAll(to: ListNode, from: ListNode, keys: readonly string[]): void {
  for (const item of from.items) {
    if (keys[0] === '') {
      setElement(to, item, { keys: [''], values: [textOf(item)] });
      continue;
    }
    const values: string[] = [];
    for (const key of keys) {
      const value = field(item, key);
      if (value === undefined) to.items.push(item);
      else values.push(textOf(value));
    }
    if (values.length === 0) throw new Unbuilt(`an item of a list has no ${keys.join(' or ')}`, item.at);
    if (keys.length > 1) setElement(to, undefined, { keys, values });
    setElement(to, item, { keys, values });
  }
}

interface Which {
  readonly keys: readonly string[];
  readonly values: readonly string[];
}

/** The first item with these values. */
function element(list: Node | undefined, { keys, values }: Which): Node | undefined {
  if (list?.kind !== 'list') return undefined;
  if (keys[0] === '') return list.items.find((item) => textOf(item) === values[0]);
  return list.items.find((item) => item.kind === 'map' && keys.every((key, i) => isText(field(item, key), values[i] ?? '')));
}

/** An empty value fits any, as there is none to ask for. */
function isText(node: Node | undefined, value: string): boolean {
  return node !== undefined && !isMissing(node) && (value === '' || textOf(node) === value);
}

/** Put an item in the place of those with these values, or behind all; without an item they go. */
function setElement(list: ListNode, item: Node | undefined, { keys, values }: Which): void {
  const kept: Node[] = [];
  let isThere = false;
  for (const each of list.items) {
    if (isEmpty(each) && each.kind !== 'list') continue;
    const isMap = each.kind === 'map';
    if (!isMap && keys[0] !== '' && (values[0] ?? '') !== '') {
      kept.push(each);
      continue;
    }
    // A key without a value is held to what was found for the key before it.
    const isOne = keys.every((key, i) => {
      const at = Math.min(i, values.length - 1);
      return keys[0] === '' ? textOf(each) === values[0] : isText(field(each, i === at ? key : (keys[at] as string)), values[at] ?? '');
    });
    if (!isOne) kept.push(each);
    else {
      isThere = true;
      if (item !== undefined) kept.push(item);
    }
  }
  list.items = item !== undefined && !isThere ? [...kept, item] : kept;
}
