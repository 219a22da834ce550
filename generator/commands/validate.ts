import { compile } from '../compile.ts';
import type { Overlay } from '../build/overlay.ts';
import { readConfig } from '../io/read-config.ts';
import type { Fleet } from '../model/fleet.ts';
import { summarize, summaryText } from '../report/generated.ts';
import { style } from '../report/style.ts';
import { EXIT } from './command.ts';
import type { Command } from './command.ts';
import { printJson, refused } from './load.ts';

export const validate: Command = {
  name: 'validate',
  summary: 'check the fleet without writing anything',
  usage: '[--config DIR]',
  help: `Runs every check that generate runs and writes nothing. Every finding has a code, a place (file:line:column), the line
itself and a way out; docs/diagnostics.md says why each one matters.

Examples:
  pap-fleet validate
  pap-fleet validate --json | jq '.findings[] | .code'`,
  options: [],
  words: { min: 0, max: 0 },
  run(context, flags) {
    const compiled = compile(readConfig(flags.config));
    const exit = refused(context, flags, 'validate', compiled, 'the fleet is not valid');
    if (exit !== undefined) return exit;
    const { fleet, overlays, files, findings } = compiled as { fleet: Fleet; overlays: Overlay[]; files: Map<string, string>; findings: [] };
    const summary = summarize(fleet, overlays, files.size);
    if (flags.json) printJson(context, 'validate', EXIT.ok, { findings, summary });
    else context.streams.out(`${summaryText(summary, style(flags.color))}the fleet is valid\n`);
    return EXIT.ok;
  },
};
