import type { Compiled } from '../compile.ts';
import { hasErrors, type Finding } from '../model/finding.ts';
import { documentIn } from '../report/documents.ts';
import { findingsText } from '../report/findings.ts';
import { githubText } from '../report/github.ts';
import { jsonText } from '../report/json.ts';
import { style } from '../report/style.ts';
import { EXIT, type Context, type Flags } from './command.ts';

/** Say what was found. In JSON and in documents findings are part of the result instead. */
export function say(context: Context, flags: Flags, findings: readonly Finding[]): void {
  if (flags.format === 'text') context.streams.err(findingsText(findings, style(flags.color)));
  else if (flags.format === 'github') context.streams.out(githubText(findings));
}

/** One JSON object and a line break: what every command prints with --json. */
export function printJson(context: Context, command: string, exitCode: number, rest: object): void {
  context.streams.out(jsonText({ command, ok: exitCode === EXIT.ok, exitCode, ...rest }));
}

interface Result {
  readonly findings: readonly Finding[];
  /** For documents, which have no place for results of ours: what is wrong besides the findings. */
  readonly problems?: readonly string[];
}

/** Print the result if a machine is to read it; false when people are to be told. */
export function printForMachines<R extends Result>(context: Context, flags: Flags, command: string, exitCode: number, result: R): boolean {
  const { problems, ...rest } = result;
  const document = documentIn(flags.format);
  if (flags.format === 'json') printJson(context, command, exitCode, rest);
  else if (document !== undefined)
    context.streams.out(document(result.findings, { version: context.version, exitCode, ...(problems === undefined ? {} : { problems }) }));
  else return false;
  return true;
}

/** Report findings; when they forbid going on, print and give the exit code. @param more of the result, for machines */
export function refused(context: Context, flags: Flags, command: string, compiled: Compiled, nothing: string, more: object = {}): number | undefined {
  const { findings } = compiled;
  say(context, flags, findings);
  if (!hasErrors(findings)) return undefined;
  if (!printForMachines(context, flags, command, EXIT.invalid, { findings, ...more })) context.streams.err(`${nothing}\n`);
  return EXIT.invalid;
}
