import type { Block, ShownField } from '../plan/fold.ts';
import type { Verdict } from '../plan/gate.ts';
import type { Review } from '../plan/review.ts';
import { heldText } from './held.ts';
import { MARKS, approvalWords, gateLines, headline, isEmpty, placeText, theseChanges, whatText } from './plan-words.ts';
import { count, visible } from './style.ts';
import type { Style } from './style.ts';

const MOST_FIELDS = 12;
const MOST_OBJECTS = 12;
const MOST_REGIONS = 24;
const MOST_BLOCKS = 200;

/** A plan for people at a terminal. */
export function planText(review: Review, today: string, style: Style): string {
  const shown = review.blocks.slice(0, MOST_BLOCKS).map((block) => `${blockText(block, review, style)}\n`);
  const rest = review.blocks.length - shown.length;
  const more = rest > 0 ? `… and ${count(rest, 'more block')} of changes; --full FILE writes all of them\n\n` : '';
  const head = isEmpty(review) ? '' : `\n`;
  return `${style.bold(visible(headline(review)))}\n${head}${shown.join('')}${more}${gateText(review.verdict, today, style)}${heldText(review, style)}`;
}

function blockText(block: Block, review: Review, style: Style): string {
  const { verb, fields, consequences } = block;
  const mark = MARKS[verb];
  const colour = verb === 'create' ? style.green : verb === 'update' ? style.yellow : style.red;
  const says = consequences.length === 0 ? '' : `    ${consequences.map((text) => (verb === 'create' ? text : colour(text))).join('; ')}\n`;
  const lines = fields.slice(0, MOST_FIELDS).map((field) => `    ${fieldText(field)}\n`);
  if (fields.length > MOST_FIELDS) lines.push(`    … and ${count(fields.length - MOST_FIELDS, 'more field')}\n`);
  return `${colour(mark)} ${style.bold(visible(whatText(block, MOST_OBJECTS)))}  ${style.dim(visible(placeText(block, review, MOST_REGIONS)))}\n${lines.join('')}${says}`;
}

/** `spec.replicas: 2 → 3` */
export function fieldText({ path, before, after, immutable }: ShownField): string {
  const note = immutable === true ? '  (cannot be changed)' : '';
  if (path === '') return visible(before === undefined ? `+ ${after}` : `- ${before}`);
  if (before === undefined) return visible(`${path}: + ${after}${note}`);
  if (after === undefined) return visible(`${path}: - ${before}${note}`);
  return visible(
    before === after ? `${path}: changes ${before.startsWith('(') ? before : `(${before})`}${note}` : `${path}: ${before} → ${after}${note}`,
  );
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
  return `The gate will refuse this as it stands, seen from the out/ that was here (pap-fleet plan has all of it):\n${shown.join('')}${more}`;
}

function wayOut(verdict: Verdict, today: string): string {
  const words = approvalWords(verdict, today);
  if (words === undefined) return '';
  const { path, command, text } = words;
  const file = text === undefined ? '' : `which writes ${path}:\n${indented(text)}`;
  return `\nIf all of this is meant, approve ${theseChanges(verdict)} in the same pull request:\n  ${command}\n${file}`;
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}
