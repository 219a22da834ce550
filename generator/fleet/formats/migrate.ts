import { edited } from '../../yaml/edit.ts';
import type { Edit } from '../../yaml/edit.ts';
import { isMap } from '../../model/data.ts';
import { FORMAT, FORMATS, formatFlaw } from './formats.ts';

/** A file of config/ that can be migrated. */
export interface MigratedFile {
  /** For messages. */
  readonly path: string;
  /** Below the config folder. */
  readonly relative: string;
  readonly text: string;
  readonly data: unknown;
}

/** How one version of the format becomes the next. */
export interface Migration {
  readonly from: string;
  readonly to: string;
  /** One line for people. */
  readonly what: string;
  /** What changes in a file, besides its `apiVersion`. */
  edits(file: Pick<MigratedFile, 'relative' | 'data'>): readonly Edit[];
}

/** One for each version but the last, in their order. There has been one version so far. */
export const MIGRATIONS: readonly Migration[] = [];

export interface Migrated {
  /** Files that change. */
  readonly files: readonly { readonly path: string; readonly before: string; readonly after: string }[];
  /** What was done, in order. */
  readonly steps: readonly string[];
  readonly from: string;
  readonly to: string;
}

interface Known {
  readonly formats: readonly string[];
  readonly migrations: readonly Migration[];
}

/**
 * Files brought to the newest format, with comments and order kept. A file that names no format has that of fleet.yaml.
 * @param read a text as data, after each step
 */
export function migrated(
  files: readonly MigratedFile[],
  read: (text: string) => unknown,
  { formats, migrations }: Known = { formats: FORMATS, migrations: MIGRATIONS },
): Migrated | { readonly file: string; readonly message: string; readonly hint: string } {
  const to = formats.at(-1) ?? FORMAT;
  const fleet = files.find(({ relative }) => relative === 'fleet.yaml');
  const whole = formatIn(fleet?.data) ?? to;
  const steps = new Set<string>();
  const changed: { path: string; before: string; after: string }[] = [];
  for (const file of files) {
    let format = formatIn(file.data) ?? whole;
    const flaw = formats.includes(format)
      ? undefined
      : (formatFlaw(format, formats) ?? { message: `there is no format "${format}"`, hint: `this program reads ${to}` });
    if (flaw !== undefined) return { file: file.path, ...flaw };
    let [text, data] = [file.text, file.data];
    for (let step = migrations.find(({ from }) => from === format); step !== undefined; step = migrations.find(({ from }) => from === format)) {
      const own = formatIn(data) === undefined ? [] : [{ path: ['apiVersion'], value: step.to }];
      text = edited(text, [...own, ...step.edits({ relative: file.relative, data })]);
      data = read(text);
      steps.add(`${step.from} → ${step.to}: ${step.what}`);
      format = step.to;
    }
    if (text !== file.text) changed.push({ path: file.path, before: file.text, after: text });
  }
  return { files: changed, steps: [...steps], from: whole, to };
}

function formatIn(data: unknown): string | undefined {
  return isMap(data) && typeof data['apiVersion'] === 'string' ? data['apiVersion'] : undefined;
}
