import { controllerFlags } from './schema/schemas.js';
import { memo } from '../model/memo.ts';
import { compareVersions } from '../model/version.ts';
import { minorOf } from '../fleet/versions/releases.ts';

/** A controller whose flags are known. */
export interface Controller {
  readonly title: string;
  /** Last part of the name of its image. */
  readonly image: RegExp;
  /** How it is started, where a command is written. */
  readonly program: RegExp;
  /** Whose way to read flags it has: kingpin takes `no-` before a name, pflag as cert-manager uses it takes `_` for `-`; Traefik's names are paths, of which parts may be chosen by the user, and capitals do not count. */
  readonly reader: 'kingpin' | 'pflag' | 'traefik';
  readonly name: string;
}

export const CONTROLLERS: readonly Controller[] = [
  { name: 'external-dns', title: 'ExternalDNS', image: /^external-dns$/, program: /^external-dns$/, reader: 'kingpin' },
  { name: 'traefik', title: 'Traefik', image: /^traefik$/, program: /^traefik$/, reader: 'traefik' },
  ...(['controller', 'webhook', 'cainjector'] as const).map((part) => ({
    name: `cert-manager-${part}`,
    title: part === 'controller' ? 'cert-manager' : `the ${part} of cert-manager`,
    image: new RegExp(`^cert-manager-${part}$`),
    program: new RegExp(`^(?:cert-manager-)?${part}$`),
    reader: 'pflag' as const,
  })),
];

interface Table {
  /** Minors that were read, the earliest first. */
  readonly minors: readonly string[];
  /** The newest release of which the flags are known. */
  readonly last: string;
  /** `first-last` minor → the flags that were there in between. */
  readonly flags: Readonly<Record<string, readonly string[]>>;
  /** There are flags beside these, and some minors may lack some of them: the program is not published in a form that can be read. */
  readonly partial?: true;
}

/** First and last minor that has a flag, as indices. */
type Span = readonly [first: number, last: number];

interface Known extends Omit<Table, 'flags'> {
  readonly spans: ReadonlyMap<string, Span>;
}

let parsed: Readonly<Record<string, Table>> | undefined;
const known = new Map<string, Known>();

function flagsOf(name: string): Known {
  return memo(known, name, () => {
    const { flags, ...table } = (parsed ??= JSON.parse(controllerFlags) as Readonly<Record<string, Table>>)[name] as Table;
    const spans = Object.entries(flags).flatMap(([range, names]) => {
      const [from = '', to = ''] = range.split('-');
      return names.map((flag): [string, Span] => [flag, [table.minors.indexOf(from), table.minors.indexOf(to)]]);
    });
    return { ...table, spans: new Map(spans) };
  });
}

/** Why a controller does not take a flag. */
export interface Untaken {
  /** The last minor that had it, if it is gone. */
  readonly until?: string;
  /** The first minor that has it, if it came later. */
  readonly since?: string;
  /** All flags of that version, where no version has it. */
  readonly there?: readonly string[];
  /** Not all of them are known: only a slip of one that is there is wrong for certain. */
  readonly partial?: boolean;
}

/**
 * Why a release of a controller does not take a flag; undefined where it does, or nobody knows.
 * @param version such as `0.22.0`; without a patch release, the newest of its minor
 */
export function untaken({ name, reader }: Controller, version: string, flag: string): Untaken | undefined {
  const { minors, last, spans, partial = false } = flagsOf(name);
  const at = indexOf(minors, version);
  if (at === undefined) return undefined;
  const span = spanOf(spans, reader, flag);
  if (span !== undefined && partial) return undefined;
  // Releases of a minor get flags of the next one now and then.
  const next = Math.min(at + 1, minors.length - 1);
  if (span !== undefined) {
    const [from, to] = span;
    if (from > next) return { since: minors[from] as string };
    return to < at ? { until: minors[to] as string } : undefined;
  }
  if (isNewer(version, last)) return undefined;
  return { partial, there: [...spans].flatMap(([each, [from, to]]) => (from <= at && at <= to ? [each] : [])) };
}

function spanOf(spans: ReadonlyMap<string, Span>, reader: Controller['reader'], flag: string): Span | undefined {
  if (reader === 'traefik') return spanInTree(spans, flag.toLowerCase());
  if (reader === 'pflag') return spans.get(flag.replaceAll('_', '-'));
  return spans.get(flag) ?? (flag.startsWith('no-') ? spans.get(flag.slice(3)) : undefined);
}

/** Whether a release is behind all that were read; a minor stands for its newest release. */
function isNewer(version: string, last: string): boolean {
  return compareVersions(/^\d+\.\d+$/.test(version) ? `${version}.Infinity` : version, last) > 0;
}

/** Of the minors, the one of a release, or the one before where it was not read; undefined outside of them. */
function indexOf(minors: readonly string[], version: string): number | undefined {
  const wanted = minorOf(version);
  if (compareVersions(wanted, minors.at(-1) as string) > 0) return undefined;
  const at = minors.findLastIndex((each) => compareVersions(each, wanted) <= 0);
  return at === -1 ? undefined : at;
}

const trees = new WeakMap<ReadonlyMap<string, Span>, readonly (readonly [parts: readonly string[], span: Span])[]>();

/** A flag whose name is a path: a part in `<…>` is any name, and below the last one anything. What others stand below is known as well. */
function spanInTree(spans: ReadonlyMap<string, Span>, flag: string): Span | undefined {
  const exact = spans.get(flag);
  if (exact !== undefined) return exact;
  const all = memo(trees, spans, () => [...spans].map(([name, span]) => [name.split('.'), span] as const));
  const parts = flag.replaceAll(/\[[0-9]+\]/g, '[n]').split('.');
  const fitting = all.filter(([pattern]) => pattern.slice(0, parts.length).every((part, i) => part.startsWith('<') || part === parts[i]));
  const complete = fitting.filter(([pattern]) => pattern.length === parts.length || (pattern.length < parts.length && isOpen(all, pattern)));
  const wider = complete.length > 0 ? complete : fitting.filter(([pattern]) => pattern.length > parts.length);
  if (wider.length === 0) return undefined;
  return [Math.min(...wider.map(([, [from]]) => from)), Math.max(...wider.map(([, [, to]]) => to))];
}

/** Whether a name ends where people choose what comes: in a name of theirs, below which nothing is listed. */
function isOpen(all: readonly (readonly [parts: readonly string[], span: Span])[], pattern: readonly string[]): boolean {
  if (pattern.at(-1)?.startsWith('<') !== true) return false;
  return !all.some(([other]) => other.length > pattern.length && pattern.every((part, i) => other[i] === part));
}
