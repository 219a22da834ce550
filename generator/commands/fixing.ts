import type { Compiled } from '../compile.ts';
import { fixAll, type Outcome } from '../fix/fix-all.ts';
import { Failure } from '../io/failure.ts';
import { readConfig } from '../io/read-config.ts';
import { writeFile } from '../io/write-file.ts';
import { Memory, type Keeper } from '../model/memory.ts';
import { fixedText } from '../report/fixed.ts';
import { style } from '../report/style.ts';
import type { ConfigFile } from '../yaml/read.ts';
import type { Context, Flags, Option } from './command.ts';
import { editing } from './editing.ts';

/** For commands that judge `config/`. */
export const FIX_OPTIONS: readonly Option[] = [
  { name: 'fix', help: 'write into config/ what is the one right answer to a finding, and say what remains' },
  { name: 'dry-run', help: 'with --fix: show what would change, and write nothing' },
];

/**
 * Fix what has one right answer, say so, and give what is found afterwards.
 * @param judge what is found in a config; quicker for what it was given in the memory before
 */
export function fixing(context: Context, flags: Flags, judge: (config: readonly ConfigFile[], memory: Keeper) => Compiled): Outcome {
  const dryRun = flags.more['dry-run'] === true;
  for (const other of ['watch', 'head'] as const)
    if (flags.more[other] !== undefined)
      throw new Failure('usage', `--fix and --${other} exclude each other`, 'files are fixed where they lie, once; run it without the other option');
  return editing(flags, () => {
    const memory = new Memory();
    const before = readConfig(flags.config, flags.maxFileSize);
    const outcome = fixAll(before, (config) => judge(config, memory));
    const changed = outcome.config.flatMap((file, i) =>
      file === before[i] ? [] : [{ path: file.path, before: before[i]?.bytes, after: file.bytes }],
    );
    if (!dryRun) for (const { path, after } of changed) writeFile(context.disk, path, after);
    if (flags.format === 'text') context.streams.out(fixedText(outcome.fixed, changed, { dryRun, style: style(flags.color) }));
    return outcome;
  });
}

/** `--dry-run` by itself would be believed to do something. */
export function refuseDryRun(flags: Flags): void {
  if (flags.more['dry-run'] === true && flags.more['fix'] !== true)
    throw new Failure('usage', '--dry-run goes with --fix', 'pap-fleet validate writes nothing without --fix');
}
