import { hintFor } from '../fleet/schema/suggest.ts';
import { Failure } from '../io/failure.ts';
import { readConfig } from '../io/read-config.ts';
import { quoted } from '../model/quoted.ts';
import { releasedText } from '../report/rollback.ts';
import { holdPath } from '../rollout/rollback.ts';
import { configRole } from '../yaml/config-path.ts';
import { EXIT, type Command } from './command.ts';
import { editing } from './editing.ts';
import { printJson } from './load.ts';

export const release: Command = {
  name: 'release',
  summary: 'let values change again that a roll-back holds',
  usage: 'NAME [--dry-run]',
  help: `Takes a file of config/holds away. The values stay as they are; rollouts, updates of images and edits may change them again.

Examples:
  pap-fleet release research`,
  options: [{ name: 'dry-run', help: 'show what would change in config/, and write nothing' }],
  words: { max: 1, needs: 'the name of the hold' },
  run(context, flags, [name = '']) {
    return editing(flags, () => {
      // The hold is what keeps a fleet with another value from being valid: it goes whatever the fleet is.
      const names = readConfig(flags.config, flags.maxFileSize).flatMap(({ relative }) => {
        const role = configRole(relative);
        return role.role === 'holds' ? [role.name] : [];
      });
      if (!names.includes(name)) throw new Failure('usage', `nothing is held by the name ${quoted(name)}`, hintFor(name, names) ?? 'nothing is held');
      const path = `${flags.config}/${holdPath(name)}`;
      const dryRun = flags.more['dry-run'] === true;
      if (!dryRun) context.disk.unlink(path);
      if (flags.json) printJson(context, 'release', EXIT.ok, { written: !dryRun, files: [path] });
      else context.streams.out(releasedText(name, dryRun));
      return EXIT.ok;
    });
  },
};
