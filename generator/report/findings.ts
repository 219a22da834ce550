import type { Finding, Place } from '../model/finding.ts';
import { visible } from './style.ts';
import type { Style } from './style.ts';
import { colourOf, tallyWords } from './tally.ts';

const WIDEST = 160;
/** What is wrong with so many regions is seen from the first of them. */
const MOST_ALIKE = 12;

/** Findings as people read them: place, severity, code, message; the line; the way out. */
export function findingsText(findings: readonly Finding[], style: Style): string {
  if (findings.length === 0) return '';
  return `${shownOf(findings, style).join('\n')}\n${tallyWords(findings, style)}\n`;
}

/** Every finding, but of those with one code only the first ones and how many more there are. */
function shownOf(findings: readonly Finding[], style: Style): string[] {
  const all = new Map<string, number>();
  for (const { code } of findings) all.set(code, (all.get(code) ?? 0) + 1);
  const seen = new Map<string, number>();
  return findings.flatMap((finding) => {
    const nth = (seen.get(finding.code) ?? 0) + 1;
    seen.set(finding.code, nth);
    const rest = (all.get(finding.code) ?? 0) - MOST_ALIKE;
    if (nth <= MOST_ALIKE || rest < 2) return [findingText(finding, style)];
    return nth === MOST_ALIKE + 1 ? [`${style.dim(`… and ${rest} more of ${finding.code}; --json has all of them`)}\n`] : [];
  });
}

function findingText({ place, severity, code, message, excerpt, hint, related }: Finding, style: Style): string {
  const colour = colourOf(severity, style);
  let text = `${style.bold(position(place))} ${colour(severity)} ${code}: ${visible(message)}\n`;
  if (excerpt !== undefined && excerpt !== '') text += excerptText(place, excerpt, colour);
  if (hint !== undefined && hint !== '') text += `  ${style.dim('hint:')} ${visible(hint).replaceAll('\n', '\n        ')}\n`;
  for (const { place: other, note } of related ?? []) text += `  ${style.dim('also:')} ${position(other)} ${visible(note)}\n`;
  return text;
}

function excerptText({ line, col, length }: Place, excerpt: string, colour: (text: string) => string): string {
  const number = String(line).padStart(5);
  // A very long line is shown around the place, so that the mark stays in sight.
  const from = col > WIDEST - 20 ? col - 60 : 1;
  const cut = excerpt.slice(from - 1, from - 1 + WIDEST).replaceAll('\t', ' ');
  // What becomes visible becomes longer, and the mark stands under what is shown.
  const width = (columns: number): number => visible(cut.slice(0, columns)).length;
  const start = width(col - from);
  const mark = '^'.repeat(Math.max(1, width(col - from + length) - start));
  return `${number} | ${visible(cut)}\n      | ${' '.repeat(start)}${colour(mark)}\n`;
}

function position({ file, line, col }: Place): string {
  return `${visible(file)}:${line}:${col}`;
}
