import type { Block } from '../plan/fold.ts';
import type { Review, Tally } from '../plan/review.ts';
import { memo } from '../model/memo.ts';
import { emit } from '../k8s/emit.ts';
import { redact } from '../secrets/redact.ts';
import { code, escaped, fenced, worded } from './markdown.ts';
import { frozenLines } from './frozen.ts';
import { heldLines, stayLines } from './held.ts';
import { listed } from './listed.ts';
import { shortLines, wholeLines } from './plan-fields.ts';
import {
  MARKS,
  SHORTENED,
  approvalWords,
  gateLines,
  headline,
  rolloutLines,
  isEmpty,
  ownerLines,
  placeText,
  renameWords,
  tallyText,
  theseChanges,
  whatText,
} from './plan-words.ts';

/** GitHub takes 65,536 characters; some are for what others put around it. */
export const MOST_CHARACTERS = 60_000;
const MOST_REGIONS = 150;
const MOST_OBJECTS = 30;
const MOST_FIELDS = 20;

/**
 * A plan for a pull request. It always fits: where not every change can be shown in full, fewer details of all of them
 * are shown, never all details of a few, so that no region and no object is missing from the index.
 */
export function planMarkdown(review: Review, today: string): string {
  const head = `### ${escaped(headline(review))}\n\n${rolloutMarkdown(review)}${gateMarkdown(review, today)}`;
  if (isEmpty(review)) return cut(head);
  const details = [
    () => `${regionIndex(review)}${blocksMarkdown(review, MOST_FIELDS)}`,
    () => `${regionIndex(review)}${blocksMarkdown(review, 2)}`,
    () => `${shortNote}${regionIndex(review)}${lineIndex(review)}`,
    () => `${shortNote}${regionIndex(review)}${objectIndex(review)}`,
    () => `${shortNote}${regionIndex(review)}${kindIndex(review)}`,
    () => `${shortNote}${kindIndex(review)}`,
  ];
  for (const detail of details) {
    const text = `${head}\n${detail()}`;
    if (text.length <= MOST_CHARACTERS) return text;
  }
  return cut(`${head}\n${shortNote}${kindIndex(review)}`);
}

/** Everything, however long: for a file. */
export function fullMarkdown(review: Review, today: string): string {
  return `### ${escaped(headline(review))}\n\n${rolloutMarkdown(review)}${gateMarkdown(review, today)}\n${isEmpty(review) ? '' : `${regionIndex(review)}${fullBlocks(review)}`}`;
}

/** As a list, or nothing. */
function rolloutMarkdown(review: Review): string {
  const lines = rolloutLines(review).map((line) => `- ${worded(line)}\n`);
  return lines.length === 0 ? '' : `${lines.slice(0, 40).join('')}\n`;
}

const shortNote = 'There is too much to show all of it here: this is the index; the full report has every field.\n\n';

function shortened(line: string): string {
  return line.length > 600 ? `${line.slice(0, 599)}…` : line;
}

function cut(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 40).replace(/\n[^\n]*$/, '')}\n\n… cut; see the full report\n`;
}

function gateMarkdown(review: Review, today: string): string {
  const { verdict } = review;
  const { grave, notes } = gateLines(verdict);
  const list = (lines: readonly string[]): string => {
    const shown = lines.slice(0, 40).map((line) => `- ${worded(shortened(redact(line)))}\n`);
    return shown.join('') + (lines.length > 40 ? `- … and ${lines.length - 40} more\n` : '');
  };
  const waits = stayLines(review);
  const stays = waits.length === 0 ? '' : `\n**Regions that stay on an older generator:**\n\n${list(waits)}`;
  const freezes = frozenLines(review);
  const frozen = freezes.length === 0 ? '' : `\n**Freezes:**\n\n${list(freezes)}`;
  if (verdict.passes) return `**The gate lets this pass.**\n${notes.length === 0 ? '' : `\n${list(notes)}`}${stays}${frozen}`;
  const words = approvalWords(verdict, today);
  const owners = ownerLines(verdict);
  const file = words?.text === undefined ? '' : `\nwhich writes ${code(words.path)}:\n\n${fenced(words.text, 'yaml')}`;
  const way =
    words === undefined
      ? ''
      : `\nIf all of this is meant, approve ${theseChanges(verdict)} in the same pull request:\n\n${fenced(words.command, 'sh')}${file}${owners.length === 0 ? '' : `\n${list(owners)}`}`;
  const apart = heldLines(review);
  const held = apart.length === 0 ? '' : `\nMerged as it stands, it would be delivered in parts:\n\n${list(apart)}`;
  return `**The gate refuses this change:**\n\n${list([...grave, ...notes])}${stays}${frozen}${held}${way}`;
}

function regionIndex({ regions }: Review): string {
  const groups = new Map<string, string[]>();
  for (const [region, tally] of regions) memo(groups, tallyText(tally), () => [] as string[]).push(region);
  const lines = [...groups].map(([tally, names]) => {
    return `- ${tally}: ${listed(names.map(code), MOST_REGIONS)}\n`;
  });
  return `**What changes:**\n\n${lines.join('')}\n`;
}

function blocksMarkdown(review: Review, mostFields: number): string {
  const fields = new Map(review.blocks.map((block) => [block, shortLines(block.fields, mostFields)]));
  const short = [...fields.values()].some(({ shortened }) => shortened) ? `${SHORTENED}; the full report has all of it.\n\n` : '';
  return short + [...fields].map(([block, { lines }]) => `${blockLine(block, review, MOST_REGIONS, MOST_OBJECTS)}${fencedLines(lines)}\n`).join('');
}

/** Every field of every block, and all of what is created. */
function fullBlocks(review: Review): string {
  return review.blocks
    .map((block) => {
      const created = block.objects.flatMap((object) => (object.created === undefined ? [] : [`\n${fenced(emit(object.created()), 'yaml')}`]));
      return `${blockLine(block, review, Infinity, Infinity)}${fencedLines(wholeLines(block.fields))}${created.join('')}\n`;
    })
    .join('');
}

function fencedLines(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `\n${fenced(lines.join('\n'), 'text')}`;
}

function blockLine(block: Block, review: Review, mostRegions: number, mostObjects: number): string {
  const consequences = [...renameWords(block), ...block.consequences];
  const says = consequences.length === 0 ? '' : ` — **${consequences.map(escaped).join('; ')}**`;
  return `${code(MARKS[block.verb])} ${code(whatText(block, mostObjects))} · ${code(placeText(block, review, mostRegions))}${says}\n`;
}

function lineIndex(review: Review): string {
  return review.blocks.map((block) => `- ${blockLine(block, review, 5, 5)}`).join('');
}

/** Each object with the number of regions in which something happens to it. */
function objectIndex({ blocks }: Review): string {
  const rows = new Map<string, { mark: string; regions: number }>();
  for (const { verb, objects, regions } of blocks) {
    for (const { kind, name } of objects) {
      const row = memo(rows, `${kind} ${name} ${verb}`, () => ({ mark: `${code(MARKS[verb])} ${code(`${kind} ${name}`)}`, regions: 0 }));
      row.regions += Math.max(1, regions.length);
    }
  }
  return `${[...rows.values()].map(({ mark, regions }) => `- ${mark}: ${regions}\n`).join('')}`;
}

/** Each kind of a component with what happens to how many objects: always short. */
function kindIndex({ blocks }: Review): string {
  const rows = new Map<string, { title: string; tally: Record<keyof Tally, number>; says: Set<string> }>();
  for (const { objects, component, verb, regions, consequences } of blocks) {
    for (const kind of new Set(objects.map((object) => object.kind))) {
      const row = memo(rows, `${component} ${kind}`, () => ({
        title: `${component}: ${code(kind)}`,
        tally: { create: 0, update: 0, delete: 0, replace: 0 },
        says: new Set<string>(),
      }));
      const n = Math.max(1, regions.length) * objects.filter((object) => object.kind === kind).length;
      for (const each of verb === 'rename' ? (['delete', 'create'] as const) : [verb]) row.tally[each] += n;
      for (const text of consequences) row.says.add(text);
    }
  }
  return [...rows.values()]
    .map(({ title, tally, says }) => `- ${title}: ${tallyText(tally)}${says.size === 0 ? '' : ` — **${[...says].join('; ')}**`}\n`)
    .join('');
}
