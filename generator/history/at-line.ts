import { LineCounter, isMap, isPair, isScalar, isSeq, parseAllDocuments } from 'yaml';
import type { Node } from 'yaml';

/** What stands on a line of a YAML file. */
export interface AtLine {
  /** The number of the document, from 0. */
  readonly document: number;
  /** Keys and indexes from the root of the document. */
  readonly path: readonly string[];
  /** Nothing of it stands on another line. */
  readonly whole: boolean;
}

interface Seen extends AtLine {
  readonly first: number;
  readonly last: number;
}

/**
 * The value that a line is about: the outermost of those that stand on it alone, or else the innermost that begins there, or else the innermost
 * that goes on there, as a text of several lines does. Undefined where the line is empty, a comment, or below the last one.
 */
export function atLine(text: string, line: number): AtLine | undefined {
  const written = text.split('\n')[line - 1];
  if (written === undefined) return undefined;
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    uniqueKeys: false,
    strict: false,
    lineCounter: lines,
    logLevel: 'silent',
  });
  const lineOf = (offset: number): number => lines.linePos(offset).line;
  const seen: Seen[] = [];
  const note = (document: number, path: readonly string[], start: number, end: number): void => {
    const [first, last] = [lineOf(start), lineOf(Math.max(start, end - 1))];
    if (first <= line && line <= last) seen.push({ document, path, first, last, whole: first === last });
  };
  const walk = (document: number, node: unknown, path: readonly string[]): void => {
    if (isMap(node)) {
      for (const item of node.items) {
        if (!isPair(item) || !isScalar(item.key) || !item.key.range) continue;
        const below = [...path, String(item.key.value)];
        const end = (item.value as Node | null)?.range?.[1] ?? item.key.range[1];
        note(document, below, item.key.range[0], end);
        walk(document, item.value, below);
      }
    } else if (isSeq(node)) {
      node.items.forEach((item, i) => {
        const below = [...path, String(i)];
        const { range } = item as Node;
        if (range) note(document, below, range[0], range[1]);
        walk(document, item, below);
      });
    }
  };
  documents.forEach((each, i) => walk(i, (each as { contents: unknown }).contents, []));
  const found = seen.find(({ whole }) => whole) ?? seen.findLast(({ first }) => first === line);
  if (found !== undefined) return plain(found);
  // Inside of a text of several lines a line may look like a comment and be none.
  const around = seen.at(-1);
  const isInText = around !== undefined && isScalar(nodeAt(documents, around));
  return isInText ? plain(around) : undefined;
}

function plain({ document, path, whole }: Seen): AtLine {
  return { document, path, whole };
}

function nodeAt(documents: readonly unknown[], { document, path }: AtLine): unknown {
  return (documents[document] as { getIn(path: readonly string[], keepScalar: boolean): unknown }).getIn(path, true);
}
