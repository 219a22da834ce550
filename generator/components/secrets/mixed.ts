import { LIST, shared, sharedLine } from '../mixed.ts';
import type { MixedFile, MixedPlace } from '../mixed.ts';

const ROW = new RegExp(`^(\\| \`[^|]*\\|[^|]*\\|.*\\| )(${LIST})( \\|\n)$`);

/** The regions' parts of `secrets.md`: regions that need the same share an entry. */
export const secretsMixed: Readonly<Record<string, MixedFile>> = {
  'secrets.md': {
    places: [
      { after: /^How they reach the clusters:/, until: /^\n$/, block: provider, order: 'region' },
      { after: /^\| --- \| --- \| --- \| --- \|\n$/, until: /^\n?$/, block: sharedLine(ROW), order: 'text' },
      { until: /^$/, block: section, order: 'text' },
    ],
  },
};

/** An empty line and an item of the list. */
function provider(lines: readonly string[], at: number): ReturnType<MixedPlace['block']> {
  return lines[at] === '\n' ? shared(new RegExp(`^(\n- \`[a-z-]+\`: )(${LIST})(\n)$`), `\n${lines[at + 1] ?? ''}`, 2) : undefined;
}

/** An empty line, a heading, and all up to the next one. */
function section(lines: readonly string[], at: number): ReturnType<MixedPlace['block']> {
  const begins = (i: number): boolean => lines[i] === '\n' && (lines[i + 1] ?? '').startsWith('## ');
  if (!begins(at)) return undefined;
  let end = at + 1;
  while (end < lines.length && !begins(end)) end += 1;
  return shared(new RegExp(`^(\n## [^\n]*\n\nUsed by [^\n]*\\. Regions: )(${LIST})(\\.\n[^]*)$`), lines.slice(at, end).join(''), end - at);
}
