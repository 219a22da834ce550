import { regionsOf, waveText, type Rollout, type Wave } from '../fleet/rollouts/rollout.ts';
import type { Held } from '../fleet/freezes/holding.ts';
import { few } from '../model/few.ts';
import { leaves } from '../model/data.ts';
import { heldRows } from './frozen.ts';
import { count, visible, type Style } from './style.ts';

const MOST = 8;

/** What is under way, and what comes next. @param held regions that freezes hold now: what a wave has brought to config/ may wait there */
export function rolloutsText(rollouts: readonly Rollout[], held: ReadonlyMap<string, Held>, style: Style): string {
  if (rollouts.length === 0) return 'no rollout is under way; pap-fleet rollout start begins one\n';
  return rollouts.map((rollout) => rolloutText(rollout, style, held)).join('\n');
}

function rolloutText(rollout: Rollout, style: Style, held: ReadonlyMap<string, Held> = new Map()): string {
  const { name, waves, reached, written } = rollout;
  const last = written.history?.at(-1);
  const since = last === undefined ? '' : `, since ${last.at}${last.by === undefined ? '' : ` by ${last.by}`}`;
  const head = `${style.bold(visible(name))}  ${reached} of ${count(waves.length, 'wave')} reached${visible(since)}\n`;
  const lines = waves.map((wave) => waveLine(wave, wave.number <= reached, style));
  const { paused } = written;
  const halt = paused === undefined ? '' : style.yellow(`  paused since ${paused.at}: ${visible(paused.reason)}\n`);
  const frozen = heldRows(held, regionsOf(rollout)).map((row) => style.yellow(`  ${visible(row)}\n`));
  return `${head}${setLines(rollout)}${lines.join('')}${frozen.join('')}${halt}  next: ${nextStep(rollout)}\n`;
}

function setLines({ set }: Rollout): string {
  return Object.entries(set)
    .flatMap(([key, value]) => [...leaves(value)].map(([path, leaf]) => `  ${visible([key, ...path].join('.'))}: ${visible(JSON.stringify(leaf))}\n`))
    .join('');
}

function waveLine({ number, name, regions, soak }: Wave, reached: boolean, style: Style): string {
  const mark = reached ? style.green('✓') : '·';
  const called = name === String(number) ? '' : ` ${name}:`;
  return `  ${mark} ${number}${visible(called)} ${visible(few(regions, MOST))}${soak === null ? '' : style.dim(`  soaks ${soak}`)}\n`;
}

/** The command that comes next. */
export function nextStep({ name, waves, reached, written }: Rollout): string {
  if (written.paused !== undefined) return `pap-fleet rollout resume ${name}`;
  if (reached === 0) return `pap-fleet rollout start ${name}`;
  return reached === waves.length ? `pap-fleet rollout finish ${name}` : `pap-fleet rollout promote ${name} --evidence FILE`;
}

interface Written {
  readonly path: string;
  readonly dryRun: boolean;
}

export function startedText(rollout: Rollout, { path, dryRun }: Written, style: Style): string {
  const [first] = rollout.waves as readonly [Wave, ...Wave[]];
  const what = dryRun ? `would write ${path}` : `wrote ${path}`;
  return `${visible(what)}: ${waveText(first)} has the change, ${visible(few(first.regions, MOST))}\n${rolloutText(rollout, style)}${committing(dryRun)}`;
}

function committing(dryRun: boolean): string {
  return dryRun ? '' : 'look at it with pap-fleet plan, and commit it\n';
}

export function promotedWords({ name, waves }: Rollout, wave: Wave, dryRun: boolean, style: Style): string {
  const left = waves.length - wave.number;
  const rest = left === 0 ? 'it was the last' : `${count(left, 'wave')} to go`;
  return `${style.bold(visible(name))}: ${waveText(wave)} ${dryRun ? 'would have' : 'has'} the change, ${visible(few(wave.regions, MOST))}; ${rest}\n${committing(dryRun)}`;
}

export function haltedText({ name }: Rollout, dryRun: boolean, style: Style): string {
  return `${style.bold(visible(name))} ${dryRun ? 'would stand' : 'stands'} still: no wave follows before pap-fleet rollout resume ${name}\n${committing(dryRun)}`;
}

export function wentOnText({ name }: Rollout, dryRun: boolean, style: Style): string {
  return `${style.bold(visible(name))} ${dryRun ? 'would go' : 'goes'} on\n${committing(dryRun)}`;
}

export function abortedText(rollout: Rollout, dryRun: boolean, style: Style): string {
  const back = regionsOf(rollout, 'reached');
  const what =
    back.length === 0 ? 'no region had it' : `${few(back, MOST)} ${dryRun ? 'would go' : back.length === 1 ? 'goes' : 'go'} back to before`;
  return `${style.bold(visible(rollout.name))} ${dryRun ? 'would be' : 'is'} aborted: ${visible(what)}\n${committing(dryRun)}`;
}

export function finishedText({ name }: Rollout, { files, dryRun }: { readonly files: number; readonly dryRun: boolean }, style: Style): string {
  return `${style.bold(visible(name))} ${dryRun ? 'would be' : 'is'} finished: its values stand where they belong, and all ${count(files, 'file')} of out/ stay as they are\n${committing(dryRun)}`;
}

export function abortedBrokenText(name: string, dryRun: boolean, style: Style): string {
  return `${style.bold(visible(name))} ${dryRun ? 'would be' : 'is'} aborted: the fleet had errors, so which regions go back is for pap-fleet plan to say\n`;
}
