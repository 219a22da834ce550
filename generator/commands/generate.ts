import { compile, type Compiled } from '../compile.ts';
import { Cache, inputHash } from '../io/cache.ts';
import { Failure } from '../io/failure.ts';
import { readOutTree } from '../io/out-tree.ts';
import { readConfig } from '../io/read-config.ts';
import { mustBeApart } from '../io/places.ts';
import { recover } from '../io/recover.ts';
import { RunLock } from '../io/run-lock.ts';
import { writeOut } from '../io/write-out.ts';
import { changes, type Changes } from '../render/changes.ts';
import type { Finding } from '../model/finding.ts';
import { changesText, recoveredText, summarize, summaryText, type Summary } from '../report/generated.ts';
import type { ConfigFile } from '../yaml/read.ts';
import { gateWarning } from '../report/plan-text.ts';
import { style } from '../report/style.ts';
import { EXIT, FORMAT_OPTION, WAIT_OPTION, type Command, type Context, type Flags } from './command.ts';
import { printForMachines, refused, say } from './load.ts';
import { waitOf } from './wait.ts';
import { WATCH_OPTION } from './watch.ts';
import { localGateWarnings } from './plan/local-gate.ts';

interface Result {
  readonly summary: Summary;
  readonly findings: readonly Finding[];
  /** Files below out/ that others made. */
  readonly foreign: readonly string[];
}

export const generate: Command = {
  name: 'generate',
  summary: 'write out/: overlays and Argo CD Applications of every region',
  usage: '[--watch] [--config DIR] [--out DIR] [--format FORMAT]',
  help: `Reads config/fleet.yaml with config/agents, regions, extra and patches, checks it, and brings out/ to what it says.
Files that are already right are not touched; files that pap-fleet did not make are never deleted. When the fleet has
an error, all errors are shown and nothing is written.

Examples:
  pap-fleet generate                        from config/ into out/
  pap-fleet generate --out /tmp/preview     somewhere else, to look at
  pap-fleet generate --watch                again after each save; out/ stays as it is while there is an error
  git diff --stat out/                      what the change means, afterwards`,
  options: [
    { name: 'out', value: 'DIR', help: 'folder to write (default: out)' },
    { name: 'no-cache', help: 'generate even if neither the input nor out/ changed since the last run' },
    WAIT_OPTION,
    WATCH_OPTION,
    FORMAT_OPTION,
  ],
  words: { max: 0 },
  run(context, flags) {
    const seconds = waitOf(flags);
    mustBeApart(flags.out, flags.config);
    const config = context.watched?.config ?? readConfig(flags.config, flags.maxFileSize);
    return RunLock.holding(flags.out, seconds, () => generated(context, flags, config));
  },
};

function generated(context: Context, flags: Flags, config: readonly ConfigFile[]): number {
  const recovery = recover(context.disk, flags.out);
  if (recovery !== 'nothing') context.streams.err(recoveredText(flags.out, recovery === 'finished'));
  const cache = context.cacheFolder === undefined || flags.more['no-cache'] === true ? undefined : new Cache<Result>(context.cacheFolder, flags.out);
  const input = inputHash(context.build, config);
  const known = cache?.recall(input);
  if (known !== undefined) {
    const none: Changes = { created: [], updated: [], deleted: [], unchanged: known.summary.files, edited: [], foreign: known.foreign, blocked: [] };
    return finish(context, flags, known, none);
  }
  const compiled = compile(config, [], context.watched?.memory);
  const exit = refused(context, flags, 'generate', compiled, 'nothing was written');
  if (exit !== undefined) return exit;
  const { fleet, overlays, files, findings } = compiled as Required<Compiled>;
  const tree = readOutTree(flags.out);
  const seen = changes(files, tree);
  if (seen.blocked.length > 0) {
    throw new Failure(
      'system',
      `${flags.out}/${seen.blocked[0]} is in the way and was not made by pap-fleet${seen.blocked.length > 1 ? ` (and ${seen.blocked.length - 1} more)` : ''}`,
      tree.brokenLocks.length > 0
        ? `${flags.out}/${tree.brokenLocks[0]} cannot be read (a merge conflict?). All of ${flags.out}/ is made from ${flags.config}/: delete it and generate again; nothing was written`
        : 'move it away, or restore the fleet.lock.json files that list it; nothing was written',
    );
  }
  const warnings = localGateWarnings(compiled as Required<Compiled>, config, flags.out, tree, seen);
  const found = withLate(seen, writeOut(context.disk, flags.out, files, seen, tree));
  const result = { summary: summarize(fleet, overlays, files.size), findings, foreign: found.foreign };
  cache?.remember(context.disk, input, [...files.keys(), ...found.foreign], result);
  if (warnings.length > 0 && flags.format === 'text') context.streams.err(gateWarning(warnings));
  return finish(context, { ...flags }, result, found, true);
}

/** With files of others that came while out/ was being written. */
function withLate(seen: Changes, came: readonly string[]): Changes {
  if (came.length === 0) return seen;
  return { ...seen, deleted: seen.deleted.filter((path) => !came.includes(path)), foreign: [...new Set([...seen.foreign, ...came])].sort() };
}

function finish(context: Context, flags: Flags, { summary, findings }: Result, found: Changes, said = false): number {
  if (printForMachines(context, flags, 'generate', EXIT.ok, { findings, summary, changes: found })) return EXIT.ok;
  if (!said) say(context, flags, findings);
  const look = style(flags.color);
  context.streams.out(summaryText(summary, look) + changesText(flags.out, found, look));
  for (const path of found.edited)
    context.streams.err(
      `${flags.out}/${path} had been edited by hand; ${found.foreign.includes(path) ? 'it is no longer generated and was left alone' : 'the edit was replaced'}\n`,
    );
  for (const path of found.foreign.filter((p) => !found.edited.includes(p)))
    context.streams.err(`${flags.out}/${path} was not made by pap-fleet; it was left alone\n`);
  return EXIT.ok;
}
