// Text of others as GitHub may show it: it stands in a block that it cannot close, mentions nobody, hides nothing, and what is
// sent has the size that GitHub takes.

/** Most UTF-16 units of a comment, and most bytes of a check's summary: what GitHub refuses beyond. */
export const MOST_COMMENT = 65_536;
export const MOST_SUMMARY = 65_535;

/** Without characters that are not seen, or that turn around what is; and with mentions broken. */
export function plain(text) {
  return (
    text
      .replace(/[^\P{C}\n\t]|\p{Zl}|\p{Zp}|\p{Variation_Selector}/gu, '')
      // Nobody is mentioned out of a code block anyway; an invisible character makes sure of it.
      .replace(/@(?=[A-Za-z0-9])/g, '@\u200b')
  );
}

/** A block of code around plain text, whose fence is longer than any run of backticks in it. */
export function block(text) {
  let longest = 2;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  const fence = '`'.repeat(longest + 1);
  return `${fence}diff\n${text.trimEnd()}\n${fence}\n`;
}

/**
 * The longest text of the form `render(beginning of text, whether it is cut)` that GitHub takes.
 * @param {(text: string) => number} size counts what is sent as GitHub does
 */
export function fitted(text, render, most, size) {
  const whole = render(text, false);
  if (size(whole) <= most) return whole;
  // A longer beginning never makes a shorter result, so the longest that fits is found by halving.
  let [fits, tooLong] = [0, text.length];
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1;
    if (size(render(beginning(text, middle), true)) <= most) fits = middle;
    else tooLong = middle;
  }
  return render(beginning(text, fits), true);
}

/** The first `length` units, without half a character at the end. */
function beginning(text, length) {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}

/** What the plan says of the gate, which is what to look at first: as many lines as a screen takes. */
export function verdictOf(plan) {
  const lines = plan.split('\n');
  const first = lines.findIndex((line) => /^(\*\*)?The gate /.test(line));
  return first === -1 ? '' : beginning(lines.slice(first, first + 16).join('\n'), 3000);
}
