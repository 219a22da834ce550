import { compile } from '../compile.ts';
import { rolloutDraft } from '../rollout/draft.ts';
import { Failure } from '../io/failure.ts';
import { hasErrors } from '../model/finding.ts';
import { review, type Review } from '../plan/review.ts';
import { treeOf } from '../render/tree.ts';
import { simulatedText, simulatedJson, type Simulated } from '../report/simulated.ts';
import { style } from '../report/style.ts';
import { rewritten, textOf, type ConfigEdits } from '../rollout/config-edits.ts';
import { finishEdits, rolloutPath } from '../rollout/finish.ts';
import { reachedText } from '../rollout/texts.ts';
import type { Rollout } from '../fleet/rollouts/rollout.ts';
import { EXIT, type Command } from './command.ts';
import { printJson, say } from './load.ts';
import { momentOf } from './plan/reviewed.ts';
import type { Moment } from './plan/reviewed.ts';
import { deskOf, rolloutNamed, type Desk, type Valid } from './rollout/desk.ts';

export const simulate: Command = {
  name: 'simulate',
  summary: 'show the commits of a rollout before they are made, and what each changes',
  usage: 'ROLLOUT [--fail-at WAVE]',
  help: `Plays a rollout of config/rollouts from where it has come to its end: a commit per wave, and what finishing it does. For each it
shows what a plan of that commit says, and what the gate would ask for. Nothing is written.

With --fail-at the wave is reached and then the rollout is aborted: the last line shows what going back does.

Examples:
  pap-fleet simulate research-1.3.0
  pap-fleet simulate research-1.3.0 --fail-at 2`,
  options: [
    { name: 'fail-at', value: 'WAVE', help: 'abort once this wave is reached: its number or its name' },
    { name: 'today', value: 'DATE', help: 'judge approvals as on that day, such as 2026-12-01 (default: today)' },
  ],
  words: { max: 1, needs: 'the name of a rollout' },
  run(context, flags, [name]) {
    const desk = deskOf(context, flags, 'simulate');
    if (desk === undefined) return EXIT.invalid;
    const rollout = rolloutNamed(desk, name);
    if (rollout.set['generator'] !== undefined)
      throw new Failure(
        'usage',
        `what a release changes shows in what is delivered, not in what this one makes of config/`,
        'look at each step as it is made: pap-fleet plan',
      );
    const last = lastWave(rollout, flags.more['fail-at'] as string | undefined);
    const played = play(desk, rollout, last, momentOf(flags));
    if (played === undefined) return EXIT.invalid;
    if (flags.json) printJson(context, 'simulate', EXIT.ok, simulatedJson(rollout, played));
    else context.streams.out(simulatedText(rollout, played, style(flags.color)));
    return EXIT.ok;
  },
};

/** The number of the wave at which it fails; undefined: it does not. */
function lastWave({ name, waves, reached }: Rollout, word: string | undefined): number | undefined {
  if (word === undefined) return undefined;
  const wave = waves.find((each) => each.name === word || String(each.number) === word);
  if (wave === undefined)
    throw new Failure('usage', `rollout "${name}" has no wave "${word}"`, `write a number from ${Math.max(1, reached)} to ${waves.length}`);
  if (wave.number < reached)
    throw new Failure('usage', `wave ${wave.number} is behind: ${reached} are reached`, `write a number from ${reached} to ${waves.length}`);
  return wave.number;
}

/** Each commit, compared with the one before. @returns undefined where one would have errors: they are said */
function play(desk: Desk, rollout: Rollout, failAt: number | undefined, moment: Moment): readonly Simulated[] | undefined {
  const { config, flags, context, memory } = desk;
  const path = rolloutPath(rollout.name);
  const begun = rolloutDraft(textOf(config, path) as string, rollout, desk.compiled.spec);
  let before: Valid = desk.compiled;
  const steps: Simulated[] = [];
  const step = (what: Omit<Simulated, 'review'>, edits: ConfigEdits): boolean => {
    const files = rewritten(config, edits, flags.config);
    const compiled = compile(files, [], memory);
    if (compiled.files === undefined || hasErrors(compiled.findings)) {
      say(context, flags, compiled.findings);
      if (flags.json) printJson(context, 'simulate', EXIT.invalid, { findings: compiled.findings });
      else context.streams.err(`the fleet would have these errors: ${what.title}\n`);
      return false;
    }
    const valid = compiled as Valid;
    steps.push({ ...what, review: compared(valid, before, files, moment) });
    before = valid;
    return true;
  };
  for (const wave of rollout.waves.slice(rollout.reached, failAt)) {
    const edits = new Map([[path, reachedText(begun, wave.number)]]);
    if (!step({ title: wave.number === 1 ? 'start' : 'promote', wave }, edits)) return undefined;
  }
  if (failAt !== undefined) return step({ title: 'abort' }, new Map([[path, null]])) ? steps : undefined;
  const whole = before.spec.rollouts?.find(({ name }) => name === rollout.name) as Rollout;
  return step({ title: 'finish' }, finishEdits(whole, { spec: before.spec, sources: before.sources, config })) ? steps : undefined;
}

function compared(now: Valid, before: Valid, config: Desk['config'], { today, now: time }: Moment): Review {
  const { fleet, spec, overlays, files, customs, policyContext } = now as Valid & Required<typeof now>;
  return review({ fleet, spec, overlays, files, config, customs, policyContext }, treeOf(before.files, 'the commit before'), today, undefined, time);
}
