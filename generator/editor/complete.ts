import { schemaOfFile } from '../fleet/schema/of-file.ts';
import { nodeAt, type SchemaNode } from '../fleet/schema/schemas.ts';
import { knownNames } from './known-names.ts';
import { wantedAt } from './names.ts';
import type { Span } from './outline.ts';
import { typingAt, type Typing } from './typing.ts';
import type { Workspace } from './workspace.ts';
import { shortText } from './words.ts';

export interface Proposal {
  readonly label: string;
  /** What is written. */
  readonly insert: string;
  readonly what: 'key' | 'value' | 'name';
  readonly detail?: string;
  readonly about?: string;
  readonly span: Span;
}

/** What may be written at a place of a file. */
export function proposals(workspace: Workspace, file: string, offset: number): Proposal[] {
  const text = workspace.textOf(file);
  const known = text === undefined ? undefined : schemaOfFile(text.relative, workspace.declared);
  if (text === undefined || known === undefined || text.isEmpty) return [];
  const found = typingAt(text.text, offset, known.many).flatMap((typing) => {
    const span = { start: typing.start, end: typing.end };
    const node = nodeAt(known.schema, known.many ? typing.path.slice(1) : typing.path);
    const names = wantedAt(text.relative, typing.path, typing.what === 'key').flatMap(({ kind, prefix }) =>
      [...knownNames(workspace, kind)].map(([name, about]): Proposal => ({
        ...written(typing, prefix + name),
        what: 'name',
        detail: kind,
        about,
        span,
      })),
    );
    const others = typing.what === 'key' ? keys(node, typing, span) : values(node, typing, span, names.length > 0);
    return [...names, ...others].filter(({ label }) => !typing.beside.includes(label));
  });
  return found.filter(({ label }, i) => found.findIndex((other) => other.label === label) === i);
}

function written({ what, hasColon }: Typing, label: string): Pick<Proposal, 'label' | 'insert'> {
  return { label, insert: what === 'key' && !hasColon ? `${label}: ` : label };
}

function keys(node: SchemaNode | undefined, typing: Typing, span: Span): Proposal[] {
  return Object.entries(node?.properties ?? {}).map(([name, raw]) => {
    const own = nodeAt(raw, []) as SchemaNode;
    return { ...written(typing, name), what: 'key', ...about(own), span };
  });
}

function about(node: SchemaNode): Pick<Proposal, 'detail' | 'about'> {
  return { detail: shortText(node), ...(node.description === undefined ? {} : { about: node.description }) };
}

/** @param named whether there are names to choose from: examples are of no use then */
function values(node: SchemaNode | undefined, typing: Typing, span: Span, named: boolean): Proposal[] {
  if (node === undefined) return [];
  const types = typeof node.type === 'string' ? [node.type] : (node.type ?? []);
  const listed = [...(node.enum ?? []), ...(node.const === undefined ? [] : [node.const]), ...(types.includes('boolean') ? [true, false] : [])];
  const hints = listed.length > 0 || named ? [] : [...(node.default === undefined ? [] : [node.default]), ...(node.examples ?? [])];
  return [...listed, ...hints]
    .filter((value) => value !== null && typeof value !== 'object')
    .map((value) => {
      const label = typeof value === 'string' ? quotedIfNeeded(value) : String(value);
      return { ...written(typing, label), what: 'value', ...(value === node.default ? { detail: 'the default' } : {}), span };
    });
}

/** Versions and words for truth values are text in quotes. */
function quotedIfNeeded(text: string): string {
  return /^[A-Za-z][-A-Za-z0-9/.@:]*$/.test(text) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text) && !/: /.test(text)
    ? text
    : JSON.stringify(text);
}
