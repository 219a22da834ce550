import type { News } from '../plan/news.ts';
import type { Changes } from '../render/changes.ts';
import type { Holds } from '../render/held.ts';
import { redact } from '../secrets/redact.ts';
import { lessHeld, newsLine, newsList, newsTrailers } from './news.ts';
import { count, visible } from './style.ts';
import type { Style } from './style.ts';

/** How the new out/ differs from the one in the last commit. Paths are below out/ and sorted. */
export interface Delivered {
  readonly created: readonly string[];
  readonly updated: readonly string[];
  readonly deleted: readonly string[];
}

/** What publish did. */
export interface Published {
  readonly out: string;
  readonly remote: string;
  readonly branch: string;
  /** The commit of out/ that was made; absent when there was nothing to commit. */
  readonly commit?: string;
  readonly subject?: string;
  readonly pushed: boolean;
  readonly tries: number;
  readonly changes: Delivered;
}

const LONGEST_SUBJECT = 72;
const MOST_FOLDERS = 60;
const MOST_FILES = 10;

/** The commit message: a subject that says what changes for whom, all of it, the folders, what is held, and trailers that machines read. */
export function commitMessage(
  delivered: Delivered,
  trailers: Readonly<Record<string, string>>,
  news: readonly News[] = [],
  held: Holds = new Map(),
): string {
  const folders = foldersOf(delivered);
  const shown = folders.slice(0, MOST_FOLDERS).map(([folder, mark]) => `${mark} ${folder}\n`);
  if (folders.length > shown.length) shown.push(`… and ${count(folders.length - shown.length, 'more folder')}\n`);
  const seen = lessHeld(news, held);
  const told = newsList(seen).slice(0, MOST_FOLDERS);
  if (told.length < seen.length) told.push(`- and ${seen.length - told.length} more`);
  const list = told.length === 0 ? '' : `${told.join('\n')}\n\n`;
  const holds = [...held].slice(0, MOST_FOLDERS).map(([region, { because }]) => `held ${plain(region)}: ${phrase(because)}\n`);
  const facts = Object.entries({ ...trailers, ...newsTrailers(seen) }).map(([name, value]) => `${name}: ${value}\n`);
  return `${subjectOf(delivered, news, held)}\n\n${list}${shown.join('')}${holds.join('')}\n${facts.join('')}`;
}

/** A reason may name objects of others: no secret, command or line break of theirs may be in the message. */
function phrase(text: string): string {
  return redact(text).replace(/[^A-Za-z0-9 ._/@:;,%'()-]/g, '?');
}

export function subjectOf(delivered: Delivered, news: readonly News[] = [], held: Holds = new Map()): string {
  const holds = [...held.keys()].map(plain);
  const short = holds.length === 0 ? '' : `; ${count(holds.length, 'region')} held`;
  const line = newsLine(lessHeld(news, held), LONGEST_SUBJECT - short.length) ?? foldersLine(delivered, LONGEST_SUBJECT - short.length);
  const long = `; held: ${holds.join(', ')}`;
  return holds.length > 0 && line.length + long.length <= LONGEST_SUBJECT ? line + long : line + short;
}

/** Where nothing changes in a cluster, such as with a new README: what does. */
function foldersLine(delivered: Delivered, room: number): string {
  const paths = [...delivered.created, ...delivered.updated, ...delivered.deleted];
  const regions = names(paths, /^overlays\/([^/]+)\//);
  // Without a region it is about what all of them share, such as the root Application or the README.
  const what = regions.length > 0 ? regions : names(paths, /^([^/]+)/);
  return abridged('out: ', what, regions.length > 0 ? 'region' : 'folder', room);
}

/** As many of the names as there is room for. */
function abridged(before: string, what: readonly string[], noun: string, room: number): string {
  const whole = `${before}${what.join(', ')}`;
  if (whole.length <= room) return whole;
  const total = count(what.length, noun);
  let some = what.length;
  const short = (): string => `${before}${total}: ${what.slice(0, some).join(', ')}, …`;
  while (some > 1 && short().length > room) some -= 1;
  return short().length > room ? `${before}${total}` : short();
}

/** Why out/ as it lies there is not to be committed; undefined when nothing speaks against it. */
export function strangeText(out: string, { edited, foreign, blocked }: Pick<Changes, 'edited' | 'foreign' | 'blocked'>): string | undefined {
  const lines = [
    ...edited.map((path) => `${out}/${path} was edited by hand`),
    ...foreign.filter((path) => !edited.includes(path)).map((path) => `${out}/${path} was not made by pap-fleet`),
    ...blocked.map((path) => `${out}/${path} is in the way of a generated file and was not made by pap-fleet`),
  ];
  return lines.length === 0 ? undefined : listed(lines);
}

/** A list of lines below a message, cut where nobody reads on. */
export function listed(lines: readonly string[]): string {
  const rest = lines.length - MOST_FILES;
  return [...lines.slice(0, MOST_FILES).map(visible), ...(rest > 0 ? [`… and ${rest} more`] : [])].join('\n  ');
}

/** @param whole whether nothing is held */
export function publishedText(published: Published, style: Style, whole = true): string {
  const { out, remote, branch, commit, subject, pushed, tries } = published;
  const where = `${visible(remote)}/${branch}`;
  const after = tries > 1 ? ` after ${tries} tries` : '';
  if (commit === undefined) {
    const is = `${out}/ is what ${whole ? 'the config says' : 'may be delivered'}`;
    if (pushed) return `${is}; the commit made before was pushed to ${where}${after}\n`;
    return `${is}: nothing to commit\n`;
  }
  const lines = foldersOf(published.changes).map(([folder, mark]) => `  ${coloured(mark, style)} ${out}/${folder}\n`);
  const rest = lines.length - MOST_FOLDERS;
  return (
    `${lines.slice(0, MOST_FOLDERS).join('')}${rest > 0 ? `  … and ${count(rest, 'more folder')}\n` : ''}` +
    `${style.bold(commit.slice(0, 12))} ${subject ?? ''}\n${pushed ? `pushed to ${where}${after}` : 'committed, not pushed'}\n`
  );
}

/** What was built is no longer what the branch asks for. */
export function supersededText(built: string, head: string): string {
  return `nothing was pushed: the config or the generator changed between ${built.slice(0, 12)}, which was built, and ${head.slice(0, 12)}; a newer run delivers that\n`;
}

function coloured(mark: string, style: Style): string {
  return mark === '+' ? style.green(mark) : mark === '-' ? style.red(mark) : style.yellow(mark);
}

/** Folders with `+` all new, `-` all gone, `~` changed. */
function foldersOf({ created, updated, deleted }: Delivered): [string, string][] {
  const marks = new Map<string, Set<string>>();
  for (const [paths, mark] of [[created, '+'] as const, [updated, '~'] as const, [deleted, '-'] as const]) {
    for (const path of paths) {
      const folder = plain(path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : path);
      marks.set(folder, (marks.get(folder) ?? new Set()).add(mark));
    }
  }
  return [...marks].sort(([a], [b]) => (a < b ? -1 : 1)).map(([folder, set]) => [folder, set.size === 1 ? ([...set][0] as string) : '~']);
}

function names(paths: readonly string[], pattern: RegExp): string[] {
  return [...new Set(paths.flatMap((path) => pattern.exec(path)?.[1] ?? []))].sort().map(plain);
}

/** A deleted path comes from the tree that others may have written: no secret, trailer or `[skip ci]` of theirs may be in the message. */
function plain(path: string): string {
  return redact(path).replace(/[^A-Za-z0-9._/@-]/g, '?');
}
