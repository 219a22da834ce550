import { field, type MapNode, type Node } from './node.ts';
import { checkedObject } from './resource.ts';
import { Refused } from './stop.ts';

/** The objects of documents, with lists taken apart. */
export function objectsOf(documents: readonly Node[]): MapNode[] {
  const waiting = documents.length === 1 && isPlainList(documents[0] as Node) ? itemsOf(documents[0] as Node) : [...documents];
  const found: MapNode[] = [];
  for (const each of waiting) {
    if (each.kind !== 'scalar' && (each.kind === 'map' ? each.entries.size === 0 : each.items.length === 0)) continue;
    const object = checkedObject(each);
    const kind = field(object, 'kind');
    if (kind?.kind === 'scalar' && kind.text.endsWith('List') && field(object, 'items') !== undefined) waiting.push(...itemsOf(object));
    else found.push(object);
  }
  return found;
}

function isPlainList(node: Node): boolean {
  const kind = field(node, 'kind');
  return kind?.kind === 'scalar' && (kind.text === 'List' || kind.text === 'ResourceList') && field(node, 'items') !== undefined;
}

function itemsOf(node: Node): Node[] {
  const items = field(node, 'items') as Node;
  if (items.kind === 'list') return items.items;
  if (items.kind === 'scalar' && items.tag === 'null') return [];
  throw new Refused('items is no list', items.at);
}
