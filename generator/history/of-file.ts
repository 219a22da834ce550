import { parseAllDocuments } from 'yaml';
import { child, pointer, segments } from '../model/pointer.ts';
import type { Pointer } from '../model/pointer.ts';
import type { FileMap } from '../render/files.ts';
import type { ConfigFile } from '../yaml/read.ts';
import { otherValues, replaced } from './altered.ts';
import { followersOf, valueAt } from './influence.ts';
import type { Alterable, Lines } from './influence.ts';
import { differing } from './pieces.ts';
import { unjudged } from './unjudged.ts';

/**
 * What a value of a file makes that is no part of fleet.yaml: a freeze, a hold, a component of the fleet's own. The file is read again with the value
 * altered or taken away. Undefined where it cannot be taken away, nor can anything in it.
 */
export function madeByFile(
  config: readonly ConfigFile[],
  files: FileMap,
  relative: string,
  { document, path }: { readonly document: number; readonly path: Pointer },
): Lines | undefined {
  const file = config.find((each) => each.relative === relative) as ConfigFile;
  return followersOf(files, `${child('', String(document))}${path}`, alterable(config, file, documentsIn(file)));
}

/** A value of a file that a line of an out/ follows from. */
export interface ValueOfFile {
  readonly file: string;
  readonly document: number;
  readonly path: Pointer;
  readonly value: unknown;
}

/** Of these files, the values that a line follows from. Those that have nothing to do with it are seen to by leaving out all of them first. */
export function valuesBehind(
  config: readonly ConfigFile[],
  files: FileMap,
  { file, line }: { readonly file: string; readonly line: number },
  asked: readonly ConfigFile[],
): ValueOfFile[] {
  const isBehind = (lines: Lines | undefined): boolean => lines?.get(file)?.includes(line) === true;
  const without = asked.length === 0 ? files : unjudged(config.filter((each) => !asked.includes(each)));
  if (without !== undefined && !isBehind(differing(files, without))) return [];
  return asked.flatMap((each) => {
    const documents = documentsIn(each);
    const tried = alterable(config, each, documents);
    return leavesOf(documents, '')
      .slice(0, MOST_LEAVES)
      .filter((at) => isBehind(followersOf(files, at, tried)))
      .map((at): ValueOfFile => {
        const [document = '0', ...steps] = segments(at);
        return { file: each.path, document: Number(document), path: pointer(...steps), value: valueAt(documents, segments(at)) };
      });
  });
}

/** Whoever writes more into one file asks trace. */
const MOST_LEAVES = 64;

function leavesOf(value: unknown, at: Pointer): Pointer[] {
  if (typeof value !== 'object' || value === null) return [at];
  return Object.entries(value).flatMap(([step, inner]) => leavesOf(inner, child(at, step)));
}

function alterable(config: readonly ConfigFile[], file: ConfigFile, documents: readonly unknown[]): Alterable {
  const made = (other: unknown): FileMap | undefined => {
    // JSON is YAML, and what is not altered stays what it is.
    const text = (other as unknown[]).map((each) => JSON.stringify(each, undefined, 1)).join('\n---\n');
    return unjudged(config.map((each) => (each === file ? { ...file, bytes: Buffer.from(`${text}\n`) } : each)));
  };
  return {
    others: (at) => {
      const steps = segments(at);
      const value = valueAt(documents, steps);
      return [...otherValues(value, undefined), ...withNextDigit(value), undefined].map((other) => () => made(replaced(documents, steps, other)));
    },
    value: (at) => valueAt(documents, segments(at)),
  };
}

/** Of an hour and a date the last digit may be another one where the first may not. */
function withNextDigit(value: unknown): string[] {
  if (typeof value !== 'string') return [];
  const other = value.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10));
  return other === value ? [] : [other];
}

function documentsIn({ bytes }: ConfigFile): unknown[] {
  const text = Buffer.from(bytes).toString('utf8');
  return parseAllDocuments(text, { version: '1.2', schema: 'core', merge: false, logLevel: 'silent' }).map((each) =>
    (each as { toJS(): unknown }).toJS(),
  );
}
