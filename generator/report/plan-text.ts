import type { Block } from '../plan/fold.ts';
import type { Verdict } from '../plan/gate.ts';
import type { Review } from '../plan/review.ts';
import { heldText } from './held.ts';
import { shortLines } from './plan-fields.ts';
import {
  MARKS,
  SHORTENED,
  approvalWords,
  gateLines,
  headline,
  isEmpty,
  ownerLines,
  placeText,
  renameWords,
  rolloutLines,
  theseChanges,
  whatText,
} from './plan-words.ts';
import { count, visible } from './style.ts';
import type { Style } from './style.ts';

const MOST_FIELDS = 12;
const MOST_OBJECTS = 12;
const MOST_REGIONS = 24;
const MOST_BLOCKS = 200;

/** A plan for people at a terminal. */
export function planText(review: Review, today: string, style: Style): string {
  const fields = new Map(review.blocks.slice(0, MOST_BLOCKS).map((block) => [block, shortLines(block.fields, MOST_FIELDS)]));
  const shown = [...fields].map(([block, { lines }]) => `${blockText(block, lines, review, style)}\n`);
  const isShortened = [...fields.values()].some(({ shortened }) => shortened);
  const short = isShortened ? `${style.dim(`${SHORTENED}; --full FILE writes all of it, and --json has it.`)}\n\n` : '';
  const rest = review.blocks.length - shown.length;
  const more = rest > 0 ? `… and ${count(rest, 'more block')} of changes; --full FILE writes all of them\n\n` : '';
  const head = isEmpty(review) ? '' : `\n`;
  const rollouts = rolloutLines(review).map((line) => `${visible(line)}\n`);
  return `${style.bold(visible(headline(review)))}\n${rollouts.join('')}${head}${shown.join('')}${more}${short}${gateText(review.verdict, today, style)}${heldText(review, style)}`;
}

function blockText(block: Block, fields: readonly string[], review: Review, style: Style): string {
  const { verb } = block;
  const mark = MARKS[verb];
  const colour = verb === 'create' ? style.green : verb === 'update' ? style.yellow : style.red;
  const consequences = [...renameWords(block), ...block.consequences];
  const says = consequences.length === 0 ? '' : `    ${consequences.map((text) => (verb === 'create' ? text : colour(text))).join('; ')}\n`;
  const lines = fields.map((line) => `    ${line}\n`);
  return `${colour(mark)} ${style.bold(visible(whatText(block, MOST_OBJECTS)))}  ${style.dim(visible(placeText(block, review, MOST_REGIONS)))}\n${lines.join('')}${says}`;
}

/** What the gate says, and the way out. */
export function gateText(verdict: Verdict, today: string, style: Style): string {
  const { grave, notes } = gateLines(verdict);
  const noted = notes.map((note) => `  ${style.dim('note:')} ${visible(note)}\n`).join('');
  if (verdict.passes) return `${style.green('The gate lets this pass.')}\n${noted}`;
  const reasons = grave.map((line) => `  - ${visible(line)}\n`).join('');
  return `${style.red('The gate refuses this change:')}\n${reasons}${noted}${wayOut(verdict, today)}`;
}

/** At a desk: what the gate will refuse later. Nothing is held up by it here. */
export function gateWarning(reasons: readonly string[]): string {
  const shown = reasons.slice(0, 5).map((line) => `  - ${visible(line)}\n`);
  const more = reasons.length > 5 ? `  … and ${reasons.length - 5} more\n` : '';
  return `The gate would not let this pass as it stands, seen from the out/ that was here (pap-fleet plan has all of it):\n${shown.join('')}${more}`;
}

function wayOut(verdict: Verdict, today: string): string {
  const words = approvalWords(verdict, today);
  if (words === undefined) return '';
  const { path, command, text } = words;
  const file = text === undefined ? '' : `which writes ${path}:\n${indented(text)}`;
  const owners = ownerLines(verdict).map((line) => `${visible(line)}\n`);
  return `\nIf all of this is meant, approve ${theseChanges(verdict)} in the same pull request:\n  ${command}\n${file}${owners.join('')}`;
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}
