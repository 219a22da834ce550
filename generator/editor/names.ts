// Where the names of a fleet are given, and where they are used. One table: completion, definition, references and renaming read it.
import { configRole } from '../yaml/config-path.ts';
import { schemaOfFile } from '../fleet/schema/of-file.ts';
import type { Entry, Span } from './outline.ts';

export const KINDS = ['agent', 'region', 'tier', 'group', 'component', 'hub', 'external'] as const;
export type Kind = (typeof KINDS)[number];

/** A place where a name stands. */
interface Row {
  readonly kind: Kind;
  /** Keys of the file; `*` is any. The fleet's own files are one. */
  readonly path: readonly string[];
  /** The name is the key at the end of the path, not what it holds. */
  readonly key?: true;
  readonly declares?: true;
  /** What stands before the name. */
  readonly prefix?: string;
}

/** Which files a row is about: all that are parts of the fleet, or those of one folder. */
type Folder = 'fleet' | 'rollouts' | 'holds' | 'freezes' | 'policies' | 'component';

const row = (kind: Kind, path: string, rest: Omit<Row, 'kind' | 'path'> = {}): Row => ({ kind, path: path.split('/'), ...rest });

/** Where fields of agents may be set. */
const FIELDS = [
  'agentDefaults',
  'tiers/*',
  'agents/*',
  'agents/*/overrides/*',
  'groups/*/agentOverrides',
  'groups/*/agents/*',
  'regions/*/agentOverrides',
];

const chosen = (at: string): Row[] => [row('region', `${at}/*`), row('region', `${at}/except/*`)];

const ROWS: Readonly<Record<Folder, readonly Row[]>> = {
  fleet: [
    row('agent', 'agents/*', { key: true, declares: true }),
    row('region', 'regions/*', { key: true, declares: true }),
    row('tier', 'tiers/*', { key: true, declares: true }),
    row('group', 'groups/*', { key: true, declares: true }),
    row('hub', 'gitops/hubs/*', { key: true, declares: true }),
    row('external', 'externals/*/name', { declares: true }),
    ...chosen('agents/*/regions'),
    ...chosen('groups/*/regions'),
    ...chosen('gitops/hubs/*/regions'),
    row('region', 'gitops/hubs/*/leaving/*'),
    row('region', 'agents/*/overrides/*', { key: true }),
    row('region', 'grants/*/regions/*'),
    row('region', 'externals/*/region'),
    row('region', 'waivers/*/region'),
    row('agent', 'groups/*/agents/*', { key: true }),
    row('agent', 'moved/*/to', { prefix: 'agents.' }),
    row('component', 'components/*', { key: true }),
    row('component', 'regions/*/components/*', { key: true }),
    row('component', 'groups/*/components/*', { key: true }),
    row('component', 'grants/*/component'),
    ...FIELDS.flatMap((at) => [
      row('tier', `${at}/tier`),
      row('agent', `${at}/egress/*/agent`),
      row('component', `${at}/egress/*/component`),
      row('external', `${at}/egress/*/host`),
    ]),
  ],
  rollouts: [
    row('agent', 'set/*', { key: true, prefix: 'agents.' }),
    row('component', 'set/*', { key: true, prefix: 'components.' }),
    ...chosen('waves/*/regions'),
    row('region', 'waves/*/resolved/*'),
  ],
  holds: [
    row('region', 'regions/*'),
    row('region', 'overrides/*', { key: true }),
    row('agent', 'keep/*', { key: true, prefix: 'agents.' }),
    row('component', 'keep/*', { key: true, prefix: 'components.' }),
    row('agent', 'overrides/*/*', { key: true, prefix: 'agents.' }),
    row('component', 'overrides/*/*', { key: true, prefix: 'components.' }),
  ],
  freezes: [...chosen('regions'), row('group', 'groups/*')],
  policies: [...chosen('match/regions'), row('group', 'match/groups/*'), row('component', 'match/components/*')],
  component: [row('component', 'name', { declares: true })],
};

/** A name where it stands. */
export interface Named {
  readonly kind: Kind;
  readonly name: string;
  readonly declares: boolean;
  /** Of the name alone, without quotes and without what stands before it. */
  readonly span: Span;
  /** Within its file. */
  readonly path: readonly string[];
  readonly isKey: boolean;
}

/** How the paths of a file stand in the fleet, and by which rows it is read. */
function rowsOf(relative: string): { readonly rows: readonly Row[]; readonly mount: readonly string[]; readonly many: boolean } | undefined {
  const file = schemaOfFile(relative);
  if (file === undefined) return undefined;
  const { role } = configRole(relative);
  const folder = file.mount === undefined ? (role as Folder) : 'fleet';
  return { rows: ROWS[folder], mount: file.mount ?? [], many: file.many };
}

const fits = (row: Row, path: readonly string[]): boolean =>
  row.path.length === path.length && row.path.every((step, i) => step === '*' || step === path[i]);

/** Every name in a file. The name that a file of an agent or a region gives is that of the file. */
export function namesIn(relative: string, text: string, entries: readonly Entry[]): Named[] {
  const file = rowsOf(relative);
  if (file === undefined) return [];
  return entries.flatMap((entry) => {
    const path = [...file.mount, ...entry.path.slice(file.many ? 1 : 0)];
    return file.rows.flatMap((each) => (fits(each, path) ? namedBy(each, entry, text) : []));
  });
}

function namedBy({ kind, key, declares, prefix = '' }: Row, entry: Entry, text: string): Named[] {
  const said = key === true ? entry.path.at(-1) : entry.scalar;
  const span = key === true ? entry.key : entry.value;
  if (typeof said !== 'string' || span === undefined || !said.startsWith(prefix) || said === prefix) return [];
  const quote = /^["']/.test(text.slice(span.start, span.start + 1)) ? 1 : 0;
  const start = span.start + quote + prefix.length;
  const name = said.slice(prefix.length);
  return [{ kind, name, declares: declares === true, span: { start, end: start + name.length }, path: entry.path, isKey: key === true }];
}

/** The kinds of names that may be written at a place, each with what stands before it. @param asKey as a key of the map at the path */
export function wantedAt(relative: string, path: readonly string[], asKey: boolean): { readonly kind: Kind; readonly prefix: string }[] {
  const file = rowsOf(relative);
  if (file === undefined) return [];
  const whole = [...file.mount, ...path.slice(file.many ? 1 : 0), ...(asKey ? ['*'] : [])];
  const found = file.rows.filter((each) => (each.key === true) === asKey && each.declares !== true && fitsLoosely(each, whole));
  return found.map(({ kind, prefix = '' }) => ({ kind, prefix }));
}

function fitsLoosely(row: Row, path: readonly string[]): boolean {
  return row.path.length === path.length && row.path.every((step, i) => step === '*' || step === path[i] || path[i] === '*');
}
