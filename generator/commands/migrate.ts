import { compile } from '../compile.ts';
import { Failure } from '../io/failure.ts';
import { readConfig } from '../io/read-config.ts';
import { writeFile } from '../io/write-file.ts';
import { migrated } from '../fleet/formats/migrate.ts';
import { hasErrors } from '../model/finding.ts';
import { migratedText } from '../report/migrated.ts';
import { style } from '../report/style.ts';
import { configRole } from '../yaml/config-path.ts';
import { readKubernetesYaml } from '../yaml/kubernetes.ts';
import { readSources } from '../yaml/read.ts';
import { EXIT } from './command.ts';
import type { Command } from './command.ts';
import { editing } from './editing.ts';
import { printJson, refused } from './load.ts';

/** Files that have a format: what a fleet brings of others keeps its own. */
const OWN = new Set(['fleet', 'agents', 'regions', 'component', 'policies', 'freezes', 'rollouts', 'holds']);

export const migrate: Command = {
  name: 'migrate',
  summary: 'bring config/ to the format that this release reads, with comments and order kept',
  usage: '[--dry-run] [--config DIR]',
  help: `The format of config/ is its apiVersion. A release reads one format, its own; migrate brings files of older ones to it, a version at a time, by
editing what changed and nothing else. A format that is newer than the release is refused: install the release that the others use.
Where the result would not be valid, nothing is written. What out/ holds does not change by it: generate shows that.

Exit codes: 0 there is nothing to do, or it is done; 2 config/ cannot be read, or would not be valid.

Examples:
  pap-fleet migrate --dry-run      the difference, and nothing is written
  pap-fleet migrate && pap-fleet check`,
  options: [{ name: 'dry-run', help: 'print the difference, and write nothing' }],
  words: { max: 0 },
  run(context, flags) {
    const dryRun = flags.more['dry-run'] === true;
    return editing(flags, () => {
      const config = readConfig(flags.config, flags.maxFileSize);
      const { findings } = readSources(config);
      if (hasErrors(findings))
        return refused(context, flags, 'migrate', { findings }, 'config/ cannot be read, so nothing was written') ?? EXIT.invalid;
      const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
      const files = config
        .filter(({ relative }) => OWN.has(configRole(relative).role) && relative.endsWith('.yaml'))
        .map(({ path, relative, bytes }) => {
          const text = decoder.decode(bytes);
          return { path, relative, text, data: dataOf(text) };
        });
      const result = migrated(files, dataOf);
      if ('message' in result) throw new Failure('usage', `${result.file}: ${result.message}`, result.hint);
      const after = new Map(result.files.map(({ path, after: text }) => [path, text]));
      const encoder = new TextEncoder();
      const compiled = compile(config.map((file) => ({ ...file, bytes: after.has(file.path) ? encoder.encode(after.get(file.path)) : file.bytes })));
      if (after.size > 0 && hasErrors(compiled.findings))
        return refused(context, flags, 'migrate', compiled, 'what config/ would become is not valid, so nothing was written') ?? EXIT.invalid;
      if (!dryRun) for (const [path, text] of after) writeFile(context.disk, path, text);
      if (flags.json) printJson(context, 'migrate', EXIT.ok, { ...result, dryRun });
      else context.streams.out(migratedText(result, dryRun, style(flags.color)));
      return EXIT.ok;
    });
  },
};

/** The first document of a file; what cannot be read has been refused before. */
function dataOf(text: string): unknown {
  const read = readKubernetesYaml(text);
  return 'documents' in read ? read.documents[0] : undefined;
}
