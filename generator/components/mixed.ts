/** Stands for the list of regions in a block that several regions share. No generated text holds this character. */
export const REGION_LIST = '\u0092';

/** Names of regions, as a list in a text. */
export const LIST = '[a-z0-9-]+(?:, [a-z0-9-]+)*';

/** Lines that belong to a region, or to several that share them. */
export interface Block {
  /** How many lines it takes. */
  readonly length: number;
  readonly regions: readonly string[];
  /** Its lines; where it is shared, with {@link REGION_LIST} in the place of the list of regions. */
  readonly text: string;
}

/** A place in a file at which every region may have blocks. */
export interface MixedPlace {
  /** The line after which the blocks stand; absent where they follow those of the place before. */
  readonly after?: RegExp;
  /** The line before which they end, empty at the end of the file: what is neither a block nor this was written by somebody else. */
  readonly until: RegExp;
  /** The block that begins at a line; undefined where none does. Lines end with their line break. */
  readonly block: (lines: readonly string[], at: number) => Block | undefined;
  /** By the regions' names, or by the text of the blocks. */
  readonly order: 'region' | 'text';
}

/** A file in which several regions have a part: text about the fleet, and places with the blocks of the regions. */
export interface MixedFile {
  readonly places: readonly MixedPlace[];
  /** Puts in what follows from the blocks, such as a region that serves as an example. */
  readonly finish?: (text: string) => string;
}

/** A single line that names its region. @param pattern whose first group is the region */
export function lineOf(pattern: RegExp): MixedPlace['block'] {
  return (lines, at) => {
    const text = lines[at] ?? '';
    const region = pattern.exec(text)?.[1];
    return region === undefined ? undefined : { length: 1, regions: [region], text };
  };
}

/** A single line that lists its regions. @param pattern with a group before the list, one for the list, and one after it */
export function sharedLine(pattern: RegExp): MixedPlace['block'] {
  return (lines, at) => shared(pattern, lines[at] ?? '', 1);
}

/** A text that lists its regions once. */
export function shared(pattern: RegExp, text: string, length: number): Block | undefined {
  const [, before, list, after] = pattern.exec(text) ?? [];
  if (before === undefined || list === undefined || after === undefined) return undefined;
  return { length, regions: list.split(', '), text: before + REGION_LIST + after };
}
