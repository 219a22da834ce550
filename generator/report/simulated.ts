import { waveText, type Rollout, type Wave } from '../fleet/rollouts/rollout.ts';
import { few } from '../model/few.ts';
import type { Review } from '../plan/review.ts';
import { heldRows } from './frozen.ts';
import { planJson } from './plan-json.ts';
import { gateLines, isEmpty, tallyText } from './plan-words.ts';
import { count, visible, type Style } from './style.ts';

/** A commit of a rollout, and what its plan would be. */
export interface Simulated {
  /** `start`, `promote`, `finish` or `abort`. */
  readonly title: string;
  /** The wave that is reached by it. */
  readonly wave?: Wave;
  readonly review: Review;
}

const MOST_REGIONS = 6;
const MOST_LINES = 5;

/** A commit in each block: what it is, what changes, what that means, and what the gate would want. */
export function simulatedText({ name, waves, reached }: Rollout, steps: readonly Simulated[], style: Style): string {
  const head = `${style.bold(visible(name))}: ${count(steps.length, 'commit')} to come, ${reached} of ${count(waves.length, 'wave')} reached\n`;
  return `${head}${steps.map((step, i) => stepText(step, i + 1, style)).join('')}`;
}

function stepText({ title, wave, review }: Simulated, number: number, style: Style): string {
  const where = wave === undefined ? '' : ` ${waveText(wave)}, ${few(wave.regions, MOST_REGIONS)}`;
  const regions = review.regions.size === 0 ? '' : ` in ${count(review.regions.size, 'region')}`;
  const what = isEmpty(review) ? style.dim('no byte of out/ changes') : `${tallyText(review.total)}${regions}`;
  const means = [...new Set(review.blocks.flatMap(({ consequences }) => consequences))];
  const shown = means.slice(0, MOST_LINES).map((text) => `     ${visible(text)}\n`);
  const more = means.length > MOST_LINES ? `     … and ${means.length - MOST_LINES} more; pap-fleet plan shows them at that commit\n` : '';
  const gate = review.verdict.passes ? '' : style.yellow(`     the gate would ask: ${visible(gateLines(review.verdict).grave[0] ?? '')}\n`);
  const soak = wave?.soak === null || wave === undefined ? '' : style.dim(`     soaks ${wave.soak}\n`);
  const frozen = heldRows(review.frozen, wave?.regions ?? []).map((row) => style.yellow(`     ${visible(row)}\n`));
  return `${String(number).padStart(3)}  ${style.bold(title)}${visible(where)}: ${what}\n${shown.join('')}${more}${gate}${frozen.join('')}${soak}`;
}

export function simulatedJson({ name, reached, waves }: Rollout, steps: readonly Simulated[]): object {
  return {
    rollout: name,
    reached,
    waves: waves.length,
    commits: steps.map(({ title, wave, review }) => ({ title, wave: wave ?? null, plan: planJson(review) })),
  };
}
