import type { RolloutSpec, WaveSpec } from '../../fleet/rollouts/rollout.ts';
import { targetOf } from '../../fleet/target.ts';
import { hintFor } from '../../fleet/schema/suggest.ts';
import type { AgentSpec, Fields } from '../../fleet/spec.ts';
import { Failure } from '../../io/failure.ts';
import { few } from '../../model/few.ts';
import { sortedKeys } from '../../model/order.ts';
import { quoted } from '../../model/quoted.ts';
import { hasMatch } from '../../model/regexp.ts';
import { rolloutSchema } from '../../fleet/schema/schemas.ts';
import { askedSet, usualName } from '../../rollout/asked-set.ts';
import { startedText } from '../../report/rollouts.ts';
import { style } from '../../report/style.ts';
import { askedWaves, leftOut } from '../../rollout/asked-waves.ts';
import { textOf, type ConfigEdits } from '../../rollout/config-edits.ts';
import { openChoices, rolloutDraft } from '../../rollout/draft.ts';
import { differing, rolloutPath } from '../../rollout/finish.ts';
import { promotedText, reachedText, rolloutText, type Beginning } from '../../rollout/texts.ts';
import { EXIT } from '../command.ts';
import { printJson } from '../load.ts';
import { after, byWhom, timeOf, write, type Desk, type Valid } from './desk.ts';

/** Begin a rollout: one that people have written, or one of what the options say. */
export function start(desk: Desk, target: string | undefined): number {
  const { context, flags, compiled } = desk;
  const draft = compiled.spec.rollouts?.find(({ name }) => name === target);
  const { name, edits, waves } = draft === undefined ? begin(desk, target) : beginDraft(desk, draft.written);
  const next = after(desk, edits);
  if (next === undefined) return EXIT.invalid;
  const whole = after(desk, new Map([...edits, [rolloutPath(name), reachedText(edits.get(rolloutPath(name)) as string, waves)]]));
  // A wave that would have errors can never be reached.
  if (whole === undefined) return EXIT.invalid;
  if (changesNothing(desk, whole, name))
    throw new Failure('usage', 'nothing would change in any wave', 'the regions have these values already: set others, or leave the rollout out');
  write(desk, edits);
  const rollout = next.spec.rollouts?.find((each) => each.name === name);
  if (rollout === undefined) throw new Error('a rollout that was written is not read');
  const dryRun = flags.more['dry-run'] === true;
  const path = `${flags.config}/${rolloutPath(name)}`;
  if (flags.json) printJson(context, desk.command, EXIT.ok, { action: 'start', written: !dryRun, path, rollout: rollout.written });
  else context.streams.out(startedText(rollout, { path, dryRun }, style(flags.color)));
  return EXIT.ok;
}

/** Whether the last wave would leave every file as it is now. What versions and releases of the generator do is not seen in files of a fleet by itself. */
function changesNothing(desk: Desk, whole: Valid, name: string): boolean {
  const set = whole.spec.rollouts?.find((rollout) => rollout.name === name)?.set ?? {};
  const isSeen = Object.keys(set).every((key) => ['agents', 'components'].includes(targetOf(key)[0]));
  return isSeen && differing(desk.compiled.files, whole.files).length === 0;
}

interface Begun {
  readonly name: string;
  readonly edits: ConfigEdits;
  readonly waves: number;
}

function beginDraft({ flags, compiled: { spec }, config }: Desk, written: RolloutSpec): Begun {
  const { name, waves, reached = 0 } = written;
  if (reached > 0)
    throw new Failure(
      'usage',
      `rollout ${quoted(name)} has begun: ${reached} of ${waves.length} waves are reached`,
      `the next: pap-fleet rollout promote ${name} --evidence FILE`,
    );
  const odd = Object.keys(flags.more).find((key) => ['image', 'ref', 'set', 'waves', 'name', 'alert-after'].includes(key));
  if (odd !== undefined)
    throw new Failure('usage', `--${odd}: what rollout ${quoted(name)} does stands in its file`, `edit ${flags.config}/${rolloutPath(name)}`);
  const chosen = openChoices({ written }, spec);
  const resolved = waves.map((wave, i): WaveSpec => ({ ...wave, ...(chosen[i] === undefined ? {} : { resolved: chosen[i] }) }));
  mustHaveAll(waves, leftOut(resolved, spec));
  const draft = rolloutDraft(textOf(config, rolloutPath(name)) as string, { written }, spec);
  const text = promotedText(draft, { wave: 1, at: timeOf(flags), ...byWhom(flags) });
  return { name, edits: new Map([[rolloutPath(name), text]]), waves: waves.length };
}

function begin(desk: Desk, target: string | undefined): Begun {
  const { flags, compiled, config } = desk;
  const key = keyOf(desk, target);
  const set = settings(desk, key);
  const { rolloutDefaults } = compiled.spec;
  const asked = (flags.more['waves'] as string | undefined)?.split(',') ?? rolloutDefaults?.waves;
  if (asked === undefined)
    throw new Failure('usage', '--waves is missing', 'for example --waves canary:1h,eu:24h,rest; or write `rolloutDefaults` into fleet.yaml');
  const waves = askedWaves(asked, compiled.spec);
  if ('message' in waves) throw new Failure('usage', waves.message, waves.hint);
  mustHaveAll(waves, leftOut(waves, compiled.spec));
  const name = (flags.more['name'] as string | undefined) ?? usualName(key, set);
  if (!hasMatch(rolloutSchema.properties?.['name']?.pattern as string, name))
    throw new Failure(
      'usage',
      `${quoted(name)} is no name of a rollout`,
      'lower-case letters, digits, dots and hyphens, at most 63: --name research-1.3.0',
    );
  if (textOf(config, rolloutPath(name)) !== undefined)
    throw new Failure('usage', `there is a rollout ${quoted(name)} already`, `end it first, or give this one another name: --name ${name}-2`);
  const alertAfter = (flags.more['alert-after'] as string | undefined) ?? rolloutDefaults?.alertAfter;
  const beginning: Beginning = {
    name,
    set: { [key]: set },
    waves,
    ...(alertAfter === undefined ? {} : { alertAfter }),
    step: { wave: 1, at: timeOf(flags), ...byWhom(flags) },
  };
  return { name, edits: new Map([[rolloutPath(name), rolloutText(beginning)]]), waves: waves.length };
}

function mustHaveAll(waves: readonly WaveSpec[], left: readonly string[]): void {
  if (left.length > 0) {
    const which = left.length === 1 ? 'is' : 'are';
    throw new Failure(
      'usage',
      `${few(left, 5)} ${which} in no wave`,
      waves.length === 0 ? 'name waves' : 'end with the wave `rest`, or name all regions',
    );
  }
}

/** The key of `set`: an agent by its name, all else by the word that fleet.yaml has for it. */
function keyOf({ compiled: { spec, fleet } }: Desk, target: string | undefined): string {
  if (target === undefined) throw new Failure('usage', 'what changes is missing', 'name an agent, component/NAME, versions or generator');
  const agents = sortedKeys(spec.agents ?? {});
  if (target === 'versions' || target === 'generator') return target;
  if (target.startsWith('component/')) {
    const name = target.slice('component/'.length);
    const known = Object.keys(fleet.regions[0]?.components ?? {});
    if (!known.includes(name)) throw new Failure('usage', `there is no component ${quoted(name)}`, hintFor(name, known));
    return `components.${name}`;
  }
  if (agents.includes(target)) return `agents.${target}`;
  const components = Object.keys(fleet.regions[0]?.components ?? {});
  if (components.includes(target))
    throw new Failure('usage', `there is no agent ${quoted(target)}`, `for the component: pap-fleet rollout start component/${target}`);
  throw new Failure('usage', `there is no agent ${quoted(target)}`, hintFor(target, agents));
}

/** What the options set. */
function settings({ flags, compiled: { spec } }: Desk, key: string): Fields {
  const { image, ref } = flags.more as { image?: string; ref?: string };
  const [section, name = ''] = targetOf(key);
  if (section !== 'agents' && (image ?? ref) !== undefined)
    throw new Failure('usage', `--${image === undefined ? 'ref' : 'image'} is for agents`, 'write --set KEY=VALUE');
  const set: Record<string, unknown> = {
    ...(ref === undefined ? {} : { ref }),
    ...(image === undefined ? {} : { image }),
  };
  const flaw = askedSet((flags.more['set'] as readonly string[] | undefined) ?? [], set);
  if (flaw !== undefined) throw new Failure('usage', flaw.message, flaw.hint);
  if (Object.keys(set).length === 0) {
    const own: Partial<AgentSpec> = spec.agents?.[name] ?? {};
    const example = section === 'agents' ? `--image ${own.image ?? 'IMAGE'}` : '--set KEY=VALUE';
    throw new Failure('usage', 'what is to be set is missing', `for example ${example}`);
  }
  return set;
}
