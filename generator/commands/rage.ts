import { compile } from '../compile.ts';
import { exists } from '../io/disk.ts';
import { Failure } from '../io/failure.ts';
import { machine } from '../io/machine.ts';
import { readConfig } from '../io/read-config.ts';
import { shapeOf } from '../fleet/schema/shape.ts';
import { CODES } from '../rules/rules.ts';
import { byCodeUnit } from '../model/order.ts';
import { objectCount } from '../render/overlay.ts';
import { rageText } from '../report/rage.ts';
import type { Rage } from '../report/rage.ts';
import { configRole } from '../yaml/config-path.ts';
import type { ConfigFile } from '../yaml/read.ts';
import { EXIT } from './command.ts';
import type { Command, Flags } from './command.ts';
import { printJson } from './load.ts';

export const rage: Command = {
  name: 'rage',
  summary: 'print what a bug report needs: versions, and the shape of config/ without any name or value',
  usage: '[--config DIR]',
  help: `Prints versions of the program, of Node and Git, the platform, and the shape of config/: how many files of which kind, which keys of the format
are used and how often, and the codes of what was found. No name, no value, no path and no secret is in it: every word comes from the program itself.
It reads; nothing is written, and nothing is contacted.

Examples:
  pap-fleet rage                 for a report that people read
  pap-fleet rage --json          the same as data`,
  options: [],
  words: { max: 0 },
  run(context, flags) {
    const { version, releasedFrom } = context;
    const commit = releasedFrom === undefined || releasedFrom === '' ? null : releasedFrom;
    const found: Rage = { program: { version, commit }, machine: machine(), ...shapeIn(flags) };
    if (flags.json) printJson(context, 'rage', EXIT.ok, found);
    else context.streams.out(rageText(found));
    return EXIT.ok;
  },
};

function shapeIn(flags: Flags): Pick<Rage, 'config' | 'unreadable'> {
  if (!exists(flags.config)) return {};
  try {
    return { config: shapeOfFiles(readConfig(flags.config, flags.maxFileSize)) };
  } catch (error) {
    // Why has paths in it; the other commands say it. The rest is wanted all the more.
    if (error instanceof Failure) return { unreadable: true };
    throw error;
  }
}

function shapeOfFiles(files: readonly ConfigFile[]): NonNullable<Rage['config']> {
  const { findings, sources, fleet, overlays, files: made } = compile(files);
  const roles = counted(files.map(({ relative }) => configRole(relative).role));
  return {
    files: Object.entries(roles).map(([role, count]) => ({
      role,
      count,
      bytes: files.filter(({ relative }) => configRole(relative).role === role).reduce((sum, { bytes }) => sum + bytes.length, 0),
    })),
    keys: Object.fromEntries(shapeOf(sources?.data)),
    // A fleet's own policies have codes that people chose.
    findings: counted(findings.map(({ code }) => (CODES.has(code) ? code : 'policy of its own'))),
    made:
      fleet === undefined || overlays === undefined || made === undefined
        ? null
        : {
            regions: fleet.regions.length,
            agents: new Set(fleet.regions.flatMap(({ placements }) => placements.map(({ agent }) => agent.name))).size,
            placements: fleet.regions.reduce((sum, { placements }) => sum + placements.length, 0),
            objects: overlays.reduce((sum, overlay) => sum + objectCount(overlay), 0),
            files: made.size,
          },
  };
}

function counted(words: readonly string[]): Record<string, number> {
  const found = new Map<string, number>();
  for (const word of words) found.set(word, (found.get(word) ?? 0) + 1);
  return Object.fromEntries([...found].sort(([a], [b]) => byCodeUnit(a, b)));
}
