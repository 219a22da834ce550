import type { Compiled } from '../compile.ts';
import { hasErrors } from '../model/finding.ts';
import type { Finding } from '../model/finding.ts';
import { findingsText } from '../report/findings.ts';
import { style } from '../report/style.ts';
import { EXIT } from './command.ts';
import type { Context, Flags } from './command.ts';

/** Say what was found. In JSON mode findings are part of the result instead. */
export function say(context: Context, flags: Flags, findings: readonly Finding[]): void {
  if (!flags.json) context.streams.err(findingsText(findings, style(flags.color)));
}

/** One JSON object and a line break: what every command prints with --json. */
export function printJson(context: Context, command: string, exitCode: number, rest: object): void {
  context.streams.out(`${JSON.stringify({ command, ok: exitCode === EXIT.ok, exitCode, ...rest }, null, 2)}\n`);
}

/** Report findings; when they forbid going on, print and give the exit code. */
export function refused(context: Context, flags: Flags, command: string, compiled: Compiled, nothing: string): number | undefined {
  say(context, flags, compiled.findings);
  if (!hasErrors(compiled.findings)) return undefined;
  if (flags.json) printJson(context, command, EXIT.invalid, { findings: compiled.findings });
  else context.streams.err(`${nothing}\n`);
  return EXIT.invalid;
}
