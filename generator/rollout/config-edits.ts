import { segments, type Pointer } from '../model/pointer.ts';
import { edited, type Edit } from '../yaml/edit.ts';
import type { ConfigFile } from '../yaml/read.ts';
import type { Sources } from '../yaml/sources.ts';

/** What becomes of files of `config/`: path below it → text; null: the file goes. */
export type ConfigEdits = ReadonlyMap<string, string | null>;

/** A value that is to stand at a place of the fleet. */
export interface Wanted {
  readonly at: Pointer;
  readonly value: unknown;
}

/** The text of a file of the config as it is. */
export function textOf(config: readonly ConfigFile[], relative: string): string | undefined {
  const file = config.find((each) => each.relative === relative);
  // A byte order mark is part of the text.
  return file === undefined ? undefined : new TextDecoder('utf-8', { ignoreBOM: true }).decode(file.bytes);
}

/** Write values where the fleet has them: each in the file that it stands in, or that what holds it stands in. */
export function editsOf(config: readonly ConfigFile[], sources: Sources, wanted: readonly Wanted[]): ConfigEdits {
  const byFile = new Map<string, Edit[]>();
  for (const { at, value } of wanted) {
    const { file, at: inner } = sources.owner(at);
    const edits = byFile.get(file) ?? [];
    edits.push({ path: segments(inner), value });
    byFile.set(file, edits);
  }
  return new Map(
    [...byFile].map(([path, edits]) => {
      const { relative } = config.find((each) => each.path === path) as ConfigFile;
      return [relative, edited(textOf(config, relative) as string, edits)] as const;
    }),
  );
}

/** The config as the edits make it. @param folder the path of the config folder, for new files */
export function rewritten(config: readonly ConfigFile[], edits: ConfigEdits, folder: string): ConfigFile[] {
  const kept = config.filter(({ relative }) => !edits.has(relative));
  const written = [...edits].flatMap(([relative, text]): ConfigFile[] =>
    text === null ? [] : [{ path: `${folder}/${relative}`, relative, bytes: new TextEncoder().encode(text) }],
  );
  return [...kept, ...written];
}
