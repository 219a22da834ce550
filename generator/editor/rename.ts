import { nodeAt, fleetSchema } from '../fleet/schema/schemas.ts';
import { isMap } from '../model/data.ts';
import { hasErrors } from '../model/finding.ts';
import { hasMatch } from '../model/regexp.ts';
import { edited } from '../yaml/edit.ts';
import type { ConfigFile } from '../yaml/read.ts';
import { changeBetween, changed, type Change } from './change.ts';
import { nameAt, nameOfFile } from './definition.ts';
import { knownNames } from './known-names.ts';
import { explainedAt } from './layers.ts';
import type { Kind } from './names.ts';
import type { Span } from './outline.ts';
import type { Workspace } from './workspace.ts';
import { blocks } from '../model/severity.ts';

/** A renaming that is not made, and why. */
export interface Refused {
  readonly refused: string;
}

export interface Renaming {
  readonly changes: ReadonlyMap<string, readonly Change[]>;
  /** A file that is called as its agent. */
  readonly move?: { readonly from: string; readonly to: string };
}

/** Why names of a kind are not changed by an editor. */
const KEPT: Partial<Record<Kind, string>> = {
  region:
    'a region cannot be renamed: its name is that of its folder in out/, of its Applications and of its hosts, so that all of it would be deleted and made anew. Add a region of the new name, move the agents, and let the old one go: state: decommissioning',
  component: 'a component cannot be renamed: its Applications and its objects are called after it',
  hub: 'a hub cannot be renamed: its folder in out/argocd/ is what an Argo CD reads',
  external: 'the cluster gives this name, not the fleet',
};

/** What would be renamed at a place. */
export function renamable(workspace: Workspace, file: string, offset: number): { readonly span: Span; readonly name: string } | Refused {
  const named = nameAt(workspace, file, offset);
  if (named === undefined) return { refused: 'there is no name of the fleet here' };
  const kept = KEPT[named.kind];
  return kept === undefined ? { span: named.span, name: named.name } : { refused: kept };
}

/** @param files whether the editor can rename files */
export function renaming(workspace: Workspace, file: string, offset: number, to: string, files: boolean): Renaming | Refused {
  const named = nameAt(workspace, file, offset) ?? nameOfFile(workspace, file, offset);
  if (named === undefined) return { refused: 'there is no name of the fleet here' };
  const { kind, name } = named;
  const kept = KEPT[kind];
  if (kept !== undefined) return { refused: kept };
  if (to === name) return { changes: new Map() };
  const section = `${kind}s`;
  const { pattern, errorMessage } = nodeAt(fleetSchema, [section])?.propertyNames ?? {};
  if (pattern !== undefined && !hasMatch(pattern, to))
    return { refused: `"${to}" is not a legal name: ${errorMessage ?? 'small letters, digits and hyphens, at most 63'}` };
  if (knownNames(workspace, kind).has(to)) return { refused: `there is ${kind === 'agent' ? 'an' : 'a'} ${kind} "${to}" already` };
  if (hasErrors(workspace.compiled.findings)) return { refused: 'the fleet has errors: mend them first, so that the renaming can be checked' };
  if (kind === 'group' && workspace.config.some(({ relative }) => relative.startsWith(`patches/${name}/`)))
    return { refused: `config/patches/${name} is called after this group: rename the folder by hand, together with the group` };

  const changes = new Map<string, Change[]>();
  for (const mention of workspace.mentions())
    if (mention.kind === kind && mention.name === name) add(changes, mention.file, { span: mention.span, text: to });
  const own = kind === 'agent' ? workspace.config.find(({ relative }) => relative === `agents/${name}.yaml`) : undefined;
  if (own !== undefined && !files) return { refused: `this editor cannot rename files, and agent "${name}" is called after agents/${name}.yaml` };
  if (kind === 'agent') for (const [path, change] of moved(workspace, name, to, own)) add(changes, path, change);
  const move = own === undefined ? undefined : { from: own.path, to: own.path.replace(/[^/\\]*$/, `${to}.yaml`) };
  const refused = flawOf(workspace, changes, move);
  return refused ?? { changes, ...(move === undefined ? {} : { move }) };
}

function add(changes: Map<string, Change[]>, file: string, change: Change): void {
  changes.set(file, [...(changes.get(file) ?? []), change]);
}

/** What is said of an agent that has another name: that it was called otherwise, and the volume that its data is in. */
function moved(workspace: Workspace, from: string, to: string, own: ConfigFile | undefined): [file: string, change: Change][] {
  const found: [string, Change][] = [];
  const root = workspace.config.find(({ relative }) => relative === 'fleet.yaml');
  const make = (file: ConfigFile | undefined, ...edits: Parameters<typeof edited>[1]): void => {
    const text = file === undefined ? undefined : workspace.textOf(file.path)?.text;
    const change = text === undefined ? undefined : changeBetween(text, edited(text, edits));
    if (file !== undefined && change !== undefined) found.push([file.path, change]);
  };
  // Steps in a row are one entry: its `to` is a mention of the name.
  const isSaid = workspace.spec?.moved?.some(({ to: name }) => name === `agents.${from}`) === true;
  if (!isSaid) make(root, { path: ['moved'], append: { from: `agents.${from}`, to: `agents.${to}` } });
  const volumes = explainedAt(workspace, ['agents', from, 'storage', 'size']);
  const claims = explainedAt(workspace, ['agents', from, 'storage', 'claim']).filter(({ value }) => typeof value === 'string');
  if (volumes.some(({ value }) => value !== undefined && value !== null) && claims.length === 0) {
    const at = own === undefined ? ['agents', from] : [];
    const storage = workspace.spec?.agents?.[from]?.storage;
    const edit = isMap(storage)
      ? { path: [...at, 'storage', 'claim'], value: `${from}-agent` }
      : { path: [...at, 'storage'], value: { claim: `${from}-agent` } };
    make(own ?? root, edit);
  }
  return found;
}

/** Why the fleet would not be right afterwards. */
function flawOf(workspace: Workspace, changes: ReadonlyMap<string, readonly Change[]>, move: Renaming['move']): Refused | undefined {
  const config = workspace.config.map((file): ConfigFile => {
    const own = changes.get(file.path);
    const text = workspace.textOf(file.path)?.text ?? '';
    const after = own === undefined ? file : { ...file, bytes: Buffer.from(changed(text, own)) };
    if (move?.from !== file.path) return after;
    return { ...after, path: move.to, relative: file.relative.replace(/[^/]*$/, move.to.replace(/^.*[\\/]/, '')) };
  });
  const flaw = workspace.judge(config).findings.find(blocks);
  return flaw === undefined
    ? undefined
    : { refused: `the fleet would not be right: ${flaw.message}${flaw.hint === undefined ? '' : ` (${flaw.hint})`}` };
}
