import type { Span } from '../../secrets/assigned.ts';
import { keyOf } from './key.ts';
import type { Node, ScalarNode } from './node.ts';
import { isTextual, resolve } from './resolve.ts';

/** The pair of a map that counts: of equal keys the last. */
function pairOf({ items }: { readonly items: readonly Node[] }, name: string): [key: Node, value: Node] | undefined {
  // What is written is what is meant, but for a few keys such as `on`, which is `true`.
  for (const text of [written, keyText])
    // A map that could not be read to its end may end with a key.
    for (let i = items.length - (items.length % 2) - 2; i >= 0; i -= 2) {
      const key = items[i] as Node;
      if (key.kind === 'scalar' && text(key) === name) return [key, items[i + 1] as Node];
    }
  return undefined;
}

function written({ value }: ScalarNode): string {
  return value;
}

function keyText(key: ScalarNode): string | undefined {
  return isTextual(key) ? key.value : keyOf(resolve(key.value));
}

/** The place of a value within a document, as offsets in its text; of the nearest enclosing value when there is none. */
export function find(root: Node, path: readonly string[], wantKey: boolean): Span & { readonly scalar?: ScalarNode } {
  let node = root;
  let key: Node | undefined;
  let isComplete = true;
  for (const step of path) {
    const pair = node.kind === 'map' ? pairOf(node, step) : node.kind === 'list' ? ([undefined, node.items[Number(step)]] as const) : undefined;
    if (pair?.[1] === undefined) {
      isComplete = false;
      break;
    }
    [key, node] = pair as [Node | undefined, Node];
  }
  const isCollection = node.kind === 'map' || node.kind === 'list';
  // A map or list is pointed at by its key: underlining all of it would help nobody. What says nothing is pointed at there, too.
  if (key !== undefined && (wantKey || !isComplete || isCollection || node.start === node.end)) return { start: key.start, end: key.end };
  if (node.kind === 'scalar' && isComplete) return { start: node.start, end: node.end, scalar: node };
  return { start: node.start, end: isCollection ? node.start + 1 : node.end };
}
