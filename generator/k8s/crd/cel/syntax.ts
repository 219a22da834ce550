import { environment } from './environment.ts';
import { flawOf, type ExpressionFlaw } from './expression.ts';

/** Longer ones are judged by nobody. */
const LONGEST = 10_000;

/** What a text that is to be an expression lacks of being one; what its names mean is not looked at. */
export function celFlaw(text: string): ExpressionFlaw | undefined {
  if (text.length > LONGEST) return undefined;
  try {
    environment([]).parse(text);
    return undefined;
  } catch (error) {
    return flawOf(error);
  }
}
