import { compile, type Compiled } from '../../compile.ts';
import type { Rollout } from '../../fleet/rollouts/rollout.ts';
import { hintFor } from '../../fleet/schema/suggest.ts';
import { Failure } from '../../io/failure.ts';
import { readConfig } from '../../io/read-config.ts';
import { writeFile } from '../../io/write-file.ts';
import { hasErrors } from '../../model/finding.ts';
import { isDay } from '../../model/day.ts';
import { Memory } from '../../model/memory.ts';
import { quoted } from '../../model/quoted.ts';
import { diffText } from '../../report/diff.ts';
import { style } from '../../report/style.ts';
import { rewritten, textOf, type ConfigEdits } from '../../rollout/config-edits.ts';
import { now } from '../../io/clock.ts';
import { EXIT, type Context, type Flags } from '../command.ts';
import { printJson, say } from '../load.ts';
import type { ConfigFile } from '../../yaml/read.ts';

/** A valid fleet, and what is to be done with it. */
export interface Desk {
  /** The command that is run, for JSON. */
  readonly command: string;
  readonly context: Context;
  readonly flags: Flags;
  readonly config: readonly ConfigFile[];
  readonly compiled: Valid;
  /** What was made of the fleet as it is: most of it is made of the fleet as it will be, too. */
  readonly memory: Memory;
}

export type Valid = Compiled & Required<Pick<Compiled, 'spec' | 'sources' | 'fleet' | 'files' | 'declared'>>;

/** @returns undefined where the fleet has errors: they are said */
export function deskOf(context: Context, flags: Flags, command = 'rollout'): Desk | undefined {
  const config = readConfig(flags.config, flags.maxFileSize);
  const memory = new Memory();
  const compiled = compile(config, [], memory);
  if (compiled.files !== undefined) return { command, context, flags, config, compiled: compiled as Valid, memory };
  refuse({ command, context, flags }, compiled, 'the fleet has errors as it is, so nothing was written');
  return undefined;
}

function refuse({ command, context, flags }: Pick<Desk, 'command' | 'context' | 'flags'>, { findings }: Compiled, nothing: string): void {
  say(context, flags, findings);
  if (flags.json) printJson(context, command, EXIT.invalid, { findings });
  else context.streams.err(`${nothing}\n`);
}

/** The fleet as edits of its config make it. @returns undefined where it would have errors: they are said */
export function after(desk: Desk, edits: ConfigEdits): Valid | undefined {
  const { flags, config, memory } = desk;
  const compiled = compile(rewritten(config, edits, flags.config), [], memory);
  if (compiled.files !== undefined && !hasErrors(compiled.findings)) return compiled as Valid;
  refuse(desk, compiled, 'the fleet would have these errors, so nothing was written');
  return undefined;
}

/** Write what has been found right, or show it. */
export function write({ context, flags, config }: Desk, edits: ConfigEdits): void {
  if (flags.more['dry-run'] === true) {
    if (flags.json) return;
    for (const [relative, text] of edits)
      context.streams.out(diffText(`${flags.config}/${relative}`, textOf(config, relative), text, style(flags.color)));
    return;
  }
  // What is new comes first, and what goes comes last: a run that is killed between leaves a hold too many or a fleet that says the same twice.
  const isNew = (relative: string): boolean => textOf(config, relative) === undefined;
  for (const [relative, text] of edits) if (text !== null && isNew(relative)) writeFile(context.disk, `${flags.config}/${relative}`, text);
  for (const [relative, text] of edits) if (text !== null && !isNew(relative)) writeFile(context.disk, `${flags.config}/${relative}`, text);
  for (const [relative, text] of edits) if (text === null) context.disk.unlink(`${flags.config}/${relative}`);
}

/** @throws Failure (usage) where no rollout has the name */
export function rolloutNamed({ compiled, flags }: Desk, name: string | undefined): Rollout {
  const { rollouts = [] } = compiled.spec;
  const found = rollouts.find((rollout) => rollout.name === name);
  if (found !== undefined) return found;
  const names = rollouts.map((rollout) => rollout.name);
  if (name === undefined) throw new Failure('usage', 'the name of the rollout is missing', under(names));
  const near = hintFor(name, names);
  throw new Failure(
    'usage',
    `no rollout ${quoted(name)} is under way`,
    `${near === undefined ? '' : `${near}; `}one that has ended is in the history: git log -- ${flags.config}/rollouts/${name}.yaml. What it set goes back by: pap-fleet rollback`,
  );
}

function under(names: readonly string[]): string {
  return names.length === 0 ? 'none is under way; pap-fleet rollout start begins one' : `under way: ${names.join(', ')}`;
}

const TIME = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?(Z|[-+][0-9]{2}:[0-9]{2})$/;

/** The time that counts as now. @throws Failure (usage) where `--at` is none */
export function timeOf(flags: Flags): string {
  const at = flags.more['at'] as string | undefined;
  if (at === undefined) return now();
  if (!TIME.test(at) || !isDay(at.slice(0, 10)) || Number.isNaN(Date.parse(at)))
    throw new Failure('usage', `--at ${at} is no date and time with its zone`, 'for example --at 2026-12-01T09:12:00Z');
  return at;
}

/** What an option says that is written down, and shown in one line. @throws Failure (usage) where it is none */
export function lineOf(flags: Flags, option: string): string | undefined {
  const text = flags.more[option] as string | undefined;
  // eslint-disable-next-line no-control-regex -- they are what is refused
  if (text !== undefined && /[\u0000-\u001f\u007f\u2028\u2029]/.test(text))
    throw new Failure('usage', `--${option} is one line of text`, 'write it without line breaks and characters that nobody sees');
  return text;
}

/** Who does it, as far as that is told. */
export function byWhom(flags: Flags): { readonly by?: string } {
  const by = lineOf(flags, 'by');
  return by === undefined ? {} : { by };
}
