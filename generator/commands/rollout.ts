import { hintFor } from '../fleet/schema/suggest.ts';
import { heldAt } from '../fleet/freezes/holding.ts';
import { moment } from '../io/clock.ts';
import { Failure } from '../io/failure.ts';
import { heldJson } from '../report/frozen.ts';
import { regionsOf } from '../fleet/rollouts/rollout.ts';
import { rolloutsText } from '../report/rollouts.ts';
import { style } from '../report/style.ts';
import { EXIT, type Command } from './command.ts';
import { EVIDENCE_OPTIONS } from './evidence.ts';
import { editing } from './editing.ts';
import { printJson } from './load.ts';
import { deskOf, rolloutNamed, type Desk } from './rollout/desk.ts';
import { start } from './rollout/start.ts';
import { abort, abortBroken, finish, pause, promote, resume } from './rollout/steps.ts';

const ACTIONS: Readonly<Record<string, (desk: Desk, name: string | undefined) => number>> = { start, status, promote, pause, resume, abort, finish };

/** Options that one action alone has. */
const ONLY: Readonly<Record<string, readonly string[]>> = {
  image: ['start'],
  ref: ['start'],
  set: ['start'],
  waves: ['start'],
  name: ['start'],
  'alert-after': ['start'],
  evidence: ['promote'],
  'max-age': ['promote'],
  base: ['promote'],
  'without-evidence': ['promote'],
  reason: ['pause'],
};

export const rollout: Command = {
  name: 'rollout',
  summary: 'bring a change to the regions in waves, each a commit',
  usage: 'start|status|promote|pause|resume|abort|finish [NAME] [options]',
  help: `A rollout is a file below config/rollouts: what changes, which regions get it one after the other, and how far it has come. Every
step is an edit of config/ that you commit as any other; nothing else happens.

  start TARGET    write a rollout whose first wave has the change. TARGET is an agent, component/NAME, versions or generator; or the
                  name of a rollout that you wrote yourself
  status [NAME]   which waves have it, which of their regions a freeze holds now, and what comes next
  promote NAME    the next wave, once --evidence shows that every Application of the waves before is synced and healthy and has
                  soaked; ends with 3 and says what is lacking where one is not
  pause NAME      no wave may follow, for a --reason; resume NAME lets it go on
  abort NAME      back to before, in one commit
  finish NAME     after the last wave: write the values where they belong. No byte of out/ changes, which is looked at first

A wave is a region, a group, a label such as tier=canary, or rest; several with +; behind a colon how long it soaks.

Examples:
  pap-fleet rollout start research --ref pluggedin/research@1.3.0 --image plugged.in/agents/research:v1.3.0 --waves eu-west:1h,rest
  pap-fleet rollout start component/ingress --set rateLimit.average=200 --waves eu-west,rest
  pap-fleet rollout status
  kubectl get applications -n argocd -o json | pap-fleet rollout promote research-1.3.0 --evidence -
  pap-fleet rollout promote research-1.3.0 --evidence eu.json --evidence us.json --dry-run
  pap-fleet rollout promote research-1.3.0 --without-evidence "looked at the dashboards"
  pap-fleet rollout abort research-1.3.0 --dry-run
  pap-fleet rollout finish research-1.3.0`,
  options: [
    { name: 'image', value: 'IMAGE', help: 'start: the image of the agent' },
    { name: 'ref', value: 'REF', help: 'start: the reference of the agent, NAME@VERSION' },
    { name: 'set', value: 'KEY=VALUE', many: true, help: 'start: any other key, such as autoscale.max=12; the value is YAML' },
    { name: 'waves', value: 'WAVE,…', help: 'start: the waves (default: `rolloutDefaults.waves` of fleet.yaml)' },
    { name: 'name', value: 'NAME', help: 'start: how the rollout is called (default: the agent and its version)' },
    { name: 'alert-after', value: 'DURATION', help: 'start: a wave that waits longer for the next is told of, such as 72h' },
    ...EVIDENCE_OPTIONS.map((option) => ({ ...option, help: `promote: ${option.help}` })),
    { name: 'without-evidence', value: 'REASON', help: 'promote: why it goes on without evidence; it is written down' },
    { name: 'reason', value: 'TEXT', help: 'pause: why' },
    { name: 'by', value: 'NAME', help: 'who does it; it is written down' },
    {
      name: 'at',
      value: 'TIME',
      help: 'the time that counts as now, also for evidence, and is written down: 2026-12-01T09:12:00Z (default: the clock)',
    },
    { name: 'dry-run', help: 'show what would change in config/, and write nothing' },
  ],
  words: { max: 2, needs: 'what to do: start, status, promote, pause, resume, abort or finish' },
  run(context, flags, [action = '', name]) {
    const act = ACTIONS[action];
    if (act === undefined) throw new Failure('usage', `rollout does not know ${JSON.stringify(action)}`, hintFor(action, Object.keys(ACTIONS)));
    const odd = Object.keys(flags.more).find((option) => ONLY[option]?.includes(action) === false);
    if (odd !== undefined)
      throw new Failure('usage', `--${odd} is for ${(ONLY[odd] as readonly string[]).join(' and ')}`, 'pap-fleet rollout --help');
    const made = (): number => {
      if (action === 'abort' && abortBroken(context, flags, name)) return EXIT.ok;
      const desk = deskOf(context, flags);
      return desk === undefined ? EXIT.invalid : act(desk, name);
    };
    return action === 'status' ? made() : editing(flags, made);
  },
};

function status(desk: Desk, name: string | undefined): number {
  const { context, flags, compiled } = desk;
  const shown = name === undefined ? (compiled.spec.rollouts ?? []) : [rolloutNamed(desk, name)];
  const held = heldAt(compiled.fleet.freezes, moment());
  if (flags.json) {
    const rollouts = shown.map((rollout) => ({ ...rollout.written, waves: rollout.waves, frozen: heldJson(held, regionsOf(rollout)) }));
    printJson(context, 'rollout', EXIT.ok, { action: 'status', rollouts });
  } else context.streams.out(rolloutsText(shown, held, style(flags.color)));
  return EXIT.ok;
}
