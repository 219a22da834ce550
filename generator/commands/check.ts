import { endedFreezes } from '../check/ended-freezes.ts';
import { expired } from '../check/expired.ts';
import { compile } from '../compile.ts';
import type { Compiled } from '../compile.ts';
import { dayAt, moment } from '../io/clock.ts';
import { readWhole } from '../io/out-tree.ts';
import type { OutTree } from '../io/out-tree.ts';
import { readConfig } from '../io/read-config.ts';
import { knownHolds, merge } from '../plan/merge.ts';
import { Unreadable } from '../plan/tree.ts';
import { changes, differs } from '../render/changes.ts';
import type { Changes } from '../render/changes.ts';
import { HELD_NAME } from '../render/held.ts';
import type { Holds } from '../render/held.ts';
import { differencesText } from '../report/differences.ts';
import { style } from '../report/style.ts';
import { EXIT, FORMAT_OPTION } from './command.ts';
import type { Command } from './command.ts';
import { printForMachines, refused } from './load.ts';
import { treeOnDisk } from './plan/local-gate.ts';

export const check: Command = {
  name: 'check',
  summary: 'say whether out/ is exactly what the config says',
  usage: '[--config DIR] [--out DIR] [--format FORMAT]',
  help: `Generates in memory and compares with out/, byte by byte. Exit code 0: they are equal; 1: they differ, and every file that
differs is named. Nothing is written, and no cache is believed.
Where out/held.json names regions that a delivery has held, these are compared with their locks, and all else with what the config says.
A waiver whose last day has passed is an error here, and only here: what is generated does not depend on the calendar.

Examples:
  pap-fleet check
  pap-fleet check --json | jq '.changes'`,
  options: [{ name: 'out', value: 'DIR', help: 'folder to compare with (default: out)' }, FORMAT_OPTION],
  words: { max: 0 },
  run(context, flags) {
    const compiled = withExpired(compile(readConfig(flags.config, flags.maxFileSize)));
    const exit = refused(context, flags, 'check', compiled, 'the fleet is not valid, so there is nothing to compare with');
    if (exit !== undefined) return exit;
    const { found, held } = readWhole(flags.out, (tree) => compared(compiled as Required<Compiled>, flags.out, tree));
    const code = differs(found) ? EXIT.differs : EXIT.ok;
    const text = differencesText(flags.out, found, style(flags.color), [...held.keys()]);
    const problems = code === EXIT.ok ? [] : [differencesText(flags.out, found, style(false), [...held.keys()]).trimEnd()];
    if (!printForMachines(context, flags, 'check', code, { findings: compiled.findings, changes: found, held: Object.fromEntries(held), problems }))
      context.streams.out(text);
    return code;
  },
};

/**
 * What is held is compared with itself, by its lock; all else with what the config says. Where a held part was edited or is damaged, nothing can be
 * merged with it, and it is compared as if nothing were held, with the edit named.
 */
function compared(compiled: Required<Compiled>, folder: string, tree: OutTree): { found: Changes; held: Holds } {
  const plain = (): { found: Changes; held: Holds } => ({ found: changes(compiled.files, tree), held: new Map() });
  if (!tree.paths.includes(HELD_NAME) || tree.brokenLocks.length > 0) return plain();
  try {
    const base = treeOnDisk(folder, tree);
    const holds = new Map([...knownHolds(base)].map(([region, { because }]) => [region, because]));
    const { files, held } = merge(compiled, base, holds);
    return { found: changes(files, tree), held };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return plain();
  }
}

/** With the waivers, externals and freezes whose day has passed: the calendar is looked at here and nowhere else. */
function withExpired(compiled: Compiled): Compiled {
  const { fleet, sources, findings } = compiled;
  if (fleet === undefined || sources === undefined) return compiled;
  const time = moment();
  return { ...compiled, findings: [...findings, ...[...expired(fleet, dayAt(time)), ...endedFreezes(fleet, time)].map(sources.resolve)] };
}
