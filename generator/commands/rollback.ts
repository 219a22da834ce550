import { compile } from '../compile.ts';
import { hintFor } from '../fleet/schema/suggest.ts';
import { Failure } from '../io/failure.ts';
import { WorkingCopy } from '../io/git.ts';
import { pathFromRoot } from '../io/path-from-root.ts';
import { readConfigAt } from '../io/read-config-at.ts';
import { quoted } from '../model/quoted.ts';
import { rolledBackText } from '../report/rollback.ts';
import { style } from '../report/style.ts';
import { editsOf, textOf, type ConfigEdits } from '../rollout/config-edits.ts';
import { agentBack, heldOf, holdPath, holdText, regionBack, type AtTime } from '../rollout/rollback.ts';
import { EXIT, type Command } from './command.ts';
import { named } from './head.ts';
import { editing } from './editing.ts';
import { printJson } from './load.ts';
import { after, byWhom, deskOf, lineOf, timeOf, write, type Desk } from './rollout/desk.ts';

export const rollback: Command = {
  name: 'rollback',
  summary: 'bring an agent or a region back to what it was, and hold it there',
  usage: 'AGENT|REGION --to REVISION --reason TEXT [--dry-run]',
  help: `Writes the keys of an agent as config/ had them at a revision, or all that was different in a region as overrides of that region;
and a file below config/holds, which keeps rollouts, updates of images and edits from undoing it: what would change a value that is
held is an error until pap-fleet release NAME. Where an agent runs, its state and its owner stay as they are now.

A rollout that is under way is not rolled back: pap-fleet rollout abort goes back to before it.

Examples:
  pap-fleet rollback research --to HEAD~3 --reason "1.3.0 loses heartbeats, TICKET-42" --dry-run
  pap-fleet rollback eu-west --to 4f1c9d2 --reason "latency since Tuesday"
  pap-fleet release research`,
  options: [
    { name: 'to', value: 'REVISION', help: 'the commit whose config/ had it right' },
    { name: 'reason', value: 'TEXT', help: 'why; whoever is stopped by the hold reads it' },
    { name: 'by', value: 'NAME', help: 'who does it; it is written down' },
    { name: 'at', value: 'TIME', help: 'the time that is written down, such as 2026-12-01T09:12:00Z (default: now)' },
    { name: 'dry-run', help: 'show what would change in config/, and write nothing' },
  ],
  words: { max: 1, needs: 'the agent or the region' },
  run(context, flags, [name = '']) {
    const to = flags.more['to'] as string | undefined;
    const reason = lineOf(flags, 'reason');
    if (to === undefined) throw new Failure('usage', '--to is missing', 'name a commit: git log -- config shows them');
    if (reason === undefined) throw new Failure('usage', '--reason is missing', 'whoever is stopped by the hold wants to know why');
    return editing(flags, () => {
      const desk = deskOf(context, flags, 'rollback');
      if (desk === undefined) return EXIT.invalid;
      const { spec } = desk.compiled;
      const isAgent = Object.hasOwn(spec.agents ?? {}, name);
      if (isAgent && Object.hasOwn(spec.regions, name))
        throw new Failure(
          'usage',
          `${quoted(name)} is an agent and a region`,
          'rename neither: revert the commit with git revert, and hold what matters',
        );
      if (!isAgent && !Object.hasOwn(spec.regions, name))
        throw new Failure(
          'usage',
          `there is no agent or region ${quoted(name)}`,
          hintFor(name, [...Object.keys(spec.agents ?? {}), ...Object.keys(spec.regions)]),
        );
      if (textOf(desk.config, holdPath(name)) !== undefined)
        throw new Failure('usage', `${quoted(name)} is held already`, `release it first: pap-fleet release ${name}`);
      const then = fleetAt(desk, to);
      const back = isAgent ? agentBack(name, then.spec, spec) : regionBack(name, then, desk.compiled);
      if ('message' in back) throw new Failure('usage', back.message, back.hint);
      if (back.wanted.length === 0)
        throw new Failure(
          'usage',
          `nothing of ${quoted(name)} was different at ${to}`,
          [
            ...back.left.map((text) => `not brought back: ${text}`),
            'name another revision; what groups and defaults say is not an agent’s own: pap-fleet explain shows where a value comes from',
          ].join('; '),
        );
      const edits = editsOf(desk.config, desk.compiled.sources, back.wanted);
      const restored = after(desk, edits);
      if (restored === undefined) return EXIT.invalid;
      const held = heldOf(name, back, restored.spec);
      const text = held === undefined ? undefined : holdText({ name, ...held, reason, at: timeOf(flags), ...byWhom(flags) });
      const all: ConfigEdits = text === undefined ? edits : new Map([...edits, [holdPath(name), text]]);
      if (after(desk, all) === undefined) return EXIT.invalid;
      write(desk, all);
      const dryRun = flags.more['dry-run'] === true;
      const { wanted, left } = back;
      if (flags.json) printJson(context, 'rollback', EXIT.ok, { written: !dryRun, files: [...all.keys()], values: wanted, left });
      else context.streams.out(rolledBackText(name, { wanted, left, to, dryRun, isHeld: held !== undefined }, style(flags.color)));
      return EXIT.ok;
    });
  },
};

/** The fleet at a revision. @throws Failure (usage) where there is none, or it had errors then */
function fleetAt({ flags }: Desk, to: string): AtTime {
  const repository = WorkingCopy.around('.');
  if (repository === undefined) throw new Failure('usage', `--to ${to}: this is no Git repository`, 'run it in a clone that has the commit');
  const commit = named(repository, 'to', to);
  const path = pathFromRoot(repository.prefix, flags.config);
  if (path === undefined) throw new Failure('usage', `--config ${flags.config} lies outside of the repository`, 'name it relative to this folder');
  const { spec, declared, findings } = compile(readConfigAt(repository, commit, { path, folder: flags.config }, flags.maxFileSize));
  if (spec === undefined || declared === undefined) {
    const [first] = findings;
    throw new Failure(
      'usage',
      `the fleet at ${to} cannot be read by this release${first === undefined ? '' : `: ${first.message}`}`,
      `git checkout ${to} -- ${flags.config} brings all of it back, for you to mend`,
    );
  }
  return { spec, declared };
}
