import { isDay } from '../../model/day.ts';
import type { Unplaced } from '../../model/finding.ts';
import { pointer } from '../../model/pointer.ts';
import type { Pointer } from '../../model/pointer.ts';
import { quoted, shown } from '../../model/quoted.ts';
import type { FreezeFile } from '../../yaml/read.ts';
import { kindFlaw } from '../schema/kind.ts';
import { interpret } from '../schema/interpret.ts';
import { freezeSchema } from '../schema/schemas.ts';
import { suggest } from '../schema/suggest.ts';
import { worded } from '../schema/validate.ts';
import type { FreezeSpec } from '../spec.ts';
import { DAYS } from './freeze.ts';
import type { Freeze, Window } from './freeze.ts';
import { invalidFreeze } from './rules.ts';
import { weekOf } from './windows.ts';
import { zoneNamed, zoneNames } from './zone.ts';

/** A freeze whose regions nobody has looked up yet. */
export interface WrittenFreeze extends Omit<Freeze, 'regions'> {
  readonly chosen: Pick<FreezeSpec, 'regions' | 'groups'>;
}

type WrittenWindow = NonNullable<FreezeSpec['windows']>[number];

/** What is wrong at a place of a file. */
interface Flaw {
  readonly path: Pointer;
  readonly message: string;
  readonly hint: string;
}

/** Understand the files of `config/freezes`, each of which is a freeze. */
export function readFreezes(files: readonly FreezeFile[]): { freezes: WrittenFreeze[]; reports: Unplaced[] } {
  const reports: Unplaced[] = [];
  const freezes: WrittenFreeze[] = [];
  for (const file of files) {
    const malformed = formFlaws(file);
    if (malformed.length > 0) {
      reports.push(...malformed);
      continue;
    }
    const spec = file.data as FreezeSpec;
    const flaws = [...nameFlaws(spec, file, files), ...timeFlaws(spec), ...windowFlaws(spec), ...argocdFlaws(spec)];
    reports.push(...flaws.map((flaw) => ({ rule: invalidFreeze, file: file.path, ...flaw })));
    if (flaws.length === 0) freezes.push(understood(spec, file));
  }
  return { freezes, reports };
}

function understood(
  { name, reason, from, until, windows = [], argocd = false, regions, groups }: FreezeSpec,
  { path: file }: FreezeFile,
): WrittenFreeze {
  return {
    name,
    reason,
    chosen: { ...(regions === undefined ? {} : { regions }), ...(groups === undefined ? {} : { groups }) },
    from: from === undefined ? null : Date.parse(from),
    until: until === undefined ? null : Date.parse(until),
    windows: windows.map(windowOf),
    argocd,
    spot: { file, path: '' },
  };
}

function formFlaws(file: FreezeFile): Unplaced[] {
  const { data, path } = file;
  const other = kindFlaw(data, 'Freeze');
  if (other !== undefined) return [{ rule: invalidFreeze, file: path, ...other, hint: 'a freeze has `kind: Freeze`; docs/freezes.md shows one' }];
  const held = { data, written: file.written, schema: freezeSchema, whole: 'the freeze' };
  return worded(interpret(freezeSchema, data), held).map((each) => ({ ...each, file: path }));
}

/** Two freezes of one name cannot be told apart, and one file for each name makes that impossible. */
function nameFlaws({ name }: FreezeSpec, file: FreezeFile, all: readonly FreezeFile[]): Flaw[] {
  if (name === file.name) return [];
  const twin = all.some((other) => other !== file && other.name === name);
  return [
    {
      path: '/name',
      message: twin ? `the freeze ${quoted(name)} is that of another file` : `the file of the freeze ${quoted(name)} has another name`,
      hint: twin ? `write \`name: ${shown(file.name)}\`` : `write \`name: ${shown(file.name)}\`, or rename the file to ${name}.yaml`,
    },
  ];
}

function timeFlaws({ from, until, windows }: FreezeSpec): Flaw[] {
  const impossible = (key: 'from' | 'until', time: string | undefined): Flaw[] =>
    time === undefined || isDay(time.slice(0, 10))
      ? []
      : [{ path: `/${key}`, message: `${quoted(time.slice(0, 10))} is no day of the calendar`, hint: 'for example 2027-01-04T06:00:00Z' }];
  const flaws = [...impossible('from', from), ...impossible('until', until)];
  if (flaws.length > 0) return flaws;
  if (until === undefined && windows === undefined)
    return [
      {
        path: '',
        message: 'this freeze has no end',
        hint: 'write until when, such as `until: "2027-01-04T06:00:00Z"`; only one with `windows` may do without',
      },
    ];
  if (from !== undefined && until !== undefined && Date.parse(until) <= Date.parse(from))
    return [{ path: '/until', message: `it ends at ${until}, before it begins at ${from}`, hint: 'write a later end, or an earlier beginning' }];
  return [];
}

function windowFlaws({ windows }: FreezeSpec): Flaw[] {
  if (windows === undefined) return [];
  const flaws = windows.flatMap(({ from, to, timeZone }, i): Flaw[] => [
    ...(from === to
      ? [{ path: pointer('windows', String(i), 'to'), message: `it ends at ${to}, when it begins`, hint: 'the whole day is from "00:00" to "24:00"' }]
      : []),
    ...zoneFlaws(timeZone, pointer('windows', String(i), 'timeZone')),
  ]);
  if (flaws.length > 0) return flaws;
  if (weekOf(windows.map(windowOf))?.every((holds) => holds) === true)
    return [
      {
        path: '/windows',
        message: 'these windows leave no minute of the week open: nothing would ever be delivered',
        hint: 'leave some hours open, or write `until` in the place of windows',
      },
    ];
  return [];
}

function zoneFlaws(timeZone: string, path: Pointer): Flaw[] {
  const name = zoneNamed(timeZone);
  // Other programs read the zones from files, and take their names letter by letter.
  if (name !== undefined && (name === timeZone || name.toLowerCase() !== timeZone.toLowerCase())) return [];
  const near = name ?? suggest(timeZone, zoneNames());
  return [
    {
      path,
      message: `there is no time zone ${quoted(timeZone)}`,
      hint:
        near === undefined
          ? 'zones have names such as Europe/Berlin: https://en.wikipedia.org/wiki/List_of_tz_database_time_zones'
          : `did you mean "${near}"?`,
    },
  ];
}

/** Argo CD has windows that recur and none that end. */
function argocdFlaws({ argocd, from, until, windows }: FreezeSpec): Flaw[] {
  if (argocd !== true) return [];
  if (windows === undefined)
    return [
      {
        path: '/argocd',
        message: 'there are no windows that Argo CD could keep',
        hint: 'leave `argocd` out: a freeze until a time is kept by the delivery',
      },
    ];
  if (from === undefined && until === undefined) return [];
  return [
    {
      path: '/argocd',
      message: `Argo CD would keep these windows at all times, and this freeze has ${from === undefined ? 'an end' : 'a beginning'}`,
      hint: 'leave out `argocd`, or `from` and `until`',
    },
  ];
}

function windowOf({ kind, days, from, to, timeZone }: WrittenWindow): Window {
  return { kind, days: daysOf(days), from: minutesOf(from), to: minutesOf(to), timeZone };
}

function daysOf(written: readonly string[] = ['sun-sat']): number[] {
  const found = new Set<number>();
  for (const text of written) {
    const [first, last = first] = text.split('-').map((name) => DAYS.findIndex((day) => day === name)) as [number, number?];
    for (let day = first; ; day = (day + 1) % 7) {
      found.add(day);
      if (day === last) break;
    }
  }
  return [...found].sort((a, b) => a - b);
}

function minutesOf(text: string): number {
  const [hours, minutes] = text.split(':').map(Number) as [number, number];
  return hours * 60 + minutes;
}
