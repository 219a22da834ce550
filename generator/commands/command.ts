import type { Disk } from '../io/disk.ts';
import type { Memory } from '../model/memory.ts';
import type { Manual, Option } from '../report/help.ts';
import type { Streams } from '../report/streams.ts';
import type { ConfigFile } from '../yaml/read.ts';

/** Exit codes of every command. */
export const EXIT = { ok: 0, differs: 1, invalid: 2, unsafe: 3, system: 4, bug: 70 } as const;

/** The world as a command sees it. */
export interface Context {
  readonly streams: Streams;
  readonly version: string;
  /** Names the very build: the cache of another one is not believed. */
  readonly build: string;
  /** The commit this program was released from: 40 hex digits, or empty. */
  readonly releasedFrom?: string;
  readonly disk: Disk;
  /** Folder for the memory of the last run; absent, there is none. */
  readonly cacheFolder: string | undefined;
  /** While a command watches: the files it is to answer about, and what is kept of its earlier answers. */
  readonly watched?: { readonly config: readonly ConfigFile[]; readonly memory: Memory };
}

/** In which form findings and results are printed. */
export const FORMATS = ['text', 'json', 'github', 'sarif', 'gitlab', 'rdjson', 'junit'] as const;
export type Format = (typeof FORMATS)[number];

export interface Flags {
  readonly config: string;
  readonly out: string;
  /** Bytes that a file of the config folder may have. */
  readonly maxFileSize: number;
  readonly format: Format;
  /** Short for format `json`. */
  readonly json: boolean;
  readonly color: boolean;
  /** Every other flag by its long name. */
  readonly more: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
}

export type { Option };

/** Options every command has. */
export const COMMON: readonly Option[] = [
  { name: 'config', value: 'DIR', help: 'folder with fleet.yaml (default: config)' },
  { name: 'max-file-size', value: 'SIZE', help: 'what a file of config/ may hold, such as 4MiB (default: 1MiB)' },
  { name: 'json', help: 'print one JSON object instead of text' },
  { name: 'no-color', help: 'plain text even on a terminal (also: NO_COLOR)' },
  { name: 'help', help: 'show this help' },
];

/** For commands whose point is their findings. */
export const FORMAT_OPTION: Option = {
  name: 'format',
  value: FORMATS.join('|'),
  help: 'how to print: for people, as JSON (as --json), annotations of GitHub Actions, SARIF 2.1.0, Code Quality of GitLab, reviewdog, JUnit XML',
};

/** For commands that write out/. */
export const WAIT_OPTION: Option = {
  name: 'wait',
  value: 'SECONDS',
  help: 'how long to wait for another run that writes the same folder (default: 0)',
};

export interface Command extends Manual {
  /** How many words may follow, and what the first must be if there must be one. */
  readonly words: { readonly max: number; readonly needs?: string };
  /** @returns the exit code; undefined when it goes on, because it serves an editor */
  run(context: Context, flags: Flags, words: readonly string[]): number | undefined;
}
