import type { Review } from '../../plan/review.ts';
import { frozenLines } from '../frozen.ts';
import { heldLines, stayLines } from '../held.ts';
import { shortLines } from '../plan-fields.ts';
import { approvalWords, gateLines, headline, isEmpty, MARKS, placeText, renameWords, theseChanges, whatText } from '../plan-words.ts';
import { count } from '../style.ts';
import { esc } from './escape.ts';
import { code, list, section } from './parts.ts';

/** So many blocks are shown, so many fields of each. */
const [MOST_BLOCKS, MOST_FIELDS] = [150, 20];

/** What a delivery would change now. */
export function planSection(review: Review, today: string): string {
  const { verdict, blocks } = review;
  const { grave, notes } = gateLines(verdict);
  const kept = [...stayLines(review), ...frozenLines(review), ...(verdict.passes ? [] : heldLines(review))];
  const words = verdict.passes ? undefined : approvalWords(verdict, today);
  const gate = isEmpty(review)
    ? ''
    : verdict.passes
      ? '<p class="ok">The gate lets this pass.</p>'
      : '<p class="bad"><strong>The gate refuses this change:</strong></p>';
  const shown = blocks.slice(0, MOST_BLOCKS).map((block) => {
    const { lines } = shortLines(block.fields, MOST_FIELDS);
    const says = [...renameWords(block), ...block.consequences];
    return `<li><p>${code(MARKS[block.verb])} ${esc(whatText(block, 8))} <span class="dim">${esc(placeText(block, review, 8))}</span></p>${says.length === 0 ? '' : `<p><strong>${esc(says.join('; '))}</strong></p>`}${
      lines.length === 0 ? '' : `<pre tabindex="0" aria-label="What changes in it">${esc(lines.join('\n'))}</pre>`
    }</li>`;
  });
  const rest = blocks.length - shown.length;
  return section(
    'plan',
    'Plan',
    `<p>${esc(headline(review))}.</p>${gate}${list([...grave, ...notes, ...kept].map(esc))}${words === undefined ? '' : `<p class="out">If all of this is meant, approve ${esc(theseChanges(verdict))}: ${code(words.command)}</p>`}${shown.length === 0 ? '' : `<details><summary>What changes, ${count(blocks.length, 'block')}</summary><ul class="items">${shown.join('')}</ul></details>`}${
      rest > 0 ? `<p class="dim">and ${rest} more: pap-fleet plan --full FILE</p>` : ''
    }`,
  );
}
