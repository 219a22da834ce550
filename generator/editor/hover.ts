import { schemaOfFile } from '../fleet/schema/of-file.ts';
import { nodeAt, type SchemaNode } from '../fleet/schema/schemas.ts';
import { pathText } from '../model/path.ts';
import { explainedAt } from './layers.ts';
import { knownNames } from './known-names.ts';
import type { Named } from './names.ts';
import type { Span } from './outline.ts';
import { code, shortText, shownValue } from './words.ts';
import { locate } from './locate.ts';
import type { Workspace } from './workspace.ts';

export interface Told {
  /** Markdown. */
  readonly text: string;
  readonly span: Span;
}

/** More regions and values than this are counted. */
const MOST = 12;

/** What there is to say of a place: what it is for, its default, and what holds in each region, by which layer. */
export function hover(workspace: Workspace, file: string, offset: number): Told | undefined {
  const text = workspace.textOf(file);
  const known = text === undefined ? undefined : schemaOfFile(text.relative, workspace.declared);
  const found = text?.outline().around(offset);
  if (text === undefined || known === undefined || found === undefined) return undefined;
  const { entry, inKey } = found;
  const span = (inKey ? entry.key : entry.holds === 'scalar' ? entry.value : (entry.key ?? entry.value)) as Span;
  if (!inKey && entry.holds !== 'scalar') return undefined;
  const own = known.many ? entry.path.slice(1) : entry.path;
  const named = text.names.find((name) => name.span.start <= offset && offset <= name.span.end);
  const node = nodeAt(known.schema, own);
  const inFleet = known.mount === undefined ? undefined : [...known.mount, ...own];
  const parts = [
    ...(named === undefined ? [] : [nameText(workspace, named)]),
    ...(node === undefined ? [] : schemaText(own, node)),
    ...(inFleet === undefined ? [] : valuesText(workspace, inFleet)),
  ];
  return parts.length === 0 ? undefined : { text: parts.join('\n\n'), span };
}

function nameText(workspace: Workspace, { kind, name }: Named): string {
  const about = knownNames(workspace, kind).get(name);
  return `**${kind} ${code(name)}**${about === undefined ? ': the fleet does not have it' : about === '' ? '' : `: ${plain(about)}`}`;
}

function schemaText(path: readonly string[], node: SchemaNode): string[] {
  const examples = (node.examples ?? []).map(shownValue).map(code).join(', ');
  const what = shortText(node);
  return [
    `${code(pathText(path))}${what === '' ? '' : `: ${code(what)}`}`,
    ...(node.description === undefined ? [] : [node.description]),
    ...(examples === '' ? [] : [`For example ${examples}`]),
  ];
}

function valuesText(workspace: Workspace, path: readonly string[]): string[] {
  const explained = explainedAt(workspace, path);
  if (explained.length === 0) return [];
  const lines = explained.slice(0, MOST).map(({ path: at, value, regions, layers }) => {
    const winner = layers.at(-1);
    const place = winner?.at === undefined ? undefined : locate(workspace, winner.at);
    const where = place === undefined ? '' : ` (${place.shown})`;
    const shownRegions = regions.length > MOST ? `${regions.slice(0, MOST).join(', ')} and ${regions.length - MOST} more` : regions.join(', ');
    return `- ${plain(shownRegions)}: ${new Set(explained.map(({ path: other }) => other)).size > 1 ? `${code(at)} ` : ''}${code(shownValue(value))}${winner === undefined ? '' : ` ← ${plain(winner.name)}${where}`}`;
  });
  if (explained.length > MOST) lines.push(`- and ${explained.length - MOST} more values: \`pap-fleet explain\` lists them`);
  return [lines.join('\n')];
}

/** Words of others in Markdown. */
function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|!]/g, String.raw`\$&`);
}
