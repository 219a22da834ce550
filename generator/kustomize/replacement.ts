// Values that are copied from one object into others (filters/replacement).
import { hasMatch, regexpFlaw } from '../model/regexp.ts';
import { quoted } from '../model/quoted.ts';
import { splitPath } from './fields.ts';
import { groupAndVersion, isSelected, titleOf, type Id } from './id.ts';
import { copyOf, field, isEmpty, mapNode, setField, tagOf, textNode, textOf, type ListNode, type Node, type Origin, type Scalar } from './node.ts';
import type { Resource } from './resource.ts';
import type { Resources } from './resources.ts';
import { Matcher, type Selector } from './selector.ts';
import { Refused, Unbuilt } from './stop.ts';

export interface FieldOptions {
  readonly delimiter: string;
  readonly index: number;
  readonly create: boolean;
}

export interface ReplacementSource extends Selector {
  readonly fieldPath: string;
  readonly options: FieldOptions | undefined;
  readonly at: Origin;
}

export interface ReplacementTarget {
  readonly select: Selector;
  readonly reject: readonly Selector[];
  readonly fieldPaths: readonly string[];
  readonly options: FieldOptions | undefined;
  readonly at: Origin;
}

export interface Replacement {
  readonly source: ReplacementSource | { readonly value: string; readonly at: Origin };
  readonly targets: readonly ReplacementTarget[];
}

const NAME = 'metadata.name';

export function applyReplacement(resources: Resources, { source, targets }: Replacement): void {
  const value = 'value' in source ? textNode(source.value, source.at) : valueOf(resources, source);
  for (const target of targets) applyTo(resources, value, target);
}

function idsOf(resource: Resource): Id[] {
  const { apiVersion, kind, name, namespace } = resource;
  return [{ ...groupAndVersion(apiVersion), kind, name, namespace, isCluster: false }, ...resource.previousIds()];
}

function valueOf(resources: Resources, source: ReplacementSource): Node {
  const { name = '', namespace = '', fieldPath, options, at } = source;
  const fits = (id: Id): boolean =>
    (name === '' || name === id.name) &&
    (namespace === '' || (id.namespace === '' ? 'default' : id.namespace) === namespace) &&
    isSelected(id, source);
  resources.work.look(resources.all().length, at);
  const found = resources.all().filter((each) => idsOf(each).some(fits));
  const [one] = found;
  if (one === undefined || found.length > 1)
    throw new Refused(`the source of a replacement fits ${one === undefined ? 'none' : found.length} of the resources`, at, 'it must fit one');
  const value = pathOf(fieldPath === '' ? NAME : fieldPath).reduce<Node | undefined>(
    (node, step) => (node === undefined ? node : stepInto(node, step, at)),
    one.root,
  );
  if (isEmpty(value) || (value?.kind === 'scalar' && value.text === ''))
    throw new Refused(`the source of a replacement has nothing at ${fieldPath}: ${titleOf(one.id())}`, at);
  if (options === undefined || options.delimiter === '') return value as Node;
  if (value?.kind !== 'scalar') throw new Refused('only a text has parts between delimiters', at);
  const part = value.text.split(options.delimiter)[options.index];
  if (part === undefined) throw new Refused(`there is no part ${options.index} in the source of a replacement`, at);
  return { ...value, text: part };
}

/** A path with items of lists: `containers.[name=web].image`, `[app.kubernetes.io/name]` for a key with dots. */
function pathOf(text: string): string[] {
  const parts = splitPath(text, '.');
  const found: string[] = [];
  for (let i = 0; i < parts.length; i++) {
    let part = parts[i] as string;
    if (part.startsWith('[') && !part.endsWith(']')) {
      while (i < parts.length - 1) {
        part += `.${parts[++i] as string}`;
        if (part.endsWith(']')) break;
      }
      if (!part.includes('=')) part = part.replace(/^[[\]]+|[[\]]+$/g, '');
    }
    found.push(part);
  }
  return found;
}

const isIndex = (step: string): boolean => /^\+?[0-9]+$/.test(step);
const isItem = (step: string): boolean => step.startsWith('[') && step.endsWith(']');

function itemOf(step: string, at: Origin): { readonly key: string; readonly value: string } {
  const inside = step.slice(1, -1);
  const equals = inside.indexOf('=');
  if (equals === -1) throw new Refused(`${quoted(step)} says no key=value`, at);
  return { key: inside.slice(0, equals), value: inside.slice(equals + 1) };
}

/** One step to a source. */
function stepInto(node: Node, rawStep: string, at: Origin): Node | undefined {
  const step = rawStep.trim();
  if (step === '') return node;
  if (step === '*') throw new Refused('the path of a source says * for a list', at);
  if (isIndex(step) || step === '-') {
    if (node.kind !== 'list') throw new Refused(`the path of a replacement goes into a list where there is none`, at);
    return node.items[step === '-' ? node.items.length - 1 : Number(step)];
  }
  if (isItem(step)) {
    const { key, value } = itemOf(step, at);
    if (node.kind !== 'list') throw new Refused(`the path of a replacement goes into a list where there is none`, at);
    return node.items.find((item) => (key === '' ? textOf(item) === value : textOf(field(item, key)) === value));
  }
  if (node.kind !== 'map') throw new Refused('the path of a replacement goes into a map where there is none', at);
  return field(node, step);
}

function applyTo(resources: Resources, value: Node, target: ReplacementTarget): void {
  const { select, reject, fieldPaths, options, at } = target;
  const selected = new Matcher(select, at);
  const rejected = reject.map((each) => new Matcher(each, at));
  resources.work.look(resources.all().length, at);
  for (const each of resources.all()) {
    const ids = idsOf(each);
    if (!selected.selectsTexts(each) || rejected.some((matcher) => matcher.hasTexts() && matcher.selectsTexts(each))) continue;
    if (rejected.some((matcher) => matcher.hasId() && ids.some((id) => matcher.selectsId(id)))) continue;
    if (!ids.some((id) => selected.selectsId(id))) continue;
    for (const path of fieldPaths.length === 0 ? [NAME] : fieldPaths) {
      const found = fieldsAt(each.root, pathOf(path), { make: options?.create === true ? value.kind : undefined, at });
      if (found.length === 0)
        throw new Refused(
          `a replacement is for ${path}, and ${titleOf(each.id())} has nothing there`,
          at,
          'correct the path, or say options: {create: true}',
        );
      for (const slot of found) {
        resources.work.make(value, at);
        put(slot, value, options);
        // A text may have become longer than either was.
        resources.work.make(slot.node, at);
      }
    }
  }
  resources.changed();
}

/** A place that a value can be put into. */
interface Slot {
  readonly node: Node;
  readonly set: (node: Node) => void;
}

interface Finding {
  readonly make: Node['kind'] | undefined;
  readonly at: Origin;
}

function fieldsAt(root: Node, path: readonly string[], finding: Finding): Slot[] {
  return within({ node: root, set: () => undefined }, path, finding);
}

function within(slot: Slot, path: readonly string[], finding: Finding): Slot[] {
  const [step, ...rest] = path;
  if (step === undefined) return [slot];
  const { node } = slot;
  const { make, at } = finding;
  const into = (list: ListNode, i: number): Slot[] =>
    within({ node: list.items[i] as Node, set: (now) => void (list.items[i] = now) }, rest, finding);
  if (node.kind === 'scalar') throw new Unbuilt('a replacement goes into a text that is data itself', at);
  if (isIndex(step) || isItem(step) || step === '*') {
    if (node.kind !== 'list') throw new Refused('the path of a replacement goes into a list where there is none', at);
    if (step === '*') return node.items.flatMap((_, i) => into(node, i));
    if (isIndex(step)) {
      if (make !== undefined && node.items.length === Number(step)) node.items.push(made(rest[0], make, at));
      if (Number(step) >= node.items.length) throw new Refused(`there is no item ${step} where a replacement goes`, at);
      return into(node, Number(step));
    }
    return inItems(node, step, rest, finding);
  }
  if (node.kind !== 'map') throw new Refused('the path of a replacement goes into a map where there is none', at);
  if (!node.entries.has(step)) {
    if (make === undefined) return [];
    setField(node, step, made(rest[0], make, at));
  }
  const entry = node.entries.get(step) as { value: Node };
  return within({ node: entry.value, set: (now) => void (entry.value = now) }, rest, finding);
}

/** Items by an expression for one of their fields, which need not be the whole of it. */
function inItems(node: ListNode, step: string, rest: readonly string[], finding: Finding): Slot[] {
  const { make, at } = finding;
  const { key, value } = itemOf(step, at);
  if (regexpFlaw(value) !== undefined || value.length > 1000) throw new Refused(`${quoted(value)} is no expression`, at);
  const found = (): Slot[] =>
    node.items.flatMap((item, i) => {
      const own = key === '' ? item : field(item, key);
      if (own === undefined) return [];
      if (own.kind !== 'scalar') throw new Unbuilt('a replacement compares what is no text', at);
      if (!hasMatch(value, own.text.trim())) return [];
      const slot: Slot = { node: item, set: (now) => void (node.items[i] = now) };
      return key === '' ? [slot] : within(slot, rest, finding);
    });
  const there = found();
  if (there.length > 0 || make === undefined) return there;
  const text: Scalar = { kind: 'scalar', text: value, tag: tagOf(value, at), isQuoted: false, at };
  const item = key === '' ? text : mapNode(at);
  if (item.kind === 'map') setField(item, key, text);
  node.items.push(item);
  return found();
}

function made(next: string | undefined, make: Node['kind'], at: Origin): Node {
  const kind = next === undefined ? make : isItem(next) || isIndex(next) ? 'list' : 'map';
  if (kind === 'list') return { kind, items: [], at };
  return kind === 'map' ? mapNode(at) : { kind, text: '', tag: 'str', isQuoted: false, at, isNew: true };
}

function put({ node, set }: Slot, value: Node, options: FieldOptions | undefined): void {
  const copy = copyOf(value);
  if (options !== undefined && options.delimiter !== '') {
    if (node.kind !== 'scalar' || copy.kind !== 'scalar') throw new Refused('only a text has parts between delimiters', value.at);
    const parts = node.text.split(options.delimiter);
    if (options.index < 0) parts.unshift(copy.text);
    else if (options.index >= parts.length) parts.push(copy.text);
    else parts[options.index] = copy.text;
    copy.text = parts.join(options.delimiter);
  }
  if (node.kind !== 'scalar') {
    set(copy);
    return;
  }
  if (copy.kind !== 'scalar') throw new Unbuilt('a map or a list takes the place of a text', value.at);
  // What the field is stays: a text that is put into a number must look like one.
  const isNew = node.isNew === true;
  if (!isNew && node.tag !== 'str' && tagOf(copy.text, value.at) !== node.tag)
    throw new Unbuilt('a replacement puts a text where a number stands', value.at);
  Object.assign(node, { text: copy.text, at: value.at, ...(isNew ? { tag: tagOf(copy.text, value.at), isNew: undefined } : {}) });
}
