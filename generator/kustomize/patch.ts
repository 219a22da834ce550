// A patch of either form, and what it is applied to.
import { applyOperations, type Operation } from './json-patch.ts';
import { merged } from './merge.ts';
import { copyOf, field, setField, type ListNode, type MapNode, type Node, type Origin } from './node.ts';
import { sameId, titleOf } from './id.ts';
import { objectsOf } from './objects.ts';
import type { Rules } from './read.ts';
import { Resource } from './resource.ts';
import type { Resources } from './resources.ts';
import type { Matcher } from './selector.ts';
import { Refused } from './stop.ts';

export type Patch = { readonly objects: readonly MapNode[] } | { readonly operations: readonly Operation[] };

/** @param read the documents of the patch */
export function patchFrom(text: string, at: Origin, read: (rules: Rules) => Node[]): Patch {
  const isJson = text.trimStart().startsWith('[');
  if (isJson && !isJsonText(text)) throw new Refused('the patch begins as JSON, and is none', at);
  const documents = read('kustomize');
  if (documents[0]?.kind !== 'list') return { objects: objectsOf(documents) };
  const [list] = read('kubernetes') as [ListNode];
  return { operations: list.items.map(operationOf) };
}

function isJsonText(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}

function operationOf(item: Node): Operation {
  if (item.kind !== 'map') throw new Refused('an operation of a patch is a map', item.at);
  const [op, path, from] = ['op', 'path', 'from'].map((key) => field(item, key));
  if (op?.kind !== 'scalar' || path?.kind !== 'scalar') throw new Refused('an operation of a patch has op and path', item.at);
  return { op: op.text, path: path.text, from: from?.kind === 'scalar' ? from.text : undefined, value: field(item, 'value'), at: path.at };
}

interface How {
  /** Where the kustomization names the patch. */
  readonly at: Origin;
  /** Its labels and annotations are texts, as a copy of a patch has them. */
  readonly isCopied?: boolean;
  /** Of a list of old, after which objects are not found by the name that they had before. */
  readonly isOld?: boolean;
}

/** @returns how many objects it was for */
export function applyPatch(resources: Resources, patch: Patch, target: Matcher | undefined, { at, isCopied = false, isOld = false }: How): number {
  const { work } = resources;
  if ('operations' in patch) {
    if (target === undefined) throw new Refused('a list of operations needs a target', at, 'add target: {kind: …, name: …}');
    work.look(resources.all().length, at);
    const selected = resources.all().filter((each) => target.selects(each));
    for (const each of selected) {
      if (!isOld) each.storeId();
      // What goes through JSON is one value no longer.
      work.walk(each.root, at);
      each.root = copyOf(each.root);
      applyOperations(each.root, patch.operations, work);
      each.asTexts('annotations');
    }
    resources.changed();
    return selected.length;
  }
  if (isOld) throw new Refused('patchesJson6902 takes a list of operations', at);
  if (target !== undefined && patch.objects.length > 1) throw new Refused('a patch with a target is one document', at);
  let count = 0;
  for (const object of patch.objects) {
    work.look(resources.all().length, at);
    const found = target === undefined ? [one(resources, object)] : resources.all().filter((each) => target.selects(each));
    for (const each of found) {
      work.walk(each.root, at);
      work.make(object, at);
      const copy = asCopy(object, isCopied || target !== undefined);
      const version = field(each.root, 'apiVersion');
      if (target !== undefined && version !== undefined) setField(copy, 'apiVersion', copyOf(version));
      merge(each, copy);
    }
    count += found.length;
    if (isCopied || target !== undefined) resources.settle();
    else resources.dropGone();
  }
  return count;
}

function one(resources: Resources, object: MapNode): Resource {
  const { id, at } = { id: new Resource(object).id(), at: (field(field(object, 'metadata'), 'name') as Node).at };
  const [found, ...more] = resources.withAnyId((other) => sameId(id, other));
  if (found === undefined)
    throw new Refused(
      `a patch is for ${titleOf(id)}, which is not among the resources`,
      at,
      'correct apiVersion, kind, name and namespace of the patch, or take it out',
    );
  if (more.length > 0)
    throw new Refused(`a patch is for ${titleOf(id)}, and ${more.length + 1} of the resources are or were called so`, at, 'give it a target');
  return found;
}

function asCopy(patch: MapNode, withTexts: boolean): MapNode {
  const copy = new Resource(copyOf(patch));
  if (withTexts) for (const key of ['labels', 'annotations'] as const) copy.asTexts(key);
  return copy.root;
}

/** What an object is called is not for a patch to change. */
function merge(resource: Resource, patch: MapNode): void {
  const metadata = field(resource.root, 'metadata');
  const [name, namespace, kind] = [field(metadata, 'name'), field(metadata, 'namespace'), field(resource.root, 'kind')].map(
    (node) => node && copyOf(node),
  );
  const hadNamespace = resource.namespace !== '';
  const result = merged(resource.root, patch);
  if (result === undefined || result.entries.size === 0) {
    resource.isGone = true;
    return;
  }
  resource.root = result;
  setField(result, 'kind', kind as Node);
  const after = resource.metadata((name as Node).at);
  setField(after, 'name', name as Node);
  if (hadNamespace) setField(after, 'namespace', namespace as Node);
  else after.entries.delete('namespace');
}
