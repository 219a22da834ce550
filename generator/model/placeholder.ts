/**
 * A placeholder in a text: `{`, a path of names, `}`, and no brace beside it. What begins with no known root stays as it is, and so do
 * `{{agent}}`, JSON and expressions of PromQL.
 */
export interface PlaceholderIn {
  /** As it stands in the text, braces included. */
  readonly text: string;
  readonly path: readonly string[];
  /** Whether the text is this placeholder and nothing else: then it keeps the type of its value. */
  readonly whole: boolean;
}

const PLACEHOLDER = /(?<!\{)\{([a-z][A-Za-z0-9]*(?:\.[A-Za-z0-9_-]+)*)\}(?!\})/g;

/** Everything in a text that has the form of a placeholder, whatever its root. */
export function placeholdersIn(text: string): PlaceholderIn[] {
  if (!text.includes('{')) return [];
  return [...text.matchAll(PLACEHOLDER)].map(([found, path]) => ({ text: found, path: (path as string).split('.'), whole: found === text }));
}

/**
 * A copy of a value in which every placeholder has become what it stands for. Parts without placeholders are shared, not copied.
 * @param valueOf the value of a path; undefined where its root is not known, and the text stays
 */
export function fillIn(value: unknown, valueOf: (path: readonly string[]) => unknown): unknown {
  if (typeof value === 'string') return fillText(value, valueOf);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => fillIn(item, valueOf));
  const out: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) out[key] = fillIn(item, valueOf);
  return out;
}

function fillText(text: string, valueOf: (path: readonly string[]) => unknown): unknown {
  if (!text.includes('{')) return text;
  const [first] = placeholdersIn(text);
  if (first === undefined) return text;
  if (first.whole) return valueOf(first.path) ?? text;
  return text.replaceAll(PLACEHOLDER, (found, path: string) => {
    const value = valueOf(path.split('.')) as string | number | boolean | undefined;
    return value === undefined ? found : String(value);
  });
}
