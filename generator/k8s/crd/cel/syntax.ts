import { environment } from './environment.ts';
import { flawOf, type ExpressionFlaw } from './expression.ts';

/** Longer ones are not read here. */
export const LONGEST = 10_000;

/** Longer ones are read by nobody: cel-go, parser/options.go, expressionSizeCodePointLimit. */
const MOST = 100_000;

/** What a text that is to be an expression lacks of being one; what its names mean is not looked at. */
export function celFlaw(text: string): ExpressionFlaw | undefined {
  // Of a surrogate pair the second half does not count.
  if (text.length > MOST && (text.length > 2 * MOST || Array.from(text).length > MOST))
    return { offset: 0, message: `it has more than ${MOST} characters, and no API server reads one as long` };
  if (text.length > LONGEST) return undefined;
  try {
    environment([]).parse(text);
    return undefined;
  } catch (error) {
    return flawOf(error);
  }
}
