import type { Overlay } from '../render/overlay.ts';
import { objectCount } from '../render/overlay.ts';
import type { Changes } from '../render/changes.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { GENERATOR_VERSION, compareGenerators } from '../model/generator.ts';
import { listed } from './listed.ts';
import { count } from './style.ts';
import type { Style } from './style.ts';

/** What a fleet is, in numbers. */
export interface Summary {
  readonly fleet: string;
  readonly agents: number;
  readonly placements: number;
  readonly files: number;
  readonly regions: readonly {
    readonly name: string;
    readonly objects: Readonly<Record<string, number>>;
    /** The older generator on whose output it stays where it is delivered. */
    readonly generator?: string;
  }[];
}

export function summarize(fleet: Fleet, overlays: readonly Overlay[], files: number): Summary {
  const placed = fleet.regions.flatMap(({ placements }) => placements);
  return {
    fleet: fleet.name,
    agents: new Set(placed.map(({ agent }) => agent.name)).size,
    placements: placed.length,
    files,
    regions: fleet.regions.map((region) => ({
      name: region.name,
      objects: Object.fromEntries(overlays.filter((o) => o.region === region).map((o) => [o.component.name, objectCount(o)])),
      ...(region.generator !== null && compareGenerators(region.generator) < 0 ? { generator: region.generator } : {}),
    })),
  };
}

/** Said when an earlier run had been cut off. */
export function recoveredText(out: string, finished: boolean): string {
  return `a run that writes ${out}/ had been cut off: ${finished ? 'finished what it began' : 'took back what it began'}\n`;
}

/** Fleets with more regions are told in one line. */
const MOST_REGIONS = 12;
const MOST_FOLDERS = 15;

export function summaryText({ fleet, agents, placements, regions }: Summary, style: Style): string {
  const head = `${style.bold(fleet)}: ${count(regions.length, 'region')}, ${count(agents, 'agent')}, ${count(placements, 'placement')}\n`;
  const behind = regions.filter(({ generator }) => generator !== undefined).map(({ name, generator }) => `${name} (${generator})`);
  const stays =
    behind.length === 0
      ? ''
      : `what is delivered of ${listed(behind, MOST_REGIONS)} stays on an older generator; here it is as ${GENERATOR_VERSION} writes it\n`;
  if (regions.length > MOST_REGIONS) return head + stays;
  const width = Math.max(...regions.map(({ name }) => name.length));
  return head + regions.map(({ name, objects }) => `  ${name.padEnd(width)}  ${objectsText(objects)}\n`).join('') + stays;
}

function objectsText(objects: Readonly<Record<string, number>>): string {
  const entries = Object.entries(objects);
  if (entries.length === 0) return 'nothing: decommissioned';
  return entries.map(([component, n]) => `${component} ${n}`).join('  ');
}

/** Which folders changed: a folder is what a reader thinks in, a file is not. */
export function changesText(out: string, changes: Changes, style: Style): string {
  const { created, updated, deleted, unchanged } = changes;
  const total = created.length + updated.length + deleted.length;
  if (total === 0) return `${out}/ is up to date: ${count(unchanged, 'file')}\n`;
  const folders = folderMarks(changes);
  const lines = folders
    .slice(0, MOST_FOLDERS)
    .map(([folder, mark]) => `  ${mark === '+' ? style.green(mark) : mark === '-' ? style.red(mark) : style.yellow(mark)} ${out}/${folder}\n`);
  const rest = folders.length - lines.length;
  return (
    lines.join('') +
    (rest > 0 ? `  … and ${count(rest, 'more folder')}\n` : '') +
    `wrote ${out}/: ${created.length} created, ${updated.length} updated, ${deleted.length} removed, ${unchanged} unchanged\n`
  );
}

function folderMarks({ created, updated, deleted }: Changes): [string, string][] {
  const marks = new Map<string, Set<string>>();
  const add = (paths: readonly string[], mark: string): void => {
    for (const path of paths) {
      if (path.endsWith('fleet.lock.json')) continue;
      const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : path;
      marks.set(folder, (marks.get(folder) ?? new Set()).add(mark));
    }
  };
  add(created, '+');
  add(updated, '~');
  add(deleted, '-');
  return [...marks].sort(([a], [b]) => (a < b ? -1 : 1)).map(([folder, set]) => [folder, set.size === 1 ? ([...set][0] as string) : '~']);
}
