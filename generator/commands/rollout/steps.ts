import { regionsOf, waveText, type Rollout } from '../../fleet/rollouts/rollout.ts';
import { compile } from '../../compile.ts';
import { Failure } from '../../io/failure.ts';
import { readConfig } from '../../io/read-config.ts';
import { few } from '../../model/few.ts';
import { quoted } from '../../model/quoted.ts';
import { abortedBrokenText, abortedText, finishedText, haltedText, nextStep, promotedWords, wentOnText } from '../../report/rollouts.ts';
import { readinessData, readinessText } from '../../report/readiness.ts';
import { style } from '../../report/style.ts';
import { rewritten, textOf, type ConfigEdits } from '../../rollout/config-edits.ts';
import { differing, finishEdits, rolloutPath } from '../../rollout/finish.ts';
import { pausedText, promotedText, resumedText } from '../../rollout/texts.ts';
import type { Readiness } from '../../status/readiness.ts';
import { EXIT, type Context, type Flags } from '../command.ts';
import { readinessBy } from '../evidence.ts';
import { printJson, say } from '../load.ts';
import { baseOf } from '../plan/base.ts';
import { after, byWhom, lineOf, rolloutNamed, timeOf, write, type Desk } from './desk.ts';

export function promote(desk: Desk, name: string | undefined): number {
  const rollout = rolloutNamed(desk, name);
  const { paused } = rollout.written;
  if (paused !== undefined)
    throw new Failure(
      'usage',
      `rollout ${quoted(rollout.name)} is paused: ${paused.reason}`,
      `let it go on: pap-fleet rollout resume ${rollout.name}`,
    );
  if (rollout.reached === 0)
    throw new Failure('usage', `rollout ${quoted(rollout.name)} has not begun`, `begin it: pap-fleet rollout start ${rollout.name}`);
  const wave = rollout.waves[rollout.reached];
  if (wave === undefined)
    throw new Failure(
      'usage',
      `every wave of rollout ${quoted(rollout.name)} is reached`,
      `write its values where they belong: pap-fleet rollout finish ${rollout.name}`,
    );
  const readiness = readinessOf(desk, rollout);
  if (readiness?.ready === false) return notReady(desk, rollout, readiness);
  const evidence = readiness?.facts ?? reasonOf(desk, rollout);
  const step = { wave: wave.number, at: timeOf(desk.flags), ...byWhom(desk.flags), evidence };
  return made(desk, rollout, 'promote', new Map([[rolloutPath(rollout.name), promotedText(textIn(desk, rollout), step)]]), (look, dryRun) =>
    promotedWords(rollout, wave, dryRun, look),
  );
}

/** What the regions that have the change show; undefined where nobody asks. */
function readinessOf({ flags, compiled }: Desk, { reached, waves }: Rollout): Readiness | undefined {
  const { branch } = compiled.fleet.gitops;
  const regions = regionsOf({ waves, reached }, 'reached');
  const soak = waves[reached - 1]?.soak ?? null;
  return readinessBy(flags, { fleet: compiled.fleet, files: compiled.files, base: () => baseOf(flags, branch), regions, soak, now: timeOf(flags) });
}

function notReady({ context, flags }: Desk, { name }: Rollout, readiness: Readiness): number {
  if (flags.json)
    printJson(context, 'rollout', EXIT.unsafe, { action: 'promote', rollout: name, written: false, readiness: readinessData(readiness) });
  else context.streams.out(readinessText(readiness, style(flags.color)));
  return EXIT.unsafe;
}

/** Why the next wave may follow without evidence. */
function reasonOf({ flags }: Desk, { name, reached, waves }: Rollout): string {
  const reason = lineOf(flags, 'without-evidence');
  if (reason !== undefined) return `none: ${reason}`;
  throw new Failure(
    'usage',
    `nothing shows that ${waveText(waves[reached - 1] as Rollout['waves'][number])} of rollout ${quoted(name)} is live and healthy`,
    `give what Argo CD reports: kubectl get applications -n argocd -o json > live.json, then --evidence live.json; or say why it goes on: --without-evidence REASON`,
  );
}

export function pause(desk: Desk, name: string | undefined): number {
  const rollout = rolloutNamed(desk, name);
  const reason = lineOf(desk.flags, 'reason');
  if (reason === undefined) throw new Failure('usage', '--reason is missing', 'who comes next wants to know why');
  if (rollout.written.paused !== undefined)
    throw new Failure(
      'usage',
      `rollout ${quoted(rollout.name)} is paused already: ${rollout.written.paused.reason}`,
      `let it go on: pap-fleet rollout resume ${rollout.name}`,
    );
  const text = pausedText(textIn(desk, rollout), { at: timeOf(desk.flags), ...byWhom(desk.flags), reason });
  return made(desk, rollout, 'pause', new Map([[rolloutPath(rollout.name), text]]), (look, dryRun) => haltedText(rollout, dryRun, look));
}

export function resume(desk: Desk, name: string | undefined): number {
  const rollout = rolloutNamed(desk, name);
  if (rollout.written.paused === undefined)
    throw new Failure(
      'usage',
      `rollout ${quoted(rollout.name)} is not paused`,
      `the next wave: pap-fleet rollout promote ${rollout.name} --evidence FILE`,
    );
  return made(desk, rollout, 'resume', new Map([[rolloutPath(rollout.name), resumedText(textIn(desk, rollout))]]), (look, dryRun) =>
    wentOnText(rollout, dryRun, look),
  );
}

export function abort(desk: Desk, name: string | undefined): number {
  const rollout = rolloutNamed(desk, name);
  if (rollout.set['generator'] !== undefined) throw keepsOthers(rollout.name);
  return made(desk, rollout, 'abort', new Map([[rolloutPath(rollout.name), null]]), (look, dryRun) => abortedText(rollout, dryRun, look));
}

export function finish(desk: Desk, name: string | undefined): number {
  const rollout = rolloutNamed(desk, name);
  const { compiled, config } = desk;
  const next = rollout.waves[rollout.reached];
  if (next !== undefined)
    throw new Failure(
      'usage',
      `rollout ${quoted(rollout.name)} has not come to ${waveText(next)}: ${few(next.regions, 5)}`,
      `next: ${nextStep(rollout)}; or back to before: pap-fleet rollout abort ${rollout.name}`,
    );
  const edits = finishEdits(rollout, { spec: compiled.spec, sources: compiled.sources, config });
  const finished = after(desk, edits);
  if (finished === undefined) return EXIT.invalid;
  const differences = differing(compiled.files, finished.files);
  if (differences.length > 0)
    throw new Failure(
      'usage',
      `out/ would change, so nothing was written: ${few(differences, 5)}`,
      'what the rollout set means something else where it belongs; write the values by hand, and look at pap-fleet plan',
    );
  return done(desk, rollout, 'finish', edits, (look, dryRun) => finishedText(rollout, { files: compiled.files.size, dryRun }, look));
}

function textIn({ config }: Desk, { name }: Rollout): string {
  return textOf(config, rolloutPath(name)) as string;
}

type Words = (look: ReturnType<typeof style>, dryRun: boolean) => string;

/** Write a step that leaves the fleet valid, and say so. */
function made(desk: Desk, rollout: Rollout, action: string, edits: ConfigEdits, words: Words): number {
  return after(desk, edits) === undefined ? EXIT.invalid : done(desk, rollout, action, edits, words);
}

/** Write a step that has been found right, and say so. */
function done(desk: Desk, rollout: Rollout, action: string, edits: ConfigEdits, words: Words): number {
  const { context, flags } = desk;
  write(desk, edits);
  const dryRun = flags.more['dry-run'] === true;
  if (flags.json) printJson(context, 'rollout', EXIT.ok, { action, rollout: rollout.name, written: !dryRun, files: [...edits.keys()] });
  else context.streams.out(words(style(flags.color), dryRun));
  return EXIT.ok;
}

/** Without the rollout nothing says that the other regions stay: what would be the way back is the upgrade of all. */
function keepsOthers(name: string): Failure {
  return new Failure(
    'usage',
    `by rollout ${quoted(name)} alone the regions of later waves stay on the older release: without it all would be upgraded`,
    `hold them where they are: pap-fleet rollout pause ${name}; no release writes what an older one wrote, so going back is a pin of the action on that one`,
  );
}

/** Abort what keeps the fleet from being valid: a rollout that cannot be read has no waves to tell of. @returns whether it was so */
export function abortBroken(context: Context, flags: Flags, name = ''): boolean {
  const config = readConfig(flags.config, flags.maxFileSize);
  const relative = rolloutPath(name);
  if (textOf(config, relative) === undefined || compile(config).files !== undefined) return false;
  const edits: ConfigEdits = new Map([[relative, null]]);
  const { findings } = compile(rewritten(config, edits, flags.config));
  const dryRun = flags.more['dry-run'] === true;
  if (!dryRun) context.disk.unlink(`${flags.config}/${relative}`);
  if (flags.json) printJson(context, 'rollout', EXIT.ok, { action: 'abort', rollout: name, written: !dryRun, files: [relative], findings });
  else {
    say(context, flags, findings);
    context.streams.out(abortedBrokenText(name, dryRun, style(flags.color)));
  }
  return true;
}
