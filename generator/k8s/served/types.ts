import { memo } from '../../model/memo.ts';
import { knownByKind } from '../object.ts';
import { servedTypes } from '../schema/schemas.js';

/** What an API server says of one field of its own types. Nothing said: it holds anything. */
export interface ServedField {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  /** The type whose fields it has. */
  readonly ref?: string;
  readonly items?: ServedField;
  /** Of a map with keys that people choose. */
  readonly values?: ServedField;
  /** Fields by which the items of a list are told apart. */
  readonly keys?: readonly string[];
  /** No item of the list stands there twice. */
  readonly set?: true;
}

export interface ServedType {
  readonly fields: Readonly<Record<string, ServedField>>;
  readonly required?: readonly string[];
  /** Texts that are filled in where they are absent. */
  readonly defaults?: Readonly<Record<string, string>>;
}

interface Served {
  readonly kinds: Readonly<Record<string, string>>;
  readonly types: Readonly<Record<string, ServedType>>;
}

let parsed: Served | undefined;

/** Parsed on the first ask, as the schemas are. */
function served(): Served {
  return (parsed ??= JSON.parse(servedTypes) as Served);
}

/** The name of the type of a kind that Kubernetes itself serves. */
export const servedKind = knownByKind((apiVersion, kind): string | undefined => {
  const { kinds } = served();
  const key = `${apiVersion}/${kind}`;
  return Object.hasOwn(kinds, key) ? kinds[key] : undefined;
});

export function servedType(name: string): ServedType {
  return served().types[name] as ServedType;
}

let groups: ReadonlyMap<string, ReadonlySet<string>> | undefined;

/** The groups in which Kubernetes itself serves a kind of a name; none where it is another system's. */
export function servedGroups(kind: string): readonly string[] {
  groups ??= groupsByKind();
  return [...(groups.get(kind) ?? [])];
}

function groupsByKind(): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const key of Object.keys(served().kinds)) {
    const parts = key.split('/');
    memo(found, parts.at(-1) as string, () => new Set<string>()).add(parts.length === 3 ? (parts[0] as string) : '');
  }
  return found;
}
