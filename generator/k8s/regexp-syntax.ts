// Regular expressions of Go (https://pkg.go.dev/regexp/syntax), which Traefik reads: no look-around, no references back.

/** Letters that may stand behind a backslash, besides Q, which quotes, and p, P and x, which take more. */
const LETTERS = 'aAbBCdDfnrsStvwWz';

const MOST_REPEATS = 1000;

const GROUP = /\(\?(?:P?<[A-Za-z0-9_]+>|[imsU]*(?:-[imsU]+)?:)/y;
const FLAGS = /\(\?[imsU]*(?:-[imsU]+)?\)/y;
const ESCAPE = /\\(?:[pP](?:[A-Za-z]|\{\^?[A-Za-z_]+\})|x(?:[0-9A-Fa-f]{2}|\{[0-9A-Fa-f]{1,6}\})|[0-7]{2,3}|0|[^0-9])/y;
const CLASS_ITEM = String.raw`\[:\^?[a-z]+:\]|\\[^]|(?!\[:\^?[a-z]+:\])[^\]\\]`;
/** A bracket at its beginning is one of its characters. */
const CLASS = new RegExp(String.raw`\[\^?(?:\]|${CLASS_ITEM})(?:${CLASS_ITEM})*\]`, 'y');
const REPEAT = /[*+?]\??|\{([0-9]+)(,([0-9]*))?\}\??/y;

/** Why a text is no regular expression that Go compiles, or undefined. */
export function regexpFlaw(text: string): string | undefined {
  let open = 0;
  /** What stood before: nothing that can be repeated, something, or something that is repeated already. */
  let before: 'nothing' | 'something' | 'repeat' = 'nothing';
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) at = pattern.lastIndex;
    return match;
  };
  while (at < text.length) {
    const repeat = take(REPEAT);
    if (repeat !== null) {
      if (before !== 'something') return before === 'nothing' ? `repeats nothing with ${repeat[0]}` : `repeats a repetition with ${repeat[0]}`;
      const [, least, , most] = repeat;
      if (Number(least ?? 0) > MOST_REPEATS || Number(most ?? 0) > MOST_REPEATS) return `repeats more than ${MOST_REPEATS} times`;
      if (most !== undefined && most !== '' && Number(most) < Number(least)) return `repeats at most ${most} times, and at least ${least}`;
      before = 'repeat';
      continue;
    }
    const letter = text[at] as string;
    if (letter === '\\') {
      if (text.startsWith('\\Q', at)) {
        const end = text.indexOf('\\E', at);
        at = end === -1 ? text.length : end + 2;
      } else {
        const escape = take(ESCAPE)?.[0];
        if (escape === undefined)
          return /^\\[1-9]/.test(text.slice(at)) ? 'refers back, which Go cannot' : 'ends in a backslash, or escapes what cannot be';
        if (escape.length === 2 && /[A-Za-z]/.test(escape) && !LETTERS.includes(escape.charAt(1)))
          return `escapes ${escape.charAt(1)}, which means nothing`;
      }
      before = 'something';
    } else if (letter === '[') {
      const found = take(CLASS)?.[0];
      if (found === undefined) return 'leaves a bracket open';
      if (isBackward(found)) return 'holds a range that runs backward';
      before = 'something';
    } else if (letter === '(') {
      if (take(FLAGS) !== null) {
        if (before === 'repeat') before = 'something';
        continue;
      }
      if (text[at + 1] !== '?') at += 1;
      else if (take(GROUP) === null) return 'holds a group that Go does not know, such as one that looks ahead';
      open += 1;
      before = 'nothing';
    } else if (letter === ')') {
      if (open === 0) return 'closes a parenthesis that is not open';
      open -= 1;
      at += 1;
      before = 'something';
    } else {
      at += 1;
      before = letter === '|' ? 'nothing' : 'something';
    }
  }
  return open > 0 ? 'leaves a parenthesis open' : undefined;
}

/** Ranges between single characters; what is escaped or has a name is passed over. */
function isBackward(brackets: string): boolean {
  const plain = brackets.replace(/^\[\^?|\]$/g, '').replace(/\[:\^?[a-z]+:\]|\\[^]-?/g, '\n');
  return [...plain.matchAll(/([^\n])-([^\n-])/gu)].some(([, from, to]) => (from as string) > (to as string));
}
