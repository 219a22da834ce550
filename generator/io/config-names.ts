import { join } from 'node:path';
import { byCodeUnit } from '../model/order.ts';
import { ALMOST_APPROVAL, OF_KUSTOMIZE } from '../yaml/config-path.ts';
import { Failure } from './failure.ts';
import { isUtf8, nameInSight } from './name-in-sight.ts';

/** What lies below a config folder, on the disk or in a commit. */
export interface ConfigEntry {
  /** Name below the folder as the system holds it, steps separated by slashes. */
  readonly name: Buffer;
  readonly kind: 'file' | 'folder' | 'link' | 'submodule' | 'other';
}

/** Also what only looks like a file that is read: its author must learn that nothing reads it. */
const DATA = /\.(ya?ml|json)$/i;
/** Files that an editor leaves beside those it has open, and settings of other programs beside fleet.yaml. */
const OF_PROGRAMS = /(^|\/)\.#|^\.[^/]*$/;
/** Hidden folders are those of Git and of editors. */
const IN_HIDDEN_FOLDER = /(^|\/)\.[^/]*\//;

/**
 * The files of a config folder that are read, sorted: path below the folder → entry. The only place that decides by names and kinds.
 * Real files count alone: a link would bring in what no reviewer of the folder sees.
 * @param folder as the user named it, for messages
 * @param at where the folder is, for messages: empty, or ` at 1f2e3d4c5b6a`
 * @throws Failure (usage) without fleet.yaml, and on links, submodules, and names that are not UTF-8
 */
export function configFiles<E extends ConfigEntry>(entries: readonly E[], folder: string, at = ''): Map<string, E> {
  const named = entries.map((entry) => ({ path: entry.name.toString('utf8'), entry }));
  if (!named.some(({ path }) => path === 'fleet.yaml')) {
    const hint = named.some(({ path }) => path === 'fleet.yml')
      ? `rename ${join(folder, 'fleet.yml')}: its name must end in .yaml`
      : 'docs/fleet.md describes the format; pap-fleet init writes a first one';
    throw new Failure('usage', `${folder}${at} holds no fleet.yaml`, hint);
  }
  const read = named.filter(({ path, entry: { name, kind } }) => {
    if (OF_PROGRAMS.test(path) || IN_HIDDEN_FOLDER.test(path)) return false;
    const refuse = (what: string, hint: string): Failure => new Failure('usage', `${join(folder, nameInSight(name))}${at} ${what}`, hint);
    if (kind === 'link') throw refuse('is a symbolic link', 'put the file itself there');
    if (kind === 'submodule') throw refuse('is a submodule', 'put the files themselves there');
    const isData = DATA.test(path) || (kind === 'file' && (ALMOST_APPROVAL.test(path) || OF_KUSTOMIZE.test(path)));
    if (isData && kind !== 'file') throw refuse('is not a file', 'remove it, or put a file there');
    if (isData && !isUtf8(name)) throw refuse('has a name that is not UTF-8', 'rename it: small letters, digits and hyphens');
    return isData;
  });
  return new Map(read.map(({ path, entry }) => [path, entry] as const).sort(([a], [b]) => byCodeUnit(a, b)));
}
