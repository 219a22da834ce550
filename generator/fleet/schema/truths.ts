const WORDS: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'yes', 'on', 'y'].map((word) => [word, true] as const),
  ...['false', 'no', 'off', 'n'].map((word) => [word, false] as const),
]);

/** What a word says to readers of YAML 1.1, and to people. */
export function truthOf(word: string): boolean | undefined {
  return WORDS.get(word.toLowerCase());
}
