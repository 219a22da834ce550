/** The candidate nearest to a misspelt word, if one is near enough to be meant. */
export function suggest(word: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase(), least);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

/**
 * `did you mean "x"?`, or a short list of what is there.
 * @param taken what stands beside the word already, in the same map or list: writing it again would be the next mistake
 */
export function hintFor(word: string, candidates: readonly string[], taken: readonly string[] = []): string | undefined {
  const near = suggest(word, candidates);
  if (near !== undefined) return taken.includes(near) ? `"${near}" stands here already; remove this one` : `did you mean "${near}"?`;
  if (candidates.length === 0) return undefined;
  const shown = candidates.slice(0, 12).join(', ');
  return `there is: ${shown}${candidates.length > 12 ? `, and ${candidates.length - 12} more` : ''}`;
}

/** Damerau–Levenshtein distance (adjacent transpositions count once), given up on at `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((previous[j] as number) + 1, (row[j - 1] as number) + 1, (previous[j - 1] as number) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, (before[j - 2] as number) + 1);
      row.push(cost);
    }
    before = previous;
    previous = row;
  }
  return previous[b.length] as number;
}
