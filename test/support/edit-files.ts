import type { Files } from './rule-examples.ts';

/**
 * What somebody does who follows a hint: puts a text in the place of another, in the one file there is or in the file that is
 * named; writes a file, removes one, or moves one.
 */
export type Edit =
  | readonly [from: string | RegExp, to: string | ((...match: string[]) => string), file?: string]
  | { readonly write: string; readonly text: string }
  | { readonly remove: string }
  | { readonly move: string; readonly to: string };

/** The files with the edits made. @throws Error when one does not fit, or changes nothing */
export function edited(files: Files, edits: readonly Edit[]): Files {
  const made = new Map(files);
  const take = (path: string): string => {
    const bytes = made.get(path);
    if (bytes === undefined) throw new Error(`there is no ${path}`);
    made.delete(path);
    return bytes.toString();
  };
  const put = (path: string, text: string): void => void made.set(path, Buffer.from(text));
  for (const edit of edits) {
    if ('write' in edit) put(edit.write, edit.text);
    else if ('remove' in edit) take(edit.remove);
    else if ('move' in edit) put(edit.to, take(edit.move));
    else {
      const [from, to, file] = edit;
      const path = file ?? ['bad.yaml', 'good.yaml'].find((name) => made.has(name)) ?? 'fleet.yaml';
      const before = take(path);
      const after = before.replace(from, typeof to === 'string' ? () => to : to);
      if (after === before) throw new Error(`${path} does not hold ${String(from)}`);
      put(path, after);
    }
  }
  return made;
}
