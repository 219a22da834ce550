import type { FileMap } from '../render/files.ts';
import { piecesIn } from './pieces.ts';

/** Lines of an out/ that follow from a line of config/: of one object, or of a file that holds none. */
export interface MadeHere {
  /** Below out/. */
  readonly file: string;
  /** `Deployment agents/research-agent`; empty where the file holds no objects. */
  readonly object: string;
  /** All of it, and not some lines. */
  readonly whole: boolean;
  readonly lines: readonly { readonly line: number; readonly text: string }[];
}

/** Lines with their text, by what they are a part of. */
export function described(files: FileMap, found: ReadonlyMap<string, readonly number[]>): MadeHere[] {
  return [...found].flatMap(([file, lines]) => {
    const all = new Set(lines);
    return piecesIn(file, files.get(file) as string).flatMap(({ title, start, lines: own }): MadeHere[] => {
      const here = own.map((text, i) => ({ line: start + i, text: text.trim() })).filter(({ line }) => all.has(line));
      return here.length === 0 ? [] : [{ file, object: title, whole: here.length === own.length, lines: here }];
    });
  });
}
