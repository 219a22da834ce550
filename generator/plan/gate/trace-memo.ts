type Node = { readonly key: string; readonly next: Map<unknown, Node> } | { readonly value: unknown };

/**
 * What was worked out of a few fields of a thing, by what these held. Whoever works it out looks at one field after the other, and what it looks at next
 * follows from what it saw: so another thing that holds the same there comes to the same.
 */
export class TraceMemo<T> {
  #root: Node | undefined;

  /** @param read a field of the thing @param work it out, and say of each field that is looked at what it holds */
  of(read: (key: string) => unknown, work: (looked: (key: string, value: unknown) => void) => T): T {
    let node = this.#root;
    while (node !== undefined && 'key' in node) node = node.next.get(read(node.key));
    if (node !== undefined) return node.value as T;
    const trace = new Map<string, unknown>();
    const value = work((key, held) => void (trace.has(key) || trace.set(key, held)));
    this.#learn([...trace], value);
    return value;
  }

  #learn(path: readonly (readonly [string, unknown])[], value: T): void {
    const leaf = (i: number): Node => (i === path.length ? { value } : { key: (path[i] as readonly [string, unknown])[0], next: new Map() });
    let node = (this.#root ??= leaf(0));
    for (const [i, [, held]] of path.entries()) {
      // Whoever looks at one field more for the same answers would have been answered before.
      const { next } = node as Extract<Node, { key: string }>;
      let below: Node | undefined = next.get(held);
      if (below === undefined) next.set(held, (below = leaf(i + 1)));
      node = below;
    }
  }
}
