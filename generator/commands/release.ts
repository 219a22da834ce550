import { hintFor } from '../fleet/schema/suggest.ts';
import { Failure } from '../io/failure.ts';
import { quoted } from '../model/quoted.ts';
import { releasedText } from '../report/rollback.ts';
import { holdPath } from '../rollout/rollback.ts';
import { EXIT, type Command } from './command.ts';
import { printJson } from './load.ts';
import { after, deskOf, write } from './rollout/desk.ts';

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
    const desk = deskOf(context, flags);
    if (desk === undefined) return EXIT.invalid;
    const names = (desk.compiled.spec.holds ?? []).map((hold) => hold.name);
    if (!names.includes(name)) throw new Failure('usage', `nothing is held by the name ${quoted(name)}`, hintFor(name, names) ?? 'nothing is held');
    const edits = new Map([[holdPath(name), null]]);
    if (after(desk, edits) === undefined) return EXIT.invalid;
    write(desk, edits);
    const dryRun = flags.more['dry-run'] === true;
    if (flags.json) printJson(context, 'release', EXIT.ok, { written: !dryRun, files: [...edits.keys()] });
    else context.streams.out(releasedText(name, dryRun));
    return EXIT.ok;
  },
};
