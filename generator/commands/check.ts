import { expiredWaivers } from '../check/waivers.ts';
import { compile } from '../compile.ts';
import type { Compiled } from '../compile.ts';
import { today } from '../io/clock.ts';
import { readWhole } from '../io/out-tree.ts';
import { readConfig } from '../io/read-config.ts';
import { changes, differs } from '../render/changes.ts';
import type { FileMap } from '../render/files.ts';
import { differencesText } from '../report/differences.ts';
import { style } from '../report/style.ts';
import { EXIT, FORMAT_OPTION } from './command.ts';
import type { Command } from './command.ts';
import { printForMachines, refused } from './load.ts';

export const check: Command = {
  name: 'check',
  summary: 'say whether out/ is exactly what the config says',
  usage: '[--config DIR] [--out DIR] [--format FORMAT]',
  help: `Generates in memory and compares with out/, byte by byte. Exit code 0: they are equal; 1: they differ, and every file that
differs is named. Nothing is written, and no cache is believed.
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
    const found = readWhole(flags.out, (tree) => changes(compiled.files as FileMap, tree));
    const code = differs(found) ? EXIT.differs : EXIT.ok;
    const text = differencesText(flags.out, found, style(flags.color));
    const problems = code === EXIT.ok ? [] : [differencesText(flags.out, found, style(false)).trimEnd()];
    if (!printForMachines(context, flags, 'check', code, { findings: compiled.findings, changes: found, problems })) context.streams.out(text);
    return code;
  },
};

/** With the waivers whose day has passed: the calendar is looked at here and nowhere else. */
function withExpired(compiled: Compiled): Compiled {
  const { fleet, sources, findings } = compiled;
  if (fleet === undefined || sources === undefined) return compiled;
  return { ...compiled, findings: [...findings, ...expiredWaivers(fleet, today()).map(sources.resolve)] };
}
