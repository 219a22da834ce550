/** Longer than any name or address that a pattern is for: more is not worth the time it takes. */
const LONGEST = 2000;
const MOST_ALTERNATIVES = 64;

/**
 * Patterns as Argo CD reads them (gobwas/glob): `*` is any text up to a separator, `**` any text, `?` one character, `[abc]` and
 * `[!a-z]` one of some, `{a,b}` one of two. In time that grows with both texts, whatever they are.
 * @param separator what `*` and `?` stop at; none if absent
 */
export function globMatches(pattern: string, text: string, separator?: string): boolean {
  if (pattern === '*') return true;
  if (pattern.length > LONGEST || text.length > LONGEST) return false;
  return alternatives(pattern).some((each) => runs(tokens(each, separator), text));
}

type Token = { readonly many: boolean; readonly fits: (character: string) => boolean };

function tokens(pattern: string, separator: string | undefined): Token[] {
  const found: Token[] = [];
  const inside = (character: string): boolean => character !== separator;
  for (const [part] of pattern.matchAll(/\*+|\?|\[!?[^\]]+\]|\\?[^]/g)) {
    if (part.startsWith('*')) found.push({ many: true, fits: part.length > 1 ? () => true : inside });
    else if (part === '?') found.push({ many: false, fits: inside });
    else if (part.startsWith('[') && part.length > 2) found.push({ many: false, fits: oneOf(part) });
    else found.push({ many: false, fits: (character) => character === part.at(-1) });
  }
  return found;
}

function oneOf(part: string): (character: string) => boolean {
  const not = part.startsWith('[!');
  const list = part.slice(not ? 2 : 1, -1);
  const range = /^(.)-(.)$/.exec(list);
  return (character) => (range === null ? list.includes(character) : character >= (range[1] as string) && character <= (range[2] as string)) !== not;
}

/** All places of the pattern where the text may have come to, character by character. */
function runs(parts: readonly Token[], text: string): boolean {
  let at = reached(parts, new Set([0]));
  for (const character of text) {
    const next = new Set<number>();
    for (const i of at) {
      const part = parts[i];
      if (part?.fits(character) === true) next.add(part.many ? i : i + 1);
    }
    if (next.size === 0) return false;
    at = reached(parts, next);
  }
  return at.has(parts.length);
}

/** `*` may stand for nothing. A set that grows while it is walked through is walked through to its end. */
function reached(parts: readonly Token[], at: Set<number>): Set<number> {
  for (const i of at) if (parts[i]?.many === true) at.add(i + 1);
  return at;
}

function alternatives(pattern: string): string[] {
  let all = [''];
  for (const [part, braced] of pattern.matchAll(/\{([^{}]*)\}|[^{}]+|[{}]/g)) {
    const ways = braced?.split(',') ?? [part];
    all = all.flatMap((before) => ways.map((way) => before + way)).slice(0, MOST_ALTERNATIVES);
  }
  return all;
}
