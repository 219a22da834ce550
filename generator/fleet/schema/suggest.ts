import type { Fix } from '../../model/fix.ts';

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

/** Whether a word is another one but for a letter that is wrong, missing, too many, or in the place of its neighbour. */
export function isSlip(word: string, of: string): boolean {
  return of.length > SHORTEST && editDistance(word.toLowerCase(), of.toLowerCase(), 2) < 2;
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

/** A word without what people write in one way or another. */
const plain = (word: string): string => word.toLowerCase().replace(/[-_ ]/g, '');
const digitsOf = (word: string): string => word.replace(/[^0-9]/g, '');
/** Shorter words are near to too many others. */
const SHORTEST = 4;

/**
 * The one candidate that a word can mean: written in another case or with other hyphens, or misspelt, with no second one near. Digits are never
 * misspelt: `us-east-2` is no slip of `us-east-1`.
 * @param taken what stands beside the word already
 */
export function meant(word: string, candidates: readonly string[], taken: readonly string[] = []): string | undefined {
  const all = [...new Set(candidates)];
  const alike = all.filter((candidate) => plain(candidate) === plain(word));
  const near = alike.length > 0 || word.length < SHORTEST ? alike : all.filter((candidate) => suggest(word, [candidate]) !== undefined);
  const [only] = near;
  return only === undefined || near.length > 1 || digitsOf(only) !== digitsOf(word) || taken.includes(only) ? undefined : only;
}

/** {@link meant} as a fix: of a key, or of a value. */
export function keyMeant(word: string, candidates: readonly string[], taken?: readonly string[]): { readonly fix?: Fix } {
  const key = meant(word, candidates, taken);
  return key === undefined ? {} : { fix: { rename: key } };
}

export function valueMeant(word: string, candidates: readonly string[], taken?: readonly string[]): { readonly fix?: Fix } {
  const value = meant(word, candidates, taken);
  return value === undefined ? {} : { fix: { value } };
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
