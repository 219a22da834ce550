// Regular expressions of Go (https://pkg.go.dev/regexp/syntax), which Traefik reads: no look-around, no references back.
import type * as Library from 're2js';
import { memo } from './memo.ts';

/** An expression that was compiled. */
type Re2 = Library.RE2JS;

/**
 * Loading the library takes as long as a small fleet does: only a run that meets an expression loads it.
 * @throws an error of the library where the text is no expression
 */
export function re2(text: string): Re2 {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at every start
  return (require('re2js') as typeof Library).RE2JS.compile(text);
}

const compiled = new Map<string, Re2>();

/** Whether a part of the text matches, as Go's `MatchString` says, in time in proportion to the text. @param pattern one that `regexpFlaw` has nothing against */
export function hasMatch(pattern: string, text: string): boolean {
  return memo(compiled, pattern, () => re2(pattern))
    .matcher(text)
    .find();
}

function meaningless(escape: string): string {
  return `escapes ${escape.slice(1)}, which means nothing`;
}

/** What a message says for a mistake that RE2 names. @param part the piece of the expression that RE2 shows */
const FLAWS: Readonly<Record<string, (part: string) => string>> = {
  'missing closing )': () => 'leaves a parenthesis open',
  'unexpected )': () => 'closes a parenthesis that is not open',
  'missing closing ]': () => 'leaves a bracket open',
  'invalid character class range': (part) => {
    if (part.startsWith('\\')) return meaningless(part);
    return part.startsWith('[:') ? `names the class ${part}, which Go does not know` : 'holds a range that runs backward';
  },
  'missing argument to repetition operator': (part) => `repeats nothing with ${part}`,
  'invalid nested repetition operator': (part) => `repeats a repetition with ${part.replace(/^([*+?]|\{[^}]*\})\??/, '')}`,
  'invalid repeat count': (part) => {
    const [, least, most] = /^\{([0-9]+),([0-9]+)\}$/.exec(part) ?? [];
    return Number(most) < Number(least) ? `repeats at most ${most} times, and at least ${least}` : 'repeats more than 1000 times';
  },
  'invalid or unsupported Perl syntax': () => 'holds a group that Go does not know, such as one that looks ahead',
  'invalid named capture': () => 'holds a group that Go does not know, such as one that looks ahead',
  'invalid escape sequence': (part) => (/^\\[1-9]/.test(part) ? 'refers back, which Go cannot' : meaningless(part)),
  'trailing backslash at end of expression': () => 'ends in a backslash, or escapes what cannot be',
};

/** Longer than any that somebody wrote; a compiled one takes some hundred times its length. */
const LONGEST = 1 << 16;

/** Why a text is no regular expression that Go compiles, or undefined. */
export function regexpFlaw(text: string): string | undefined {
  if (text.length > LONGEST) return `is longer than ${LONGEST} characters, and is not read`;
  try {
    re2(text);
    return undefined;
  } catch (error) {
    // Names of an error's class change when the program is bundled; what it can say does not.
    const { getDescription, getPattern } = error as { getDescription?: () => string; getPattern?: () => string | null };
    if (getDescription === undefined) throw error;
    const what = getDescription.call(error);
    return FLAWS[what]?.(getPattern?.call(error) ?? '') ?? `is refused: ${what}`;
  }
}
