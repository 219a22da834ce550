/** The kind and the name of what rollouts, holds and `moved` name: `agents.research` is `['agents', 'research']`. */
export function targetOf(key: string): readonly [section: string, name: string | undefined] {
  const dot = key.indexOf('.');
  return dot === -1 ? [key, undefined] : [key.slice(0, dot), key.slice(dot + 1)];
}
